package gateway_test

import (
	"errors"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/gatewaytest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// target is a way to speak to the emulator.
type target struct {
	name   string
	config gateway.Config
	// prefix is where the emulator has it.
	prefix string
	// engine and version are WAHA's. Without a version it is the newest.
	engine, version string
	// commit is nexus'. Without one it is the newest.
	commit string
	// store is that NOWEB keeps one.
	store bool
	// writes is a regular expression that matches "METHOD /path" of the requests that ask for a change in WhatsApp. If
	// it is empty, these are all but GET.
	writes  string
	reports gatewaytest.Reports
}

var (
	// reportsAll is the servers that pass on what WhatsApp answers, and keep what they have met.
	reportsAll = gatewaytest.Reports{
		Refusals: true, AddedLIDs: true, RegisteredNumbers: true, MissingRights: true, RateLimits: true,
		DeadInvites: true, LeftBefore: true, SessionState: true, StatusInErrors: true, PendingGroup: true, LIDs: true,
		SessionStart: true,
	}
	// reportsNOWEB is NOWEB without its store.
	reportsNOWEB = gatewaytest.Reports{
		Refusals: true, AddedLIDs: true, RegisteredNumbers: true, MissingRights: true, RateLimits: true,
		DeadInvites: true, LeftBefore: true, SessionState: true, StatusInErrors: true, PendingGroup: true,
		SessionStart: true,
	}
	// reportsPage is the engines that drive WhatsApp's web page, whose errors are as short as "r". WEBJS answers with
	// the ids that were sent.
	reportsPage = gatewaytest.Reports{
		Refusals: true, AddedLIDs: true, RegisteredNumbers: true, SessionState: true, StatusInErrors: true,
		PendingGroup: true, LIDs: true, SessionStart: true,
	}
	reportsWEBJS = gatewaytest.Reports{
		Refusals: true, RegisteredNumbers: true, SessionState: true, StatusInErrors: true, PendingGroup: true,
		LIDs: true, SessionStart: true,
	}
	// reportsWhatsmeow is WhatsAPI, which says in an error that the account is not linked, and not in which state it
	// is.
	reportsWhatsmeow = gatewaytest.Reports{
		Refusals: true, AddedLIDs: true, MissingRights: true, RateLimits: true, DeadInvites: true, LeftBefore: true,
		SessionState: true, SessionStart: true, PendingGroup: true,
	}
	// reportsBeta is the generation that has no route for the session, and no answer where one asks to join.
	reportsBeta = gatewaytest.Reports{
		Refusals: true, AddedLIDs: true, MissingRights: true, RateLimits: true, DeadInvites: true, LeftBefore: true,
		GuessedPaths: true,
	}
	// reportsNexus is the generation that throws away what became of each person, and reads the group after joining it.
	reportsNexus = gatewaytest.Reports{
		MissingRights: true, RateLimits: true, DeadInvites: true, LeftBefore: true, SessionState: true,
		SessionStart: true,
	}
)

var targets = []target{
	{name: "WAHA NOWEB", config: gateway.Config{Kind: "waha"}, prefix: "/waha", engine: "NOWEB", reports: reportsNOWEB},
	{
		name: "WAHA NOWEB with its store", config: gateway.Config{Kind: "waha"}, prefix: "/waha", engine: "NOWEB",
		store: true, reports: reportsAll,
	},
	{name: "WAHA GOWS", config: gateway.Config{Kind: "waha"}, prefix: "/waha", engine: "GOWS", reports: reportsAll},
	{name: "WAHA WEBJS", config: gateway.Config{Kind: "waha"}, prefix: "/waha", engine: "WEBJS", reports: reportsWEBJS},
	{name: "WAHA WPP", config: gateway.Config{Kind: "waha"}, prefix: "/waha", engine: "WPP", reports: reportsPage},
	{
		name: "WhatsAPI", config: gateway.Config{Kind: "whatsapi"}, prefix: "/whatsapi", reports: reportsWhatsmeow,
		writes: "^(POST|PUT|DELETE) .*/groups/|/groups/join$|/webhook$",
	},
	{
		name: "Autonotify beta", prefix: "/autonotify/beta", reports: reportsBeta, config: gateway.Config{
			Kind: "autonotify", Autonotify: &gateway.AutonotifyOptions{API: "beta", AcceptUnverifiedPaths: true},
		},
	},
	{
		name: "Autonotify nexus", prefix: "/autonotify/nexus", reports: reportsNexus, config: gateway.Config{
			Kind: "autonotify", Autonotify: &gateway.AutonotifyOptions{API: "nexus"},
		},
		writes: "^POST .*/group/",
	},
}

// TestConformance checks the contract of a gateway for each kind, engine and generation, and that what they send is
// what coverage.yaml says.
func TestConformance(t *testing.T) {
	var sent sentRequests
	coverage, rules := readCoverage(t), gatewaytest.Rules()
	t.Cleanup(func() { // All rules have ended.
		for _, fault := range sent.uncovered(coverage, sent.harness == len(targets)*(len(rules)+1)) {
			t.Error(fault)
		}
	})
	eachRule(t, targets, rules, func(t *testing.T, target target, rule gatewaytest.Rule) {
		harness := target.harness(t)
		t.Cleanup(func() { sent.of(target, serverOf(t, harness).Requests()) })
		keepsRuleOn(t, harness, rule)
	})
	for _, target := range targets {
		harness := target.harness(t)
		beyondTheContract(t, target, harness)
		sent.of(target, serverOf(t, harness).Requests())
	}
}

// ofVersions are the names of the rules for which WAHA's versions differ: what can be read and set, and what is
// missing.
var ofVersions = regexp.MustCompile(
	`^(a group reads|the attributes|a change of|a text|what the gateway|a group is left)`)

// TestConformanceOfOldServers checks WAHA's engines in the oldest version that the adapter is written for.
func TestConformanceOfOldServers(t *testing.T) {
	rules := slices.DeleteFunc(gatewaytest.Rules(), func(rule gatewaytest.Rule) bool {
		return !ofVersions.MatchString(rule.Name)
	})
	if len(rules) < 14 {
		t.Fatalf("only %d rules have a name that begins as one of these", len(rules))
	}
	var old []target
	for _, target := range targets {
		if target.config.Kind == "waha" {
			target.version = wahaVersions[0]
			old = append(old, target)
		}
	}
	eachRule(t, old, rules, keepsRule)
}

func keepsRule(t *testing.T, target target, rule gatewaytest.Rule) {
	keepsRuleOn(t, target.harness(t), rule)
}

func keepsRuleOn(t *testing.T, harness gatewaytest.Harness, rule gatewaytest.Rule) {
	t.Helper()
	err := rule.Run(t.Context(), harness)
	var skip *gatewaytest.Skip
	if errors.As(err, &skip) {
		t.Skip(skip.Reason)
	}
	if err != nil {
		t.Error(err)
	}
}

// TestConformanceCatchesBrokenGateways makes sure that a rule which passes has looked: a gateway that breaks it on
// purpose is caught through each dialect too.
func TestConformanceCatchesBrokenGateways(t *testing.T) {
	eachRule(t, targets, gatewaytest.Rules(), func(t *testing.T, target target, rule gatewaytest.Rule) {
		err := rule.Run(t.Context(), rule.Break(target.harness(t)))
		var skip *gatewaytest.Skip
		if errors.As(err, &skip) {
			t.Skip(skip.Reason)
		}
		if err == nil {
			t.Error("the broken gateway passes")
		}
	})
}

// TestConformanceCoversEveryKind fails for a kind that was added without a line in the table.
func TestConformanceCoversEveryKind(t *testing.T) {
	for _, kind := range gateway.Kinds() {
		if !slices.ContainsFunc(targets, func(c target) bool { return c.config.Kind == kind }) {
			t.Errorf("the kind %q is not among the targets", kind)
		}
	}
}

func eachRule(
	t *testing.T, targets []target, rules []gatewaytest.Rule, test func(*testing.T, target, gatewaytest.Rule),
) {
	t.Helper()
	for _, target := range targets {
		t.Run(target.name, func(t *testing.T) {
			t.Parallel()
			for _, rule := range rules {
				t.Run(rule.Name, func(t *testing.T) {
					t.Parallel()
					test(t, target, rule)
				})
			}
		})
	}
}

// start makes an emulator with one group, and the configuration of a gateway to it. The test fails if the emulator was
// asked anything that a real server does not know.
func (c target) start(t *testing.T) (*emulator.Server, gateway.Config) {
	t.Helper()
	server, err := emulator.New(emulator.Options{
		WAHAEngine: c.engine, WAHAVersion: c.version, WAHAStore: c.store, NexusCommit: c.commit, World: world(),
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
		for _, r := range server.Requests() {
			if r.Unknown && !strings.Contains(r.Path, elsewhere) {
				t.Errorf("unknown to the server: %s %s", r.Method, r.Path)
			}
		}
	})
	config := c.config
	config.Endpoint, config.APIKey, config.RequestTimeout = web.URL+c.prefix, "emulator", 20*time.Second
	// So that what must not be repeated could be.
	config.MaxRetries = 1
	return server, config
}

// harness is a harness on an emulator of its own.
func (c target) harness(t *testing.T) gatewaytest.Harness {
	t.Helper()
	server, config := c.start(t)
	good, err := gateway.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	writes := c.writes
	if writes == "" {
		writes = "^(POST|PUT|PATCH|DELETE) "
	}
	return gatewaytest.Harness{
		Gateway: good,
		Open: func(wrong gatewaytest.Misconfiguration) (whatsapp.Gateway, error) {
			return gateway.Open(misconfigured(config, wrong))
		},
		Self:       own,
		Group:      groupID,
		PictureURL: "https://example.org/picture.jpg",
		Reports:    c.reports,
		World:      &emulatedWorld{server: server, writes: regexp.MustCompile(writes)},
		People:     people(),
	}
}

// serverOf is the emulator behind a harness.
func serverOf(t *testing.T, harness gatewaytest.Harness) *emulator.Server {
	t.Helper()
	world, is := harness.World.(*emulatedWorld)
	if !is {
		t.Fatal("the harness is not of an emulator")
	}
	return world.server
}

// elsewhere is a path that no server has.
const elsewhere = "/elsewhere"

func misconfigured(config gateway.Config, wrong gatewaytest.Misconfiguration) gateway.Config {
	switch wrong {
	case gatewaytest.WrongKey:
		config.APIKey = gatewaytest.WrongKeyValue
	case gatewaytest.WrongSession:
		config.Session = "conformance"
	case gatewaytest.WrongPath:
		config.Endpoint += elsewhere
	case gatewaytest.NobodyThere:
		// Port 1 is nobody's; the connection is refused at once.
		config.Endpoint, config.MaxRetries = "http://127.0.0.1:1", 0
	}
	return config
}

const groupID = whatsapp.JID("120363000000000001@g.us")

var own = whatsapp.Person{Phone: "12025550100", LID: "100@lid"}

func people() gatewaytest.People {
	return gatewaytest.People{
		Member:  whatsapp.Person{Phone: "12025550101", LID: "101@lid"},
		Open:    whatsapp.Person{Phone: "12025550102", LID: "102@lid"},
		Private: whatsapp.Person{Phone: "12025550103", LID: "103@lid"},
		Absent:  whatsapp.Person{Phone: "12025550104"},
		// 551133334444 is on WhatsApp, as every number is that the world does not list.
		AbsentMobile: whatsapp.Person{Phone: "5511933334444"},
		RecentlyLeft: whatsapp.Person{Phone: "12025550105"},
		Hidden:       whatsapp.Person{LID: "109@lid"},
		// WhatsApp has registered them under another spelling than is dialled. The last one is an exception: the other
		// numbers of that area code have a ninth digit.
		Respelled: []whatsapp.Person{
			{Phone: "556187654321", LID: "111@lid"}, {Phone: "5215512345678", LID: "112@lid"},
			{Phone: "5491112345678", LID: "113@lid"}, {Phone: "551187654321", LID: "114@lid"},
		},
	}
}

// world is the world that the rules expect: one group of the account, with a member and with one who hides the number.
func world() *emulator.World {
	people := people()
	person := func(p whatsapp.Person, registered bool, adds string) emulator.Person {
		return emulator.Person{Phone: string(p.Phone), LID: string(p.LID), Registered: registered, Adds: adds}
	}
	member := func(p whatsapp.Person, role string) emulator.Member {
		return emulator.Member{Phone: string(p.Phone), LID: string(p.LID), Role: role}
	}
	w := &emulator.World{
		Account: emulator.Account{Phone: string(own.Phone), LID: string(own.LID), Status: emulator.StatusConnected},
		People: []emulator.Person{
			person(people.Member, true, emulator.AddsEveryone),
			person(people.Open, true, emulator.AddsEveryone),
			person(people.Private, true, emulator.AddsNobody),
			person(people.Absent, false, emulator.AddsEveryone),
			person(people.AbsentMobile, false, emulator.AddsEveryone),
		},
		Groups: []emulator.Group{{
			ID: string(groupID), Name: "Ops", MemberAddMode: emulator.AddModeMembers,
			DisappearingMessages: emulator.DisappearingOff, AddressingMode: emulator.AddressedByPhone,
			InviteCode: "AbCdEfGhIjKlMnOpQrStU1", CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
			Owner: string(own.Phone),
			Members: []emulator.Member{
				member(own, emulator.RoleSuperadmin),
				member(people.Member, emulator.RoleMember),
				{Phone: "12025550109", LID: string(people.Hidden.LID), Role: emulator.RoleMember, HidePhone: true},
			},
			RecentlyLeft: []string{string(people.RecentlyLeft.Phone)},
		}},
	}
	for _, p := range people.Respelled {
		w.People = append(w.People, person(p, true, emulator.AddsEveryone))
	}
	return w
}
