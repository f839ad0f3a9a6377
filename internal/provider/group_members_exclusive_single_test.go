package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestAnExclusiveMapBesideAResourceOfOthers: whom a resource of their own has is a stranger to the map. The plan
// that would remove them is an error, until the map has them too.
func TestAnExclusiveMapBesideAResourceOfOthers(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]string{
		"a single": "resource \"whatsapp_group_member\" \"o\" {\n  group_id     = \"" + exampleGroup +
			"\"\n  phone_number = \"+" + anna + "\"\n}\n",
		"a map": "resource \"whatsapp_group_members\" \"o\" {\n  group_id  = \"" + exampleGroup +
			"\"\n  exclusive = false\n  members   = { \"+" + anna + "\" = \"member\" }\n}\n",
	} {
		for _, d := range takingTurns(t, dialects) {
			t.Run(name+"/"+d.name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: byNumber.world()})
				workspace := inProcess.NewWorkspace()
				config := w.config(membersOf(roles{"+" + dora: "admin", "+" + emil: "member"}) + other)
				var said string
				for range 3 {
					_, ds := workspace.Apply(t.Context(), config)
					said += ds.String()
				}
				if role := roleIn(w.World().Groups[0], anna); role != "member" {
					t.Errorf("she is %q: %s", role, said)
				}
				if !strings.Contains(said, "An exclusive map would remove a person of another resource: ") {
					t.Errorf("no plan refuses it: %s", said)
				}
				everybody := roles{"+" + dora: "admin", "+" + emil: "member", "+" + anna: "member"}
				both := w.config(membersOf(everybody) + other)
				if _, ds := workspace.Apply(t.Context(), both); ds.HasErrors() {
					t.Errorf("both have her: %s", ds)
				}
			})
		}
	}
}
