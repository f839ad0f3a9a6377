package provider_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/hostile"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// TestNamesThatAreNotSeen: somebody gives a group a name that clears a terminal and turns the text around. The state
// has it as it is, and every message quotes it, so that nothing of it is obeyed.
func TestNamesThatAreNotSeen(t *testing.T) {
	const name = "Party\x1b[2J\u202e\u2066\a\ntwo\ufeff"
	const member = `
resource "whatsapp_group_member" "x" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + carla + `"
  role         = "%s"
}
`
	eachDialect(t, func(t *testing.T, w *emulated) {
		t.Parallel()
		w = emulate(t, w.dialect, emulator.Options{World: byNumber.world()})
		workspace := inProcess.NewWorkspace()
		told := ""
		fit := func(step string, ds terraformtest.Diagnostics) {
			t.Helper()
			for _, d := range ds {
				told += d.Summary + d.Detail
				if why := hostile.Unfit(d.Summary+"\n"+d.Detail, 3000); why != "" {
					t.Errorf("%s: %s: %s", step, why, d)
				}
			}
		}
		config := w.config(fmt.Sprintf(member, "member") + `data "whatsapp_groups" "all" {}`)
		if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
			t.Fatal(ds)
		}
		exact := []string{name}
		w.change(func(world *emulator.World) {
			g := &world.Groups[0]
			g.Name = name
			setRole(g, own, emulator.RoleMember)
			setRole(g, dora, emulator.RoleSuperadmin)
			exact = append(exact, world.Groups[1].Name)
		})
		_, ds := workspace.Apply(t.Context(), w.config(fmt.Sprintf(member, "admin")+`data "whatsapp_groups" "all" {}`))
		fit("a change that is refused", ds)
		all := string(workspace.State.Object("data.whatsapp_groups.all").Attributes)
		for _, name := range exact {
			quoted, err := json.Marshal(name)
			if err != nil || !strings.Contains(unescaped(all), unescaped(string(quoted))) {
				t.Errorf("the state does not have %q: %s", name, all)
			}
		}
		fit("a group that is imported", workspace.Import(t.Context(), w.config(`
resource "whatsapp_group" "g" {
  name = "Party"
}`), "whatsapp_group.g", exampleGroup))
		_, ds = workspace.Apply(t.Context(), w.config(`
resource "whatsapp_group" "g" {
  name        = "Party"
  description = "New"
}`))
		fit("changes that are refused", ds)
		if !strings.Contains(told, `"Party\x1b[2J\u202e\u2066\a\ntwo\ufeff"`) {
			t.Errorf("no message quotes the name: %s", told)
		}
	})
}

// unescaped is JSON of which it does not matter how it is escaped.
func unescaped(text string) string {
	for _, r := range "<>&\u2028\u2029\u202e\u2066\ufeff" {
		text = strings.ReplaceAll(text, fmt.Sprintf(`\u%04x`, r), string(r))
	}
	return strings.ReplaceAll(text, `\u0007`, `\a`)
}
