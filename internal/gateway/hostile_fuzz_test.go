package gateway_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/hostile"
)

// place is an answer that a call of a method asks for.
type place struct {
	*attackedGateway
	call   hostileCall
	route  string
	honest []byte
	before any
}

// FuzzAnswers answers any request of any method through any dialect with anything. So every decoder and every mapping
// of errors is reached as a caller reaches it; the targets of the adapters look closer at the larger ones.
func FuzzAnswers(f *testing.F) {
	coverage := readCoverage(f)
	var places []place
	for _, target := range targets {
		h := newAttacked(f, target, coverage)
		for _, call := range hostileCalls(f) {
			before, order, honest := h.record(f.Context(), f, call)
			for _, route := range order {
				places = append(places, place{h, call, route, honest[route], before})
			}
		}
	}
	for i, place := range places {
		f.Add(uint16(i), uint16(http.StatusOK), place.honest)
	}
	recorded := wiretest.FuzzSeeds()
	for _, pattern := range []string{"internal/*/testdata/*.*", "internal/autonotify/*/testdata/*.*"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			f.Fatalf("no testdata in %s: %v", pattern, err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			recorded = append(recorded, content)
		}
	}
	for i, content := range recorded {
		// A prime, so that the answers go to all places.
		f.Add(uint16(i*37), []uint16{200, 400, 404, 422, 500}[i%5], content)
	}
	f.Fuzz(func(t *testing.T, number, status uint16, body []byte) {
		place := places[int(number)%len(places)]
		place.reset(t, place.call)
		answer := hostile.Body("fuzzed", 200+int(status)%400, string(body))
		answer.Whole = false
		place.strike(t.Context(), t, place.call, place.route, answer, place.before)
	})
}
