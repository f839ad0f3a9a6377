package terraformtest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
)

// step is one operation of a walk.
type step struct {
	name string
	// run may return further steps that are a part of this one: it ends when they do.
	run func() ([]*step, Diagnostics)
	// needs are the steps that must have ended well before.
	needs map[*step]bool

	parent     *step
	waits      int // How many of needs are yet to end.
	parts      int // How many of its parts are yet to end, itself counted.
	dependents []*step
	failed     bool
}

// newStep makes a step that has no parts.
func newStep(name string, run func() Diagnostics) *step {
	return newStepWithParts(name, func() ([]*step, Diagnostics) { return nil, run() })
}

func newStepWithParts(name string, run func() ([]*step, Diagnostics)) *step {
	return &step{name: name, run: run, needs: map[*step]bool{}}
}

func (s *step) need(others ...*step) {
	for _, other := range others {
		if other != nil && other != s {
			s.needs[other] = true
		}
	}
}

// walker runs steps, as many at a time as it may.
type walker struct {
	limit int
	order *rand.Rand

	mu      sync.Mutex
	changed *sync.Cond
	ready   []*step
	running int
	left    int // How many steps are yet to end.
	ds      Diagnostics
}

// walk runs steps. Whatever needs a step that failed is left out, and everything else goes on.
func (t *Terraform) walk(steps []*step) Diagnostics {
	w := &walker{limit: t.parallelism(), order: t.options.Order}
	w.changed = sync.NewCond(&w.mu)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.add(steps)
	for w.left > 0 {
		switch {
		case len(w.ready) > 0 && w.running < w.limit:
			w.begin(w.next())
		case w.running == 0:
			return append(w.ds, cycle(steps)...)
		default:
			w.changed.Wait()
		}
	}
	return w.ds
}

// add takes over steps, which may need each other.
func (w *walker) add(steps []*step) {
	var ready []*step
	for _, s := range steps {
		w.left++
		s.parts = 1
		s.waits = len(s.needs)
		for needed := range s.needs {
			needed.dependents = append(needed.dependents, s)
		}
		if s.waits == 0 {
			ready = append(ready, s)
		}
	}
	w.enqueue(ready)
}

func (w *walker) enqueue(ready []*step) {
	slices.SortFunc(ready, func(a, b *step) int { return cmp.Or(strings.Compare(a.name, b.name)) })
	w.ready = append(w.ready, ready...)
}

func (w *walker) next() *step {
	i := 0
	if w.order != nil {
		i = w.order.IntN(len(w.ready))
	}
	s := w.ready[i]
	w.ready = slices.Delete(w.ready, i, i+1)
	return s
}

func (w *walker) begin(s *step) {
	w.running++
	go func() {
		parts, ds := s.run()
		w.mu.Lock()
		defer w.mu.Unlock()
		w.running--
		w.ds = append(w.ds, ds...)
		s.failed = s.failed || ds.HasErrors()
		for _, part := range parts {
			part.parent = s
		}
		s.parts += len(parts)
		w.add(parts)
		w.end(s)
		w.changed.Signal()
	}()
}

// end counts that a part of a step, or the step itself, has ended.
func (w *walker) end(s *step) {
	s.parts--
	if s.parts > 0 {
		return
	}
	w.left--
	var ready []*step
	for _, d := range s.dependents {
		d.failed = d.failed || s.failed
		d.waits--
		switch {
		case d.waits > 0:
		case d.failed: // It is left out.
			w.end(d)
		default:
			ready = append(ready, d)
		}
	}
	w.enqueue(ready)
	if s.parent != nil {
		s.parent.failed = s.parent.failed || s.failed
		w.end(s.parent)
	}
}

func cycle(steps []*step) Diagnostics {
	var waiting []string
	for _, s := range steps {
		if s.waits > 0 {
			waiting = append(waiting, s.name)
		}
	}
	slices.Sort(waiting)
	return problem(nil, fmt.Sprintf("Cycle: %s", strings.Join(waiting, ", ")), "These wait for each other.")
}
