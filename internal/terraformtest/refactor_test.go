package terraformtest_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

func TestMoved(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	f.take()
	const moved = `
resource "fake_thing" "b" {
  for_each = { y = "a" }
  name     = each.value
}
moved {
  from = fake_thing.b["x"]
  to   = fake_thing.b["y"]
}
moved {
  from = fake_thing.a
  to   = fake_thing.b["x"]
}`
	p := f.applies(moved)
	c := p.Change(`fake_thing.b["y"]`)
	if c == nil || c.Action != terraformtest.NoOp || c.Previous.String() != "fake_thing.a" {
		t.Fatalf("the change is %+v", c)
	}
	if p.IsEmpty() {
		t.Error("a plan that moves is empty")
	}
	f.asked([]string{"Upgrade a", "Read a (created)", "Validate a", "Plan a update (read)"}, "a")
	if !f.plans(moved).IsEmpty() {
		t.Error("the next plan moves again")
	}
}

// Where count comes or goes, the first instance is the one without a key.
func TestMovedByCount(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	const counted = `
resource "fake_thing" "a" {
  count = 1
  name  = "a"
}`
	checkAction(t, f.applies(counted), "fake_thing.a[0]", terraformtest.NoOp)
	checkAction(t, f.applies(oneThing), "fake_thing.a", terraformtest.NoOp)
}

func TestMovedWhereSomethingIs(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(`
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }`)
	p, ds := f.Plan(t.Context(), `
resource "fake_thing" "b" { name = "b" }
moved {
  from = fake_thing.a
  to   = fake_thing.b
}`)
	if len(ds) != 1 || ds[0].Summary != "Unresolved resource instance address changes" {
		t.Errorf("the diagnostics are %v", ds)
	}
	checkAction(t, p, "fake_thing.a", terraformtest.Delete)
}

// What is removed from the state alone is not planned by the provider, nor read.
func TestRemoved(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	f.take()
	p := f.applies(`
removed {
  from = fake_thing.a
  lifecycle { destroy = false }
}`)
	checkAction(t, p, "fake_thing.a", terraformtest.Forget)
	f.asked([]string{"Upgrade a", "Upgrade a"}, "a")
	f.lacks("fake_thing.a")
	if _, there := f.world.thing("a"); !there {
		t.Error("the thing was destroyed")
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	for how, by := range map[string]string{"ID": `id = "a"`, "identity": `identity = { name = "a" }`} {
		f := newFolder(t, terraformtest.Options{})
		f.world.put(existing("a", "theirs"))
		p := f.applies(`
resource "fake_thing" "a" {
  name = "a"
  note = "theirs"
}
import {
  to = fake_thing.a
  ` + by + `
}`)
		c := p.Change("fake_thing.a")
		if c.Action != terraformtest.NoOp || c.Importing == nil || p.IsEmpty() {
			t.Errorf("%s: the change is %+v", how, c)
		}
		if id := f.State.Object("fake_thing.a").Attribute("id"); id != "of a" {
			t.Errorf("%s: the id is %v", how, id)
		}
	}
}

func TestImportCommand(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	if ds := f.Import(t.Context(), oneThing, "fake_thing.a", "a"); !ds.HasErrors() {
		t.Error("nothing was imported without an error")
	}
	f.world.put(existing("a", "theirs"))
	f.take()
	if ds := f.Import(t.Context(), oneThing, "fake_thing.a", "a"); ds.HasErrors() {
		t.Fatal(ds.Err())
	}
	f.asked([]string{"ValidateProvider", "Configure", "Import a by ID", "Read a -"})
	f.has("fake_thing.a")
	if ds := f.Import(t.Context(), oneThing, "fake_thing.a", "a"); !ds.HasErrors() {
		t.Error("it was imported twice")
	}
	if ds := f.Import(t.Context(), oneThing, "fake_thing.b", "b"); !ds.HasErrors() {
		t.Error("it was imported to an address that is not configured")
	}
}

// Who an object is is kept in the state and shown to the provider, unless Terraform knows nothing of that.
func TestIdentity(t *testing.T) {
	t.Parallel()
	for _, without := range []bool{false, true} {
		f := newFolder(t, terraformtest.Options{WithoutIdentity: without})
		f.applies(oneThing)
		f.applies(oneThing)
		identity := string(f.State.Object("fake_thing.a").Identity)
		if want := map[bool]string{false: `{"name":"a"}`, true: ""}[without]; identity != want {
			t.Errorf("the identity is %s, want %s", identity, want)
		}
	}
}
