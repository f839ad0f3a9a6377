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
	seen    int
}

// aboutAnother are the faults that are told at the door: by their names the groups that the answers are about.
var aboutAnother = map[string]string{"no such group": noGroup, "not a member": foreign[chess]}

func (f Fault) lie(d dialect) (*lie, error) {
	pattern, err := regexp.Compile(d.requests[f.On])
	return &lie{Fault: f, about: aboutAnother[f.Name], pattern: pattern}, err
}

var groupID = regexp.MustCompile(`[0-9]{10,}@g\.us`)

// tell changes a request that the lie strikes.
func (l *lie) tell(r *http.Request) {
	if !l.pattern.MatchString(r.Method + " " + r.URL.Path) {
		return
	}
	l.seen++
	if len(l.Calls) > 0 && !slices.Contains(l.Calls, l.seen) || l.Times > 0 && l.seen > l.Times {
		return
	}
	r.URL.Path = groupID.ReplaceAllString(r.URL.Path, l.about)
	r.URL.RawPath = ""
	query, err := url.QueryUnescape(r.URL.RawQuery)
	if err == nil && groupID.MatchString(query) {
		r.URL.RawQuery = strings.ReplaceAll(groupID.ReplaceAllString(query, l.about), "@", "%40")
	}
}
