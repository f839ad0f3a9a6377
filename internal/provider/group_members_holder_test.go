package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// single is a resource for one member of the party.
func single(phone string) string {
	return `
resource "whatsapp_group_member" "s" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + phone + `"
}
`
}

// TestAMapAndASingleMember have one person: the plan names both, and whichever is dropped first leaves the person in.
func TestAMapAndASingleMember(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, dropped := range []string{"the single one", "the map", "the key", "both"} {
			t.Run(d.name+"/"+dropped, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: byNumber.world()})
				list := func(phones ...string) string {
					members := roles{}
					for _, phone := range phones {
						members["+"+phone] = "member"
					}
					return membersOf(members, "exclusive = false")
				}
				workspace := inProcess.NewWorkspace()
				apply := func(body string) terraformtest.Diagnostics {
					t.Helper()
					_, ds := workspace.Apply(t.Context(), w.config(body))
					if ds.HasErrors() {
						t.Fatal(ds)
					}
					return ds
				}
				apply(single(anna))
				apply(single(anna) + list(anna, carla))
				_, ds := workspace.Plan(t.Context(), w.config(single(anna)+list(anna, carla)))
				if text := ds.String(); !strings.Contains(text, `members["+`+anna+`"]`) ||
					!strings.Contains(text, "Two resources have one person: +"+anna) {
					t.Errorf("the plan says %s", text)
				}
				rest := map[string]string{
					"the single one": list(anna, carla), "the map": single(anna), "the key": single(anna) + list(carla),
				}[dropped]
				ds = apply(rest)
				if dropped == "both" {
					w.partyIs(t, map[string]string{anna: "", carla: ""})
					return
				}
				if !strings.Contains(ds.String(), "One of two resources of one person is dropped") {
					t.Errorf("the apply says %s", ds)
				}
				want := map[string]string{anna: "member", carla: "member"}
				if dropped == "the map" {
					want[carla] = ""
				}
				w.partyIs(t, want)
				if p, ds := workspace.Plan(t.Context(), w.config(rest)); !p.IsEmpty() || len(ds) > 0 {
					t.Errorf("the next plan is empty: %t: %s", p.IsEmpty(), ds)
				}
				apply("")
				w.partyIs(t, map[string]string{anna: "", carla: ""})
			})
		}
	}
}

// TestAKeyOfAMapIsRespelled: a person goes from the number to the LID and back. Nothing is sent, and nothing is said.
func TestAKeyOfAMapIsRespelled(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: byLID.world()})
			lid := ""
			for _, m := range w.World().Groups[0].Members {
				if m.Phone == dora {
					lid = m.LID
				}
			}
			workspace := inProcess.NewWorkspace()
			for i, key := range []string{"+" + dora, lid, "+" + dora} {
				config := w.config(membersOf(roles{key: "admin"}, "exclusive = false"))
				p, ds := workspace.Apply(t.Context(), config)
				if len(ds) > 0 && !strings.Contains(ds.String(), "The gateway invites by itself") {
					t.Fatal(ds)
				}
				if a := actionOf(t, p, theMap); i > 0 && a != terraformtest.Update {
					t.Errorf("the apply is a %v", a)
				}
				if p, _ := workspace.Plan(t.Context(), config); !p.IsEmpty() {
					t.Error("the next plan is not empty")
				}
			}
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
		})
	}
}
