package emulator

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// controlPrefix is where the emulator itself is controlled. It needs no key, is not listed among the requests, and
// matches no fault.
const controlPrefix = "/_emulator/"

// A controlRoute is one thing that the emulator can be asked or told. openapi.yaml describes each.
type controlRoute struct {
	method, path string
	serve        func(s *Server, w http.ResponseWriter, r *http.Request)
}

var controlRoutes = []controlRoute{
	{http.MethodGet, "world", func(s *Server, w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.World()) }},
	{http.MethodPut, "world", (*Server).putWorld},
	{http.MethodPatch, "world", (*Server).patchWorld},
	{http.MethodGet, "clock", (*Server).getClock},
	{http.MethodPut, "clock", (*Server).putClock},
	{http.MethodPost, "clock", (*Server).moveClock},
	{http.MethodGet, "limits", (*Server).getLimits},
	{http.MethodPut, "limits", (*Server).putLimits},
	{http.MethodGet, "requests", (*Server).getRequests},
	{http.MethodDelete, "requests", (*Server).deleteRequests},
	{http.MethodPost, "faults", (*Server).postFaults},
	{http.MethodDelete, "faults", (*Server).deleteFaults},
	{http.MethodGet, "openapi.yaml", func(_ *Server, w http.ResponseWriter, _ *http.Request) {
		wire.Answer{
			Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/yaml"}}, Body: openAPI,
		}.Write(w)
	}},
}

// openAPI describes the routes and what they take and give.
//
//go:embed openapi.yaml
var openAPI []byte

// ownPages lets a browser in for pages of the emulator's own alone: it needs no key, so any other page that is open in
// a browser of this machine could change the world.
var ownPages = http.NewCrossOriginProtection()

func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	if err := ownPages.Check(r); err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	for _, route := range controlRoutes {
		if r.Method == route.method && r.URL.Path == controlPrefix+route.path {
			route.serve(s, w, r)
			return
		}
	}
	// Nothing else is here, whatever the method.
	http.Error(w, fmt.Sprintf("%s %s is not a part of the emulator", r.Method, r.URL.Path), http.StatusNotFound)
}

func (s *Server) putWorld(w http.ResponseWriter, r *http.Request) {
	var replaced World
	s.change(w, r, &replaced, func() error { return s.SetWorld(replaced) })
}

func (s *Server) patchWorld(w http.ResponseWriter, r *http.Request) {
	var patch json.RawMessage
	s.change(w, r, &patch, func() error {
		return s.ChangeWorld(func(w *World) (err error) {
			*w, err = patched(*w, patch)
			return err
		})
	})
}

func (s *Server) getClock(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, clockState{Now: s.world.Clock().Now().UTC(), Stopped: s.world.Clock().Stopped()})
}

func (s *Server) putClock(w http.ResponseWriter, r *http.Request) {
	var clock whole[clockState]
	s.change(w, r, &clock, func() error {
		if clock.value.Now.IsZero() {
			return errors.New("now is missing")
		}
		if err := world.CheckTime(clock.value.Now); err != nil {
			return fmt.Errorf("now: %w", err)
		}
		s.SetClock(clock.value.Now, clock.value.Stopped)
		return nil
	})
}

func (s *Server) moveClock(w http.ResponseWriter, r *http.Request) {
	var move clockMove
	s.change(w, r, &move, func() error {
		if move.Advance == 0 {
			return errors.New("advance is missing")
		}
		if err := world.CheckTime(s.world.Clock().Now().Add(time.Duration(move.Advance))); err != nil {
			return fmt.Errorf("advance: %w", err)
		}
		s.AdvanceClock(time.Duration(move.Advance))
		return nil
	})
}

func (s *Server) getLimits(w http.ResponseWriter, _ *http.Request) {
	var limits limitsState
	limits.Limits, limits.Passed = s.Limits()
	writeJSON(w, limits)
}

func (s *Server) putLimits(w http.ResponseWriter, r *http.Request) {
	var limits whole[limitsState] // What a GET has given may come back; what was passed starts anew.
	s.change(w, r, &limits, func() error { return s.SetLimits(limits.value.Limits) })
}

func (s *Server) getRequests(w http.ResponseWriter, _ *http.Request) {
	if dropped := s.requests.missing(); dropped > 0 {
		w.Header().Set("X-Dropped-Requests", strconv.Itoa(dropped))
	}
	writeJSON(w, s.Requests())
}

func (s *Server) deleteRequests(w http.ResponseWriter, _ *http.Request) {
	s.ClearRequests()
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) postFaults(w http.ResponseWriter, r *http.Request) {
	var faults []Fault
	s.change(w, r, &faults, func() error { return s.AddFaults(faults...) })
}

func (s *Server) deleteFaults(w http.ResponseWriter, _ *http.Request) {
	s.ClearFaults()
	w.WriteHeader(http.StatusNoContent)
}

// clockState is the world's clock at /_emulator/clock.
type clockState struct {
	Now     time.Time `json:"now"`
	Stopped bool      `json:"stopped"` // It stands still until it is set or moved.
}

// clockMove is by how much the clock is moved on.
type clockMove struct {
	Advance world.Duration `json:"advance"`
}

// limitsState is what holds at /_emulator/limits.
type limitsState struct {
	Limits
	Passed Passed `json:"passed"` // What was refused since the limits were set.
}

// change decodes a request's body and applies it. A field that is not known is an error: it is a misspelt one.
func (s *Server) change(w http.ResponseWriter, r *http.Request, told any, apply func() error) {
	body, done, err := s.read(w, r)
	defer done()
	if status := refusal(err); status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	if err == nil {
		err = decodeStrictly(bytes.NewReader(body), told)
	}
	if err == nil {
		err = apply()
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// whole is an object that says what holds from now on. A field of it that is null is refused: encoding/json takes it
// for one that is missing, and whoever writes it may mean anything.
type whole[T any] struct{ value T }

// UnmarshalJSON reads it.
func (o *whole[T]) UnmarshalJSON(data []byte) error {
	var had fields
	if err := json.Unmarshal(data, &had); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(had)) {
		if string(had[name]) == "null" {
			return fmt.Errorf("%s: null says nothing", name)
		}
	}
	return decodeStrictly(bytes.NewReader(data), &o.value)
}

// decodeStrictly reads one JSON value, and refuses fields that are not known.
func decodeStrictly(r io.Reader, value any) error {
	var raw json.RawMessage
	single := json.NewDecoder(r)
	if err := single.Decode(&raw); err != nil {
		return err
	}
	if _, err := single.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more than one JSON value")
	}
	if string(raw) == "null" {
		return errors.New("null says nothing") // It would leave the value as it is, which here is empty.
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	decoder.UseNumber() // The body of a fault is sent as it came, even if a number is longer than a float64.
	return decoder.Decode(value)
}

func writeJSON(w http.ResponseWriter, value any) {
	wire.JSON(http.StatusOK, value).Write(w)
}
