package provider_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// own is the number of the account in the emulator's default world; the others are people without anything special.
const (
	own   = "12025550100"
	anna  = "12025550111"
	bruno = "5511987654321"
	carla = "12025550113"
)

// factories serve the provider in the process of the test, each time a new one.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"whatsapp": func() (tfprotov6.ProviderServer, error) {
		return wellPunctuated{providerserver.NewProtocol6(provider.New("test")())()}, nil
	},
}

// emulated is an emulator of its own for one test. Tests look at its world and not at what was called.
type emulated struct {
	*emulator.Server
	dialect
	t   *testing.T
	url string
}

// eachDialect runs a test through every gateway and engine, beside the other tests.
func eachDialect(t *testing.T, test func(t *testing.T, w *emulated)) {
	t.Helper()
	t.Parallel()
	for _, d := range takingTurns(t, dialectsOf(t)) {
		t.Run(d.name, func(t *testing.T) { test(t, emulate(t, d, emulator.Options{})) })
	}
}

// eachDialectThat is eachDialect without those that lack an ability. TestThePlanRefusesWhatADialectLacks has these.
func eachDialectThat(t *testing.T, ability whatsapp.Ability, test func(t *testing.T, w *emulated)) {
	t.Helper()
	t.Parallel()
	able := slices.DeleteFunc(slices.Clone(dialectsOf(t)), func(d dialect) bool { return !d.can(ability) })
	for _, d := range takingTurns(t, able) {
		t.Run(d.name, func(t *testing.T) { test(t, emulate(t, d, emulator.Options{})) })
	}
}

// eachEngine runs a test against every WAHA engine.
func eachEngine(t *testing.T, test func(t *testing.T, w *emulated)) {
	t.Helper()
	for _, engine := range enginesOf(t) {
		t.Run(engine, func(t *testing.T) { test(t, newEmulated(t, emulator.Options{WAHAEngine: engine})) })
	}
}

// newEmulated is emulate through WAHA.
func newEmulated(t *testing.T, options emulator.Options) *emulated {
	t.Helper()
	for _, d := range dialects {
		if d.gateway == "waha" && (d.engine == options.WAHAEngine || options.WAHAEngine == "") {
			return emulate(t, d, options)
		}
	}
	t.Fatalf("WAHA has no engine %q", options.WAHAEngine)
	return nil
}

// emulate starts an emulator that ends with the test, and that fails the test for a request that the real gateway does
// not know.
func emulate(t *testing.T, d dialect, options emulator.Options) *emulated {
	t.Helper()
	options.WAHAEngine = d.engine
	server, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(server)
	t.Cleanup(func() {
		listening.Close()
		for _, r := range server.Requests() {
			if r.Unknown && !strings.Contains(r.Path, elsewhere) {
				t.Errorf("request unknown to the gateway: %s %s", r.Method, r.Path)
			}
		}
	})
	return &emulated{Server: server, dialect: d, t: t, url: listening.URL}
}

// config is a configuration with the provider's block in front.
func (w *emulated) config(body string) string { return w.provider(w.url) + body }

// configf is config with the body as a format.
func (w *emulated) configf(format string, args ...any) string {
	return w.config(fmt.Sprintf(format, args...))
}

// test runs the steps. The test ends with a destroy, after which the account must be in no group.
func (w *emulated) test(steps ...resource.TestStep) {
	w.t.Helper()
	w.run(w.checkLeft, steps...)
}

// run is test with another check after the destroy, which gets no state. It runs also where the last step has destroyed
// everything already, other than CheckDestroy of the test case. No resource with for_each may be there after the last
// step: plugin-testing cannot look at it.
func (w *emulated) run(afterDestroy resource.TestCheckFunc, steps ...resource.TestStep) {
	w.t.Helper()
	runSteps(w.t, resource.TestCase{Steps: steps})
	if err := afterDestroy(nil); err != nil {
		w.t.Errorf("after the destroy: %v", err)
	}
}

// change lets other people act in WhatsApp.
func (w *emulated) change(act func(world *emulator.World)) {
	w.t.Helper()
	world := w.World()
	act(&world)
	if err := w.SetWorld(world); err != nil {
		w.t.Fatal(err)
	}
}

// becomes changes the status of the account.
func (w *emulated) becomes(status string) func() {
	return func() {
		w.t.Helper()
		w.change(func(world *emulator.World) { world.Account.Status = status })
	}
}

// fail makes requests go wrong.
func (w *emulated) fail(faults ...emulator.Fault) {
	w.t.Helper()
	if err := w.AddFaults(faults...); err != nil {
		w.t.Fatal(err)
	}
}

// asked counts the requests whose "METHOD path" matches a regular expression.
func (w *emulated) asked(pattern string) int {
	w.t.Helper()
	if pattern == "" {
		w.t.Fatal("the gateway has no such request")
	}
	n := 0
	for _, r := range w.Requests() {
		if regexp.MustCompile(pattern).MatchString(r.Method + " " + r.Path) {
			n++
		}
	}
	return n
}

// writes lists the requests that are no reading.
func (w *emulated) writes() []string {
	var writes []string
	for _, r := range w.Requests() {
		request := r.Method + " " + r.Path
		harmless := w.requests.harmless != "" && regexp.MustCompile(w.requests.harmless).MatchString(request)
		// One gateway joins by GET.
		if !harmless && (r.Method != "GET" || regexp.MustCompile(w.requests.join).MatchString(request)) {
			writes = append(writes, request)
		}
	}
	return writes
}

// checkNoWrites checks that nothing was written so far.
func (w *emulated) checkNoWrites(*terraform.State) error {
	if writes := w.writes(); len(writes) > 0 {
		return fmt.Errorf("there were writes: %v", writes)
	}
	return nil
}

// group finds a group in the world.
func group(world *emulator.World, name string) (*emulator.Group, error) {
	var found []*emulator.Group
	for i := range world.Groups {
		if world.Groups[i].Name == name {
			found = append(found, &world.Groups[i])
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("WhatsApp has %d groups named %q, want 1", len(found), name)
	}
	return found[0], nil
}

// changeGroup lets other people act in a group.
func (w *emulated) changeGroup(name string, act func(g *emulator.Group)) func() {
	return func() {
		w.t.Helper()
		w.change(func(world *emulator.World) {
			g, err := group(world, name)
			if err != nil {
				w.t.Fatal(err)
			}
			act(g)
		})
	}
}

// checkGroup checks a group in the world, of which there must be one with the name.
func (w *emulated) checkGroup(name string, check func(g emulator.Group) error) resource.TestCheckFunc {
	return func(*terraform.State) error {
		world := w.World()
		g, err := group(&world, name)
		if err != nil {
			return err
		}
		return check(*g)
	}
}

// checkRole checks a member in the world; the empty role is that of somebody who is not in the group.
func (w *emulated) checkRole(name, phone, want string) resource.TestCheckFunc {
	return w.checkGroup(name, func(g emulator.Group) error {
		return equal("the role of "+phone, roleIn(g, phone), want)
	})
}

func roleIn(g emulator.Group, phone string) string {
	i := slices.IndexFunc(g.Members, func(m emulator.Member) bool { return m.Phone == phone })
	if i < 0 {
		return ""
	}
	return g.Members[i].Role
}

// remove lets an admin remove somebody, who may be added again.
func remove(g *emulator.Group, phone string) {
	g.Members = slices.DeleteFunc(g.Members, func(m emulator.Member) bool { return m.Phone == phone })
}

func setRole(g *emulator.Group, phone, role string) {
	for i := range g.Members {
		if g.Members[i].Phone == phone {
			g.Members[i].Role = role
		}
	}
}

// checkGroupCount checks how many groups there are, whether or not the account is in them.
func (w *emulated) checkGroupCount(want int) resource.TestCheckFunc {
	return func(*terraform.State) error { return equal("the number of groups", len(w.World().Groups), want) }
}

// checkLeft checks that the account is in no group any more.
func (w *emulated) checkLeft(*terraform.State) error {
	for _, g := range w.World().Groups {
		if roleIn(g, own) != "" {
			return fmt.Errorf("the account is still in %q", g.Name)
		}
	}
	return nil
}

// checkNothing is for tests whose destroy leaves WhatsApp as it was.
func checkNothing(*terraform.State) error { return nil }

// equal compares what is in WhatsApp with what should be.
func equal[T comparable](what string, got, want T) error {
	if got != want {
		return fmt.Errorf("%s is %v, want %v", what, got, want)
	}
	return nil
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
