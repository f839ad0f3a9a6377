package emulator

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// Effect is what a fault does to a request.
type Effect string

// The effects there are.
const (
	EffectStatus     Effect = "status"      // Answer Status and Body, do nothing.
	EffectCut        Effect = "cut"         // Close the connection, do nothing.
	EffectLoseAnswer Effect = "lose_answer" // Do it, then close the connection.
	EffectDelay      Effect = "delay"       // Do it, then wait MS before the answer.
	EffectRateLimit  Effect = "rate_limit"  // Say in the dialect's own form that there were too many requests.
	EffectDisconnect Effect = "disconnect"  // The account is logged out, from this request on.
)

// Fault makes matching requests go wrong. The first that matches and is still live wins.
type Fault struct {
	// Match is a regular expression on "METHOD path". The path has the dialect's prefix, and no query.
	Match  string `json:"match"`
	Times  int    `json:"times,omitempty"` // How often; without it, always.
	Effect Effect `json:"effect"`
	Status int    `json:"status,omitempty"`
	Body   any    `json:"body,omitempty"` // Any JSON; a string is sent raw.
	MS     int    `json:"ms,omitempty"`
}

// answer is what a fault with EffectStatus sends.
func (f Fault) answer() wire.Answer {
	switch body := f.Body.(type) {
	case nil:
		return wire.Answer{Status: f.Status}
	case string:
		return wire.Text(f.Status, body)
	default:
		return wire.JSON(f.Status, body)
	}
}

// faultList holds the faults in the order in which they were added.
type faultList struct {
	mu     sync.Mutex
	faults []*liveFault
}

// liveFault is a fault that knows how often it can still strike.
type liveFault struct {
	Fault
	pattern *regexp.Regexp
	left    int // Only with Times.
}

// add appends all of the faults, or none if one of them makes no sense.
func (l *faultList) add(faults []Fault) error {
	live := make([]*liveFault, 0, len(faults))
	for i, f := range faults {
		pattern, err := regexp.Compile(f.Match)
		if err != nil {
			return fmt.Errorf("faults[%d]: match: %w", i, err)
		}
		if err := f.check(); err != nil {
			return fmt.Errorf("faults[%d]: %w", i, err)
		}
		live = append(live, &liveFault{Fault: f, pattern: pattern, left: f.Times})
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = append(l.faults, live...)
	return nil
}

// check refuses a fault that makes no sense.
func (f Fault) check() error {
	switch f.Effect {
	case EffectCut, EffectLoseAnswer, EffectRateLimit, EffectDisconnect:
	case EffectStatus:
		if f.Status < 200 || f.Status > 599 {
			return fmt.Errorf("status %d cannot be answered", f.Status)
		}
	case EffectDelay:
		if f.MS <= 0 {
			return fmt.Errorf("a delay of %d ms is none", f.MS)
		}
	default:
		return fmt.Errorf("effect %q is not known", f.Effect)
	}
	if f.Match == "" {
		return fmt.Errorf("match is empty")
	}
	if f.Times < 0 {
		return fmt.Errorf("times is %d", f.Times)
	}
	return nil
}

// strike returns the fault for a request, if there is one, and uses it up by one.
func (l *faultList) strike(request string) (Fault, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.faults {
		if f.Times > 0 && f.left == 0 || !f.pattern.MatchString(request) {
			continue
		}
		f.left--
		return f.Fault, true
	}
	return Fault{}, false
}

// clear removes all faults.
func (l *faultList) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = nil
}
