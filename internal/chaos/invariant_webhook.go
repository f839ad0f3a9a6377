package chaos

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// strangeWebhooks: what no resource has of the session's configuration stays as it is, byte by byte.
func (o *observed) strangeWebhooks() []string {
	if o.touchesSession() {
		return nil
	}
	known := o.knownWebhooks()
	strange := func(s session) (parts []string) {
		for _, f := range s.fields {
			parts = append(parts, quoted(f.name)+":"+string(f.raw))
		}
		for _, e := range s.entries {
			if !known[e.URL] {
				parts = append(parts, string(e.raw))
			}
		}
		return parts
	}
	before, after := strange(o.sessionBefore), strange(o.sessionAfter)
	// What was made and is of nobody is an orphan, and no stranger.
	after = slices.DeleteFunc(after, func(part string) bool {
		return !slices.Contains(before, part) && o.isNewWebhook(part)
	})
	if slices.Equal(before, after) {
		return nil
	}
	return []string{fmt.Sprintf("the session had %q, and has %q", before, after)}
}

// knownWebhooks are the addresses that a resource has or had in the step.
func (o *observed) knownWebhooks() map[string]bool {
	known := map[string]bool{}
	states := append(o.states[:], o.statesBefore[:]...)
	for _, run := range o.runs {
		states = append(states, run.before, run.after, run.prior)
	}
	for _, s := range states {
		for _, h := range holds(s) {
			if h.kind == typeWebhook {
				known[h.text("url")] = true
			}
		}
	}
	return known
}

// isNewWebhook reports whether the text of an entry is that of an address that the session did not have.
func (o *observed) isNewWebhook(text string) bool {
	var e entry
	return json.Unmarshal([]byte(text), &e) == nil && e.isOurs() && o.sessionBefore.find(e.URL) == nil
}

// orphanWebhooks: each webhook that is made is in a state, or somebody says that there is one.
func (o *observed) orphanWebhooks() []string {
	if o.touchesSession() || o.ended() {
		return nil
	}
	var broken []string
	known, said := o.knownWebhooks(), o.said()
	for _, e := range o.sessionAfter.entries {
		if o.isNewWebhook(string(e.raw)) && !known[e.URL] && !strings.Contains(said, e.URL) {
			broken = append(broken, e.URL+" is of nobody, and nobody says so")
		}
	}
	return broken
}

// differsFrom is how a webhook is not as the state has it.
func (h held) differsFrom(s session) []string {
	e := s.find(h.text("url"))
	if e == nil {
		return []string{fmt.Sprintf("%s: the session does not have %s", h.address, h.text("url"))}
	}
	var broken []string
	want := func(what string, got, wanted any) {
		if fmt.Sprint(got) != fmt.Sprint(wanted) {
			broken = append(broken, fmt.Sprintf("%s: %s is %v, want %v", h.address, what, got, wanted))
		}
	}
	events, _ := h.values["events"].([]any)
	wanted := make([]string, 0, len(events))
	for _, event := range events {
		wanted = append(wanted, fmt.Sprint(event))
	}
	slices.Sort(wanted)
	want("the events", slices.Sorted(slices.Values(e.Events)), wanted)
	headers := map[string]string{}
	for _, header := range e.Headers {
		headers[header.Name] = header.Value
	}
	want("the headers", headers, h.table("headers"))
	var key string
	if e.HMAC != nil {
		key = e.HMAC.Key
	}
	if h.values["hmac_key_wo_version"] == nil {
		want("the key", key, h.text("hmac_key"))
	} else if key == "" {
		broken = append(broken, h.address+": there is no key")
	}
	retries, _ := h.values["retries"].(map[string]any)
	retries = maps.Clone(retries)
	for ours, theirs := range map[string]string{
		"delay_seconds": "delaySeconds", "attempts": "attempts", "policy": "policy",
	} {
		if got := e.Retries[theirs]; fmt.Sprint(got) != fmt.Sprint(retries[ours]) {
			want("of the retries "+theirs, got, retries[ours])
		}
	}
	return broken
}
