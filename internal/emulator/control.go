package emulator

import (
	"bytes"
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

func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /_emulator/world":
		writeJSON(w, s.World())
	case "PUT /_emulator/world":
		var replaced World
		change(w, r, &replaced, func() error { return s.SetWorld(replaced) })
	case "PATCH /_emulator/world":
		var patch json.RawMessage
		change(w, r, &patch, func() error { return s.patchWorld(patch) })
	case "GET /_emulator/clock":
		writeJSON(w, clockState{Now: s.world.Clock().Now().UTC(), Stopped: s.world.Clock().Stopped()})
	case "PUT /_emulator/clock":
		var clock whole[clockState]
		change(w, r, &clock, func() error { return s.setClock(clock.value) })
	case "POST /_emulator/clock":
		var move struct {
			Advance world.Duration `json:"advance"`
		}
		change(w, r, &move, func() error {
			if move.Advance == 0 {
				return errors.New("advance is missing")
			}
			s.AdvanceClock(time.Duration(move.Advance))
			return nil
		})
	case "GET /_emulator/limits":
		var limits limitsState
		limits.Limits, limits.Passed = s.Limits()
		writeJSON(w, limits)
	case "PUT /_emulator/limits":
		var limits whole[limitsState] // What a GET has given may come back; what was passed starts anew.
		change(w, r, &limits, func() error { return s.SetLimits(limits.value.Limits) })
	case "GET /_emulator/requests":
		if dropped := s.requests.missing(); dropped > 0 {
			w.Header().Set("X-Dropped-Requests", strconv.Itoa(dropped))
		}
		writeJSON(w, s.Requests())
	case "DELETE /_emulator/requests":
		s.ClearRequests()
		w.WriteHeader(http.StatusNoContent)
	case "POST /_emulator/faults":
		var faults []Fault
		change(w, r, &faults, func() error { return s.AddFaults(faults...) })
	case "DELETE /_emulator/faults":
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	default:
		// Nothing else is here, whatever the method.
		http.Error(w, fmt.Sprintf("%s %s is not a part of the emulator", r.Method, r.URL.Path), http.StatusNotFound)
	}
}

// clockState is the world's clock at /_emulator/clock.
type clockState struct {
	Now     time.Time `json:"now"`
	Stopped bool      `json:"stopped"` // It stands still until it is set or moved.
}

func (s *Server) setClock(c clockState) error {
	if c.Now.IsZero() {
		return errors.New("now is missing")
	}
	s.SetClock(c.Now, c.Stopped)
	return nil
}

// limitsState is what holds at /_emulator/limits.
type limitsState struct {
	Limits
	Passed Passed `json:"passed"` // What was refused since the limits were set.
}

func (s *Server) patchWorld(patch []byte) error {
	return s.ChangeWorld(func(w *World) (err error) {
		*w, err = patched(*w, patch)
		return err
	})
}

// change decodes a request's body and applies it. A field that is not known is an error: it is a misspelt one.
func change(w http.ResponseWriter, r *http.Request, body any, apply func() error) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyDeadline)) // A recorder has none.
	if err := decodeStrictly(http.MaxBytesReader(w, r.Body, wire.MaxBody), body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	if err := apply(); err != nil {
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
