package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// The group and the link that the examples take for granted.
const (
	exampleGroup  = "120363000000000001@g.us"
	exampleInvite = "AbCdEfGhIjKlMnOpQrStUv"
)

// exampleWorld has what the examples speak of: a group that can be imported, with the person of the member example.
func exampleWorld(name string) *emulator.World {
	return &emulator.World{Groups: []emulator.Group{
		{
			ID:         exampleGroup,
			Name:       name,
			Owner:      own,
			InviteCode: exampleInvite,
			Members: []emulator.Member{
				{Phone: own, Role: emulator.RoleSuperadmin},
				{Phone: "12025550121", Role: emulator.RoleAdmin},
			},
		},
	}}
}

func readFile(t *testing.T, parts ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// everyExample runs a test for each folder of a kind of examples and each gateway.
func everyExample(t *testing.T, kind string, test func(t *testing.T, d dialect, folder string)) {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join("..", "..", "examples", kind, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("there are no examples of %s: %v", kind, err)
	}
	for _, folder := range folders {
		for _, d := range takingTurns(t, dialectsOf(t)) {
			t.Run(filepath.Base(folder)+" "+d.name, func(t *testing.T) {
				t.Parallel()
				test(t, d, filepath.Join("examples", kind, filepath.Base(folder)))
			})
		}
	}
}

// lifeOf applies a configuration, plans it empty and destroys it, after which the account must be in no group.
func (w *emulated) lifeOf(t *testing.T, config string, variables ...string) {
	t.Helper()
	c := newCLI(t, config)
	c.run(0, append([]string{"apply", "-auto-approve"}, variables...)...)
	c.run(0, append([]string{"plan", "-detailed-exitcode"}, variables...)...)
	c.run(0, append([]string{"destroy", "-auto-approve"}, variables...)...)
	if len(w.World().Groups) == 0 {
		t.Error("no group was made")
	}
	if err := w.checkLeft(nil); err != nil {
		t.Error(err)
	}
}

// An example shows what most gateways can do, and in others the plan says what it asks too much.
func lifeOfExampleResources(t *testing.T) {
	everyExample(t, "resources", func(t *testing.T, d dialect, folder string) {
		example := strings.Replace(readFile(t, folder, "resource.tf"),
			`variable "hmac_key" {`, "variable \"hmac_key\" {\n  default = \"key-93aa\"", 1)
		var options emulator.Options
		if filepath.Base(folder) == "whatsapp_joined_group" {
			options.World = exampleWorld("Partners")
			remove(&options.World.Groups[0], own)
		}
		w := emulate(t, d, options)
		config := requiredProviders + w.config(example)
		if strings.Contains(example, `"whatsapp_webhook"`) && !w.can(whatsapp.WriteWebhookDetails) {
			lacks := whatsapp.WriteWebhook
			if w.can(lacks) {
				lacks = whatsapp.WriteWebhookDetails
			}
			if printed := newCLI(t, config).run(1, "plan"); !w.refused(lacks).MatchString(
				strings.ReplaceAll(printed, "│", " ")) {
				t.Errorf("the plan does not say what the gateway lacks: %s", printed)
			}
			return
		}
		if strings.Contains(example, `resource "whatsapp_group" `) && !w.can(whatsapp.CreateEmptyGroup) {
			c := newCLI(t, config)
			if printed := c.run(
				1,
				"plan",
			); !w.refused(whatsapp.CreateEmptyGroup).
				MatchString(strings.ReplaceAll(printed, "│", " ")) {
				t.Errorf("the plan does not say that somebody is to be named: %s", printed)
			}
			config = strings.ReplaceAll(
				config,
				"  name ",
				"  initial_members = { \"+12025550119\" = \"member\" }\n  name ",
			)
		}
		if !w.can(whatsapp.WriteInfoAdminsOnly) {
			config = regexp.MustCompile(`(?m)^ +(info|messages)_admins_only .*$`).ReplaceAllString(config, "")
		}
		w.lifeOf(t, config)
	})
}

func lifeOfExampleQuickstart(t *testing.T) {
	for _, engine := range enginesOf(t) {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := newEmulated(t, emulator.Options{WAHAEngine: engine})
			config := readFile(
				t,
				"examples",
				"quickstart",
				"main.tf",
			) + readFile(
				t,
				"examples",
				"quickstart",
				"variables.tf",
			)
			w.lifeOf(t, config, "-var=endpoint="+w.url+"/waha")
		})
	}
}

// The configurations of the README run as they stand, but for the address of the emulator.
func lifeOfExampleREADME(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```terraform\n(.*?)```").FindAllStringSubmatch(readFile(t, "README.md"), -1)
	if len(blocks) == 0 {
		t.Fatal("the README has no configuration")
	}
	for _, block := range blocks {
		for _, engine := range enginesOf(t) {
			t.Run(engine, func(t *testing.T) {
				t.Parallel()
				const address = "http://127.0.0.1:3000/waha"
				if !strings.Contains(block[1], address) {
					t.Fatalf("the configuration does not name %s", address)
				}
				w := newEmulated(t, emulator.Options{WAHAEngine: engine})
				w.lifeOf(t, strings.ReplaceAll(block[1], address, w.url+"/waha"))
			})
		}
	}
}

// Each way to import that the documentation shows finds what is there, plans empty and writes nothing. WhatsApp does
// not hold by which link a group was joined, so that is recorded by an update.
func lifeOfExampleImports(t *testing.T) {
	everyExample(t, "resources", func(t *testing.T, d dialect, folder string) {
		for _, way := range []string{"import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			t.Run(way, func(t *testing.T) {
				w := emulate(t, d, emulator.Options{World: exampleWorld("Staff room")})
				example := readFile(t, folder, way)
				address := regexp.MustCompile(`whatsapp_\w+\.\w+`).FindString(example)
				kind, name, _ := strings.Cut(address, ".")
				arguments := map[string]string{
					"whatsapp_group": "name = \"Staff room\"",
					"whatsapp_group_member": "group_id = \"" + exampleGroup + "\"\nphone_number = \"+1 202 555 " +
						"0121\"\nrole = \"admin\"",
					"whatsapp_group_members": "group_id = \"" + exampleGroup + "\"\n" +
						"members = { \"+12025550121\" = \"admin\" }",
					"whatsapp_group_invite": "group_id = \"" + exampleGroup + "\"",
					"whatsapp_joined_group": "invite = \"" + exampleInvite + "\"",
					"whatsapp_webhook":      "url = \"https://roster.example.org/whatsapp\"\nevents = [\"message\"]",
				}[kind]
				if kind == "whatsapp_webhook" {
					if !w.can(whatsapp.ReadWebhook) {
						t.Skip("the gateway does not show its webhooks")
					}
					w.configure(`{"webhooks":[{"url":"https://roster.example.org/whatsapp","events":["message"]}]}`)
					w.ClearRequests()
				}
				changed := map[string]int{"whatsapp_joined_group": 1}[kind]
				config := requiredProviders + w.config(
					"",
				) + "resource \"" + kind + "\" \"" + name + "\" {\n" + arguments + "\n}\n"
				if way == "import.sh" {
					c := newCLI(t, config)
					c.run(
						0,
						append(
							[]string{"import"},
							regexp.MustCompile(`(?m)^terraform import (\S+) (\S+)$`).FindStringSubmatch(example)[1:]...)...)
					if changed > 0 {
						c.run(0, "apply", "-auto-approve")
					}
					c.run(0, "plan", "-detailed-exitcode")
				} else {
					c := newCLI(t, config+example)
					if way == "import-by-identity.tf" {
						needs(t, importByIdentity)
					}
					want := fmt.Sprintf("1 imported, 0 added, %d changed, 0 destroyed", changed)
					if printed := c.run(0, "apply", "-auto-approve"); !strings.Contains(printed, want) {
						t.Errorf("the import changes something: %s", printed)
					}
				}
				if err := w.checkNoWrites(nil); err != nil {
					t.Errorf("the import: %v", err)
				}
			})
		}
	})
}

func lifeOfExampleDataSources(t *testing.T) {
	want := map[string]string{
		"whatsapp_contact":             `treasurer_jid = "12025550121@s.whatsapp.net"`,
		"whatsapp_group":               `board_admins = ["+12025550100","+12025550121"]`,
		"whatsapp_groups":              `class_sizes = {"Class 4b, parents":2}`,
		"whatsapp_group_join_requests": `asking_by_link = ["+12025550122"]`,
		"whatsapp_group_invite_info":   `partner_group_name = "Class 4b, parents"`,
		"whatsapp_session":             `account = "+12025550100"`,
	}
	everyExample(t, "data-sources", func(t *testing.T, d dialect, folder string) {
		world := exampleWorld("Class 4b, parents")
		world.Groups[0].JoinRequests = []emulator.JoinRequest{{Phone: "12025550122"}}
		w := emulate(t, d, emulator.Options{World: world})
		c := newCLI(t, requiredProviders+w.config("")+readFile(t, folder, "data-source.tf"))
		if filepath.Base(folder) == "whatsapp_group_invite_info" && !w.can(whatsapp.ReadInviteInfo) {
			if printed := c.run(
				1,
				"plan",
			); !w.refused(whatsapp.ReadInviteInfo).
				MatchString(strings.ReplaceAll(printed, "│", " ")) {
				t.Errorf("the plan does not say what the gateway lacks: %s", printed)
			}
			return
		}
		if filepath.Base(folder) == "whatsapp_group_join_requests" && !w.can(whatsapp.ApproveJoinRequests) {
			if printed := c.run(1, "plan"); !wrapped("It needs WAHA 2026.8.2 or newer").MatchString(printed) {
				t.Errorf("the plan does not say what it takes: %s", printed)
			}
			return
		}
		if filepath.Base(folder) == "whatsapp_session" && !w.can(whatsapp.RevokeInvite) {
			if printed := c.run(1, "plan"); !wrapped("cannot revoke invite links").MatchString(printed) {
				t.Errorf("the plan does not say what the gateway lacks: %s", printed)
			}
			return
		}
		c.run(0, "apply", "-auto-approve")
		output, value, _ := strings.Cut(want[filepath.Base(folder)], " = ")
		if got := strings.TrimSpace(c.run(0, "output", "-json", output)); got != value {
			t.Errorf("%s is %s, want %s", output, got, value)
		}
		if filepath.Base(folder) == "whatsapp_group_join_requests" {
			want := []string{own, "12025550121", "12025550122"}
			var in []string
			for _, member := range w.World().Groups[0].Members {
				in = append(in, member.Phone)
			}
			if diff := cmp.Diff(want, in); diff != "" {
				t.Errorf("who has asked is not let in (-want +got):\n%s", diff)
			}
		}
	})
}

// The provider blocks of the documentation run as they stand, but for the addresses of real servers.
func lifeOfExampleProvider(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "provider", "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]int{}
	for _, file := range files {
		for _, d := range dialectsOf(t) {
			example := readFile(t, "examples", "provider", filepath.Base(file))
			if !strings.Contains(example, `gateway  = "`+d.gateway+`"`) || d.name == "Autonotify beta" {
				continue // The beta is not what the health of a server shows; the guide has its block.
			}
			shown[d.gateway]++
			t.Run(filepath.Base(file)+" "+d.name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: exampleWorld("Staff room")})
				example = regexp.MustCompile(`https://[a-z.]+`).ReplaceAllString(example, w.url+d.prefix)
				arguments := []string{"apply", "-auto-approve"}
				for _, variable := range regexp.MustCompile(`variable "(\w+)"`).FindAllStringSubmatch(example, -1) {
					value := "emulator"
					if strings.HasSuffix(variable[1], "endpoint") {
						value = w.url + d.prefix
					}
					arguments = append(arguments, "-var="+variable[1]+"="+value)
				}
				if !strings.Contains(example, "required_providers") {
					example = requiredProviders + example
				}
				c := newCLI(t, example+`
data "whatsapp_groups" "all" {}
output "names" { value = [for group in data.whatsapp_groups.all.groups : group.name] }
`)
				c.run(0, arguments...)
				if got := strings.TrimSpace(c.run(0, "output", "-json", "names")); got != `["Staff room"]` {
					t.Errorf("the groups are %s", got)
				}
			})
		}
	}
	for _, d := range dialectsOf(t) {
		if shown[d.gateway] == 0 {
			t.Errorf("no example shows the gateway %s", d.gateway)
		}
	}
}
