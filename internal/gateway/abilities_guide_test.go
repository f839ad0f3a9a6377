package gateway_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const guide = "../../templates/guides/gateways.md.tmpl"

// wahaVersions are those in which abilities came, the oldest that the adapter is written for first.
var wahaVersions = []string{"2026.4.1", "2026.6.1", "2026.7.2", "2026.8.2", "2026.9.0"}

// guideRows are the abilities in the words of users, in the order of the guide's table.
var guideRows = []struct {
	label   string
	ability whatsapp.Ability
}{
	{"make a group", whatsapp.CreateGroup},
	{"make a group without `initial_members`", whatsapp.CreateEmptyGroup},
	{"change `name`", whatsapp.WriteName},
	{"change `description`", whatsapp.WriteDescription},
	{"clear `description`", whatsapp.ClearDescription},
	{"switch `messages_admins_only` on", whatsapp.WriteMessagesAdminsOnly},
	{"switch `messages_admins_only` off", whatsapp.LiftMessagesAdminsOnly},
	{"switch `info_admins_only` on", whatsapp.WriteInfoAdminsOnly},
	{"switch `info_admins_only` off", whatsapp.LiftInfoAdminsOnly},
	{"read `member_add_mode`", whatsapp.ReadMemberAddMode},
	{"change `member_add_mode`", whatsapp.WriteMemberAddMode},
	{"read `join_approval_required`", whatsapp.ReadJoinApprovalRequired},
	{"change `join_approval_required`", whatsapp.WriteJoinApprovalRequired},
	{"read `disappearing_messages`", whatsapp.ReadDisappearingMessages},
	{"`picture_path`", whatsapp.WritePicture},
	{"`picture_url`", whatsapp.WritePictureURL},
	{"add, remove, promote and demote members", whatsapp.ChangeMembers},
	{"leave a group", whatsapp.LeaveGroup},
	{"read the invite link", whatsapp.ReadInvite},
	{"revoke the invite link", whatsapp.RevokeInvite},
	{"look up the group of an invite link", whatsapp.ReadInviteInfo},
	{"join by an invite link", whatsapp.JoinGroup},
	{"tell whether a number is on WhatsApp", whatsapp.LookUpContact},
	{"tell the own number", whatsapp.TellOwnNumber},
}

// The guide's table says what the code says, and the code's abilities are all in it.
func TestTheGuideHasTheAbilities(t *testing.T) {
	t.Parallel()
	columns := []struct {
		name string
		cell func(whatsapp.Ability) string
	}{
		{"WAHA NOWEB", wahaCell(t, "NOWEB")},
		{"WAHA GOWS", wahaCell(t, "GOWS")},
		{"WAHA WEBJS", wahaCell(t, "WEBJS")},
		{"WAHA WPP", wahaCell(t, "WPP")},
		{"WhatsAPI", cell(abilities(t, emulator.Options{}, gateway.Config{Kind: "whatsapi"}, "/whatsapi"))},
		{"Autonotify nexus", cell(abilities(t, emulator.Options{}, autonotifyConfig("nexus", false), "/autonotify/nexus"))},
		{"Autonotify beta", betaCell(
			abilities(t, emulator.Options{}, autonotifyConfig("beta", false), "/autonotify/beta"),
			abilities(t, emulator.Options{}, autonotifyConfig("beta", true), "/autonotify/beta"))},
	}
	var table strings.Builder
	table.WriteString("| |")
	for _, column := range columns {
		fmt.Fprintf(&table, " %s |", column.name)
	}
	table.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, row := range guideRows {
		fmt.Fprintf(&table, "| %s |", row.label)
		for _, column := range columns {
			fmt.Fprintf(&table, " %s |", column.cell(row.ability))
		}
		table.WriteByte('\n')
	}
	written, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(written), table.String()) {
		t.Errorf("%s does not have this table:\n%s", guide, table.String())
	}
}

func autonotifyConfig(api string, unverified bool) gateway.Config {
	return gateway.Config{Kind: "autonotify", Autonotify: gateway.AutonotifyOptions{API: api, AcceptUnverifiedPaths: unverified}}
}

// abilities asks a gateway of the emulator what it can do. What it can do must have a row in the guide.
func abilities(t *testing.T, options emulator.Options, config gateway.Config, prefix string) whatsapp.Abilities {
	t.Helper()
	server, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	config.Endpoint, config.APIKey = listening.URL+prefix, "emulator"
	opened, err := gateway.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	can, err := opened.Abilities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, ability := range can.List() {
		if !hasRow(ability) {
			t.Errorf("%s can %s, which has no row in the guide", can.Gateway, ability)
		}
	}
	return can
}

// hasRow tells whether users are told of an ability. The others change nothing that they would configure today.
func hasRow(ability whatsapp.Ability) bool {
	if ability == whatsapp.DeleteChat {
		return true
	}
	for _, row := range guideRows {
		if row.ability == ability {
			return true
		}
	}
	// An adapter's own words for reading groups, which every gateway but one without paths can.
	return strings.HasPrefix(string(ability), "read a group") || strings.HasPrefix(string(ability), "list the groups")
}

func cell(can whatsapp.Abilities) func(whatsapp.Ability) string {
	return func(ability whatsapp.Ability) string {
		if can.Can(ability) {
			return "yes"
		}
		return "no"
	}
}

func wahaCell(t *testing.T, engine string) func(whatsapp.Ability) string {
	t.Helper()
	byVersion := make([]whatsapp.Abilities, len(wahaVersions))
	for i, version := range wahaVersions {
		byVersion[i] = abilities(t, emulator.Options{WAHAEngine: engine, WAHAVersion: version}, gateway.Config{Kind: "waha"}, "/waha")
	}
	return func(ability whatsapp.Ability) string {
		for i, can := range byVersion {
			switch {
			case can.Can(ability) && i == 0:
				return "yes"
			case can.Can(ability):
				return "from " + wahaVersions[i]
			}
		}
		return "no"
	}
}

func betaCell(published, unverified whatsapp.Abilities) func(whatsapp.Ability) string {
	return func(ability whatsapp.Ability) string {
		switch {
		case published.Can(ability):
			return "yes"
		case unverified.Can(ability):
			return "unverified"
		}
		return "no"
	}
}
