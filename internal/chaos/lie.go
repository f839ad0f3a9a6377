package chaos

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// noGroup is the id of a group that nobody has.
const noGroup = "120363000000000099@g.us"

// lie has the gateway answer about another group than it is asked for: one that there is not, or one that the account
// is not in. So it says in its own words what is not so of the group, as one does that has lost its memory.
type lie struct {
	Fault
	about   string
	pattern *regexp.Regexp
	// except are the requests that it does not strike, nil for none.
	except *regexp.Regexp
	seen   int
}

// aboutAnother are the faults that are told at the door: by their names the groups that the answers are about.
var aboutAnother = map[string]string{"no such group": noGroup, "not a member": foreign[chess]}

// atTheDoor reports whether the emulator knows nothing of a fault.
func (f Fault) atTheDoor() bool { return aboutAnother[f.Name] != "" || f.Name == accepted }

func (f Fault) lie(d dialect) (*lie, error) {
	pattern, err := regexp.Compile(d.requests[f.On])
	l := &lie{Fault: f, about: aboutAnother[f.Name], pattern: pattern}
	if err == nil && f.Name == accepted {
		// The id of a group that there is not would mislead everybody, and the answer about a picture is believed.
		l.except, err = regexp.Compile(d.requests[aCreate] + `|pic(ture)?$`)
	}
	return l, err
}

var groupID = regexp.MustCompile(`[0-9]{10,}@g\.us`)

// strikes counts a request, and reports whether the lie strikes it.
func (l *lie) strikes(request string) bool {
	if !l.pattern.MatchString(request) || l.except != nil && l.except.MatchString(request) {
		return false
	}
	l.seen++
	return (len(l.Calls) == 0 || slices.Contains(l.Calls, l.seen)) && (l.Times == 0 || l.seen <= l.Times)
}

// tell changes a request that the lie strikes. It reports whether what the request asks for is only to be accepted.
func (l *lie) tell(r *http.Request) (only bool) {
	if !l.strikes(r.Method + " " + r.URL.Path) {
		return false
	}
	if l.Name == accepted {
		return true
	}
	r.URL.Path = groupID.ReplaceAllString(r.URL.Path, l.about)
	r.URL.RawPath = ""
	query, err := url.QueryUnescape(r.URL.RawQuery)
	if err == nil && groupID.MatchString(query) {
		r.URL.RawQuery = strings.ReplaceAll(groupID.ReplaceAllString(query, l.about), "@", "%40")
	}
	return false
}
