package emulator_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// dialects are the seven ways to speak to the emulator: WAHA's engines and the three other gateways.
var dialects = append([]string{"whatsapi", "beta", "nexus"}, engines...)

// eachDialect runs a test on every dialect, each over a world of its own.
func eachDialect(t *testing.T, world func() emulator.World, test func(*testing.T, *fixture, string)) {
	t.Helper()
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			w := world()
			o := emulator.Options{World: &w}
			if strings.ToUpper(dialect) == dialect {
				o.WAHAEngine = dialect
			}
			test(t, start(t, o), dialect)
		})
	}
}

// named is how a request of a dialect names somebody to the letter, who is given by phone or LID.
func named(dialect, somebody string) string {
	switch {
	case strings.HasSuffix(somebody, "@lid") || dialect == "whatsapi" || dialect == "beta":
		return somebody
	case dialect == "nexus":
		return somebody + "@s.whatsapp.net"
	}
	return somebody + "@c.us"
}

// act adds, removes, promotes or demotes somebody.
func (f *fixture) act(dialect, action, somebody string) response {
	f.t.Helper()
	id := named(dialect, somebody)
	switch dialect {
	case "whatsapi":
		method := map[string]string{"add": "POST", "remove": "DELETE", "promote": "PUT", "demote": "PUT"}[action]
		return f.whatsapi(method, whatsapiGroupPath+"/participants/"+action, `{"participants":["`+id+`"]}`)
	case "beta":
		return f.beta("PUT", betaMembers, `{"participants":[{"phoneNumber":"`+id+`"}],"action":"`+action+`"}`)
	case "nexus":
		return f.nexus("POST", "group/participants/"+action, onGroup(`"participants":["`+id+`"]`))
	}
	route := map[string]string{
		"add": "/participants/add", "remove": "/participants/remove", "promote": "/admin/promote", "demote": "/admin/demote",
	}[action]
	return f.waha("POST", "groups/"+groupID+route, participants(id))
}

// create makes a group with two people and returns its members' roles.
func (f *fixture) create(dialect, one, other string) map[string]string {
	f.t.Helper()
	one, other = named(dialect, one), named(dialect, other)
	switch dialect {
	case "whatsapi":
		f.whatsapi("POST", "groups/create", `{"group_name":"Dev","participants":["`+one+`","`+other+`"]}`)
	case "beta":
		f.beta("POST", "group", `{"subject":"Dev","participants":[{"phoneNumber":"`+one+`"},{"phoneNumber":"`+other+`"}]}`)
	case "nexus":
		f.nexus("POST", "group/create", `{"name":"Dev","participants":["`+one+`","`+other+`"]}`)
	default:
		f.waha("POST", "groups", strings.Replace(participants(one, other), "{", `{"name":"Dev",`, 1))
	}
	groups := f.server.World().Groups
	return f.roles(groups[len(groups)-1].ID)
}

// reads are the answers of every route that shows the group.
func (f *fixture) reads(dialect string) []response {
	f.t.Helper()
	switch dialect {
	case "whatsapi":
		return []response{
			f.whatsapi("GET", whatsapiGroupPath), f.whatsapi("GET", "groups/"), f.whatsapi("GET", "groups/admin"),
			f.whatsapi("GET", whatsapiGroupPath+"/participants"),
			f.whatsapi("GET", "groups/invite-info?invite_link=https://chat.whatsapp.com/"+groupCode),
		}
	case "beta":
		return []response{f.beta("GET", betaGroup), f.beta("GET", "group/all"), f.beta("GET", "group/all/admin")}
	case "nexus":
		return []response{f.nexus("GET", "group/info?group_jid="+groupID), f.nexus("GET", "group/list")}
	}
	path := "groups/" + groupID
	f.waha("GET", path) // An engine may show the state before the last write, once.
	return []response{
		f.waha("GET", path), f.waha("GET", "groups"), f.waha("GET", path+"/participants"), f.waha("GET", path+"/participants/v2"),
		f.waha("GET", "groups/join-info?code="+groupCode),
	}
}

// wantIn and wantOut look for what an answer says.
func (r response) wantIn(t *testing.T, said ...string) {
	t.Helper()
	for _, s := range said {
		if r.status >= 300 || !strings.Contains(r.body, s) {
			t.Errorf("%s is not in %d %s", s, r.status, r.body)
		}
	}
}

func (r response) wantOut(t *testing.T, unsaid ...string) {
	t.Helper()
	for _, s := range unsaid {
		if strings.Contains(r.body, s) {
			t.Errorf("%s is in %d %s", s, r.status, r.body)
		}
	}
}
