package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// otherOwn is another account, which the same session may be linked to one day.
const (
	otherOwn   = "12025550150"
	otherGroup = "120363000000000009@g.us"
)

// providerAs is the provider's block for a session that is linked to an account.
func (w *emulated) providerAs(number string) string {
	d := w.dialect
	if d.account != "" {
		d.account = "+" + number
	}
	return d.provider(w.url)
}

// links has the session linked to an account, which is in a group of its own.
func (w *emulated) links(number string) func() {
	return func() {
		w.t.Helper()
		w.ClearRequests()
		w.change(func(world *emulator.World) {
			world.Account = emulator.Account{Phone: number}
			if !slices.ContainsFunc(world.Groups, func(g emulator.Group) bool { return g.ID == otherGroup }) {
				world.Groups = append(world.Groups, emulator.Group{
					ID: otherGroup, Name: "Of the other", Owner: otherOwn, Members: []emulator.Member{
						{Phone: otherOwn, Role: "superadmin"}, {Phone: carla, Role: "member"},
					},
				})
			}
		})
	}
}

// anotherSawIt matches the error about a group that the account of before saw.
func anotherSawIt(before, now string) *regexp.Regexp {
	return wrapped(fmt.Sprintf(
		`was last seen by the account +%s. The session "default" of the gateway is linked to +%s now`, before, now))
}

// Groups that another account is in are no longer gone because this one is not in them. Nothing is planned or removed,
// until the account is let in, from when on they are its own.
func lifeOfAnotherAccount(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		resources := w.friends() + `
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+12025550111"
}
resource "whatsapp_group_invite" "i" {
  group_id   = whatsapp_group.g.id
  on_destroy = "keep"
}
resource "whatsapp_joined_group" "j" { invite = "` + clubCode + `" }`
		mine, others := w.providerAs(own)+resources, w.providerAs(otherOwn)+resources
		kept := resource.ComposeAggregateTestCheckFunc(
			w.checkRole("Friends", anna, "member"), w.checkRole("Friends", own, "superadmin"),
			w.checkRole("Club", own, "member"),
		)
		letOtherIn := func(g *emulator.Group) {
			g.Members = append(g.Members, emulator.Member{Phone: otherOwn, Role: "admin"})
		}
		w.run(
			func(*terraform.State) error { return w.checkRole("Friends", otherOwn, "")(nil) },
			resource.TestStep{Config: mine},
			resource.TestStep{
				PreConfig: w.links(otherOwn), Config: others, ExpectError: anotherSawIt(own, otherOwn),
			},
			resource.TestStep{
				PreConfig: func() {
					if err := kept(nil); err != nil {
						t.Error(err)
					}
				},
				Config: others, Destroy: true, ExpectError: anotherSawIt(own, otherOwn),
			},
			resource.TestStep{
				PreConfig: func() {
					if err := kept(nil); err != nil {
						t.Error(err)
					}
					if err := w.checkNoWrites(nil); err != nil {
						t.Error(err)
					}
					w.links(own)()
				},
				Config: mine, ConfigPlanChecks: emptyPlan,
			},
			resource.TestStep{ // Both accounts are in the groups.
				PreConfig: func() {
					w.links(otherOwn)()
					w.changeGroup("Friends", letOtherIn)()
					w.changeGroup("Club", letOtherIn)()
				},
				Config: others, ConfigPlanChecks: emptyPlan,
			},
			resource.TestStep{ // It was remembered anew.
				PreConfig: func() {
					w.links(own)()
					w.changeGroup("Friends", func(g *emulator.Group) { remove(g, own) })()
				},
				Config: mine, ExpectError: anotherSawIt(otherOwn, own),
			},
			resource.TestStep{PreConfig: w.links(otherOwn), Config: others, ConfigPlanChecks: emptyPlan},
		)
	})
}

// TestAnotherAccountThatIsNotToldAtFirst: the gateway fails when it is asked for its account, and answers once the
// group is asked for.
func TestAnotherAccountThatIsNotToldAtFirst(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if d.account != "" {
			continue // The provider is told, and asks nobody.
		}
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			config := w.config(w.friends())
			workspace := inProcess.NewWorkspace()
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.links(otherOwn)()
			w.fail(emulator.Fault{Match: "session", Times: 4, Effect: emulator.EffectStatus, Status: 502})
			_, ds := workspace.Refresh(t.Context(), config)
			if !ds.HasErrors() || workspace.State.Object("whatsapp_group.g") == nil {
				t.Errorf("the group is dropped: %s", ds)
			}
		})
	}
}

// TestAnAccountThatIsNotRemembered proves nothing: what a state of the first release has, or something that is not
// known, reads as if the account were the same.
func TestAnAccountThatIsNotRemembered(t *testing.T) {
	t.Parallel()
	for kind, config := range map[string]arguments{
		"whatsapp_group":         {"name": "Ours"},
		"whatsapp_group_member":  {"group_id": exampleGroup, "phone_number": "+12025550111"},
		"whatsapp_group_members": {"group_id": exampleGroup},
		"whatsapp_group_invite":  {"group_id": exampleGroup},
		"whatsapp_joined_group":  {"invite": "OurCode000000000000000"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := newEmulated(t, emulator.Options{})
			w.change(twoGroups)
			id := exampleGroup
			if kind == "whatsapp_group_member" {
				id += "/+12025550111"
			}
			values := config.values()
			if config["group_id"] == "" {
				delete(values, "group_id")
			}
			if kind == "whatsapp_group_members" {
				values["members"] = mapOfRoles(map[string]string{"+12025550111": "admin"})
			}
			m, err := manage(t, w, kind, values).imported(id)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(m.state.private), `"account"`) {
				t.Fatalf("the account is not remembered: %s", m.state.private)
			}
			w.links(otherOwn)()
			_, remembered := m.walk().refresh(m.state)
			if remembered == nil || !anotherSawIt(own, otherOwn).MatchString(remembered.Error()) {
				t.Errorf("where it is remembered, the refresh says %v", remembered)
			}
			for _, private := range []string{"", `{"account":"bnVsbA=="}`, `{"account":"Wzdd"}`,
				`{"account":"eyJudW1iZXIiOiJ4IiwibmV3IjpbMV19"}`} {
				m.state.private = []byte(private)
				if private == "" {
					m.state.private = nil
				}
				if after, err := m.walk().refresh(m.state); err != nil || !after.value.IsNull() {
					t.Errorf("with the private state %q: %v, %v", private, after.value, err)
				}
			}
		})
	}
}
