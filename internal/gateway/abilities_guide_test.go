package gateway_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const guide = "../../templates/guides/gateways.md.tmpl"

// wahaVersions are those in which abilities came, the oldest that the adapter is written for first.
var wahaVersions = []string{"2026.4.1", "2026.6.1", "2026.7.2", "2026.8.2", "2026.9.0"}

type guideRow struct {
	label   string
	ability whatsapp.Ability
}

// guideRows are the abilities in the words of users, in the order of the guide's table.
var guideRows = []guideRow{
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
	{"delete the chat of a group that was left", whatsapp.DeleteChat},
	{"read the invite link", whatsapp.ReadInvite},
	{"revoke the invite link", whatsapp.RevokeInvite},
	{"look up the group of an invite link", whatsapp.ReadInviteInfo},
	{"join by an invite link", whatsapp.JoinGroup},
	{"send private invitations", whatsapp.SendInvitation},
	{"always invite people who refuse to be added", whatsapp.InviteByAdding},
	{"show who asks to join, and let them in", whatsapp.ApproveJoinRequests},
	{"read `kind` and `community_id`", whatsapp.TellGroupKind},
	{"say who was added, if the number is hidden", whatsapp.NameAdded},
	{"find out whether a number is on WhatsApp", whatsapp.LookUpContact},
	{"show the account's own number", whatsapp.TellOwnNumber},
	{"`whatsapp_webhook`", whatsapp.WriteWebhook},
	{"read it, and have several", whatsapp.ReadWebhook},
	{"`events`, `hmac_key`, `headers` and `retries` of it", whatsapp.WriteWebhookDetails},
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
		{"Autonotify nexus", cell(autonotifyAbilities(t, "nexus", false))},
		{"Autonotify beta", betaCell(autonotifyAbilities(t, "beta", false), autonotifyAbilities(t, "beta", true))},
	}
	var table strings.Builder
	table.WriteString("| | in `abilities` |")
	for _, column := range columns {
		fmt.Fprintf(&table, " %s |", column.name)
	}
	table.WriteString("\n|---|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, row := range guideRows {
		fmt.Fprintf(&table, "| %s | `%s` |", row.label, row.ability.Name())
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

func autonotifyAbilities(t *testing.T, api string, unverified bool) whatsapp.Abilities {
	t.Helper()
	options := &gateway.AutonotifyOptions{API: api, AcceptUnverifiedPaths: unverified}
	return abilities(t, emulator.Options{}, gateway.Config{Kind: "autonotify", Autonotify: options}, "/autonotify/"+api)
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

// hasRow reports whether users are told of an ability, by its label and by its name.
func hasRow(ability whatsapp.Ability) bool {
	return ability.Name() != "" &&
		slices.ContainsFunc(guideRows, func(row guideRow) bool { return row.ability == ability })
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
		options := emulator.Options{WAHAEngine: engine, WAHAVersion: version}
		byVersion[i] = abilities(t, options, gateway.Config{Kind: "waha"}, "/waha")
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
