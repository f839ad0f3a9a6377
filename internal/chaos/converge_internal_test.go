package chaos

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// beforeEachStep does something as a step begins, which is when the trace is told so.
type beforeEachStep func()

func (do beforeEachStep) Write(text []byte) (int, error) {
	if strings.HasPrefix(string(text), "step ") {
		do()
	}
	return len(text), nil
}

// A program that would converge is spoiled from the second step on.
func TestConvergeCanFail(t *testing.T) {
	t.Parallel()
	config := Config{Resources: []Resource{{Type: typeGroup, Label: "g", Args: map[string]string{"name": `"Alpha"`}}}}
	renamed := func(w *emulator.World) error {
		w.Groups[len(w.Groups)-1].Name = "Beta"
		return nil
	}
	for name, c := range map[string]struct {
		spoil func(s *emulator.Server) error
		want  string
	}{
		"nothing": {func(*emulator.Server) error { return nil }, ""},
		"somebody always undoes it": {func(s *emulator.Server) error {
			return s.ChangeWorld(renamed)
		}, "the plan is not empty:"},
		"the gateway always refuses it": {func(s *emulator.Server) error {
			refusal := failure(403)
			refusal.Match = wahaRequests[aSetting]
			return errors.Join(s.ChangeWorld(renamed), s.AddFaults(refusal))
		}, "the second apply fails"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			applied := Step{Runs: []Run{{Command: doApply, Config: config}}}
			p := Program{Dialect: "NOWEB", Parallelism: 1, Steps: []Step{applied}}
			r, end, err := p.start()
			if err != nil {
				t.Fatal(err)
			}
			defer end()
			if _, err := r.step(t.Context(), 0, applied); err != nil {
				t.Fatal(err)
			}
			r.Trace = beforeEachStep(func() {
				if err := c.spoil(r.server); err != nil {
					t.Error(err)
				}
			})
			broken, err := r.converge(t.Context())
			switch {
			case err != nil:
				t.Error(err)
			case c.want == "" && len(broken) == 0:
			case len(broken) != 1 || broken[0].Invariant != "converge" || !strings.Contains(broken[0].What, c.want):
				t.Errorf("it finds %v", broken)
			}
		})
	}
}
