package gateway_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/gatewaytest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	coverageFile  = "../../coverage.yaml"
	coverageGuide = "../../templates/guides/coverage.md.tmpl"
	// planned stands for what a row of coverage.yaml will serve.
	planned = "planned"
)

// coveredGateway is what coverage.yaml says of one gateway.
type coveredGateway struct {
	Gateway    string
	Prefix     string
	Operations []coveredOperation
	// Areas are what the gateway has beside groups.
	Areas []coveredOperation
}

// coveredOperation is a row: a request or an event with what it does, and either what it serves or why it is left out.
type coveredOperation struct {
	Request, Event string
	Name, Does     string
	Seed           bool
	Use, Out       string
	// Inferred says that the request was never seen on a real server, or is not published whole.
	Inferred bool
}

func (o coveredOperation) isUsed() bool { return o.Use != "" && o.Use != planned }

// match reports whether a request, "METHOD /path", is the row's, and how many words of the path the two have in common.
func (o coveredOperation) match(request string) (words int, ok bool) {
	pattern, segments := strings.Split(o.Request, "/"), strings.Split(request, "/")
	if len(pattern) != len(segments) {
		return 0, false
	}
	for i, want := range pattern {
		switch {
		case want == segments[i]:
			words++
		case !strings.HasPrefix(want, "{") || segments[i] == "":
			return 0, false
		}
	}
	return words, true
}

func readCoverage(t testing.TB) []coveredGateway {
	t.Helper()
	text, err := os.ReadFile(coverageFile)
	if err != nil {
		t.Fatal(err)
	}
	var gateways []coveredGateway
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&gateways); err != nil {
		t.Fatal(err)
	}
	return gateways
}

// beyondTheContract makes a gateway send what no rule brings about: to invite in private, and to ask for each setting
// that the group's own object leaves out.
func beyondTheContract(t *testing.T, target target, harness gatewaytest.Harness) {
	t.Helper()
	if sender, sends := whatsapp.As[whatsapp.InvitationSender](harness.Gateway); sends {
		code, err := harness.Gateway.InviteCode(t.Context(), harness.Group)
		if err == nil {
			err = sender.SendInvitation(
				t.Context(), harness.Group, harness.People.Private, whatsapp.Invitation{Code: code})
		}
		if err != nil {
			t.Errorf("%s: %v", target.name, err)
		}
	}
	if target.config.Kind != "waha" {
		return
	}
	leavesOut(t, serverOf(t, harness))
	g, err := harness.Gateway.Group(t.Context(), harness.Group)
	if err != nil {
		t.Errorf("%s: %v", target.name, err)
		return
	}
	if g.MessagesAdminsOnly == nil || g.InfoAdminsOnly == nil {
		t.Errorf("%s: what the group leaves out is not asked for", target.name)
	}
}

// leavesOut has WAHA leave the settings out of the group's own object.
func leavesOut(t testing.TB, server *emulator.Server) {
	t.Helper()
	unset := []emulator.Replace{{Match: `"(announce|restrict|memberAddMode|joinApprovalMode|membershipApprovalMode|` +
		`IsAnnounce|IsLocked|MemberAddMode|IsJoinApprovalRequired)"`, With: `"left out"`}}
	if err := server.AddFaults(emulator.Fault{
		Match: "^GET .*@g.us$", Effect: emulator.EffectEdit, Replace: unset,
	}); err != nil {
		t.Fatal(err)
	}
}

// sentRequests are the requests of a whole run of the contract, by the prefix of the gateway.
type sentRequests struct {
	mu       sync.Mutex
	harness  int
	byPrefix map[string]map[string]struct{}
}

// of notes what a harness' gateway has sent. A real server does not know what was sent to a wrong address on purpose.
func (s *sentRequests) of(target target, requests []emulator.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.harness++
	if s.byPrefix == nil {
		s.byPrefix = map[string]map[string]struct{}{}
	}
	for _, r := range requests {
		if r.Unknown {
			continue
		}
		if s.byPrefix[target.prefix] == nil {
			s.byPrefix[target.prefix] = map[string]struct{}{}
		}
		s.byPrefix[target.prefix][r.Method+" "+strings.TrimPrefix(r.Path, target.prefix)] = struct{}{}
	}
}

// uncovered says in which way coverage.yaml and the requests differ. Only a whole run shows what nobody sends.
func (s *sentRequests) uncovered(gateways []coveredGateway, whole bool) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var faults []string
	for _, g := range gateways {
		used := map[string]bool{}
		for request := range s.byPrefix[g.Prefix] {
			var best *coveredOperation
			most := -1
			for i := range g.Operations {
				if words, ok := g.Operations[i].match(request); ok && words > most {
					best, most = &g.Operations[i], words
				}
			}
			switch {
			case best == nil:
				faults = append(faults, fmt.Sprintf("%s: %q is sent and has no row", g.Gateway, request))
			case !best.isUsed():
				faults = append(faults, fmt.Sprintf("%s: %q is sent, and its row does not say so", g.Gateway, request))
			default:
				used[best.Request] = true
			}
		}
		for _, o := range g.Operations {
			if whole && o.isUsed() && o.Request != "" && !used[o.Request] {
				faults = append(faults,
					fmt.Sprintf("%s: nobody sends %q, which its row says is used", g.Gateway, o.Request))
			}
		}
	}
	slices.Sort(faults)
	return faults
}

// Each row says one thing, and what the work began with is all there: the 50 operations and the areas beside them.
func TestCoverageHasTheSeeds(t *testing.T) {
	t.Parallel()
	seeds, inferred := map[string]int{}, map[string]int{}
	for _, g := range readCoverage(t) {
		seen := map[string]bool{}
		for _, o := range slices.Concat(g.Operations, g.Areas) {
			called := g.Gateway + ": " + o.Request + o.Event + " " + o.Does
			if (o.Use == "") == (o.Out == "") {
				t.Errorf("%s: exactly one of use and out is needed", called)
			}
			if o.Does == "" || seen[o.Request+o.Event+o.Does] {
				t.Errorf("%s: a row says what the operation does, and is the only one", called)
			}
			seen[o.Request+o.Event+o.Does] = true
			if o.Inferred {
				inferred[g.Gateway]++
			}
			if o.Seed {
				seeds[g.Gateway]++
				if o.Use == planned {
					t.Errorf("%s: only planned", called)
				}
			}
		}
		if len(g.Areas) == 0 {
			t.Errorf("%s: no row for what it has beside groups", g.Gateway)
		}
	}
	for name, want := range map[string]int{"WAHA": 20, "WhatsAPI": 18, "Autonotify beta": 12} {
		if seeds[name] != want {
			t.Errorf("%s: %d operations of the seed, want %d", name, seeds[name], want)
		}
	}
	// What to send in WhatsAPI's invitation, and all paths of the beta but that of its members.
	if diff := cmp.Diff(map[string]int{"WhatsAPI": 1, "Autonotify beta": 11}, inferred); diff != "" {
		t.Errorf("what is inferred (-want +got):\n%s", diff)
	}
}

// What is used and what is not is told apart, both ways.
func TestCoverageCatchesBothWays(t *testing.T) {
	t.Parallel()
	gateways := []coveredGateway{{Gateway: "G", Prefix: "/g", Operations: []coveredOperation{
		{Request: "GET /groups/count", Out: "no need"},
		{Request: "GET /groups/{id}", Use: "readings"},
		{Request: "PUT /groups/{id}", Use: "changes"},
	}}}
	for name, c := range map[string]struct {
		sent, want []string
	}{
		"as it says":   {[]string{"GET /groups/1", "PUT /groups/1"}, nil},
		"out and sent": {[]string{"GET /groups/1", "PUT /groups/1", "GET /groups/count"}, []string{"its row does not"}},
		"no row":       {[]string{"GET /groups/1", "PUT /groups/1", "GET /lids"}, []string{"has no row"}},
		"nobody sends": {[]string{"GET /groups/1"}, []string{"nobody sends"}},
	} {
		var requests []emulator.Request
		for _, request := range c.sent {
			method, path, _ := strings.Cut(request, " ")
			requests = append(requests, emulator.Request{Method: method, Path: "/g" + path})
		}
		var sent sentRequests
		sent.of(target{prefix: "/g"}, requests)
		faults := sent.uncovered(gateways, true)
		if len(faults) != len(c.want) || len(faults) == 1 && !strings.Contains(faults[0], c.want[0]) {
			t.Errorf("%s: %q, want %q", name, faults, c.want)
		}
	}
}

func TestTheGuideHasTheCoverage(t *testing.T) {
	t.Parallel()
	written, err := os.ReadFile(coverageGuide)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range readCoverage(t) {
		if text := g.section(); !strings.Contains(string(written), text) {
			t.Errorf("%s does not have this section:\n%s", coverageGuide, text)
		}
	}
}

// section is what the guide says of a gateway.
func (g coveredGateway) section() string {
	var text strings.Builder
	fmt.Fprintf(&text, "## %s\n\n| Operation | Request | Used for | Left out because |\n|---|---|---|---|\n", g.Gateway)
	for _, o := range g.Operations {
		does, request := o.Does, o.Request
		if o.Name != "" {
			does = fmt.Sprintf("%s (%s)", does, o.Name)
		}
		if o.Event != "" {
			request = "event " + o.Event
		}
		request = "`" + request + "`"
		if o.Inferred {
			request += " (inferred)"
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %s |\n", does, request, o.Use, o.Out)
	}
	text.WriteString("\nBeside groups:\n\n| Area | Left out because |\n|---|---|\n")
	for _, o := range g.Areas {
		fmt.Fprintf(&text, "| %s | %s |\n", o.Does, o.Out)
	}
	return text.String()
}
