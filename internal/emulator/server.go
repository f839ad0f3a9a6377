// Package emulator is WhatsApp in memory, spoken to in the dialects of the gateways that the provider knows.
//
// There is one world with WhatsApp's rules (the package world), which knows nothing of HTTP, and a thin handler for
// each dialect over it, each with its gateway's quirks. Tests set and read the world at /_emulator/world, make things
// go wrong at /_emulator/faults, and see what was asked at /_emulator/requests.
package emulator

import (
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
	World       *World        // Nil means the default world.
}

// Server serves the emulator. It is safe for concurrent use.
type Server struct {
	world    *world.WhatsApp
	latency  time.Duration
	dialects []wire.Dialect
	faults   faultList
	requests requestLog
}

var _ http.Handler = (*Server)(nil)

// New returns a server, or an error if the options name an engine, version, commit or world that cannot be.
func New(o Options) (*Server, error) {
	if o.APIKey == "" {
		o.APIKey = "emulator"
	}
	if o.World == nil {
		o.World = &World{}
	}
	w, err := world.New(*o.World)
	if err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	wahaDialect, err := waha.New(w, waha.Options{
		APIKey: o.APIKey, Engine: o.WAHAEngine, Version: o.WAHAVersion, Store: o.WAHAStore,
	})
	if err != nil {
		return nil, err
	}
	nexusDialect, err := nexus.New(w, nexus.Options{APIKey: o.APIKey, Commit: o.NexusCommit})
	if err != nil {
		return nil, err
	}
	return &Server{
		world:   w,
		latency: o.Latency,
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
