package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// controlPrefix is where the emulator itself is controlled. It needs no key, is not listed among the requests, and
// matches no fault.
const controlPrefix = "/_emulator/"

func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /_emulator/world":
		writeJSON(w, s.World())
	case "PUT /_emulator/world":
		var world World
		change(w, r, &world, func() error { return s.SetWorld(world) })
	case "GET /_emulator/requests":
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

// change decodes a request's body and applies it. A field that is not known is an error: it is a misspelt one.
func change(w http.ResponseWriter, r *http.Request, body any, apply func() error) {
	if err := decodeStrictly(http.MaxBytesReader(w, r.Body, wire.MaxBody), body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := apply(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// decodeStrictly reads one JSON value, and refuses fields that are not known.
func decodeStrictly(r io.Reader, value any) error {
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	decoder.UseNumber() // The body of a fault is sent as it came, even if a number is longer than a float64.
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more than one JSON value")
	}
	return nil
}

func writeJSON(w http.ResponseWriter, value any) {
	wire.JSON(http.StatusOK, value).Write(w)
}
