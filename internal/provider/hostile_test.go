package provider_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/hostile"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// hostileFront stands before an emulator and exchanges answers.
type hostileFront struct {
	*emulated
	url   string
	other string

	mu sync.Mutex
	// answer is what comes in the place of the honest ones: of all, while nothing is carried out, or with onlyWrites
	// of those to writes, which are carried out.
	answer     *hostile.Answer
	onlyWrites bool
	strayed    []string
}

func newHostileFront(t *testing.T, d dialect) *hostileFront {
	t.Helper()
	f := &hostileFront{emulated: emulate(t, d, emulator.Options{APIKey: hostile.Key, World: byNumber.world()})}
	f.change(addJoinable)
	front, other := httptest.NewServer(f), httptest.NewServer(http.HandlerFunc(
		func(http.ResponseWriter, *http.Request) { f.strays("to another host") }))
	t.Cleanup(front.Close)
	t.Cleanup(other.Close)
	f.url, f.other = front.URL, other.URL
	return f
}

func (f *hostileFront) strays(where string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.strayed = append(f.strayed, where)
}

func (f *hostileFront) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == hostile.Away {
		if r.Method != http.MethodGet {
			f.strays("home, as " + r.Method)
		}
		_, _ = w.Write([]byte(hostile.Page))
		return
	}
	request := r.Method + " " + r.URL.Path
	harmless := f.requests.harmless != "" && regexp.MustCompile(f.requests.harmless).MatchString(request)
	write := !harmless && (r.Method != http.MethodGet || regexp.MustCompile(f.requests.join).MatchString(request))
	f.mu.Lock()
	answer := f.answer
	if f.onlyWrites && !write {
		answer = nil
	}
	carriedOut := answer == nil || f.onlyWrites || !write
	f.mu.Unlock()
	honest := httptest.NewRecorder()
	_, _ = honest.Body.WriteString("{}")
	if carriedOut {
		honest = httptest.NewRecorder()
		f.Server.ServeHTTP(honest, r)
	}
	if answer != nil {
		answer.Send(w, r, honest.Body.Bytes())
		return
	}
	for name, values := range honest.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(honest.Code)
	_, _ = w.Write(honest.Body.Bytes())
}

// answers has it exchange the answers from now on, or none.
func (f *hostileFront) answers(answer *hostile.Answer, onlyWrites bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer, f.onlyWrites = answer, onlyWrites
}

// config is a configuration with the provider's block, which waits only for so long as an answer may take.
func (f *hostileFront) config(answer hostile.Answer, body string) string {
	timeout := "20s"
	if answer.Slow {
		timeout = hostile.Patience.String()
	}
	key := strings.Trim(strconv.Quote(hostile.Key), `"`)
	return f.providerWith(f.url, key, fmt.Sprintf("max_retries = 0\n  request_timeout = %q", timeout)) + body
}

// hostileKinds are one answer of each kind, with one of those that have wrong values, or all with DIALECTS=all.
func hostileKinds(other string, turn int) []hostile.Answer {
	wrong := hostile.WrongEverywhere()
	if allDialects() {
		return append(hostile.Answers(other), wrong...)
	}
	kinds := []hostile.Answer{wrong[turn%len(wrong)]}
	seen := map[string]bool{}
	for _, answer := range hostile.Answers(other) {
		kind, _, _ := strings.Cut(answer.Name, ", ")
		if !seen[kind] && !answer.Large {
			seen[kind] = true
			kinds = append(kinds, answer)
		}
	}
	return kinds
}

// hostileTo are what TestHostileAnswers answers badly to: what wants something of the gateway, and what it has.
func hostileTo() (all []standing) {
	for _, wants := range wantsGateway {
		all = append(all, standing{wants.name, wants.body, wants.ability, false})
	}
	return append(all,
		standing{"a group", `resource "whatsapp_group" "x" {
  name            = "Old"
  initial_members = { "+` + anna + `" = "member" }
}`, "", true},
		standing{"a member", `resource "whatsapp_group_member" "x" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + carla + `"
}`, "", true},
		standing{"members", `resource "whatsapp_group_members" "x" {
  group_id  = "` + exampleGroup + `"
  exclusive = false
  members   = { "+` + carla + `" = "member" }
}`, "", true},
		standing{"an invite", `resource "whatsapp_group_invite" "x" {
  group_id   = "` + exampleGroup + `"
  on_destroy = "keep"
}`, "", true},
		standing{"a joined group", `resource "whatsapp_joined_group" "x" { invite = "` + joinableLink + `" }`, "", true},
	)
}

// standing is a resource or data source that is to be made, or is in the state.
type standing struct {
	name, body string
	ability    whatsapp.Ability // What the gateway needs for it.
	inState    bool
}

// TestHostileAnswers answers each resource and data source with what no gateway should: to its plan, its apply and its
// destroy. Nothing is told, what is in the state stays there until it is gone from WhatsApp, and once the answers are
// honest again, everything is as if nothing had been. Each answer is tried with one in three of them, through one
// dialect after the other, in one of the two ways; with DIALECTS=all, each is tried with all of them in every way.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	for i, wants := range hostileTo() {
		t.Run(wants.name, func(t *testing.T) {
			t.Parallel()
			for j := range hostileKinds("", i) {
				if !allDialects() && (i+j)%3 != 0 {
					continue
				}
				for k, d := range dialects {
					if !allDialects() && k != (i+j)/3%len(dialects) || wants.ability != "" && !d.can(wants.ability) {
						continue
					}
					if allDialects() || (i+j)%2 == 0 {
						f := newHostileFront(t, d)
						f.meets(t, peopled(d, wants.body), wants.inState, hostileKinds(f.other, i)[j])
					}
					if allDialects() || (i+j)%2 == 1 {
						f := newHostileFront(t, d)
						f.doneAndDenied(t, peopled(d, wants.body), wants.inState, hostileKinds(f.other, i)[j])
					}
				}
			}
		})
	}
}

// newGroup begins a group that has no timeouts.
const newGroup = `resource "whatsapp_group" "x" {`

// peopled has a group have a member where the gateway makes none without.
func peopled(d dialect, body string) string {
	body = strings.Replace(body, `{ name = "New" }`, "{\n  name = \"New\"\n}", 1)
	if d.can(whatsapp.CreateEmptyGroup) || strings.Contains(body, "initial_members") {
		return body
	}
	return strings.Replace(body, newGroup, newGroup+"\n  initial_members = { \"+"+anna+"\" = \"member\" }\n", 1)
}

// trial is a workspace that meets one answer.
type trial struct {
	*hostileFront
	*terraformtest.Workspace
	t   *testing.T
	ctx context.Context
	// name is that of the dialect and of the answer.
	name string
	log  bytes.Buffer
	// config is with the patience that a test has with the answer, and honest without.
	config, honest string
}

// begin applies what is in the state before.
func (f *hostileFront) begin(t *testing.T, body string, inState bool, answer hostile.Answer) *trial {
	t.Helper()
	r := &trial{
		hostileFront: f, Workspace: inProcess.NewWorkspace(), t: t, name: f.name + ", " + answer.Name,
		config: f.config(answer, body), honest: f.config(hostile.Answer{}, body),
	}
	if !inState {
		// A group that may have been made is looked for as long as that.
		r.config = strings.Replace(r.config, newGroup, newGroup+"\n  timeouts = { create = \"200ms\" }\n", 1)
	}
	r.ctx = tflogtest.RootLogger(t.Context(), &r.log)
	if inState {
		if _, ds := r.Apply(r.ctx, r.honest); ds.HasErrors() {
			t.Fatalf("%s: %v", r.name, ds)
		}
	}
	return r
}

// meets has a resource, or a data source, meet an answer in the place of all that would have done what was asked.
func (f *hostileFront) meets(t *testing.T, body string, inState bool, answer hostile.Answer) {
	t.Helper()
	r := f.begin(t, body, inState, answer)
	f.answers(&answer, false)
	_, ds := r.Plan(r.ctx, r.config)
	r.fit("plan", ds)
	_, ds = r.Apply(r.ctx, r.config)
	r.fit("apply", ds)
	if inState && !strings.Contains(body, "keep") {
		r.Options.SkipRefresh = true
		_, ds = r.Destroy(r.ctx, r.config)
		r.Options.SkipRefresh = false
		r.fit("destroy", ds)
		if r.State.IsEmpty() {
			t.Errorf("%s: nothing was done, and the state is empty: %v", r.name, ds)
		}
	}
	f.answers(nil, false)
	if !inState {
		r.applies()
	}
	plan, ds := r.Plan(r.ctx, r.honest)
	if ds.HasErrors() || !plan.IsEmpty() {
		t.Errorf("%s: afterwards the plan is not empty: %v", r.name, ds)
	}
	r.end()
}

// doneAndDenied has a resource meet an answer to each of its writes, which were carried out.
func (f *hostileFront) doneAndDenied(t *testing.T, body string, inState bool, answer hostile.Answer) {
	t.Helper()
	r := f.begin(t, body, inState, answer)
	f.answers(&answer, true)
	if inState {
		_, ds := r.Destroy(r.ctx, r.config)
		r.fit("destroy that is carried out", ds)
		f.answers(nil, false)
		if _, ds = r.Destroy(r.ctx, r.honest); ds.HasErrors() || !r.State.IsEmpty() {
			t.Errorf("%s: afterwards it is not destroyed: %v", r.name, ds)
		}
		r.end()
		return
	}
	_, ds := r.Apply(r.ctx, r.config)
	r.fit("apply that is carried out", ds)
	f.answers(nil, false)
	r.applies()
	r.end()
}

// applies applies with honest answers. The one thing that may be in the way is a group whose create or join was told to
// have failed: that is said, and it is not done again.
func (r *trial) applies() {
	r.t.Helper()
	_, ds := r.Apply(r.ctx, r.honest)
	groups := map[string]int{}
	for _, g := range r.World().Groups {
		if roleIn(g, own) != "" {
			groups[g.Name]++
		}
	}
	for group, n := range groups {
		if n > 1 {
			r.t.Errorf("%s: WhatsApp has %d groups called %q", r.name, n, group)
		}
	}
	named := strings.Contains(fmt.Sprint(ds), "has made a group called") ||
		strings.Contains(fmt.Sprint(ds), "WhatsApp group joined before")
	if ds.HasErrors() && !named {
		r.t.Errorf("%s: afterwards it cannot be applied: %v", r.name, ds)
		return
	}
	if plan, planned := r.Plan(r.ctx, r.honest); !ds.HasErrors() && (planned.HasErrors() || !plan.IsEmpty()) {
		r.t.Errorf("%s: after an honest apply the plan is not empty: %v", r.name, planned)
	}
}

// fit fails on a diagnostic that is not fit to be shown.
func (r *trial) fit(step string, ds terraformtest.Diagnostics) {
	r.t.Helper()
	for _, d := range ds {
		if why := hostile.Unfit(d.Summary+"\n"+d.Detail, 3000); why != "" || strings.Contains(d.Summary, "\n") {
			r.t.Errorf("%s, %s: %s: %s", r.name, step, why, d)
		}
	}
}

func (r *trial) end() {
	r.t.Helper()
	if why := hostile.Unfit(r.log.String(), r.log.Len()); why != "" {
		r.t.Errorf("%s: the log: %s", r.name, why)
	}
	if len(r.strayed) > 0 {
		r.t.Errorf("%s: a request went %v", r.name, r.strayed)
	}
}
