package wiretest

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ProxyPassword is the value of a header that gateways are configured with in these tests. It must show in no error.
const ProxyPassword = "proxy-password"

// pictureToken is a part of the address of a picture, which may be signed.
const pictureToken = "picture-token"

// CheckError fails on an error that is not fit to be shown: it is long, has a secret or another text in it that it must
// not have, or is none of the domain.
func CheckError(t testing.TB, name string, err error, longest int, unfit ...string) {
	t.Helper()
	text := err.Error()
	for _, part := range append([]string{Key, Code, ProxyPassword, pictureToken, "<html", "\n"}, unfit...) {
		if strings.Contains(text, part) {
			t.Errorf("%s: the error has %q in it: %s", name, part, text)
		}
	}
	if len(text) > longest {
		t.Errorf("%s: the error is long: %s", name, text)
	}
	var e *whatsapp.Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %T is no *whatsapp.Error", name, err)
	}
}

// kinds has a call of each kind. What a failure means is decided by the kind of call, and by what was sent.
var kinds = []string{
	"Group", "CreateGroup", "SetName", "SetPictureURL", "UpdateMembers", "LeaveGroup", "InviteCode", "InviteInfo",
	"Join",
}

// CheckRecorded answers every call with every recorded answer, and a call of each kind with each answer and the
// statuses of failures. It checks the errors. The exceptions are paths that are always answered with the same text.
func CheckRecorded(
	t *testing.T, open func(endpoint string) whatsapp.Gateway, exceptions map[string]string, failures []int,
	check func(name string, err error),
) {
	t.Helper()
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	var status atomic.Int64
	var body atomic.Pointer[string]
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		rw.WriteHeader(int(status.Load()))
		text, fixed := exceptions[req.URL.Path]
		if !fixed {
			text = *body.Load()
		}
		_, _ = io.WriteString(rw, text)
	}))
	defer server.Close()
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		body.Store(new(Testdata(t, entry.Name())))
		for _, code := range append([]int{http.StatusOK}, failures...) {
			status.Store(int64(code))
			calls := callsOf(t.Context(), t, open(server.URL))
			if code != http.StatusOK {
				maps.DeleteFunc(calls, func(name string, _ func() error) bool { return !slices.Contains(kinds, name) })
			}
			for name, err := range callAll(calls) {
				if err != nil {
					check(entry.Name()+" "+name, err)
				}
			}
		}
	}
}

// CheckOnTheWay calls everything at a server that is not there, at one that cuts, and at one that is silent. It fails
// unless every call ends with the error that is due, but for those that send nothing.
func CheckOnTheWay(
	t *testing.T, open func(endpoint string, timeout time.Duration) whatsapp.Gateway, unsent []string,
	check func(name string, err error),
) {
	t.Helper()
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		panic(http.ErrAbortHandler)
	}))
	defer cut.Close()
	for name, test := range map[string]struct {
		endpoint string
		timeout  time.Duration
		want     error
	}{
		// Port 1 is nobody's; the connection is refused at once.
		"gone":   {"http://127.0.0.1:1", 10 * time.Second, whatsapp.ErrUnreachable},
		"cut":    {cut.URL, 10 * time.Second, whatsapp.ErrOutcomeUnknown},
		"silent": {Silent(t), 200 * time.Millisecond, whatsapp.ErrOutcomeUnknown},
	} {
		for call, err := range CallEverything(t.Context(), t, open(test.endpoint, test.timeout)) {
			if slices.Contains(unsent, call) && (err == nil || errors.Is(err, errors.ErrUnsupported)) {
				continue
			}
			if !errors.Is(err, test.want) {
				t.Errorf("%s %s: %v", name, call, err)
				continue
			}
			check(name+" "+call, err)
		}
	}
}

// Silent is the address of a server that never answers.
func Silent(t testing.TB) string {
	t.Helper()
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		select {
		case <-done:
		case <-req.Context().Done():
		}
	}))
	t.Cleanup(func() {
		close(done)
		server.Close()
	})
	return server.URL
}

// CallEverything calls every method of a gateway, roles included, at once, and gives what each of them failed with.
func CallEverything(ctx context.Context, t testing.TB, g whatsapp.Gateway) map[string]error {
	t.Helper()
	return callAll(callsOf(ctx, t, g))
}

// callsOf are the calls of every method of a gateway.
func callsOf(ctx context.Context, t testing.TB, g whatsapp.Gateway) map[string]func() error {
	t.Helper()
	code, people := InviteCode(t), Phones(Bob)
	change := func(change whatsapp.Change) func() error {
		return func() error { return g.ChangeGroup(ctx, Group, change) }
	}
	calls := map[string]func() error{
		"Abilities":             func() error { return errorOf(g.Abilities(ctx)) },
		"Session":               func() error { return errorOf(g.Session(ctx)) },
		"Contact":               func() error { return errorOf(g.Contact(ctx, Bob)) },
		"Groups":                func() error { return errorOf(g.Groups(ctx, true)) },
		"Group":                 func() error { return errorOf(g.Group(ctx, Group)) },
		"Members":               func() error { return errorOf(g.Members(ctx, Group)) },
		"CreateGroup":           func() error { return errorOf(g.CreateGroup(ctx, "Ops", people)) },
		"SetName":               change(whatsapp.SetName("Ops")),
		"SetDescription":        change(whatsapp.SetDescription("On call")),
		"ClearDescription":      change(whatsapp.SetDescription("")),
		"SetMessagesAdminsOnly": change(whatsapp.SetMessagesAdminsOnly(true)),
		"SetPicture":            change(whatsapp.SetPicture("\xff\xd8\xff")), // The first bytes of a JPEG.
		"SetPictureURL":         change(whatsapp.SetPictureURL("https://example.org/" + pictureToken + ".jpg")),
		"LeaveGroup":            func() error { return g.LeaveGroup(ctx, Group) },
		"UpdateMembers": func() error {
			return errorOf(g.UpdateMembers(ctx, Group, whatsapp.AddMembers, people))
		},
		"InviteCode":   func() error { return errorOf(g.InviteCode(ctx, Group)) },
		"RevokeInvite": func() error { return errorOf(g.RevokeInvite(ctx, Group)) },
		"InviteInfo":   func() error { return errorOf(g.InviteInfo(ctx, code)) },
		"Join":         func() error { return errorOf(g.Join(ctx, code)) },
	}
	if role, has := whatsapp.As[whatsapp.LIDLister](g); has {
		calls["LIDs"] = func() error { return errorOf(role.LIDs(ctx)) }
	}
	if role, has := whatsapp.As[whatsapp.Refresher](g); has {
		calls["Refresh"] = func() error { return role.Refresh(ctx) }
	}
	if role, has := whatsapp.As[whatsapp.ChatDeleter](g); has {
		calls["DeleteChat"] = func() error { return role.DeleteChat(ctx, Group) }
	}
	if role, has := whatsapp.As[whatsapp.InvitationSender](g); has {
		calls["SendInvitation"] = func() error {
			return role.SendInvitation(ctx, Group, people[0], whatsapp.Invitation{Code: code})
		}
	}
	return calls
}

// callAll calls at once, and gives what each call failed with.
func callAll(calls map[string]func() error) map[string]error {
	var (
		running sync.WaitGroup
		mu      sync.Mutex
		failed  = make(map[string]error, len(calls))
	)
	for name, call := range calls {
		running.Go(func() {
			err := call()
			mu.Lock()
			defer mu.Unlock()
			failed[name] = err
		})
	}
	running.Wait()
	return failed
}

func errorOf[T any](_ T, err error) error { return err }
