package terraformtest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

func manyThings(n int) string {
	return fmt.Sprintf(`
resource "fake_thing" "n" {
  count = %d
  name  = "n${count.index}"
}`, n)
}

// No more operations run at a time than may, and as many as may do.
func TestParallelism(t *testing.T) {
	t.Parallel()
	for parallelism, want := range map[int]int{0: 10, 3: 3} {
		f := newFolder(t, terraformtest.Options{Parallelism: parallelism})
		var waiting sync.WaitGroup
		waiting.Add(want)
		var once [50]sync.Once
		f.world.during = func(_ context.Context, operation string) {
			var n int
			if _, err := fmt.Sscanf(operation, "create n%d", &n); err != nil {
				return
			}
			if n < want { // The first ones wait for each other.
				once[n].Do(waiting.Done)
				waiting.Wait()
			}
		}
		f.applies(manyThings(50))
		if f.world.most != want {
			t.Errorf("with %d at most %d operations ran at a time, want %d", parallelism, f.world.most, want)
		}
	}
}

// What needs something comes after it, and goes before it.
func TestTheOrderOfThings(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	const chain = `
resource "fake_thing" "c" {
  name = "c"
  note = local.b
}
locals { b = fake_thing.b.id }
resource "fake_thing" "b" {
  name       = "b"
  depends_on = [fake_thing.a]
}
resource "fake_thing" "a" { name = "a" }`
	var order []string
	f.world.during = func(_ context.Context, operation string) {
		if !strings.HasPrefix(operation, "plan") && !strings.HasPrefix(operation, "read") {
			order = append(order, operation)
		}
	}
	f.applies(chain)
	if dependencies := fmt.Sprint(
		f.State.Object("fake_thing.c").Dependencies,
	); dependencies != "[fake_thing.a fake_thing.b]" {
		t.Errorf("the dependencies are %s", dependencies)
	}
	f.applies("")
	want := []string{"create a", "create b", "create c", "delete c", "delete b", "delete a"}
	if !slices.Equal(order, want) {
		t.Errorf("the order is %q, want %q", order, want)
	}
}

// Whatever needs something that failed is left out, and everything else goes on.
func TestDependentsAreSkipped(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	f.goesWrong(fails, "create a")
	ds := f.fails(twoThings("one")+`
resource "fake_thing" "d" {
  name = "d"
  note = data.fake_thing.b.note
}
data "fake_thing" "b" { name = fake_thing.b.id }
resource "fake_thing" "c" { name = "c" }`, "Not created")
	if n := len(ds.Errors()); n != 1 {
		t.Errorf("%d errors, want 1", n)
	}
	f.lacks("fake_thing.b")
	f.lacks("fake_thing.d")
	f.has("fake_thing.c")
	if _, ok := f.State.Outputs["id"]; ok {
		t.Error("the output has a value")
	}
}

func TestPostconditions(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	const c = `
resource "fake_thing" "a" {
  name = "a"
  note = "no"
  lifecycle {
    postcondition {
      condition     = self.size > 2
      error_message = "Only ${self.size}."
    }
  }
}
resource "fake_thing" "b" {
  name = "b"
  note = fake_thing.a.id
}`
	ds := f.fails(c, "Only 2.")
	if ds[0].Summary != "Resource postcondition failed" || ds[0].Address != "fake_thing.a" {
		t.Errorf("the diagnostic is %+v", ds[0])
	}
	if o := f.State.Object("fake_thing.a"); o == nil || o.Tainted {
		t.Errorf("the state has %+v", o)
	}
	f.lacks("fake_thing.b")
	if _, ds := f.Plan(t.Context(), c); !ds.HasErrors() {
		t.Error("a plan that changes nothing does not check the condition")
	}
}

// A cancel lets what runs come to its end, tells the provider, and begins nothing new.
func TestCancel(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{Parallelism: 4})
	ctx, cancel := context.WithCancel(t.Context())
	var created sync.WaitGroup
	created.Add(4)
	f.world.during = func(rpc context.Context, operation string) {
		if !strings.HasPrefix(operation, "create") {
			return
		}
		created.Done() // There must be no fifth.
		created.Wait()
		cancel()
		select {
		case <-rpc.Done(): // The provider was asked to stop.
		case <-time.After(10 * time.Second):
			t.Error("the provider is not asked to stop")
		}
	}
	_, ds := f.Apply(ctx, manyThings(20))
	if !ds.HasErrors() || ds[0].Summary != "execution halted" {
		t.Errorf("the errors are %v", ds)
	}
	if !slices.Contains(f.take(), "Stop") {
		t.Error("the provider was not asked to stop")
	}
	if n := len(f.State.Objects); n != 4 || len(f.world.things) != 4 {
		t.Errorf("%d things are in the state, and %d are there; want 4", n, len(f.world.things))
	}
	f.world.during = nil
	f.applies(manyThings(20))
}

// The state is told after each operation, and meanwhile no other one ends.
func TestOnState(t *testing.T) {
	t.Parallel()
	var sizes []int
	options := terraformtest.Options{OnState: func(s *terraformtest.State) { sizes = append(sizes, len(s.Objects)) }}
	f := newFolder(t, options)
	f.applies(manyThings(20))
	if len(sizes) != 20 || sizes[19] != 20 || !slices.IsSorted(sizes) {
		t.Errorf("the sizes are %v", sizes)
	}
}

// A seed chooses the order, and the same seed the same one.
func TestTheOrderOfASeed(t *testing.T) {
	t.Parallel()
	orders := map[string]int{}
	for _, seed := range []uint64{0, 1, 2, 1, 2} {
		options := terraformtest.Options{Parallelism: 1}
		if seed > 0 {
			options.Order = rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // It is no secret.
		}
		f := newFolder(t, options)
		var order []string
		f.world.during = func(_ context.Context, operation string) { order = append(order, operation) }
		f.applies(manyThings(9))
		orders[strings.Join(order, " ")]++
	}
	if len(orders) != 3 {
		t.Errorf("there were %d orders, want 3", len(orders))
	}
}

// Several states may be worked on at the same time.
func TestManyWorkspaces(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	tf := terraformtest.New(r.factories(), terraformtest.Options{})
	var running sync.WaitGroup
	for n := range 10 {
		running.Go(func() {
			w := tf.NewWorkspace()
			c := fmt.Sprintf(`resource "fake_thing" "a" { name = "w%d" }`, n)
			if _, ds := w.Apply(t.Context(), c); ds.HasErrors() {
				t.Error(ds.Err())
			}
			if p, ds := w.Plan(t.Context(), c); ds.HasErrors() || !p.IsEmpty() {
				t.Errorf("the next plan is not empty: %v", ds)
			}
			if _, ds := w.Destroy(t.Context(), c); ds.HasErrors() {
				t.Error(ds.Err())
			}
		})
	}
	running.Wait()
	if len(r.world.things) > 0 {
		t.Errorf("%d things are left", len(r.world.things))
	}
}

// A thousand instances take seconds, and no longer for each than a hundred do.
func BenchmarkThousand(b *testing.B) {
	for b.Loop() {
		f := &folder{recorder: newRecorder()}
		f.Workspace = terraformtest.New(f.factories(), terraformtest.Options{}).NewWorkspace()
		for range 2 {
			if _, ds := f.Apply(b.Context(), manyThings(1000)); ds.HasErrors() {
				b.Fatal(ds.Err())
			}
		}
		if _, ds := f.Destroy(b.Context(), manyThings(1000)); ds.HasErrors() {
			b.Fatal(ds.Err())
		}
	}
}
