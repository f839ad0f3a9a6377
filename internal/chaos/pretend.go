package chaos

import (
	"maps"
	"net/http"
	"net/http/httptest"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// accepted is the fault by which a gateway says, in its own words, that it has done what it has not done.
const accepted = "accepted, not done"

// accept answers a write as if it were carried out. It is undone before anybody hears of it.
func (d *door) accept(w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	d.undo(func() { d.server.ServeHTTP(answer, r) })
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // It fails only if the client has gone away.
}

// undo has the groups as they were before a call, even where another fault breaks that off.
func (d *door) undo(call func()) {
	groups := d.server.World().Groups
	defer func() {
		err := d.server.ChangeWorld(func(w *emulator.World) error {
			w.Groups = groups
			return nil
		})
		d.mu.Lock()
		defer d.mu.Unlock()
		d.errs = append(d.errs, err)
	}()
	call()
}
