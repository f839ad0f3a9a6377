package provider_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// trouble is what somebody has.
type trouble struct {
	world  func(*emulator.World)
	fault  emulator.Fault
	config func(string) string
}

// Each message of the guide on troubleshooting is brought about here, so that the guide has the words of the code. They
// are those of the domain, and the same with every gateway.
func TestTroubleshootingGuide(t *testing.T) {
	t.Parallel()
	const body = `
resource "whatsapp_group" "g" {
  name = "Ops"
}
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+` + anna + `"
}
`
	group := func(role string, left ...string) func(*emulator.World) {
		return func(w *emulator.World) {
			w.Groups = []emulator.Group{{
				ID: "120363000000000001@g.us", Name: "Ops", Owner: own, MemberAddMode: emulator.AddModeAdmins,
				Members: []emulator.Member{{Phone: own, Role: role}}, RecentlyLeft: left,
			}}
		}
	}
	person := func(p emulator.Person) func(*emulator.World) {
		return func(w *emulator.World) { w.People = append(w.People, p) }
	}
	// A group that is there already.
	existing := func(config string) string {
		_, resources, _ := strings.Cut(config, "resource \"whatsapp_group_member\"")
		config, _, _ = strings.Cut(config, "resource \"whatsapp_group\"")
		return config + "resource \"whatsapp_group_member\"" +
			strings.ReplaceAll(resources, "whatsapp_group.g.id", `"120363000000000001@g.us"`)
	}
	troubles := map[string]trouble{
		"the gateway refuses the API key": {config: func(config string) string {
			return strings.ReplaceAll(config, `"emulator"`, `"wrong"`)
		}},
		"The gateway wants an API key": {config: func(config string) string {
			return strings.ReplaceAll(config, `"emulator"`, `""`)
		}},
		"the gateway cannot be reached": {config: func(config string) string {
			return regexp.MustCompile(`http://[^/]+`).ReplaceAllString(config, "http://127.0.0.1:1")
		}},
		"The gateway has no session": {config: func(config string) string {
			return regexp.MustCompile(`provider "whatsapp" \{`).ReplaceAllString(config, "$0\n  session = \"ghost\"")
		}},
		"The endpoint is not the gateway's address": {config: func(config string) string {
			return regexp.MustCompile(`(endpoint\s*=\s*"http://[^"]+)"`).ReplaceAllString(config, `$1/elsewhere"`)
		}},
		"the account is not connected to WhatsApp": {world: func(w *emulator.World) {
			w.Account.Status = emulator.StatusLoggedOut
		}},
		"WhatsApp refuses because of too many calls": {fault: emulator.Fault{
			Match: "POST .*/groups$", Effect: emulator.EffectRateLimit,
		}},
		"as many groups in the last 24 hours as `groups_per_day` allows": {
			world: func(w *emulator.World) {
				group(emulator.RoleSuperadmin)(w)
				w.Groups[0].Name, w.Groups[0].CreatedAt = "Other", time.Now().Add(-time.Hour)
			},
			config: func(config string) string {
				return strings.Replace(config, "groups_per_day    = 0", "groups_per_day    = 1", 1)
			},
		},
		"the number is not on WhatsApp": {world: person(emulator.Person{Phone: anna})},
		"privacy settings do not let this": {world: person(emulator.Person{
			Phone: anna, Registered: true, Adds: emulator.AddsNobody,
		})},
		"left the group recently":             {world: group(emulator.RoleAdmin, anna), config: existing},
		"the account is not an admin":         {world: group(emulator.RoleMember), config: existing},
		"The account has made a group called": {world: group(emulator.RoleSuperadmin)},
	}

	guide, err := os.ReadFile("../../templates/guides/troubleshooting.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, row := range regexp.MustCompile(`(?m)^\| "([^"]+)" \|`).FindAllStringSubmatch(string(guide), -1) {
		told = append(told, row[1])
	}
	slices.Sort(told)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(troubles)), told); diff != "" {
		t.Fatalf("-brought about +told in the guide:\n%s", diff)
	}
	for message, trouble := range troubles {
		t.Run(message, func(t *testing.T) {
			t.Parallel()
			w := newEmulated(t, emulator.Options{})
			if trouble.world != nil {
				w.change(trouble.world)
			}
			if trouble.fault.Match != "" {
				w.fail(trouble.fault)
			}
			config := w.config(body)
			if trouble.config != nil {
				config = trouble.config(config)
			}
			printed, exitCode := newCLI(t, config).try(t.Context(), "apply", "-auto-approve")
			if exitCode != 1 || !strings.Contains(strings.Join(strings.Fields(printed), " "), message) {
				t.Errorf("exit code %d, and it says %s", exitCode, printed)
			}
		})
	}
}
