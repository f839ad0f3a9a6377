package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestTwoExclusiveMapsOfOneGroup would remove each other's people at every apply. The plan that has both is an error,
// whether both are new or one is there, and changes nothing. Where they do not rob each other they are let be.
func TestTwoExclusiveMapsOfOneGroup(t *testing.T) {
	t.Parallel()
	const first, second = `"+` + dora + `" = "admin", "+` + emil + `" = "member"`, `"+` + anna + `" = "member"`
	maps := func(of map[string]string, exclusive bool) string {
		body := ""
		for name, members := range of {
			body += fmt.Sprintf(`
resource "whatsapp_group_members" %q {
  group_id  = %q
  exclusive = %t
  members   = { %s }
}`, name, exampleGroup, exclusive, members)
		}
		return body
	}
	both := maps(map[string]string{"a": first, "b": second}, true)
	for _, test := range []struct {
		name, before, then string
		fails              bool
	}{
		{"both new", "", both, true},
		{"one there", maps(map[string]string{"a": first}, true), both, true},
		{"both there", maps(map[string]string{"a": first, "b": second}, false), both, true},
		{"the same people", "", maps(map[string]string{"a": first, "b": first}, true), false},
		{"not exclusive", "", maps(map[string]string{"a": first, "b": second}, false), false},
		{
			"another name", maps(map[string]string{"a": first}, true),
			maps(map[string]string{"b": first + ", " + second}, true), false,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, dialects[0], emulator.Options{World: byNumber.world()})
			workspace := inProcess.NewWorkspace()
			if test.before != "" {
				if _, ds := workspace.Apply(t.Context(), w.config(test.before)); ds.HasErrors() {
					t.Fatal(ds)
				}
			}
			before := w.World().Groups
			_, ds := workspace.Plan(t.Context(), w.config(test.then))
			if ds.HasErrors() != test.fails {
				t.Fatal(ds)
			}
			if !test.fails {
				return
			}
			said := fmt.Sprint(ds)
			for _, want := range []string{"Two exclusive maps of one group: " + exampleGroup, "+" + dora, "+" + anna} {
				if countErrors(ds) != 1 || !strings.Contains(said, want) {
					t.Errorf("it does not say %q: %s", want, said)
				}
			}
			if diff := cmp.Diff(before, w.World().Groups); diff != "" {
				t.Error(diff)
			}
			// One of them can be replaced or dropped.
			workspace.Options.Replace = []string{"whatsapp_group_members.a"}
			one := w.config(maps(map[string]string{"a": first}, true))
			if _, ds := workspace.Plan(t.Context(), one); ds.HasErrors() {
				t.Errorf("a replacement: %v", ds)
			}
		})
	}
}
