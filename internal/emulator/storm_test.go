package emulator_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// keptID is a group that no hand of the storm takes anybody out of.
const keptID = "120363000000000002@g.us"

// TestStorm has everybody at the emulator at one time: clients of each dialect with requests that are right, wrong, slow
// and too large, while the world, the faults, the limits and the clock are changed. It does not panic, keeps no
// goroutine and no memory, loses nobody, and its world keeps WhatsApp's rules. DIALECTS=all has a minute of it.
func TestStorm(t *testing.T) {
	lasts := 300 * time.Millisecond
	if os.Getenv("DIALECTS") == "all" {
		lasts = 15 * time.Second
	}
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			said := listenToLog(t)
			before := resources(t)
			stormOver(t, engine, lasts)
			after := resources(t)
			if after.goroutines > before.goroutines {
				stacks := make([]byte, 1<<20)
				t.Errorf("%d goroutines are left, and there were %d:\n%s", after.goroutines, before.goroutines,
					stacks[:runtime.Stack(stacks, true)])
			}
			if after.heap > before.heap+32<<20 {
				t.Errorf("%d MB of memory are left, and there were %d", after.heap>>20, before.heap>>20)
			}
			if text := said(); text != "" {
				t.Errorf("net/http says:\n%s", text)
			}
		})
	}
}

// listenToLog hears of panics, and of answers that were written twice.
func listenToLog(t *testing.T) func() string {
	t.Helper()
	var text bytes.Buffer // The logger has a lock of its own.
	before := log.Writer()
	log.SetOutput(&text)
	t.Cleanup(func() { log.SetOutput(before) })
	return func() string {
		log.SetOutput(before)
		return text.String()
	}
}

type used struct {
	goroutines int
	heap       uint64
}

// resources are what is used once everybody has had the time to end.
func resources(t *testing.T) used {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	least := used{goroutines: 1 << 30}
	for range 20 { // Goroutines that end take a moment.
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		least.goroutines, least.heap = min(least.goroutines, runtime.NumGoroutine()), memory.HeapAlloc
		time.Sleep(5 * time.Millisecond)
	}
	return least
}

func stormOver(t *testing.T, engine string, lasts time.Duration) {
	world := oneGroup()
	kept := world.Groups[0]
	kept.ID, kept.InviteCode, kept.RecentlyLeft = keptID, "Kept000000000000000000", nil
	world.Groups = append(world.Groups, kept)
	world.Groups[1].Members = slices.Clone(world.Groups[1].Members)
	server, err := emulator.New(emulator.Options{WAHAEngine: engine, WAHAStore: true, World: &world})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	running, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(running, listener) }()

	s := &storm{
		T: t, server: server, address: listener.Addr().String(), right: recorded(t, engine),
		// It gives idle connections up before the emulator does.
		client: &http.Client{
			Transport: &http.Transport{MaxIdleConnsPerHost: 16, IdleConnTimeout: 100 * time.Millisecond}, Timeout: 5 * time.Second,
		},
	}
	ctx, calm := context.WithTimeout(t.Context(), lasts)
	defer calm()
	var hands sync.WaitGroup
	for i, hand := range []func(context.Context, *rand.Rand){
		s.rightOnes, s.rightOnes, s.adding(0), s.adding(1), s.wrongOnes, s.wrongOnes, s.slowOnes, s.slowOnes, s.largeOnes,
		toTheEnd(s.changes), toTheEnd(s.changes), toTheEnd(s.watch),
	} {
		hands.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 16))
			for ctx.Err() == nil {
				hand(ctx, r)
			}
		})
	}
	hands.Wait()

	// In the calm everybody who was to be added is, once.
	s.control("DELETE", "faults", "")
	s.control("PUT", "limits", "{}")
	s.control("PATCH", "world", `{"account":{"status":"connected","locked_until":null}}`)
	for i, phone := range s.added {
		s.send(t.Context(), s.add(i, phone))
	}
	s.mu.Lock()
	s.seen = nil
	s.mu.Unlock()
	final := s.check(server.World())
	for _, phone := range s.added {
		if !slices.Contains(final, phone) {
			t.Errorf("%s was added, and is not in the group", phone)
		}
	}
	if len(s.added) < 2 || len(server.Requests()) < 10 {
		t.Errorf("%d people were added and %d requests arrived: this was no storm", len(s.added), len(server.Requests()))
	}
	s.client.CloseIdleConnections()
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// toTheEnd is a hand that finishes what it does though the storm is over.
func toTheEnd(hand func(*rand.Rand)) func(context.Context, *rand.Rand) {
	return func(_ context.Context, r *rand.Rand) { hand(r) }
}

// storm is what all hands know.
type storm struct {
	*testing.T
	server  *emulator.Server
	address string
	client  *http.Client
	right   []ask // The adds first.

	mu    sync.Mutex
	added []string // By phone, into the group that is kept.
	seen  []string // Who was in it, in the last picture of the world.
}

// ask is a request.
type ask struct {
	method, path, body string
	header             http.Header
}

// addings are how many of the recorded requests add somebody, one for each dialect of a server.
const addings = 4

// recorded are what clients of a server's dialects send when they are right: to add, promote and remove Carla, to read
// and to create.
func recorded(t *testing.T, engine string) []ask {
	t.Helper()
	var all []ask
	world := oneGroup()
	server, err := emulator.New(emulator.Options{WAHAEngine: engine, World: &world})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		all = append(all, ask{r.Method, r.RequestURI, string(body), r.Header.Clone()})
		server.ServeHTTP(w, r)
	}))
	defer listener.Close()
	f := &fixture{t: t, server: server, url: listener.URL}
	speakers := []string{engine, "whatsapi", "beta", "nexus"}
	for _, action := range []string{"add", "promote", "demote", "remove"} {
		for _, dialect := range speakers {
			f.act(dialect, action, carla)
		}
	}
	for _, dialect := range speakers {
		f.reads(dialect)
		f.create(dialect, anna, carla)
	}
	f.setWorld(oneGroup())
	return all
}

// send sends a request and forgets the answer. It is no fault if there is none.
func (s *storm) send(ctx context.Context, a ask) {
	request, err := http.NewRequestWithContext(ctx, a.method, "http://"+s.address+a.path, strings.NewReader(a.body))
	if err != nil {
		return // A wrong one may be none at all.
	}
	request.Header = a.header.Clone()
	if answer, err := s.client.Do(request); err == nil {
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	}
}

// control tells the emulator something that it has to understand. A busy machine may need several attempts, since
// nobody may be slow here.
func (s *storm) control(method, path, body string) {
	var err error
	for range 10 {
		if err = s.tell(method, path, body); !errors.As(err, new(*url.Error)) {
			break
		}
	}
	if err != nil {
		s.Errorf("%s %s %s: %v", method, path, body, err)
	}
}

func (s *storm) tell(method, path, body string) error {
	request, err := http.NewRequestWithContext(
		s.Context(), method, "http://"+s.address+"/_emulator/"+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return &url.Error{Op: method, URL: path, Err: err}
	case strings.Contains(string(text), "none to be removed"): // Two hands may take out the same group.
	case answer.StatusCode == http.StatusBadRequest && strings.Contains(string(text), "i/o timeout"):
		return &url.Error{Op: method, URL: path, Err: os.ErrDeadlineExceeded}
	case answer.StatusCode >= 300:
		return fmt.Errorf("%d %s", answer.StatusCode, text)
	}
	return nil
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// about is a request that was recorded, about somebody else.
func (s *storm) about(r *rand.Rand) ask {
	a := pick(r, s.right)
	somebody := fmt.Sprintf("120256000%02d", r.IntN(30))
	a.body, a.path = strings.ReplaceAll(a.body, carla, somebody), strings.ReplaceAll(a.path, carla, somebody)
	return a
}

func (s *storm) rightOnes(ctx context.Context, r *rand.Rand) { s.send(ctx, s.about(r)) }

// add is the adding of somebody to the group that is kept, in one of the dialects.
func (s *storm) add(i int, phone string) ask {
	a := s.right[i%addings]
	a.path = strings.ReplaceAll(a.path, groupID, keptID)
	a.body = strings.ReplaceAll(strings.ReplaceAll(a.body, groupID, keptID), carla, phone)
	return a
}

// adding adds people to the group that is kept, each once.
func (s *storm) adding(hand int) func(context.Context, *rand.Rand) {
	n := 0
	return func(ctx context.Context, r *rand.Rand) {
		if n == 200 { // A group has an end.
			<-ctx.Done()
			return
		}
		n++
		phone := fmt.Sprintf("1202557%d%03d", hand, n)
		s.mu.Lock()
		s.added = append(s.added, phone)
		s.mu.Unlock()
		s.send(ctx, s.add(r.IntN(addings), phone))
	}
}

// wrongOnes breaks what is right, and sends what is no HTTP.
func (s *storm) wrongOnes(ctx context.Context, r *rand.Rand) {
	a := s.about(r)
	deep := strings.Repeat(pick(r, []string{"[", `{"a":`, `[{"participants":`}), 1+r.IntN(20_000))
	switch r.IntN(9) {
	case 0:
		a.body = a.body[:r.IntN(len(a.body)+1)]
	case 1:
		a.body = deep
	case 2:
		a.body = pick(r, []string{"null", "[]", "{}", "0", `""`, "\xff\xfe", `{"participants":{"id":7}}`, `{"name":null}`, "1e999"})
	case 3:
		a.method = pick(r, []string{"GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"})
	case 4:
		a.header = http.Header{"Content-Type": {pick(r, []string{"text/plain", "multipart/form-data; boundary=x", "x;;"})}}
	case 5:
		a.path += pick(r, []string{"/", "?limit=-1&offset=x", "?groupId=1&groupId=2", "/%00", "/..%2f..", "?%zz", "/%ff"})
	case 6:
		a.body = strings.ReplaceAll(a.body, "1202", strings.Repeat("9", r.IntN(5_000)))
	case 7:
		nonsense := pick(r, []string{deep, "null", "[{}]", `{"groups":{}}`, `{"now":"9999-12-31T23:59:59-23:00"}`,
			`{"advance":"9999999h"}`, `{"groups":[{"created_at":"0000-01-01T00:00:00+23:00"}]}`,
			`[{"match":"(","effect":"cut"}]`, `{"people":[{"phone":"x"}]}`, `{"adds":"0/0"}`})
		path := pick(r, []string{"world", "clock", "limits", "faults", "nothing"})
		a = ask{method: pick(r, []string{"PUT", "PATCH", "POST"}), path: "/_emulator/" + path, body: nonsense}
	default:
		s.raw(ctx, pick(r, []string{
			"\x16\x03\x01\x02\x00", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n", "\x00\x00\x00",
			"PUT /waha/x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
			"PUT /waha/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
		}), false)
		return
	}
	s.send(ctx, a)
}

// slowOnes stops in the middle of a request, or does not take the answer.
func (s *storm) slowOnes(ctx context.Context, r *rand.Rand) {
	head := pick(r, []string{"PUT /waha/api/default/groups", "POST /autonotify/nexus/api/v1/group/create", "PATCH /_emulator/world"}) +
		" HTTP/1.1\r\nHost: x\r\nX-Api-Key: emulator\r\nContent-Type: application/json\r\n"
	s.raw(ctx, pick(r, []string{
		"", head[:r.IntN(len(head))], head + "Content-Length: 1000\r\n\r\n{", head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
		"GET /_emulator/world HTTP/1.1\r\nHost: x\r\n\r\n",
	}), r.IntN(2) == 0)
}

// raw sends bytes, and then waits until the emulator has had enough, or leaves at once.
func (s *storm) raw(ctx context.Context, text string, leave bool) {
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.address)
	if err != nil {
		return // The storm is over.
	}
	defer func() { _ = connection.Close() }()
	_, _ = io.WriteString(connection, text)
	if leave {
		return
	}
	_ = connection.SetReadDeadline(time.Now().Add(5 * time.Second))
	_, err = io.Copy(io.Discard, connection)
	if failed, is := err.(net.Error); is && failed.Timeout() { //nolint:errorlint // It comes from the connection itself.
		s.Errorf("%q holds a connection", text)
	}
}

// largeOnes sends more than anybody needs, and now and then more than anybody may.
func (s *storm) largeOnes(ctx context.Context, r *rand.Rand) {
	large := strings.Repeat("9", 1<<18)
	a := s.about(r)
	switch r.IntN(10) {
	case 0:
		request, err := http.NewRequestWithContext(ctx, "POST", "http://"+s.address+"/waha/api/default/groups",
			io.LimitReader(endless{}, 60<<20))
		if err != nil {
			s.Error(err)
			return
		}
		if answer, err := s.client.Do(request); err == nil {
			_ = answer.Body.Close()
		}
		return
	case 1, 2, 3:
		a.body = strings.ReplaceAll(a.body, "1202", large)
	case 4, 5:
		a.path += "?x=" + large[:r.IntN(100_000)]
	case 6, 7:
		a.header = http.Header{"X-Long": {large[:r.IntN(100_000)]}}
	default:
		a = ask{method: "PATCH", path: "/_emulator/world", body: `{"people":[{"phone":"` + large + `x"}]}`}
	}
	s.send(ctx, a)
}

// endless has no end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// changes is what tests, and people in WhatsApp, do meanwhile. Nobody but the storm's own people leaves.
func (s *storm) changes(r *rand.Rand) {
	match := pick(r, []string{"GET", "POST", "PUT", "groups", "add$", ".*"})
	switch r.IntN(9) {
	case 0:
		s.control("PATCH", "world", fmt.Sprintf(`{"groups":[{"id":%q,"name":"Ops %d","hides_phones":%t,"addressing_mode":%q}]}`,
			groupID, r.IntN(9), r.IntN(2) == 0, pick(r, []string{"pn", "lid"})))
	case 1:
		s.control("PATCH", "world", fmt.Sprintf(`{"people":[{"phone":"120256000%02d","adds":%q}]}`, r.IntN(30),
			pick(r, []string{"nobody", "everyone"})))
	case 2:
		s.control("PATCH", "world", fmt.Sprintf(`{"account":{"status":%q}}`,
			pick(r, []string{"connected", "connected", "starting", "logged_out", "banned", "failed", "stopped"})))
	case 3:
		s.control("POST", "faults", fmt.Sprintf(`[{"match":%q,"times":2,"effect":%q}]`, match,
			pick(r, []string{"cut", "lose_answer", "rate_limit", "disconnect", "twice"})))
	case 4:
		s.control("POST", "faults", fmt.Sprintf(`[{"match":%q,"times":2,%s}]`, match, pick(r, []string{
			`"effect":"edit","merge":null,"status":500`, `"effect":"edit","merge":{"a":{"b":null}}`, `"effect":"edit","merge":[]`,
			`"effect":"edit","replace":[{"match":"","with":"$0$0"}]`, `"effect":"delay","ms":20`,
			`"effect":"status","status":204,"body":{}`, `"effect":"status","status":503,"header":{"Retry-After":["1"],"b\n d":["x"]}`,
			`"effect":"lose_answer","away":"10ms"`,
		})))
	case 5:
		s.control("DELETE", "faults", "")
	case 6:
		s.control("PUT", "limits", pick(r, []string{"{}", `{"adds":"50/1s","lock":"10ms"}`, `{"groups_per_day":45}`}))
	case 7:
		s.control("POST", "clock", `{"advance":"1h"}`)
	default:
		// So that the world does not grow with every group that is made.
		for _, g := range s.server.World().Groups[2:] {
			s.control("PATCH", "world", fmt.Sprintf(`{"groups":[{"id":%q,"removed":true}]}`, g.ID))
		}
	}
}

// watch takes pictures of the world, and looks at all that there is to see.
func (s *storm) watch(*rand.Rand) {
	s.check(s.server.World())
	for _, path := range []string{"world", "requests", "clock", "limits"} {
		s.control("GET", path, "")
	}
}

// check holds a picture of the world to WhatsApp's rules, and returns who is in the group that is kept.
func (s *storm) check(world emulator.World) []string {
	// A world that breaks a rule is refused: two people with one LID, two groups with one code, a member twice.
	again, err := emulator.New(emulator.Options{World: &world})
	if err != nil {
		s.Errorf("the world breaks a rule: %v", err)
		return nil
	}
	if diff := cmp.Diff(world, again.World()); diff != "" {
		s.Errorf("the world lacks something (-is +has to be):\n%s", diff)
	}
	kept := slices.IndexFunc(world.Groups, func(g emulator.Group) bool { return g.ID == keptID })
	if kept < 0 {
		s.Error("the group that is kept has gone")
		return nil
	}
	var members []string
	for _, m := range world.Groups[kept].Members {
		members = append(members, m.Phone)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, phone := range s.seen {
		if i >= len(members) || members[i] != phone {
			s.Errorf("%s was in the group and is no more", phone)
		}
	}
	s.seen = members
	return members
}
