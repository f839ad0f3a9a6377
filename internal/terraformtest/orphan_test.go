package terraformtest_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// What is not configured any more is read before its destruction is planned, or after it in Terraform 1.9 to 1.11.
func TestTheOrderOfOrphans(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		planFirst  bool
		there, not []string
	}{
		{
			false,
			[]string{"Upgrade a", "Read a (created)", "Plan a destroy (read)"},
			[]string{"Upgrade a", "Read a (created)"},
		},
		{
			true,
			[]string{"Upgrade a", "Plan a destroy (created)", "Read a (created)"},
			[]string{"Upgrade a", "Plan a destroy (created)", "Read a (created)"},
		},
	} {
		f := newFolder(t, terraformtest.Options{OrphanPlanThenRead: c.planFirst})
		f.applies(oneThing)
		f.take()
		p := f.plans("")
		checkAction(t, p, "fake_thing.a", terraformtest.Delete)
		f.asked(c.there, "a")
		f.world.remove("a")
		if p := f.plans(""); p.Change("fake_thing.a") != nil || !p.Prior.IsEmpty() {
			t.Error("what has gone is planned to be destroyed")
		}
		f.asked(c.not, "a")
	}
}

// A warning about what is not configured has no place in the configuration.
func TestWarningsOfOrphans(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	const two = `
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }`
	f.goesWrong(warns, "create a", "create b", "delete a", "delete b")
	_, ds := f.Apply(t.Context(), two)
	if n := len(ds.Warnings()); n != 2 {
		t.Errorf("%d warnings, want 2", n)
	}
	merged := ds.Merged()
	if len(merged) != 1 || merged[0].Detail[len(merged[0].Detail)-len("(and one more similar warning elsewhere)"):] !=
		"(and one more similar warning elsewhere)" {
		t.Errorf("merged they are %v", merged)
	}
	_, ds = f.Apply(t.Context(), "")
	if len(ds.Merged()) != 2 || !ds[0].Sourceless || ds[0].Address == "" {
		t.Errorf("the warnings are %+v", ds)
	}
}

func TestKeysOfForEach(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	config := func(keys string) string {
		return `
resource "fake_thing" "k" {
  for_each = toset([` + keys + `])
  name     = each.key
}`
	}
	f.applies(config(`"a", "b"`))
	p := f.applies(config(`"b", "c"`))
	checkAction(t, p, `fake_thing.k["a"]`, terraformtest.Delete)
	checkAction(t, p, `fake_thing.k["b"]`, terraformtest.NoOp)
	checkAction(t, p, `fake_thing.k["c"]`, terraformtest.Create)
	f.lacks(`fake_thing.k["a"]`)
	f.has(`fake_thing.k["c"]`)
}
