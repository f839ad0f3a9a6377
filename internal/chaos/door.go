package chaos

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// door is the way of one run's processes to the gateway. It counts what goes through, lets people act, and ends the
// run.
type door struct {
	server *emulator.Server
	clock  *leaping
	writes *regexp.Regexp
	acts   []Act
	end    *End
	lies   []*lie
	// stop tells Terraform to stop. Where process is set, it ends what the program says that is to end.
	stop    context.CancelFunc
	process bool

	mu    sync.Mutex
	calls int
	// dead: the provider's processes are no more. whole: Terraform is no more either.
	dead, whole bool
	gone        chan struct{} // Closed once it is dead.
	// cancelled: Terraform has told the provider to stop, a while ago. over: the run is over.
	cancelled, over bool
	// cancelledAt is the call at which it did. reads is how many calls in a row have read WAHA's session.
	cancelledAt, reads int
	late               []string // Writes that came after that.
	// asked are the writes that the gateway has not refused, by what they are and by each number in them.
	asked  map[string]bool
	struck bool // The run was ended.
	errs   []error
	trace  func(format string, args ...any)
}

// grace is how long what is on its way may take to come to the door after the end of a run.
const grace = 30 * time.Millisecond

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	request := r.Method + " " + r.URL.Path
	d.mu.Lock()
	d.calls++
	n := d.calls
	d.trace("  call %d: %s", n, request)
	if readsSession.MatchString(request) {
		d.reads++
	} else if !configures.MatchString(request) {
		d.reads = 0
	}
	if n%patience == 0 || d.reads%patienceOfLooks == patienceOfLooks-1 {
		d.clock.After(patienceInTime)
		d.errs = append(d.errs, d.server.ChangeWorld(connectWhatStarts))
	}
	for _, a := range d.acts {
		if a.Call == n && !d.dead && !d.over {
			d.trace("  %s", a.What)
			d.errs = append(d.errs, a.do(d.server))
		}
	}
	if d.dead { // There is nobody who could send it.
		d.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	if d.writes.MatchString(request) {
		w, r = d.remember(w, r, request)
	}
	ends := d.end != nil && d.end.Call == n
	serve := d.server.ServeHTTP
	for _, lie := range d.lies {
		if lie.tell(r) {
			serve = d.accept
		}
	}
	d.mu.Unlock()
	if !ends {
		serve(w, r)
		return
	}
	if d.end.How == endCancel {
		d.interrupt()
		serve(w, r)
		return
	}
	if d.end.After {
		d.kill(func() { d.server.ServeHTTP(discard{}, r) })
	} else {
		d.kill(func() {})
	}
	panic(http.ErrAbortHandler)
}

// patience is after how many calls a session that starts is connected, and a gateway that was away is back, come what
// may: a provider would wait for minutes. patienceOfLooks is after how many looks at the session in a row.
const (
	patience        = 60
	patienceOfLooks = 20
	patienceInTime  = 10 * time.Second
)

func connectWhatStarts(w *emulator.World) error {
	if w.Account.Status == emulator.StatusStarting {
		w.Account.Status, w.Account.StartsForRequests = emulator.StatusConnected, 0
	}
	return nil
}

// interrupt is the first Ctrl-C.
func (d *door) interrupt() {
	d.trace("  interrupted")
	d.mu.Lock()
	d.struck, d.cancelledAt = true, d.calls // Before the run can end by it.
	stop := d.stop
	d.mu.Unlock()
	stop()
	time.Sleep(grace)
	if d.process { // A signal takes its way through two processes.
		time.Sleep(20 * grace)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cancelled = true
}

// kill ends the processes. The call may be carried out before.
func (d *door) kill(last func()) {
	d.mu.Lock()
	d.dead, d.struck, d.whole = true, true, d.end.How == endKilled
	d.mu.Unlock()
	func() {
		defer func() { _ = recover() }() // By a panic a fault ends the connection.
		last()
	}()
	d.mu.Lock()
	stop := d.stop
	d.mu.Unlock()
	if d.whole || d.process {
		stop()
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

// remember notes what a write asks for, and that it is late. To ask once more for what was sent before is not: who is
// in a group by then, and has no name, is named by the answer (DESIGN.md §4.2). The caller holds the lock.
func (d *door) remember(w http.ResponseWriter, r *http.Request, request string) (http.ResponseWriter, *http.Request) {
	body, err := io.ReadAll(r.Body)
	d.errs = append(d.errs, err)
	r.Body = io.NopCloser(bytes.NewReader(body))
	names := append(numbers.FindAllString(string(body), -1), "")
	if configures.MatchString(request) { // That is one thing as a whole.
		names = []string{string(body)}
	}
	var asks []string
	for _, number := range names {
		asks = append(asks, request+" "+number)
	}
	known := true
	for _, ask := range asks {
		known = known && d.asked[ask]
	}
	// A webhook is sent by reading the configuration and writing it back. A cancel does not come between the two.
	sending := !d.over && configures.MatchString(request) && d.reads >= d.calls-d.cancelledAt
	if (d.cancelled || d.over) && !known && !sending {
		d.late = append(d.late, request)
	}
	for _, ask := range asks {
		d.asked[ask] = true
	}
	return &answered{ResponseWriter: w, refused: func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		for _, ask := range asks {
			delete(d.asked, ask)
		}
	}}, r
}

var (
	configures   = regexp.MustCompile(wahaRequests[aConfigure])
	readsSession = regexp.MustCompile(wahaRequests[aSession])
)

var numbers = regexp.MustCompile(`[0-9]{8,}`)

// answered hears whether a write is refused.
type answered struct {
	http.ResponseWriter
	refused func()
}

// WriteHeader hears the status.
func (a *answered) WriteHeader(status int) {
	if status >= http.StatusBadRequest {
		a.refused()
	}
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }
