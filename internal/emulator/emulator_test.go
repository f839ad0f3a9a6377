package emulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// The people of the tests. All numbers are fictional.
const (
	own   = "12025550100"
	anna  = "12025550101"
	ben   = "12025550102"
	carla = "12025550103"

	ownLID   = "100000000000100@lid"
	annaLID  = "100000000000101@lid"
	benLID   = "100000000000102@lid"
	carlaLID = "100000000000103@lid"

	groupID   = "120363000000000001@g.us"
	groupCode = "AbCdEfGhIjKlMnOpQrStUv"
)

var engines = []string{"NOWEB", "GOWS", "WEBJS", "WPP"}

// response is what came back, in full.
type response struct {
	status      int
	contentType string
	body        string
}

// fixture is a running emulator.
type fixture struct {
	t      *testing.T
	server *emulator.Server
	url    string
}

func start(t *testing.T, o emulator.Options) *fixture {
	t.Helper()
	server, err := emulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	return &fixture{t: t, server: server, url: listener.URL}
}

// startWith starts one engine over a world.
func startWith(t *testing.T, engine string, world emulator.World) *fixture {
	t.Helper()
	return start(t, emulator.Options{WAHAEngine: engine, World: &world})
}

// startStored starts one engine over a world, with a store where that is a choice.
func startStored(t *testing.T, engine string, world emulator.World) *fixture {
	t.Helper()
	return start(t, emulator.Options{WAHAEngine: engine, WAHAStore: true, World: &world})
}

func (f *fixture) send(method, path, body string, header ...string) (response, error) {
	f.t.Helper()
	return f.sendWithin(f.t.Context(), method, path, body, header...)
}

func (f *fixture) sendWithin(ctx context.Context, method, path, body string, header ...string) (response, error) {
	f.t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, f.url+path, strings.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	request.Header.Set("X-Api-Key", "emulator")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return response{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	return response{answer.StatusCode, answer.Header.Get("Content-Type"), string(content)}, err
}

func (f *fixture) do(method, path, body string, header ...string) response {
	f.t.Helper()
	r, err := f.send(method, path, body, header...)
	if err != nil {
		f.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

// waha asks a route under the session, or a path from the root if it starts with /api/.
func (f *fixture) waha(method, path string, body ...string) response {
	f.t.Helper()
	if !strings.HasPrefix(path, "/api/") {
		path = "/api/default/" + path
	}
	return f.do(method, "/waha"+path, strings.Join(body, ""))
}

func (f *fixture) ask(method, path string, want response, body ...string) {
	f.t.Helper()
	if got := f.waha(method, path, body...); got != want {
		f.t.Errorf("%s %s:\n got %d %q %s\nwant %d %q %s", method, path,
			got.status, got.contentType, got.body, want.status, want.contentType, want.body)
	}
}

// exception is the interesting part of a 500.
type exception struct {
	Message string `json:"message"`
	Name    string `json:"name"`
	Data    int    `json:"data"`
	Details string `json:"details"`
}

func (f *fixture) fails(method, path string, want exception, body ...string) {
	f.t.Helper()
	got := f.waha(method, path, body...)
	var envelope struct {
		StatusCode int       `json:"statusCode"`
		Exception  exception `json:"exception"`
	}
	if err := json.Unmarshal([]byte(got.body), &envelope); err != nil || got.status != 500 || envelope.StatusCode != 500 {
		f.t.Errorf("%s %s: got %d %s, want an exception", method, path, got.status, got.body)
		return
	}
	if want.Name == "" {
		want.Name = "Error"
	}
	if diff := cmp.Diff(want, envelope.Exception); diff != "" {
		f.t.Errorf("%s %s: (-want +got)\n%s", method, path, diff)
	}
}

func boom(message string, data int) exception { return exception{Message: message, Data: data} }

func grpc(details string) exception {
	return exception{Message: "2 UNKNOWN: " + details, Details: details}
}

func page(message string) exception { return exception{Message: message} }

func typeError(property string) exception {
	return exception{Message: "Cannot read properties of undefined (reading '" + property + "')", Name: "TypeError"}
}

func jsonText(status int, body string) response {
	return response{status, "application/json; charset=utf-8", body}
}

func text(status int, body string) response {
	return response{status, "text/html; charset=utf-8", body}
}

var empty = response{status: 200}

func (f *fixture) setWorld(w emulator.World) {
	f.t.Helper()
	if err := f.server.SetWorld(w); err != nil {
		f.t.Fatal(err)
	}
}

// change edits the world by hand, as somebody with the app would.
func (f *fixture) change(edit func(*emulator.World)) {
	f.t.Helper()
	world := f.server.World()
	edit(&world)
	f.setWorld(world)
}

// group returns a group of the world.
func (f *fixture) group(id string) emulator.Group {
	f.t.Helper()
	for _, g := range f.server.World().Groups {
		if g.ID == id {
			return g
		}
	}
	f.t.Fatalf("the world has no group %s", id)
	return emulator.Group{}
}

// roles are the members of a group by phone.
func (f *fixture) roles(id string) map[string]string {
	f.t.Helper()
	roles := map[string]string{}
	for _, m := range f.group(id).Members {
		roles[m.Phone] = m.Role
	}
	return roles
}

func (f *fixture) wantRoles(id string, want map[string]string) {
	f.t.Helper()
	if diff := cmp.Diff(want, f.roles(id)); diff != "" {
		f.t.Errorf("members of %s (-want +got):\n%s", id, diff)
	}
}

// created is when every group of the tests was made.
func created() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

// oneGroup is a world with a group that the account created, with Anna as admin and Ben as member.
func oneGroup() emulator.World {
	return emulator.World{
		Account: emulator.Account{Phone: own, LID: ownLID, Status: "connected"},
		People: []emulator.Person{
			{Phone: carla, LID: carlaLID, Registered: true, Adds: "everyone"},
			{Phone: "12025550104", LID: "100000000000104@lid", Registered: true, Adds: "nobody"},
			{Phone: "12025550105", LID: "100000000000105@lid", Registered: false, Adds: "everyone"},
		},
		Groups: []emulator.Group{{
			ID: groupID, Kind: "group", Name: "Ops", Description: "On call", MemberAddMode: "all_member_add", DisappearingMessages: "off",
			AddressingMode: "pn", InviteCode: groupCode, CreatedAt: created(), Owner: own,
			Members: []emulator.Member{
				{Phone: own, LID: ownLID, Role: "superadmin"},
				{Phone: anna, LID: annaLID, Role: "admin"},
				{Phone: ben, LID: benLID, Role: "member"},
			},
			RecentlyLeft: []string{"12025550106"},
		}},
	}
}

// asMember is oneGroup with the account as a plain member of Anna's group.
func asMember() emulator.World {
	world := oneGroup()
	world.Groups[0].Owner = anna
	world.Groups[0].Members[0].Role = "member"
	world.Groups[0].Members[1].Role = "superadmin"
	return world
}

// byLID is oneGroup addressed by LID, with Ben's phone hidden.
func byLID() emulator.World {
	world := oneGroup()
	world.Groups[0].AddressingMode = "lid"
	world.Groups[0].Members[2].HidePhone = true
	return world
}

// without returns a world in which the account is not in the group.
func without(world emulator.World) emulator.World {
	world.Groups[0].Members = world.Groups[0].Members[1:]
	return world
}

// compact takes the white space out of JSON, so that a test can lay it out.
func compact(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, []byte(text)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
