package provider_test

import (
	"fmt"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// TestMapsGrowLinearly compares what the planning of a map, with its reading, takes for a full group and for one of a
// quarter. It counts memory: times are for a quiet machine, where the full group took 3.4 times as long.
func TestMapsGrowLinearly(t *testing.T) {
	cost := func(people int) testing.BenchmarkResult {
		world := byNumber.world()
		members := roles{}
		for i := range people {
			phone := fmt.Sprintf("1%d555%04d", 202+i/1000, i%1000+1000)
			members["+"+phone] = "member"
			world.Groups[0].Members = append(world.Groups[0].Members, emulator.Member{Phone: phone, Role: "member"})
		}
		w := emulate(t, dialects[0], emulator.Options{World: world})
		config := w.config(membersOf(members, "exclusive = false"))
		workspace := inProcess.NewWorkspace()
		if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
			t.Fatal(ds)
		}
		return testing.Benchmark(func(b *testing.B) {
			for range b.N {
				p, ds := workspace.Plan(t.Context(), config)
				if ds.HasErrors() || p.Count(terraformtest.NoOp) != 1 {
					b.Fatal(ds)
				}
			}
		})
	}
	quarter, full := cost(250), cost(1000)
	t.Logf("250 people: %v %v; 1,000 people: %v %v", quarter, quarter.MemString(), full, full.MemString())
	if ratio := float64(full.AllocedBytesPerOp()) / float64(quarter.AllocedBytesPerOp()); ratio > 6 {
		t.Errorf("four times as many people cost %.1f times as much memory", ratio)
	}
}
