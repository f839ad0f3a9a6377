package terraformtest_test

import (
	"slices"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

func ofKind(name, kind string) string {
	return `
resource "fake_thing" "a" {
  name = "` + name + `"
  kind = "` + kind + `"
}`
}

// What the provider notes when it plans the replacement reaches the destruction, and nothing reaches the creation.
func TestPrivateDataOfAReplacement(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(ofKind("a", "one"))
	f.take()
	p := f.applies(ofKind("a", "two"))
	checkAction(t, p, "fake_thing.a", terraformtest.DeleteThenCreate)
	f.asked([]string{
		"Validate a",
		"Upgrade a",
		"Read a (created)",
		"Validate a",
		"Plan a update (read)",
		"Plan a create (planned after read)",
		"Upgrade a",
		"Apply a destroy (planned after planned after read)",
		"Applied a destroy",
		"Validate a",
		"Plan a create -",
		"Apply a create (planned after )",
		"Applied a create",
	}, "a")
}

// What is tainted is planned as if there were nothing, without private data, and is destroyed all the same.
func TestTainted(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.goesWrong(failsWithState, "create a")
	f.fails(oneThing, "Half done")
	if o := f.State.Object("fake_thing.a"); o == nil || !o.Tainted {
		t.Fatalf("after an error of the create the state has %+v", o)
	}
	f.goesWrong(fails)
	f.take()
	p := f.applies(oneThing)
	checkAction(t, p, "fake_thing.a", terraformtest.DeleteThenCreate)
	f.asked([]string{
		"Validate a", "Upgrade a", "Read a (created)", "Validate a", "Plan a create -",
		"Upgrade a", "Apply a destroy (planned after )", "Applied a destroy",
		"Validate a", "Plan a create -", "Apply a create (planned after )", "Applied a create",
	}, "a")
	if f.State.Object("fake_thing.a").Tainted {
		t.Error("the new object is tainted")
	}
	if !f.State.Taint("fake_thing.a") ||
		f.plans(oneThing).Change("fake_thing.a").Action != terraformtest.DeleteThenCreate {
		t.Error("what is tainted by hand is not replaced")
	}
}

// An error of a create without an object leaves nothing, and one of an update or a delete what was there.
func TestErrorsKeepWhatThereIs(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.goesWrong(fails, "create a")
	f.fails(oneThing, "Not created")
	f.lacks("fake_thing.a")
	f.goesWrong(fails)
	f.applies(oneThing)
	noted := `
resource "fake_thing" "a" {
  name = "a"
  note = "new"
}`
	f.goesWrong(fails, "update a", "delete a")
	f.fails(noted, "Not updated")
	if o := f.State.Object("fake_thing.a"); o.Tainted || o.Attribute("note") != nil {
		t.Errorf("after an error of the update the state has %s (tainted %t)", o.Attributes, o.Tainted)
	}
	f.fails("", "Not deleted")
	f.has("fake_thing.a")
	f.goesWrong(failsWithState, "update a")
	f.fails(noted, "Half done")
	if o := f.State.Object("fake_thing.a"); o.Tainted || o.Attribute("note") != "new" {
		t.Errorf("the update says %s (tainted %t)", o.Attributes, o.Tainted)
	}
}

// The provider is held to its plans.
func TestWhatDiffersFromThePlan(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.goesWrong(differs, "create a")
	f.fails(oneThing, "Provider produced inconsistent result after apply")
	if !f.State.Object("fake_thing.a").Tainted {
		t.Error("what is not as planned is not tainted")
	}
	f.goesWrong(replans, "plan b")
	f.fails(`resource "fake_thing" "b" { name = "b" }`, "Provider produced inconsistent final plan")
	f.lacks("fake_thing.b")
}

// With create_before_destroy the old object is put aside, and what needs it changes before it goes.
func TestCreateBeforeDestroy(t *testing.T) {
	t.Parallel()
	config := func(name, kind string) string {
		return `
resource "fake_thing" "a" {
  name = "` + name + `"
  kind = "` + kind + `"
  lifecycle { create_before_destroy = true }
}
resource "fake_thing" "b" {
  name = "b"
  note = fake_thing.a.id
}`
	}
	f := newFolder(t, terraformtest.Options{})
	f.applies(config("a1", "one"))
	f.take()
	p := f.plans(config("a2", "two"))
	checkAction(t, p, "fake_thing.a", terraformtest.CreateThenDelete)
	f.take()
	f.goesWrong(fails, "delete a1")
	if ds := f.ApplyPlan(t.Context(), p); !ds.HasErrors() {
		t.Fatal("there is no error")
	}
	f.asked([]string{
		"Validate a2",
		"Plan a2 create -",
		"Apply a2 create (planned after )",
		"Applied a2 create",
		"Upgrade b",
		"Validate b",
		"Plan b update (read)",
		"Apply b update (planned after read)",
		"Applied b update",
		"Upgrade a1",
		"Plan a1 destroy (read)",
		"Apply a1 destroy (planned after read)",
		"Applied a1 destroy", // Planned anew.
	}, "a1", "a2", "b")
	if len(f.State.Deposed) != 1 {
		t.Fatalf("%d objects are deposed, want 1", len(f.State.Deposed))
	}
	text, err := f.State.File()
	if err != nil {
		t.Fatal(err)
	}
	again, err := terraformtest.ReadState(text)
	if err != nil || len(again.Deposed) != 1 {
		t.Fatalf("the file has %d deposed objects (%v)", len(again.Deposed), err)
	}
	f.goesWrong(fails)
	p = f.applies(config("a2", "two"))
	if i := slices.IndexFunc(p.Changes, func(c *terraformtest.Change) bool { return c.Deposed != "" }); i < 0 {
		t.Error("the next plan does not destroy what was put aside")
	}
	if _, left := f.world.thing("a1"); left || len(f.State.Deposed) > 0 {
		t.Error("what was put aside is still there")
	}
}

// If the new object cannot be made, the old one is put back.
func TestCreateBeforeDestroyFails(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	config := func(name, kind string) string {
		return ofKind(name, kind)[:len(ofKind(name, kind))-1] + "  lifecycle { create_before_destroy = true }\n}"
	}
	f.applies(config("a1", "one"))
	f.goesWrong(fails, "create a2")
	f.fails(config("a2", "two"), "Not created")
	if name := f.State.Object("fake_thing.a").Attribute("name"); name != "a1" || len(f.State.Deposed) > 0 {
		t.Errorf("the state has %v, and %d objects put aside", name, len(f.State.Deposed))
	}
}

func TestForcedReplacement(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	f.Options.Replace = []string{"fake_thing.a"}
	checkAction(t, f.applies(oneThing), "fake_thing.a", terraformtest.DeleteThenCreate)
}
