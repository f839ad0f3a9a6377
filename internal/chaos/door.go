package chaos

import (
	"context"
	"net/http"
	"regexp"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// door is the way of one run's processes to the gateway. It counts what goes through, lets people act, and ends the run.
type door struct {
	server *emulator.Server
	writes *regexp.Regexp
	acts   []Act
	end    *End
	// stop tells Terraform to stop.
	stop context.CancelFunc

	mu    sync.Mutex
	calls int
	// dead: the provider's processes are no more. whole: Terraform is no more either.
	dead, whole bool
	gone        chan struct{} // Closed once it is dead.
	// cancelled: Terraform has told the provider to stop, a while ago. over: the run is over.
	cancelled, over bool
	late            []string // Writes that came after that.
	struck          bool     // The run was ended.
	errs            []error
}

// grace is how long what is on its way may take to come to the door after the end of a run.
const grace = 5 * time.Millisecond

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	request := r.Method + " " + r.URL.Path
	d.mu.Lock()
	d.calls++
	n := d.calls
	for _, a := range d.acts {
		if a.Call == n {
			if err := a.do(d.server); err != nil {
				d.errs = append(d.errs, err)
			}
		}
	}
	if d.dead { // There is nobody who could send it.
		d.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	if (d.cancelled || d.over) && d.writes.MatchString(request) {
		d.late = append(d.late, request)
	}
	ends := d.end != nil && d.end.Call == n
	d.mu.Unlock()
	if !ends {
		d.server.ServeHTTP(w, r)
		return
	}
	if d.end.How == endCancel {
		d.interrupt()
		d.server.ServeHTTP(w, r)
		return
	}
	if d.end.After {
		d.kill(func() { d.server.ServeHTTP(discard{}, r) })
	} else {
		d.kill(func() {})
	}
	panic(http.ErrAbortHandler)
}

// interrupt is the first Ctrl-C.
func (d *door) interrupt() {
	d.stop()
	time.Sleep(grace)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cancelled, d.struck = true, true
}

// kill ends the processes. The call may be carried out before.
func (d *door) kill(last func()) {
	d.mu.Lock()
	d.dead, d.struck, d.whole = true, true, d.end.How == endKilled
	d.mu.Unlock()
	last()
	if d.end.How == endKilled {
		d.stop()
	}
	close(d.gone)
}

// close is the end of the run.
func (d *door) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
}

// discard is where an answer goes that nobody hears.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}
