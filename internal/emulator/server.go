package emulator

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/autonotify/beta"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/autonotify/nexus"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/waha"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// Options say what to emulate. The zero value is a NOWEB server of the newest known version, beside WhatsAPI and both
// generations of Autonotify, over the default world: the account 12025550100, no people and no groups. All gateways
// have the same key, and the session "default".
type Options struct {
	APIKey      string        // Empty means "emulator".
	WAHAEngine  string        // NOWEB, GOWS, WEBJS or WPP; empty means NOWEB.
	WAHAVersion string        // Empty means 2026.9.0.
	WAHAStore   bool          // NOWEB keeps a store, and with it LIDs. By default it does not.
	NexusCommit string        // Of nexus-go: db0a4af or a3c8f56; empty means db0a4af, the newest.
	Latency     time.Duration // How long every request of a dialect takes.
	Serial      bool          // One request at a time, so that latencies add up.
	SessionWait time.Duration // How long WAHA waits for a session that does not run; twice that for one that does.
	SessionStop time.Duration // How long WAHA takes to stop a session that it restarts.
	Limits      Limits        // What WhatsApp lets the account do.
	World       *World        // Nil means the default world.
}

func (o Options) key() string { return cmp.Or(o.APIKey, "emulator") }

// Server serves the emulator. It is safe for concurrent use.
type Server struct {
	world    *world.WhatsApp
	latency  time.Duration
	turn     serial
	dialects []wire.Dialect
	faults   faultList
	requests requestLog
	bounds   bounds
	places   places // Of all requests to gateways.
	large    places // Of those with large bodies.
}

var _ http.Handler = (*Server)(nil)

// New returns a server, or an error if the options name an engine, version, commit or world that cannot be.
func New(o Options) (*Server, error) {
	o.APIKey = o.key()
	if o.World == nil {
		o.World = &World{}
	}
	w, err := world.New(*o.World)
	if err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	wahaDialect, err := waha.New(w, waha.Options{
		APIKey: o.APIKey, Engine: o.WAHAEngine, Version: o.WAHAVersion, Store: o.WAHAStore, SessionWait: o.SessionWait,
		SessionStop: o.SessionStop,
	})
	if err != nil {
		return nil, err
	}
	nexusDialect, err := nexus.New(w, nexus.Options{APIKey: o.APIKey, Commit: o.NexusCommit})
	if err != nil {
		return nil, err
	}
	if err := w.SetLimits(o.Limits); err != nil {
		return nil, fmt.Errorf("limits: %w", err)
	}
	return &Server{
		world:   w,
		latency: o.Latency,
		turn:    newSerial(o.Serial),
		bounds:  defaultBounds,
		places:  make(places, defaultBounds.requests),
		large:   make(places, defaultBounds.large),
		dialects: []wire.Dialect{
			wahaDialect,
			whatsapi.New(w, o.APIKey),
			beta.New(w, o.APIKey),
			nexusDialect,
		},
	}, nil
}

// World returns a deep copy of the world, as GET /_emulator/world does.
func (s *Server) World() World {
	return s.world.State()
}

// SetWorld replaces the world, as PUT /_emulator/world does: as if admins had acted and every cache had heard.
func (s *Server) SetWorld(w World) error {
	if err := s.world.Replace(w); err != nil {
		return err
	}
	for _, d := range s.dialects {
		d.WorldReplaced()
	}
	return nil
}

// ChangeWorld changes the world in one step, as PATCH /_emulator/world does: nobody sees it half changed, and nothing
// is changed if the outcome cannot be. The function must not ask the server anything.
func (s *Server) ChangeWorld(change func(*World) error) error {
	if err := s.world.Change(change); err != nil {
		return err
	}
	for _, d := range s.dialects {
		d.WorldReplaced()
	}
	return nil
}

// SetClock sets the world's clock, which goes on from there or stands still. Creation times, expiries, limits and the
// header Date go by it. It stops at the year 9000.
func (s *Server) SetClock(now time.Time, stopped bool) { s.world.Clock().Set(now, stopped) }

// AdvanceClock moves the world's clock on.
func (s *Server) AdvanceClock(d time.Duration) { s.world.Clock().Advance(d) }

// SetLimits replaces the limits, and forgets what was done so far.
func (s *Server) SetLimits(l Limits) error { return s.world.SetLimits(l) }

// Limits are the limits that hold, and what was refused because of them.
func (s *Server) Limits() (Limits, Passed) { return s.world.Limits() }

// Requests returns what the dialects were asked, in the order of arrival.
func (s *Server) Requests() []Request {
	return s.requests.all()
}

// ClearRequests forgets what was asked.
func (s *Server) ClearRequests() {
	s.requests.clear()
}

// AddFaults makes requests go wrong from now on. Faults that were added before come first.
func (s *Server) AddFaults(f ...Fault) error {
	return s.faults.add(f)
}

// ClearFaults makes everything work again; an account that was logged out stays so.
func (s *Server) ClearFaults() {
	s.faults.clear()
}
