package world

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits are how much WhatsApp lets the account do before it refuses. Nobody has published WhatsApp's own; that it
// refuses as these do is inferred (evidence/whatsapp.md §10). The zero value limits nothing.
type Limits struct {
	GroupsPerDay int       `json:"groups_per_day,omitempty"` // Groups that are made.
	Adds         Frequency `json:"adds,omitzero"`            // Calls that add people, whomever and how many.
	People       Frequency `json:"people,omitzero"`          // People who are added, by such calls or with a new group.
	LookUps      Frequency `json:"lookups,omitzero"`         // Numbers that are looked up.
	// Lock is for how long the account is locked once a limit is passed, such as "1h". Without it, it is not.
	Lock Duration `json:"lock,omitzero"`
}

// Passed counts what was refused because of a limit.
type Passed struct {
	Groups  int `json:"groups"`
	Adds    int `json:"adds"`
	People  int `json:"people"`
	LookUps int `json:"lookups"`
}

// Frequency is so many in some time, written "4/2s".
type Frequency struct {
	Count int
	In    time.Duration
}

// String is the form in which it is written.
func (f Frequency) String() string { return strconv.Itoa(f.Count) + "/" + f.In.String() }

// MarshalText is String.
func (f Frequency) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads "4/2s".
func (f *Frequency) UnmarshalText(text []byte) error {
	count, in, _ := strings.Cut(string(text), "/")
	n, err := strconv.Atoi(count)
	d, errIn := time.ParseDuration(in)
	if err != nil || errIn != nil || n < 1 || d <= 0 {
		return fmt.Errorf("%q is not like 4/2s", text)
	}
	f.Count, f.In = n, d
	return nil
}

// Duration is a duration that is written "1h".
type Duration time.Duration

// MarshalJSON writes it.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(d).String()) }

// UnmarshalJSON reads it.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("%s is not like \"1h\"", data)
	}
	parsed, err := time.ParseDuration(text)
	if err != nil || parsed < 0 {
		return fmt.Errorf("%q is not like 1h", text)
	}
	*d = Duration(parsed)
	return nil
}

// ParseLimits reads "groups_per_day=45,adds=4/2s,people=100/1h,lookups=20/1m,lock=1h".
func ParseLimits(text string) (Limits, error) {
	fields := map[string]any{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return Limits{}, fmt.Errorf("%q is not like adds=4/2s", part)
		}
		if _, twice := fields[name]; twice {
			return Limits{}, fmt.Errorf("%s is there twice", name)
		}
		fields[name] = value
		if n, err := strconv.Atoi(value); err == nil {
			fields[name] = n
		}
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return Limits{}, err
	}
	var limits Limits
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&limits); err != nil {
		return Limits{}, err
	}
	return limits, limits.check()
}

func (l Limits) check() error {
	if l.GroupsPerDay < 0 {
		return fmt.Errorf("groups_per_day is %d", l.GroupsPerDay)
	}
	if (l == Limits{Lock: l.Lock}) && l.Lock > 0 {
		return fmt.Errorf("lock says what happens once a limit is passed, and there is none")
	}
	return nil
}

// limiter counts by the world's clock.
type limiter struct {
	limits                        Limits
	passed                        Passed
	groups, adds, people, lookUps window
}

func newLimiter(l Limits) limiter {
	return limiter{
		limits: l, groups: window{Frequency: Frequency{l.GroupsPerDay, 24 * time.Hour}},
		adds: window{Frequency: l.Adds}, people: window{Frequency: l.People}, lookUps: window{Frequency: l.LookUps},
	}
}

// window lets no more through than so many in any span of its time.
type window struct {
	Frequency
	taken []time.Time // The last ones, the oldest first.
}

func (w *window) take(now time.Time) bool {
	if w.Count == 0 {
		return true
	}
	for len(w.taken) > 0 && !now.Before(w.taken[0].Add(w.In)) {
		w.taken = w.taken[1:]
	}
	if len(w.taken) >= w.Count {
		return false
	}
	w.taken = append(w.taken, now)
	return true
}

// SetLimits replaces the limits, and forgets what was done and passed so far.
func (w *WhatsApp) SetLimits(l Limits) error {
	if err := l.check(); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.limiter = newLimiter(l)
	return nil
}

// Limits are the limits that hold, and what was refused because of them.
func (w *WhatsApp) Limits() (Limits, Passed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.limiter.limits, w.limiter.passed
}

// allow takes one from a limit. Once there is none left it counts, and may lock the account.
func (w *WhatsApp) allow(limit *window, passed *int) bool {
	now := w.clock.Now()
	if limit.take(now) {
		return true
	}
	*passed++
	if lock := time.Duration(w.limiter.limits.Lock); lock > 0 {
		w.account.LockedUntil = now.Add(lock).UTC().Truncate(time.Second)
	}
	return false
}

// AskForNumber is what every look-up of a number begins with. It fails with ErrTooMany.
func (w *WhatsApp) AskForNumber() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.allow(&w.limiter.lookUps, &w.limiter.passed.LookUps) {
		return ErrTooMany
	}
	return nil
}
