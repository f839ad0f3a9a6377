package emulator

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// Effect is what a fault does to a request.
type Effect string

// The effects there are.
const (
	EffectStatus     Effect = "status"      // Answer Status, Header and Body, do nothing.
	EffectCut        Effect = "cut"         // Close the connection, do nothing.
	EffectLoseAnswer Effect = "lose_answer" // Do it, then close the connection.
	EffectDelay      Effect = "delay"       // Do it, then wait MS before the answer.
	EffectRateLimit  Effect = "rate_limit"  // Say in the dialect's own form that there were too many requests.
	EffectDisconnect Effect = "disconnect"  // The account is logged out, from this request on.
	// EffectEdit does it and changes the answer: by Merge or Replace, and by Status and Header where they are given.
	EffectEdit Effect = "edit"
	// EffectTwice does it twice and answers once, as whatsmeow does where the line to WhatsApp breaks before an answer.
	EffectTwice Effect = "twice"
)

// Fault makes matching requests go wrong. The first that matches and is still live wins.
type Fault struct {
	// Match is a regular expression on "METHOD path". The path has the dialect's prefix, and no query.
	Match     string `json:"match"`
	MatchBody string `json:"match_body,omitempty"` // A regular expression on the request's body.
	Times     int    `json:"times,omitempty"`      // How often; without it, always.
	// Calls are the numbers of the matching requests that the fault strikes, from 1; Every is one of so many. Without
	// either, it strikes each. A request that an earlier fault has struck does not count.
	Calls  []int       `json:"calls,omitempty"`
	Every  int         `json:"every,omitempty"`
	Effect Effect      `json:"effect"`
	Status int         `json:"status,omitempty"`
	Header http.Header `json:"header,omitempty"` // Such as {"Retry-After": ["3"]}.
	Body   any         `json:"body,omitempty"`   // Any JSON; a string is sent raw.
	MS     int         `json:"ms,omitempty"`     // How long the answer takes beside the latency, with any effect.
	// Merge is a JSON merge patch (RFC 7396) on the answer of EffectEdit. Replace exchanges texts in it, in order.
	Merge   any       `json:"merge,omitempty"`
	Replace []Replace `json:"replace,omitempty"`
	// Answer says which answer of EffectTwice is sent: first, which is the default, or last.
	Answer string `json:"answer,omitempty"`
	// Away has the gateway die with this request, beside any effect: for so long by the world's clock, such as "8s",
	// all that comes after it is cut.
	Away world.Duration `json:"away,omitempty"`
}

// Replace puts a text in the place of what a regular expression matches. In the text, $1 is a group's match.
type Replace struct {
	Match string `json:"match"`
	With  string `json:"with"`
}

// answer is what a fault with EffectStatus sends.
func (f Fault) answer() wire.Answer {
	var a wire.Answer
	switch body := f.Body.(type) {
	case nil:
		a = wire.Answer{Status: f.Status}
	case string:
		a = wire.Text(f.Status, body)
	default:
		a = wire.JSON(f.Status, body)
	}
	return f.withHeader(a)
}

func (f Fault) withHeader(a wire.Answer) wire.Answer {
	for name, values := range f.Header {
		a = a.With(name, "")
		a.Header[http.CanonicalHeaderKey(name)] = values
	}
	return a
}

// faultList holds the faults in the order in which they were added.
type faultList struct {
	mu     sync.Mutex
	faults []*liveFault
	// away is until when the gateways are away.
	away time.Time
}

// liveFault is a fault that knows how often it can still strike.
type liveFault struct {
	Fault
	pattern *regexp.Regexp
	body    *regexp.Regexp
	replace []*regexp.Regexp
	merge   []byte
	seen    int // The matching requests.
	left    int // Only with Times.
}

// add appends all of the faults, or none if one of them makes no sense.
func (l *faultList) add(faults []Fault) error {
	live := make([]*liveFault, 0, len(faults))
	for i, f := range faults {
		prepared, err := prepare(f)
		if err != nil {
			return fmt.Errorf("faults[%d]: %w", i, err)
		}
		live = append(live, prepared)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = append(l.faults, live...)
	return nil
}

// prepare compiles a fault, or refuses one that makes no sense.
func prepare(f Fault) (*liveFault, error) {
	live := &liveFault{Fault: f, left: f.Times}
	var err error
	if live.pattern, err = regexp.Compile(f.Match); err != nil {
		return nil, fmt.Errorf("match: %w", err)
	}
	if live.body, err = regexp.Compile(f.MatchBody); err != nil {
		return nil, fmt.Errorf("match_body: %w", err)
	}
	for _, r := range f.Replace {
		pattern, err := regexp.Compile(r.Match)
		if err != nil {
			return nil, fmt.Errorf("replace: %w", err)
		}
		live.replace = append(live.replace, pattern)
	}
	if f.Merge != nil {
		live.merge = wire.JSON(http.StatusOK, f.Merge).Body
	}
	return live, f.check()
}

// dead strikes while the gateways are away.
var dead = &liveFault{Fault: Fault{Effect: EffectCut}}

// maxDelay is a day in milliseconds.
const maxDelay = 24 * 60 * 60 * 1000

// check refuses a fault that makes no sense.
func (f Fault) check() error {
	switch f.Effect {
	case EffectCut, EffectLoseAnswer, EffectRateLimit, EffectDisconnect, EffectTwice:
	case EffectStatus:
		if f.Status < 200 || f.Status > 599 {
			return fmt.Errorf("status %d cannot be answered", f.Status)
		}
	case EffectDelay:
		if f.MS <= 0 {
			return fmt.Errorf("a delay of %d ms is none", f.MS)
		}
	case EffectEdit:
		if f.Merge == nil && len(f.Replace) == 0 && f.Status == 0 && len(f.Header) == 0 {
			return fmt.Errorf("an edit without merge, replace, status and header changes nothing")
		}
		if f.Merge != nil && len(f.Replace) > 0 {
			return fmt.Errorf("an edit has merge or replace, and not both")
		}
	default:
		return fmt.Errorf("effect %q is not known", f.Effect)
	}
	answers := f.Effect == EffectStatus || f.Effect == EffectEdit
	switch {
	case f.Match == "":
		return fmt.Errorf("match is empty")
	case f.Times < 0 || f.Every < 0 || f.MS < 0:
		return fmt.Errorf("times is %d, every is %d and ms is %d", f.Times, f.Every, f.MS)
	case f.MS > maxDelay:
		return fmt.Errorf("ms is %d, and %d are a day, the longest delay there is", f.MS, maxDelay)
	case len(f.Calls) > 0 && (f.Every > 0 || f.Times > 0):
		return fmt.Errorf("calls says which requests are struck, so that every and times say nothing more")
	case slices.ContainsFunc(f.Calls, func(n int) bool { return n < 1 }):
		return fmt.Errorf("calls is %v, and the first call is 1", f.Calls)
	case !answers && (f.Status != 0 || len(f.Header) > 0):
		return fmt.Errorf("status and header say nothing with the effect %s", f.Effect)
	case f.Effect != EffectStatus && f.Body != nil:
		return fmt.Errorf("body says nothing with the effect %s", f.Effect)
	case f.Effect != EffectEdit && (f.Merge != nil || len(f.Replace) > 0):
		return fmt.Errorf("merge and replace say nothing with the effect %s", f.Effect)
	case f.Effect == EffectEdit && f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("status %d cannot be answered", f.Status)
	case f.Answer != "" && (f.Effect != EffectTwice || f.Answer != "first" && f.Answer != "last"):
		return fmt.Errorf("answer %q is not first or last of the effect twice", f.Answer)
	}
	return nil
}

// delay is what the fault adds to the latency.
func (f Fault) delay() time.Duration { return time.Duration(f.MS) * time.Millisecond }

// edit is the answer with the changes of EffectEdit. A merge of what is no JSON is the mistake of whoever made the
// fault, and is said so.
func (f *liveFault) edit(a wire.Answer) wire.Answer {
	if a.Status == 0 {
		return a
	}
	if f.merge != nil {
		merged, err := jsonpatch.MergePatch(a.Body, f.merge)
		if err != nil {
			return wire.Text(http.StatusInternalServerError, "the fault cannot merge into "+string(a.Body))
		}
		a.Body = merged
	}
	for i, pattern := range f.replace {
		a.Body = pattern.ReplaceAll(a.Body, []byte(f.Replace[i].With))
	}
	if f.Status != 0 {
		a.Status = f.Status
	}
	return f.withHeader(a)
}

// strike returns the fault for a request that comes now, or nil, and uses it up by one.
func (l *faultList) strike(now time.Time, request string, body []byte) *liveFault {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Before(l.away) {
		return dead
	}
	for _, f := range l.faults {
		if f.Times > 0 && f.left == 0 || !f.pattern.MatchString(request) || !f.body.Match(body) {
			continue
		}
		f.seen++
		if len(f.Calls) > 0 && !slices.Contains(f.Calls, f.seen) || f.Every > 0 && f.seen%f.Every != 0 {
			continue
		}
		f.left--
		if f.Away > 0 {
			l.away = now.Add(time.Duration(f.Away))
		}
		return f
	}
	return nil
}

// clear removes all faults.
func (l *faultList) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults, l.away = nil, time.Time{}
}
