package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	asksForRequests = `^GET .*/join-requests$`
	letsIn          = `^POST .*/join-requests/approve$`
	hiddenAsker     = "100000000000777@lid"
)

// askers is the party with requests: Gina's, who lets nobody add her, Carla's, and one without a number.
func askers(k kindOfGroup) *emulator.World {
	world := refusers(k)
	world.Groups[0].JoinApprovalRequired = true
	world.Groups[0].JoinRequests = []emulator.JoinRequest{
		{Phone: gina}, {Phone: carla, Method: emulator.AskedByMember, AddedBy: emil},
		{Phone: "12025550177", LID: hiddenAsker, HidePhone: true},
	}
	return world
}

// stillAsking are the LIDs or numbers of those who ask to join the party.
func (w *emulated) stillAsking() (phones []string) {
	for _, g := range w.World().Groups {
		if g.ID == exampleGroup {
			for _, r := range g.JoinRequests {
				phones = append(phones, r.Phone)
			}
		}
	}
	return phones
}

// lifeOfJoinRequests: who asks is shown, and whoever of them becomes a member is let in. Where the gateway does not
// show requests, the data source is refused and people are added.
func lifeOfJoinRequests(t *testing.T) {
	const data = "data.whatsapp_group_join_requests.r"
	source := fmt.Sprintf("\ndata \"whatsapp_group_join_requests\" \"r\" { group_id = %q }\n", exampleGroup)
	member := memberOfParty(gina)
	eachDialect(t, func(t *testing.T, w *emulated) {
		if err := w.SetWorld(*askers(byNumber)); err != nil {
			t.Fatal(err)
		}
		if !w.can(whatsapp.ApproveJoinRequests) {
			w.change(func(world *emulator.World) { world.People = nil })
			w.run(checkNothing,
				resource.TestStep{Config: w.config(source), ExpectError: wrapped("It needs WAHA 2026.8.2 or newer")},
				resource.TestStep{Config: w.config(member), Check: func(*terraform.State) error {
					w.partyIs(t, map[string]string{gina: emulator.RoleMember, carla: ""})
					return nil
				}},
			)
			return
		}
		w.run(checkNothing,
			resource.TestStep{
				Config: w.config(source),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue(data, "requests", knownvalue.MapExact(map[string]knownvalue.Check{
						"+" + gina: asks(map[string]knownvalue.Check{
							"phone_number": knownvalue.StringExact("+" + gina),
							"method":       knownvalue.StringExact("invite_link"),
							"added_by":     knownvalue.Null(),
						}),
						"+" + carla: asks(map[string]knownvalue.Check{
							"method":   knownvalue.StringExact("non_admin_add"),
							"added_by": knownvalue.StringExact(emil + "@s.whatsapp.net"),
						}),
						hiddenAsker: asks(map[string]knownvalue.Check{
							"phone_number": knownvalue.StringExact(""),
							"lid":          knownvalue.StringExact(hiddenAsker),
							"jid":          knownvalue.StringExact(hiddenAsker),
						}),
					})),
				},
			},
			resource.TestStep{Config: w.config(member), Check: func(*terraform.State) error {
				w.partyIs(t, map[string]string{gina: emulator.RoleMember, carla: ""})
				if asking := w.stillAsking(); len(asking) != 2 {
					return fmt.Errorf("%v ask still, want two", asking)
				}
				return nil
			}},
		)
	})
}

func memberOfParty(phone string) string {
	return fmt.Sprintf(`
resource "whatsapp_group_member" "m" {
  group_id     = %q
  phone_number = "+%s"
}
`, exampleGroup, phone)
}

func asks(with map[string]knownvalue.Check) knownvalue.Check {
	with["requested_at"], with["community_id"] = knownvalue.NotNull(), knownvalue.Null()
	return knownvalue.ObjectPartial(with)
}

// An exclusive map lets those in who are in it. All others wait, which the plan says, and nobody is declined. A plan
// that adds nobody asks nothing, and an apply asks once.
func TestAnExclusiveMapDeclinesNobody(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, k := range []kindOfGroup{byNumber, byLID} {
			t.Run(d.name+" "+k.name, func(t *testing.T) {
				t.Parallel()
				world := askers(k)
				if !d.can(whatsapp.ApproveJoinRequests) {
					world.People = nil
				}
				w := emulate(t, d, emulator.Options{World: world})
				workspace := inProcess.NewWorkspace()
				config := w.config(membersOf(roles{"+" + gina: "member", "+" + emil: "member"}))
				_, ds := workspace.Plan(t.Context(), config)
				says := strings.Contains(ds.String(), "Waiting to join "+exampleGroup+": 2")
				if says != d.can(whatsapp.ApproveJoinRequests) {
					t.Errorf("the plan says %s", ds)
				}
				if says && !strings.Contains(ds.String(), "hides their numbers: ") {
					t.Errorf("the plan does not count who hides the number: %s", ds)
				}
				before := w.asked(asksForRequests)
				if _, ds = workspace.Apply(t.Context(), config); ds.HasErrors() {
					t.Fatal(ds)
				}
				if !d.can(whatsapp.ApproveJoinRequests) {
					if before != 0 || w.asked(asksForRequests) != 0 || w.asked(letsIn) != 0 {
						t.Error("somebody was asked who cannot tell")
					}
					return
				}
				if before != 1 || w.asked(asksForRequests) > 3 || w.asked(letsIn) != 1 {
					t.Errorf("asked %d and %d times, let in by %d calls",
						before, w.asked(asksForRequests), w.asked(letsIn))
				}
				w.partyIs(t, map[string]string{gina: "member", emil: "member", carla: ""})
				if asking := strings.Join(w.stillAsking(), " "); asking != carla+" 12025550177" {
					t.Errorf("%s ask still", asking)
				}
				asked := w.asked(asksForRequests)
				if p, ds := workspace.Plan(t.Context(), config); w.asked(asksForRequests) != asked {
					t.Errorf("a plan of %v asks who asks: %s", p.IsEmpty(), ds)
				}
			})
		}
	}
}

// Whoever could not be added may be one of those who ask without a number, and a warning counts these.
func TestARefusedPersonMayBeAHiddenAsker(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if !d.can(whatsapp.ApproveJoinRequests) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			world := askers(byNumber)
			world.Groups[0].JoinRequests = world.Groups[0].JoinRequests[2:]
			w := emulate(t, d, emulator.Options{World: world})
			for _, config := range []string{
				membersOf(roles{"+" + gina: "member"}),
				memberOfParty(gina),
			} {
				_, ds := inProcess.NewWorkspace().Apply(t.Context(), w.config(config))
				if !strings.Contains(ds.String(), "Asking to join "+exampleGroup+" without a number: 1") {
					t.Errorf("the apply says %s", ds)
				}
			}
			w.partyIs(t, map[string]string{gina: ""})
		})
	}
}

// A version that has no requests refuses the data source in the plan, and says what it takes.
func TestAnOlderVersionShowsNoRequests(t *testing.T) {
	t.Parallel()
	r := newRPC(t)
	r.connect(newEmulated(t, emulator.Options{WAHAEngine: "NOWEB", WAHAVersion: "2026.8.1", World: askers(byNumber)}))
	schema := r.schemas.DataSourceSchemas["whatsapp_group_join_requests"]
	read, err := r.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "whatsapp_group_join_requests",
		Config:   r.object(schema, map[string]tftypes.Value{"group_id": text(exampleGroup)}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want 1", len(read.Diagnostics))
	}
	got := read.Diagnostics[0]
	for _, want := range []string{"WAHA 2026.8.1 (engine NOWEB) cannot show who asks", "needs WAHA 2026.8.2 or newer"} {
		if !strings.Contains(got.Detail, want) {
			t.Errorf("it says %q, want %q", got.Detail, want)
		}
	}
}
