package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The webhooks of configurations and those of others. No event is one that the emulator sends: nobody listens.
const (
	ourWebhooks   = "https://example.org/"
	theirWebhooks = "https://example.net"
	// thereURL is a webhook that the session may have from the start, and that one workspace adopts.
	thereURL = ourWebhooks + "there"
)

// The secrets of webhooks.
const (
	theirKey    = "chaos-hmac-of-others-77b1"
	headerValue = "chaos-header-5e0c"
)

var (
	hmacKeys      = []string{"chaos-hmac-one-1c40", "chaos-hmac-two-90fe"}
	webhookEvents = []string{"message", "message.any", "session.status", "presence.update", "group.v2.update"}
	handNames     = slices.Sorted(maps.Keys(byHand))
)

// sessions are the configurations that a session may have from the start.
var sessions = []string{
	"", `{"webhooks":null,"proxy":null}`,
	`{"debug":false,"webhooks":[` + string(theirEntry("/theirs").raw) + `],"metadata":{"n":1.0,"a":"x"}}`,
	`{"webhooks":[{"url":"` + thereURL + `","events":["message"],"retries":null,"more":1},` +
		string(theirEntry("/theirs").raw) + `]}`,
}

// addWebhook adds a block, with an address that no other one ever has: to move it is to say so.
func (g *generator) addWebhook(c *Config) {
	r := Resource{Type: typeWebhook, Label: g.label(), Args: map[string]string{}}
	url := ourWebhooks + r.Label
	if there := quoted(thereURL); g.workspace == 0 && g.one(3) && !slices.ContainsFunc(c.Resources,
		func(r Resource) bool { return r.Type == typeWebhook && r.Args["url"] == there }) {
		url = thereURL
	}
	r.Args["url"], r.Args["events"] = quoted(url), g.events()
	c.Resources = append(c.Resources, r)
}

func (g *generator) events() string {
	events := slices.Clone(webhookEvents)
	g.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	return `["` + strings.Join(events[:1+g.IntN(3)], `", "`) + `"]`
}

// alterWebhook changes one thing of a webhook.
func (g *generator) alterWebhook(r *Resource) {
	// either sets an argument or leaves it out.
	either := func(name, value string) {
		if delete(r.Args, name); !g.one(3) {
			r.Args[name] = value
		}
	}
	switch g.IntN(8) {
	case 0:
		first, _, _ := strings.Cut(strings.TrimPrefix(r.argument("url"), ourWebhooks), "/")
		r.Args["url"] = quoted(ourWebhooks + first + pick(g, []string{"", "/one", "/two"}))
	case 1, 2:
		either("headers", fmt.Sprintf("{ X-Team = \"%s-%d\" }", headerValue, g.IntN(2)))
	case 3, 4:
		either("retries", pick(g, []string{
			"{ delay_seconds = 0, attempts = 1 }", `{ delay_seconds = 2, attempts = 5, policy = "constant" }`,
		}))
	case 5:
		delete(r.Args, "hmac_key_wo")
		delete(r.Args, "hmac_key_wo_version")
		either("hmac_key", quoted(pick(g, hmacKeys)))
	case 6:
		version := g.IntN(len(hmacKeys))
		delete(r.Args, "hmac_key")
		r.Args["hmac_key_wo"], r.Args["hmac_key_wo_version"] = quoted(hmacKeys[version]), fmt.Sprint(version)
	default:
		r.Args["events"] = g.events()
	}
}

// webhookMoves are the moves that stay in a configuration: one that no run has come to would leave two resources of
// one webhook, which no plan takes.
func (c Config) webhookMoves() [][2]string {
	return slices.DeleteFunc(slices.Clone(c.Moved), func(m [2]string) bool {
		return !strings.HasPrefix(m[0], typeWebhook+".")
	})
}

// aroundWebhooks has something happen to the session, where a run has webhooks.
func (g *generator) aroundWebhooks(s *Step) {
	if !slices.ContainsFunc(s.Runs, func(r Run) bool { return r.Config.has(typeWebhook, "") }) {
		return
	}
	if g.one(4) {
		s.Acts = append(s.Acts, Act{Call: g.IntN(2) * g.IntN(12), What: pick(g, handNames), Group: g.IntN(3)})
	}
	if g.one(3) {
		f := Fault{Name: pick(g, sessionFaults), On: pick(g, []string{aSession, aConfigure, aConfigure})}
		if kind := faultKinds[f.Name]; !slices.Contains(kind.on, f.On) && !slices.Contains(kind.on, aWrite) {
			f.On = pick(g, kind.on)
		}
		if g.one(2) {
			f.Calls = []int{1 + g.IntN(4)}
		} else {
			f.Times = 1 + g.IntN(2)
		}
		s.Faults = append(s.Faults, f)
	}
}

// sessionFaults are those that strike the session's own routes.
var sessionFaults = []string{
	"400", "401", "404", "500", "502", "HTML of a proxy", "false 200", "204", "429 with a time", "limited", "cut",
	"lost answer", "away", "logged out", echoOfSession,
}
