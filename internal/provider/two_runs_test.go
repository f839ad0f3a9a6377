package provider_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// meeting lets the creates of two runs through only when both are there, so that neither run has seen the group of the
// other one before it sends. What is cut is cut before the gateway hears of it.
type meeting struct {
	next    http.Handler
	creates *regexp.Regexp
	cut     int

	mu   sync.Mutex
	n    int
	both chan struct{}
}

func (m *meeting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !m.creates.MatchString(r.Method + " " + r.URL.Path) {
		m.next.ServeHTTP(w, r)
		return
	}
	m.mu.Lock()
	m.n++
	n := m.n
	if n == 2 {
		close(m.both)
	}
	m.mu.Unlock()
	select {
	case <-m.both:
	case <-time.After(20 * time.Second): // The other run has ended without a create, which the test sees.
	}
	if n <= m.cut {
		panic(http.ErrAbortHandler)
	}
	m.next.ServeHTTP(w, r)
}

// Two runs make a group of one name at once, each in a process of its own. Whatever becomes of the creates, no group is
// without a state, and none in two states, unless a message names it: nothing else that is printed has ids in it.
func TestTwoRunsMakeAGroupOfOneNameAtOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ cut, lost int }{
		"both are answered":          {},
		"one is cut":                 {cut: 1},
		"one answer is lost":         {lost: 1},
		"both answers are lost":      {lost: 2},
		"one is cut, the other lost": {cut: 1, lost: 1},
		"both are cut and none made": {cut: 2},
	} {
		t.Run(name, func(t *testing.T) {
			eachDialect(t, func(t *testing.T, w *emulated) {
				door := &meeting{
					next: w.Server, creates: regexp.MustCompile(w.requests.create), cut: c.cut,
					both: make(chan struct{}),
				}
				listening := httptest.NewServer(door)
				t.Cleanup(listening.Close)
				w.url = listening.URL
				if c.lost > 0 {
					w.fail(emulator.Fault{
						Match: w.requests.create, Effect: emulator.EffectLoseAnswer, Times: c.lost,
					})
				}
				config := w.namedGroup(`timeouts = { create = "2s" }`)
				runs := []*cli{newCLI(t, config), newCLI(t, config)}
				printed := make([]string, len(runs))
				var all sync.WaitGroup
				for i, run := range runs {
					all.Go(func() { printed[i], _ = run.try(t.Context(), "apply", "-auto-approve") })
				}
				all.Wait()
				if want := 2 - c.cut; len(w.World().Groups) != want {
					t.Fatalf("there are %d groups, want %d: %s", len(w.World().Groups), want, printed)
				}
				for _, g := range w.World().Groups {
					owners, told := 0, false
					for i, run := range runs {
						if ids, _ := run.state(); ids[g.ID] {
							owners++
						}
						told = told || strings.Contains(printed[i], g.ID)
					}
					if owners != 1 && !told {
						t.Errorf("%d states have the group %s, and nobody says so: %s", owners, g.ID, printed)
					}
				}
				if len(w.World().Groups) == 2 &&
					!strings.Contains(printed[0]+printed[1], "WhatsApp made more than one group") &&
					!strings.Contains(printed[0]+printed[1], "several new groups of this name") {
					t.Errorf("nobody says that there are two groups: %s", printed)
				}
			})
		})
	}
}
