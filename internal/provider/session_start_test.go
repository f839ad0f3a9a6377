package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const oneMember = `
resource "whatsapp_group_member" "x" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + carla + `"
  timeouts     = { read = "20s" }
}`

// lifeOfASessionThatStarts: a plan and an apply meet a session that is connected a second later, and wait for it.
func lifeOfASessionThatStarts(t *testing.T) {
	t.Parallel()
	for _, d := range takingTurns(t, dialectsOf(t)) {
		if d.beta {
			continue // It does not tell a session that starts from one that is logged out.
		}
		t.Run(d.name, func(t *testing.T) {
			w := emulate(t, d, emulator.Options{World: byNumber.world()})
			starts := func() {
				w.change(func(world *emulator.World) {
					world.Account.Status, world.Account.StartsForSeconds = emulator.StatusStarting, 1
				})
			}
			starts()
			w.run(w.checkRole("Party", carla, ""),
				resource.TestStep{Config: w.config(oneMember), Check: w.checkRole("Party", carla, emulator.RoleMember)},
				resource.TestStep{
					PreConfig: starts, Config: w.config(oneMember),
					Check: w.checkRole("Party", carla, emulator.RoleMember),
				},
			)
		})
	}
}

// TestASessionThatGoesOnStarting is said to, with what may be behind it, and nobody is told to scan a QR code. An
// account that is banned for a time looks the same.
func TestASessionThatGoesOnStarting(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, status := range []string{emulator.StatusStarting, emulator.StatusBanned} {
			t.Run(d.name+", "+status, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: byNumber.world()})
				config := w.config(strings.Replace(oneMember, "20s", "1s", 1))
				workspace := inProcess.NewWorkspace()
				if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
					t.Fatal(ds)
				}
				w.becomes(status)()
				began := time.Now()
				_, ds := workspace.Plan(t.Context(), config)
				said := strings.Join(strings.Fields(fmt.Sprint(ds)), " ")
				if countErrors(ds) != 1 || time.Since(began) > 20*time.Second {
					t.Errorf("%d errors after %s: %s", countErrors(ds), time.Since(began), said)
				}
				for _, want := range []string{"session is starting", "banned for a time", "Tried: the gateway at"} {
					if !d.beta && !strings.Contains(said, want) {
						t.Errorf("it does not say %q: %s", want, said)
					}
				}
				if strings.Contains(said, "scan") && (!d.beta || !strings.Contains(said, "Only if it asks for it")) {
					t.Errorf("it is no matter of scanning: %s", said)
				}
			})
		}
	}
}

// lifeOfALimitWithATime: every second request is refused once, and to come back in a second does.
func lifeOfALimitWithATime(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) { *world = *byNumber.world() })
		w.fail(emulator.Fault{
			Match: ".", Calls: []int{1, 4, 7}, Effect: emulator.EffectStatus, Status: http.StatusTooManyRequests,
			Header: http.Header{"Retry-After": {"1"}},
		})
		began := time.Now()
		w.run(w.checkRole("Party", carla, ""),
			resource.TestStep{Config: w.config(oneMember), Check: w.checkRole("Party", carla, emulator.RoleMember)})
		if took := time.Since(began); took < time.Second {
			t.Errorf("nobody has waited: %s", took)
		}
	})
}

// TestALimitThatIsTooLong for the time that an operation has is said at once, in both forms of the header, with the
// time to come back and without advice that does not help.
func TestALimitThatIsTooLong(t *testing.T) {
	comeBack := regexp.MustCompile(`asks to wait (1h0m0s|59m\d+s), until \d{4}-\d\d-\d\dT`)
	eachDialect(t, func(t *testing.T, w *emulated) {
		t.Parallel()
		for name, value := range map[string]func() string{
			"seconds": func() string { return "3600" },
			"a date":  func() string { return time.Now().Add(time.Hour).UTC().Format(http.TimeFormat) },
		} {
			for _, to := range []string{"a read", "a write"} {
				w := emulate(t, w.dialect, emulator.Options{World: byNumber.world()})
				workspace := inProcess.NewWorkspace()
				match := w.requests.add
				if to == "a read" {
					match = "."
					if _, ds := workspace.Apply(t.Context(), w.config(oneMember)); ds.HasErrors() {
						t.Fatal(ds)
					}
				}
				w.fail(emulator.Fault{
					Match: match, Effect: emulator.EffectStatus, Status: http.StatusTooManyRequests,
					Header: http.Header{"Retry-After": {value()}},
				})
				began, before := time.Now(), fmt.Sprintf("%+v", w.World().Groups)
				_, ds := workspace.Apply(t.Context(), w.config(oneMember))
				said := strings.Join(strings.Fields(fmt.Sprint(ds)), " ")
				if countErrors(ds) != 1 || !comeBack.MatchString(said) || time.Since(began) > 15*time.Second {
					t.Errorf("%s to %s, after %s: %s", name, to, time.Since(began), said)
				}
				if strings.Contains(said, "`timeouts`") || strings.Contains(said, "writes_per_minute") {
					t.Errorf("%s to %s: the advice does not help: %s", name, to, said)
				}
				if after := fmt.Sprintf("%+v", w.World().Groups); after != before {
					t.Errorf("%s to %s: WhatsApp had %s and has %s", name, to, before, after)
				}
			}
		}
	})
}
