package account_test

import (
	"errors"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	selfPhone = "12025550100"
	anne      = "12025550101"
	bert      = "12025550102"
	group1    = whatsapp.JID("120363000000000001@g.us")
)

var engines = []string{"NOWEB", "GOWS", "WEBJS", "WPP"}

// whatsApp is an emulated WhatsApp behind a WAHA server.
type whatsApp struct {
	*emulator.Server
	endpoint string
}

func emulate(t *testing.T, engine string, groups ...emulator.Group) *whatsApp {
	t.Helper()
	return emulateWith(t, emulator.Options{WAHAEngine: engine, World: &emulator.World{Groups: groups}})
}

func emulateWith(t *testing.T, o emulator.Options) *whatsApp {
	t.Helper()
	server, err := emulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(func() {
		listener.Close()
		for _, r := range server.Requests() {
			if r.Unknown {
				t.Errorf("no %s server knows %s %s", o.WAHAEngine, r.Method, r.Path)
			}
		}
	})
	return &whatsApp{Server: server, endpoint: listener.URL + "/waha"}
}

// account links a new account, as a new process of the provider does.
func (w *whatsApp) account(t *testing.T, settings account.Settings) *account.Account {
	t.Helper()
	return newAccount(w.gateway(t), settings)
}

// newAccount makes an account that looks for the effect of a write as often as any, but does not wait for it.
func newAccount(g whatsapp.Gateway, settings account.Settings) *account.Account {
	settings.ConfirmPauses = []time.Duration{0, time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond}
	return account.New(g, settings)
}

func (w *whatsApp) gateway(t *testing.T) whatsapp.Gateway {
	t.Helper()
	g, err := gateway.Open(gateway.Config{
		Kind: "waha", Endpoint: w.endpoint, APIKey: "emulator", Session: "default", RequestTimeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// group is a group of the account itself and others.
func group(id whatsapp.JID, name string, others ...emulator.Member) emulator.Group {
	return emulator.Group{ID: string(id), Name: name, Owner: selfPhone, CreatedAt: time.Unix(1790000000, 0).UTC(),
		Members: append([]emulator.Member{{Phone: selfPhone, Role: emulator.RoleSuperadmin}}, others...)}
}

func plain(phone string) emulator.Member {
	return emulator.Member{Phone: phone, Role: emulator.RoleMember}
}

func (w *whatsApp) setWorld(t *testing.T, change func(*emulator.World)) {
	t.Helper()
	world := w.World()
	change(&world)
	if err := w.SetWorld(world); err != nil {
		t.Fatal(err)
	}
}

func (w *whatsApp) fault(t *testing.T, faults ...emulator.Fault) {
	t.Helper()
	if err := w.AddFaults(faults...); err != nil {
		t.Fatal(err)
	}
}

// asked counts the requests whose "METHOD path" matches.
func (w *whatsApp) asked(pattern string) (n int) {
	expression := regexp.MustCompile(pattern)
	for _, r := range w.Requests() {
		if expression.MatchString(r.Method + " " + r.Path) {
			n++
		}
	}
	return n
}

// awaitRequest waits until a request was made whose "METHOD path" matches.
func (w *whatsApp) awaitRequest(t *testing.T, pattern string) {
	t.Helper()
	for began := time.Now(); w.asked(pattern) == 0; {
		if time.Since(began) > 10*time.Second {
			t.Fatalf("there was no request for %s", pattern)
		}
		time.Sleep(time.Millisecond)
	}
}

// roles gives the members of the only group as phone → role.
func (w *whatsApp) roles(t *testing.T) map[string]string {
	t.Helper()
	groups := w.World().Groups
	if len(groups) != 1 {
		t.Fatalf("there are %d groups, not 1", len(groups))
	}
	roles := make(map[string]string)
	for _, m := range groups[0].Members {
		roles[m.Phone] = m.Role
	}
	return roles
}

// want goes on, so that it may be asked in any goroutine.
func want(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("error is %v, want %v", err, kind)
	}
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
