package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// leaping is the time of an account and of its WhatsApp. Whoever waits makes it leap to the end of the wait.
type leaping struct {
	server *emulator.Server
	mu     sync.Mutex
	now    time.Time
}

// leap stops the world's clock, and lets only the account move it.
func (w *emulated) leap() *leaping {
	l := &leaping{server: w.Server, now: time.Date(2031, 5, 6, 8, 0, 0, 0, time.UTC)}
	w.SetClock(l.now, true)
	return l
}

func (l *leaping) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

func (l *leaping) After(d time.Duration) <-chan time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now = l.now.Add(d)
	l.server.AdvanceClock(d)
	over := make(chan time.Time, 1)
	over <- l.now
	return over
}

// factories start providers that go by this time.
func (l *leaping) factories() terraformtest.Factories {
	return terraformtest.Factories{
		"whatsapp": func() (tfprotov6.ProviderServer, error) {
			return providerserver.NewProtocol6(provider.NewAt(l)())(), nil
		},
	}
}

func (w *emulated) limit(t *testing.T, text string) {
	t.Helper()
	limits, err := emulator.ParseLimits(text)
	if err == nil {
		err = w.SetLimits(limits)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// whatGetsBlocked is what people say that their accounts were blocked or limited for (evidence/whatsapp.md §10).
const whatGetsBlocked = "groups_per_day=45,adds=4/2s,lock=1h"

// TestABigFirstApply makes 60 groups with 3,000 people, applied once a day until all is made. Terraform fills no group
// before all of them are made.
func TestABigFirstApply(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[0], emulator.Options{})
	w.limit(t, whatGetsBlocked)
	clock := w.leap()
	workspace := terraformtest.New(clock.factories(), terraformtest.Options{}).NewWorkspace()
	config := paced(w.config(classes(60, 50, "")))
	for day, made := range []int{30, 60} {
		began := clock.Now()
		_, ds := workspace.Apply(t.Context(), config)
		if n := len(w.World().Groups); n != made {
			t.Errorf("on day %d there are %d groups, want %d: %v", day+1, n, made, ds)
		}
		if n := len(ds.Errors()); n != 60-made {
			t.Errorf("day %d has %d errors: %v", day+1, n, ds.Errors())
		}
		if took := clock.Now().Sub(began); day == 1 && (took < 49*time.Minute || took > time.Hour) {
			t.Errorf("3,000 people at 60 a minute take %s", took)
		}
		clock.After(24 * time.Hour)
	}
	if _, passed := w.Limits(); passed != (emulator.Passed{}) || !w.World().Account.LockedUntil.IsZero() {
		t.Errorf("WhatsApp refused %+v", passed)
	}
	if n := w.asked(w.requests.add); n != 60*5 {
		t.Errorf("there were %d calls of adds, want %d", n, 60*5)
	}
	for _, g := range w.World().Groups {
		if len(g.Members) != 52 {
			t.Errorf("%s has %d members", g.Name, len(g.Members))
		}
	}
	if p, ds := workspace.Plan(t.Context(), config); ds.HasErrors() || p.Count(terraformtest.NoOp) != 120 {
		t.Errorf("the plan afterwards: %v", ds)
	}
}

// TestAccABigFirstApply is TestABigFirstApply by the CLI, which takes its time.
func TestAccABigFirstApply(t *testing.T) {
	if !allDialects() {
		t.Skip("3,000 people by the CLI take minutes, so only DIALECTS=all asks for them")
	}
	w := emulate(t, dialects[0], emulator.Options{})
	w.limit(t, whatGetsBlocked)
	clock := w.leap()
	config := paced(w.config(classes(60, 50, "")))
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: clock.factories(),
		Steps: []resource.TestStep{
			{Config: config, ExpectError: regexp.MustCompile(`Apply\s+again\s+at\s+2031-05-07T`)},
			{
				PreConfig: func() {
					if n := len(w.World().Groups); n != 30 {
						t.Errorf("on the first day there are %d groups", n)
					}
					clock.After(24 * time.Hour)
				},
				Config: config,
				Check: func(*terraform.State) error {
					members := 0
					for _, g := range w.World().Groups {
						members += len(g.Members)
					}
					if _, passed := w.Limits(); passed != (emulator.Passed{}) || members != 60*52 {
						return fmt.Errorf("%d members, and WhatsApp refused %+v", members, passed)
					}
					return nil
				},
			},
		},
	})
}

// TestManyMembersAtOnce: each of 780 people has less time than all of them together take.
func TestManyMembersAtOnce(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[0], emulator.Options{World: byNumber.world()})
	workspace := inProcess.With(terraformtest.Options{Parallelism: 900}).NewWorkspace()
	config := strings.Replace(w.config(fmt.Sprintf(`
resource "whatsapp_group_member" "m" {
  count        = 780
  group_id     = %q
  phone_number = format("+1202555%%04d", 1000 + count.index)
  timeouts     = { create = "5s" }
}`, exampleGroup)), "adds_per_minute   = 0", "adds_per_minute   = 4800", 1)
	began := time.Now()
	_, ds := workspace.Apply(t.Context(), config)
	if took := time.Since(began); ds.HasErrors() || took < 9*time.Second {
		t.Errorf("it took %s: %v", took, ds)
	}
	if n := len(w.World().Groups[0].Members); n < 780 {
		t.Errorf("%d members", n)
	}
}

// TestABigFirstApplyWithoutPace runs into what the pace keeps an account from.
func TestABigFirstApplyWithoutPace(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[0], emulator.Options{})
	w.limit(t, "groups_per_day=45,adds=4/2s")
	clock := w.leap()
	workspace := terraformtest.New(clock.factories(), terraformtest.Options{}).NewWorkspace()
	for range 2 {
		_, _ = workspace.Apply(t.Context(), w.config(classes(60, 10, "")))
		clock.After(24 * time.Hour)
	}
	if _, passed := w.Limits(); passed.Groups == 0 || passed.Adds == 0 {
		t.Errorf("WhatsApp refused %+v", passed)
	}
}

// TestFiftyGroupsAtOnce: 30 are made, the others are told when, and the next day's apply makes them.
func TestFiftyGroupsAtOnce(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		if !w.byCLI && !allDialects() {
			return // It is the account that counts groups, and the gateways only make them.
		}
		w.limit(t, whatGetsBlocked)
		clock := w.leap()
		workspace := terraformtest.New(clock.factories(), terraformtest.Options{}).NewWorkspace()
		config := paced(w.config(fmt.Sprintf(`
resource "whatsapp_group" "team" {
  count           = 50
  name            = "Team ${count.index}"
  initial_members = { "+%s" = "member" }
}`, carla)))
		planned, ds := workspace.Plan(t.Context(), config)
		if ds.HasErrors() || planned.Count(terraformtest.Create) != 50 {
			t.Fatal(ds)
		}
		warned := 0
		for _, d := range ds.Warnings() {
			if strings.Contains(d.Detail, "may make 30 more groups now") &&
				strings.Contains(d.Detail, "`groups_per_day` is 30") {
				warned++
			}
		}
		if warned != 20 {
			t.Errorf("%d plans are warned of, want 20: %v", warned, ds)
		}
		first := clock.Now()
		_, ds = workspace.Apply(t.Context(), config)
		told := 0
		for _, d := range ds.Errors() {
			_, at, _ := strings.Cut(d.Detail, "Apply again at ")
			at, _, _ = strings.Cut(at, " ")
			if next, err := time.Parse(time.RFC3339, at); err == nil &&
				!next.Before(first.Add(24*time.Hour)) && !next.After(clock.Now().Add(24*time.Hour)) {
				told++
			}
		}
		if made := len(w.World().Groups); told != 20 || made != 30 {
			t.Fatalf("%d are made, and %d are told when to go on: %v", made, told, ds)
		}
		planned, ds = workspace.Plan(t.Context(), config)
		if ds.HasErrors() || planned.Count(terraformtest.Create) != 20 || planned.Count(terraformtest.NoOp) != 30 {
			t.Errorf("something is tainted: %v", ds)
		}
		// Another process knows what was made.
		if _, ds = workspace.Apply(t.Context(), config); len(ds.Errors()) != 20 || len(w.World().Groups) != 30 {
			t.Errorf("an apply on the same day makes %d groups: %v", len(w.World().Groups)-30, ds)
		}
		clock.After(24 * time.Hour)
		if _, ds = workspace.Apply(t.Context(), config); ds.HasErrors() || len(w.World().Groups) != 50 {
			t.Errorf("on the next day there are %d groups: %v", len(w.World().Groups), ds)
		}
		if _, passed := w.Limits(); passed != (emulator.Passed{}) {
			t.Errorf("WhatsApp refused %+v", passed)
		}
	})
}
