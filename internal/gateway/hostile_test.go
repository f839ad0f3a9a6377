package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/hostile"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestHostileAnswers puts answers that no gateway should give in the place of each answer that one gives: every request
// of every method, through every dialect. Each call must come back in time, with an error that is fit to be shown or
// with a value that makes sense, and the next call with an honest answer as if nothing had been. Without DIALECTS=all,
// a request gets all answers in the first call that makes it, and one in thirty-two of them in each other call.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	coverage := readCoverage(t)
	var attacked attackedRoutes
	run := slices.Clone(targets)
	if !everyAnswer() {
		// NOWEB's requests are those of NOWEB with its store, and few answers differ.
		run = slices.DeleteFunc(run, func(c target) bool { return c.engine == "NOWEB" && !c.store })
	}
	t.Cleanup(func() { // All targets have ended.
		if attacked.targets < len(run) {
			return // Only a whole run shows which answers nobody asks for.
		}
		for _, g := range coverage {
			for _, o := range g.Operations {
				if o.isUsed() && o.Request != "" && attacked.routes[g.Prefix+" "+o.Request] == 0 {
					t.Errorf("%s: no call of this test asks for %q, which its row says is used", g.Gateway, o.Request)
				}
			}
		}
	})
	for _, target := range run {
		t.Run(target.name, func(t *testing.T) {
			t.Parallel()
			attacked.add(target.prefix, newAttacked(t, target, coverage).attack(t))
		})
	}
}

// everyAnswer reports whether each answer is put in each place.
func everyAnswer() bool { return os.Getenv("DIALECTS") == "all" }

// attackedRoutes counts the answers that were exchanged, by the prefix and the row of coverage.yaml.
type attackedRoutes struct {
	mu      sync.Mutex
	targets int
	routes  map[string]int
}

func (a *attackedRoutes) add(prefix string, routes map[string]int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.targets++
	if a.routes == nil {
		a.routes = map[string]int{}
	}
	for route, n := range routes {
		a.routes[prefix+" "+route] += n
	}
}

// attackedGateway is an emulator behind somebody who exchanges answers.
type attackedGateway struct {
	target
	server *emulator.Server
	config gateway.Config
	// operations are the rows of coverage.yaml that are used.
	operations []coveredOperation
	other      string
	answers    []hostile.Answer

	mu sync.Mutex
	// route is the row of which the answer is exchanged, by answer, and honest is what it would have been. Without an
	// answer the honest ones are noted.
	route  string
	answer *hostile.Answer
	honest map[string][]byte
	order  []string
	struck int
	// strayed is what has followed a redirect.
	strayed []string
}

func newAttacked(t testing.TB, target target, coverage []coveredGateway) *attackedGateway {
	t.Helper()
	server, err := emulator.New(emulator.Options{
		APIKey: hostile.Key, WAHAEngine: target.engine, WAHAStore: target.store, World: hostileWorld(),
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &attackedGateway{target: target, server: server, config: target.config}
	for _, g := range coverage {
		if g.Prefix == target.prefix {
			h.operations = g.Operations
		}
	}
	web := httptest.NewServer(h)
	// Each call has a gateway of its own, of which no connection must stay.
	web.Config.SetKeepAlivesEnabled(false)
	t.Cleanup(web.Close)
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.strayed = append(h.strayed, "to another host")
	}))
	t.Cleanup(other.Close)
	h.other, h.answers = other.URL, hostile.Answers(other.URL)
	h.config.Endpoint, h.config.APIKey = web.URL+target.prefix, hostile.Key
	return h
}

// hostileWorld has, beside the group of the account, one of somebody else.
func hostileWorld() *emulator.World {
	w := world()
	w.Groups = append(w.Groups, emulator.Group{
		ID: "120363000000000002@g.us", Name: "Theirs", InviteCode: madeUpInvite,
		AddressingMode: emulator.AddressedByPhone, CreatedAt: w.Groups[0].CreatedAt, Owner: "12025550101",
		Members: []emulator.Member{{Phone: "12025550101", LID: "101@lid", Role: emulator.RoleSuperadmin}},
	})
	w.Groups[0].Description = "On call"
	w.Groups[0].JoinRequests = []emulator.JoinRequest{{Phone: "12025550199"}}
	return w
}

const madeUpInvite = "AbCdEfGhIjKlMnOpQrStU2"

func (h *attackedGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == hostile.Away {
		h.mu.Lock()
		h.strayed = append(h.strayed, "home, as "+r.Method)
		h.mu.Unlock()
		_, _ = w.Write([]byte(hostile.Page))
		return
	}
	route := h.routeOf(r)
	h.mu.Lock()
	answer, honest := h.answer, h.honest[route]
	if answer != nil && route == h.route {
		h.struck++
	} else {
		answer = nil
	}
	h.mu.Unlock()
	if answer != nil {
		answer.Send(w, r, honest)
		return
	}
	recorder := httptest.NewRecorder()
	h.server.ServeHTTP(recorder, r)
	h.mu.Lock()
	if h.answer == nil && h.honest[route] == nil {
		h.honest[route] = recorder.Body.Bytes()
		h.order = append(h.order, route)
	}
	h.mu.Unlock()
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(recorder.Body.Bytes())
}

// routeOf is the row of coverage.yaml that a request is, or else the request.
func (h *attackedGateway) routeOf(r *http.Request) string {
	request, best, most := r.Method+" "+strings.TrimPrefix(r.URL.Path, h.prefix), "", -1
	for _, o := range h.operations {
		if words, ok := o.match(request); ok && words > most {
			best, most = o.Request, words
		}
	}
	if best == "" {
		return request
	}
	return best
}

// hostileCall is a call of a method, which returns what it has read.
type hostileCall struct {
	name string
	// reads says that it changes nothing, so that what it returns is comparable.
	reads bool
	// prepare changes what the call meets.
	prepare func(t testing.TB, server *emulator.Server)
	do      func(ctx context.Context, g whatsapp.Gateway) (any, error)
}

// nothing is what a write returns that returns only an error.
type nothing struct{}

func reading[T any](name string, do func(ctx context.Context, g whatsapp.Gateway) (T, error)) hostileCall {
	return hostileCall{name: name, reads: true, do: func(ctx context.Context, g whatsapp.Gateway) (any, error) {
		return do(ctx, g)
	}}
}

func writing(name string, do func(ctx context.Context, g whatsapp.Gateway) (any, error)) hostileCall {
	return hostileCall{name: name, do: do}
}

// ofRole calls a role's method, and does nothing where the gateway lacks the role.
func ofRole[R, T any](do func(role R, ctx context.Context) (T, error)) func(
	ctx context.Context, g whatsapp.Gateway,
) (T, error) {
	return func(ctx context.Context, g whatsapp.Gateway) (none T, _ error) {
		if role, has := whatsapp.As[R](g); has {
			return do(role, ctx)
		}
		return none, nil
	}
}

func hostileCalls(t testing.TB) []hostileCall {
	t.Helper()
	people := people()
	code, err := whatsapp.ParseInviteCode(madeUpInvite)
	if err != nil {
		t.Fatal(err)
	}
	calls := []hostileCall{
		reading("Abilities", func(ctx context.Context, g whatsapp.Gateway) (whatsapp.Abilities, error) {
			return g.Abilities(ctx)
		}),
		reading("Session", func(ctx context.Context, g whatsapp.Gateway) (whatsapp.Session, error) {
			return g.Session(ctx)
		}),
		reading("Groups", func(ctx context.Context, g whatsapp.Gateway) ([]whatsapp.Group, error) {
			return g.Groups(ctx, true)
		}),
		reading("Group", func(ctx context.Context, g whatsapp.Gateway) (whatsapp.Group, error) {
			return g.Group(ctx, groupID)
		}),
		reading("Members", func(ctx context.Context, g whatsapp.Gateway) ([]whatsapp.Member, error) {
			return g.Members(ctx, groupID)
		}),
		reading("Contact", func(ctx context.Context, g whatsapp.Gateway) (whatsapp.Person, error) {
			return g.Contact(ctx, people.Open.Phone)
		}),
		reading("InviteCode", func(ctx context.Context, g whatsapp.Gateway) (whatsapp.InviteCode, error) {
			return g.InviteCode(ctx, groupID)
		}),
		reading("InviteInfo", func(ctx context.Context, g whatsapp.Gateway) (whatsapp.Group, error) {
			return g.InviteInfo(ctx, code)
		}),
		reading("LIDs", ofRole(whatsapp.LIDLister.LIDs)),
		reading("AdminGroups", ofRole(whatsapp.AdminLister.AdminGroups)),
		writing("Refresh", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
			if role, has := whatsapp.As[whatsapp.Refresher](g); has {
				return nothing{}, role.Refresh(ctx)
			}
			return nothing{}, nil
		}),
		writing("CreateGroup", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
			return g.CreateGroup(ctx, "New", strangers(people.Open.Phone, people.Private.Phone))
		}),
		writing("Join", func(ctx context.Context, g whatsapp.Gateway) (any, error) { return g.Join(ctx, code) }),
		writing("RevokeInvite", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
			return g.RevokeInvite(ctx, groupID)
		}),
		writing("SendInvitation", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
			if role, has := whatsapp.As[whatsapp.InvitationSender](g); has {
				return nothing{}, role.SendInvitation(ctx, groupID, people.Private, whatsapp.Invitation{Code: code})
			}
			return nothing{}, nil
		}),
		writing("LeaveGroup and DeleteChat", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
			err := g.LeaveGroup(ctx, groupID)
			if role, has := whatsapp.As[whatsapp.ChatDeleter](g); has && err == nil {
				err = role.DeleteChat(ctx, groupID)
			}
			return nothing{}, err
		}),
	}
	tightLipped := calls[3]
	tightLipped.name, tightLipped.prepare = "Group that leaves settings out", leavesOut
	byLID := writing("UpdateMembers to add, by LID", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
		return g.UpdateMembers(ctx, groupID, whatsapp.AddMembers, strangers("12025550102", "12025550103"))
	})
	byLID.prepare = addressesByLID
	calls = append(calls, tightLipped, byLID)
	for _, change := range []whatsapp.Change{
		whatsapp.SetName("Renamed"), whatsapp.SetDescription("Second"), whatsapp.SetDescription(""),
		whatsapp.SetMessagesAdminsOnly(true), whatsapp.SetMessagesAdminsOnly(false), whatsapp.SetInfoAdminsOnly(true),
		whatsapp.SetMemberAddMode(whatsapp.AdminAdd), whatsapp.SetJoinApprovalRequired(true),
		whatsapp.SetPicture("\xff\xd8\xff"), whatsapp.SetPictureURL("https://example.org/picture.jpg"),
	} {
		calls = append(calls, writing(fmt.Sprintf("ChangeGroup to %T %v", change, change), func(
			ctx context.Context, g whatsapp.Gateway,
		) (any, error) {
			return nothing{}, g.ChangeGroup(ctx, groupID, change)
		}))
	}
	for _, action := range []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers, whatsapp.RemoveMembers,
	} {
		for _, person := range []whatsapp.Person{{Phone: people.Member.Phone}, people.Respelled[0], people.Hidden} {
			calls = append(calls, writing(fmt.Sprintf("UpdateMembers to %s %s", action, person), func(
				ctx context.Context, g whatsapp.Gateway,
			) (any, error) {
				return g.UpdateMembers(ctx, groupID, action, []whatsapp.Person{person})
			}))
		}
	}
	return append(calls, roleCalls()...)
}

// addressesByLID has the group's own answers name people by LID.
func addressesByLID(t testing.TB, server *emulator.Server) {
	t.Helper()
	w := server.World()
	w.Groups[0].AddressingMode = emulator.AddressedByLID
	if err := server.SetWorld(w); err != nil {
		t.Fatal(err)
	}
}

// attack exchanges the answers, and counts by row how many.
func (h *attackedGateway) attack(t *testing.T) map[string]int {
	t.Helper()
	all := everyAnswer()
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &log)
	attacked := map[string]int{}
	for turn, call := range hostileCalls(t) {
		before, order, honest := h.record(ctx, t, call)
		for _, route := range order {
			first := attacked[route] == 0
			answers := slices.Concat(h.answers, hostile.WithWrongFields(honest[route], all, turn+len(attacked)))
			for i, answer := range answers {
				if !first && !all && (i+turn)%32 != 0 {
					continue
				}
				attacked[route]++
				h.strike(ctx, t, call, route, answer, before)
			}
		}
	}
	h.fit(t, "the log", strings.ReplaceAll(log.String(), "\n", " "), len(log.String()))
	return attacked
}

// record makes a call with honest answers, and notes them.
func (h *attackedGateway) record(ctx context.Context, t testing.TB, call hostileCall) (
	value any, order []string, honest map[string][]byte,
) {
	t.Helper()
	h.reset(t, call)
	h.mu.Lock()
	h.answer, h.honest, h.order = nil, map[string][]byte{}, nil
	h.mu.Unlock()
	value, err := call.do(ctx, h.open(t, 10*time.Second))
	if err != nil && !errors.Is(err, errors.ErrUnsupported) && !strings.HasPrefix(call.name, "UpdateMembers") &&
		!strings.HasPrefix(call.name, "ChangeGroup") {
		t.Errorf("%s: %v", call.name, err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return value, h.order, h.honest
}

// reset puts the world and the emulator's faults in order.
func (h *attackedGateway) reset(t testing.TB, call hostileCall) {
	t.Helper()
	if err := h.server.SetWorld(*hostileWorld()); err != nil {
		t.Fatal(err)
	}
	h.server.ClearFaults()
	if call.prepare != nil {
		call.prepare(t, h.server)
	}
}

func (h *attackedGateway) open(t testing.TB, timeout time.Duration) whatsapp.Gateway {
	t.Helper()
	config := h.config
	config.RequestTimeout = timeout
	g, err := gateway.OpenWithin(config, hostile.MaxAnswer)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// strike makes a call while the answer of one route is exchanged, and once more with honest answers.
func (h *attackedGateway) strike(
	ctx context.Context, t testing.TB, call hostileCall, route string, answer hostile.Answer, before any,
) {
	t.Helper()
	name := fmt.Sprintf("%s, %s, %s", call.name, route, answer.Name)
	h.mu.Lock()
	h.route, h.answer, h.struck, h.strayed = route, &answer, 0, nil
	h.mu.Unlock()
	timeout := 10 * time.Second
	if answer.Slow {
		timeout = hostile.Patience
	}
	g := h.open(t, timeout)
	ctx, cancel := context.WithTimeout(ctx, 9*time.Second)
	defer cancel()
	value, err := call.do(ctx, g)
	if ctx.Err() != nil {
		t.Errorf("%s: it took longer than it may: %v", name, err)
	}
	h.mu.Lock()
	h.answer = nil
	struck, strayed := h.struck, h.strayed
	h.mu.Unlock()
	if struck == 0 && !answer.Slow {
		t.Errorf("%s: the answer was not asked for", name)
	}
	for _, where := range strayed {
		if where != "home, as GET" || h.isWrite(route) {
			t.Errorf("%s: a request went %s", name, where)
		}
	}
	if err != nil {
		h.fitError(t, name, err)
	} else {
		h.sane(t, name, value)
	}
	if !call.reads {
		h.reset(t, call)
		return
	}
	if answer.Whole && !answer.Slow {
		again, err := call.do(ctx, g)
		if err != nil && !errors.Is(err, errors.ErrUnsupported) || !reflect.DeepEqual(again, before) {
			t.Errorf("%s: after it, an honest answer gives %+v and %v, and not %+v", name, again, err, before)
		}
	}
}

// isWrite reports whether a route asks for a change, some of which one gateway does by GET.
func (h *attackedGateway) isWrite(route string) bool {
	return !strings.HasPrefix(route, "GET ") || strings.HasSuffix(route, "/groups/join")
}

// fitError fails on an error that is none of the closed set, or is not fit to be shown.
func (h *attackedGateway) fitError(t testing.TB, name string, err error) {
	t.Helper()
	var e *whatsapp.Error
	if !errors.As(err, &e) && !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%s: %T is none of the closed set: %v", name, err, err)
	}
	h.fit(t, name, err.Error(), 600)
}

// fit fails on a text that is not fit to be shown, or has several lines.
func (h *attackedGateway) fit(t testing.TB, name, text string, longest int) {
	t.Helper()
	why := hostile.Unfit(text, longest)
	if strings.Contains(text, "\n") || strings.Contains(text, madeUpInvite) {
		why = "it has several lines, or the invite code"
	}
	if why != "" {
		t.Errorf("%s: %s: %.500q", name, why, text)
	}
}

// sane fails on a value that cannot be: whoever calls a gateway takes it for what WhatsApp has.
func (h *attackedGateway) sane(t testing.TB, name string, value any) {
	t.Helper()
	in := attackOf{t, name}
	switch value := value.(type) {
	case nothing:
	case whatsapp.Abilities:
		h.fit(t, name, value.Require("fly").Error(), 600)
	case whatsapp.Session:
		h.fit(t, name, value.Status, 200)
		wiretest.CheckPerson(in, value.Self)
	case whatsapp.Group:
		h.saneGroup(t, name, value)
	case []whatsapp.Group:
		for _, g := range value {
			h.saneGroup(t, name, g)
		}
	case []whatsapp.Member:
		wiretest.CheckMembers(in, value)
	case whatsapp.Person:
		wiretest.CheckPerson(in, value)
	case []whatsapp.Person:
		for _, person := range value {
			wiretest.CheckPerson(in, person)
		}
	case whatsapp.InviteCode:
		if value.IsZero() {
			t.Errorf("%s: neither a code nor an error", name)
		}
	case whatsapp.JID:
		if value != "" && !value.IsGroup() {
			t.Errorf("%s: %q is no group", name, value)
		}
	case []whatsapp.JID:
		for _, id := range value {
			if !id.IsGroup() {
				t.Errorf("%s: %q is no group", name, id)
			}
		}
	case whatsapp.Created:
		if !value.Group.IsGroup() {
			t.Errorf("%s: it made %q, which is no group", name, value.Group)
		}
		h.saneOutcomes(t, name, value.Outcomes)
	case []whatsapp.Outcome:
		h.saneOutcomes(t, name, value)
	case []whatsapp.JoinRequest:
		for _, r := range value {
			wiretest.CheckPerson(in, r.Person)
			wiretest.CheckPerson(in, r.AddedBy)
			h.fit(t, name, string(r.Method), 200)
		}
	case []whatsapp.Webhook:
		for _, w := range value {
			if !utf8.ValidString(w.URL) {
				t.Errorf("%s: no UTF-8 in %q", name, w.URL)
			}
		}
	default:
		t.Errorf("%s: a %T", name, value)
	}
}

func (h *attackedGateway) saneGroup(t testing.TB, name string, g whatsapp.Group) {
	t.Helper()
	wiretest.CheckGroup(attackOf{t, name}, g)
	if !utf8.ValidString(g.Name) || g.Description != nil && !utf8.ValidString(*g.Description) {
		t.Errorf("%s: no UTF-8 in %+v", name, g)
	}
}

func (h *attackedGateway) saneOutcomes(t testing.TB, name string, outcomes []whatsapp.Outcome) {
	t.Helper()
	for _, o := range outcomes {
		wiretest.CheckPerson(attackOf{t, name}, whatsapp.Person{Phone: o.Registered, LID: o.LID})
		if o.Err != nil {
			h.fitError(t, name, o.Err)
		}
	}
}

// attackOf is a test whose failures name the attack.
type attackOf struct {
	testing.TB
	name string
}

func (a attackOf) Errorf(format string, args ...any) {
	a.Helper()
	a.TB.Errorf("%s: %s", a.name, fmt.Sprintf(format, args...))
}
