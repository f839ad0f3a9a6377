package terraformtest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// A state survives its file, and the plan after it is empty.
func TestStateFile(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	const c = `
resource "fake_thing" "a" {
  for_each = toset(["x", "y \" ${"$"}{z}"])
  name     = each.key
  parts    = { k = { role = "r" } }
}
resource "fake_thing" "b" {
  count  = 2
  name   = "b${count.index}"
  note   = fake_thing.a["x"].id
  secret = "hush"
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "d" { input = { a = [1, "x", null] } }
data "fake_thing" "d" {
  name       = fake_thing.b[0].name
  depends_on = [fake_thing.b]
}
output "hidden" {
  value     = fake_thing.b[1].secret
  sensitive = true
}`
	f.applies(c)
	f.State.Taint("fake_thing.b[1]")
	text, err := f.State.File()
	if err != nil {
		t.Fatal(err)
	}
	again, err := terraformtest.ReadState(text)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := again.File()
	if err != nil || string(twice) != string(text) {
		t.Errorf("the file is another one (%v):\n%s\nand was\n%s", err, twice, text)
	}
	f.State = again
	p := f.plans(c)
	for _, change := range p.Changes {
		want := terraformtest.NoOp
		switch change.Address.String() {
		case "fake_thing.b[1]":
			want = terraformtest.CreateThenDelete
		case "data.fake_thing.d":
			want = terraformtest.Read
		}
		if change.Action != want {
			t.Errorf("%s: the action is %s, want %s", change.Address, change.Action, want)
		}
	}
}

// The states that Terraform wrote for the provider are read as they are.
func TestReadStatesOfTerraform(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../provider/testdata/states/*/*/state.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no states: %v", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := terraformtest.ReadState(content)
		if err != nil || s.Object("whatsapp_group.plain") == nil ||
			s.Object("whatsapp_group.plain").Attribute("name") != "Plain" {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// Nobody changes the state of somebody else.
func TestStatesAreCopied(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	before := f.State
	text, err := before.File()
	if err != nil {
		t.Fatal(err)
	}
	f.applies(`resource "fake_thing" "b" { name = "b" }`)
	f.State.Taint("fake_thing.b")
	if again, err := before.File(); err != nil || string(again) != string(text) {
		t.Errorf("the state has become %s (%v)", again, err)
	}
}

func TestStateCommands(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	if !f.State.Move("fake_thing.a", `fake_thing.b["x"]`) || f.State.Move("fake_thing.a", "fake_thing.c") {
		t.Error("the object was not moved once")
	}
	f.has(`fake_thing.b["x"]`)
	if !f.State.Remove(`fake_thing.b["x"]`) || f.State.Remove(`fake_thing.b["x"]`) || !f.State.IsEmpty() {
		t.Error("the object was not removed once")
	}
}

// What changed outside is kept by a refresh and not by a plan; and what only refreshes changes nothing else.
func TestRefresh(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	f.world.put(existing("a", "changed"))
	f.plans(oneThing)
	if note := f.State.Object("fake_thing.a").Attribute("note"); note != nil {
		t.Errorf("the plan has changed the state: %v", note)
	}
	f.Options.Mode = terraformtest.RefreshOnly
	p := f.applies(oneThing)
	if len(p.Changes) > 0 || p.IsEmpty() || f.State.Object("fake_thing.a").Attribute("note") != "changed" {
		t.Errorf("the refresh plans %v, and the state has %s", p.Changes, f.State.Object("fake_thing.a").Attributes)
	}
	if note := f.world.things["a"].Note.ValueString(); note != "changed" {
		t.Errorf("the note is %q", note)
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	c := twoThings("one") + `
resource "fake_thing" "c" { name = "c" }`
	f.Options.Targets = []string{"fake_thing.b"}
	f.applies(c)
	f.has("fake_thing.a") // It is needed.
	f.has("fake_thing.b")
	f.lacks("fake_thing.c")
	f.Options.Targets = nil
	f.applies(c)
	f.Options.Targets = []string{"fake_thing.a"}
	if _, ds := f.Destroy(t.Context(), c); ds.HasErrors() {
		t.Fatal(ds.Err())
	}
	f.lacks("fake_thing.b") // It needs what goes.
	f.has("fake_thing.c")
}
