package terraformtest_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// folder is a workspace with the fake provider, in which everything goes well unless a test says otherwise.
type folder struct {
	*terraformtest.Workspace
	*recorder
	t *testing.T
}

func newFolder(t *testing.T, options terraformtest.Options) *folder {
	t.Helper()
	r := newRecorder()
	return &folder{terraformtest.New(r.factories(), options).NewWorkspace(), r, t}
}

func (f *folder) applies(configuration string) *terraformtest.Plan {
	f.t.Helper()
	p, ds := f.Apply(f.t.Context(), configuration)
	if ds.HasErrors() {
		f.t.Fatal(ds.Err())
	}
	return p
}

func (f *folder) plans(configuration string) *terraformtest.Plan {
	f.t.Helper()
	p, ds := f.Plan(f.t.Context(), configuration)
	if ds.HasErrors() {
		f.t.Fatal(ds.Err())
	}
	return p
}

// fails applies, which must end in an error with a text.
func (f *folder) fails(configuration, want string) terraformtest.Diagnostics {
	f.t.Helper()
	_, ds := f.Apply(f.t.Context(), configuration)
	if !ds.HasErrors() || !strings.Contains(ds.Err().Error(), want) {
		f.t.Fatalf("the error is %v, want %q", ds.Err(), want)
	}
	return ds
}

// asked checks what the provider was asked about things since the last time.
func (f *folder) asked(want []string, names ...string) {
	f.t.Helper()
	if got := f.take(names...); !slices.Equal(got, want) {
		f.t.Errorf("asked was\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// goesWrong lets operations go wrong from now on.
func (f *folder) goesWrong(kind fault, operations ...string) {
	goesWrong(f.world, kind, operations...)()
}

func (f *folder) has(address string) {
	f.t.Helper()
	if f.State.Object(address) == nil {
		f.t.Errorf("%s is not in the state: %v", address, f.State.Addresses())
	}
}

func (f *folder) lacks(address string) {
	f.t.Helper()
	if f.State.Object(address) != nil {
		f.t.Errorf("%s is in the state", address)
	}
}

// checkAction checks the action of a plan.
func checkAction(t *testing.T, p *terraformtest.Plan, address string, want terraformtest.Action) {
	t.Helper()
	c := p.Change(address)
	if c == nil {
		t.Fatalf("the plan has nothing about %s", address)
	}
	if c.Action != want {
		t.Errorf("%s: the action is %s, want %s", address, c.Action, want)
	}
}

const oneThing = `resource "fake_thing" "a" { name = "a" }`

// twoThings is a thing with a note, and another one that notes its id.
func twoThings(note string) string {
	return `
resource "fake_thing" "a" {
  name = "a"
  note = "` + note + `"
}
resource "fake_thing" "b" {
  name = "b"
  note = fake_thing.a.id
}
output "id" { value = fake_thing.b.note }
`
}

func TestTheOrderOfCalls(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.applies(oneThing)
	f.asked([]string{
		"Validate a",                                                     // In a process that is not configured.
		"ValidateProvider", "Configure", "Validate a", "Plan a create -", // To plan.
		"ValidateProvider", "Configure", "Validate a", "Plan a create -", // To apply.
		"Apply a create (planned after )", "Applied a create",
	})
	if f.started != 1+3 { // One of them was asked for its schema.
		t.Errorf("%d processes were started", f.started)
	}
	if p := f.plans(oneThing); !p.IsEmpty() {
		t.Error("a plan of what was applied is not empty")
	}
	f.asked([]string{
		"Validate a",
		"ValidateProvider", "Configure", "Upgrade a", "Read a (created)", "Validate a", "Plan a update (read)",
	})
	f.Options.SkipRefresh = true
	f.plans(oneThing)
	f.asked([]string{"Validate a", "Upgrade a", "Validate a", "Plan a update (created)"}, "a")
	f.Options.SkipRefresh = false
	if _, ds := f.Destroy(context.Background(), oneThing); ds.HasErrors() {
		t.Fatal(ds.Err())
	}
	f.asked([]string{
		"Validate a",
		"ValidateProvider",
		"Configure",
		"Upgrade a",
		"Read a (created)",
		"Validate a",
		"Plan a update (read)", // Only to refresh.
		"ValidateProvider",
		"Configure",
		"Upgrade a",
		"Plan a destroy (read)",
		"ValidateProvider",
		"Configure",
		"Upgrade a",
		"Apply a destroy (planned after read)",
		"Applied a destroy",
	})
	if !f.State.IsEmpty() {
		t.Errorf("the state has %v", f.State.Addresses())
	}
}
