package chaos

import (
	"fmt"
	"slices"
)

// A dialect is a way in which the emulator can be spoken to.
type dialect struct {
	name   string
	prefix string // Where the emulator has the gateway.
	engine string // Of WAHA.
	// arguments are those of the provider's block.
	arguments string
	// lacks are the arguments and resources that a plan refuses, and "empty" where no group is made without others.
	lacks []string
	// requests are regular expressions on "METHOD path".
	requests map[string]string
	// told: the gateway does not tell who the account is, and the provider believes its argument.
	told bool
	// listsByID: a list of groups is an object of them by their ids, and an empty object is an honest answer.
	listsByID bool
	// invites: who refuses to be added gets an invitation from the gateway, or where a configuration asks for it.
	invitesByItself, invites bool
	// onlyFirst are the arguments that WhatsApp lets nobody change again.
	onlyFirst []string
	// blind: no invite link can be looked up, so nothing tells the group of one by which nobody joins.
	blind bool
}

// The kinds of requests that faults strike.
const (
	anyRequest = "any"
	aRead      = "read"
	aWrite     = "write"
	aCreate    = "create"
	anAdding   = "add"
	aGroup     = "group" // The reading of one group.
	aList      = "list"  // That of all groups.
	aSetting   = "setting"
	// WAHA alone is asked for its session, and has it configured.
	aSession   = "session"
	aConfigure = "configure"
)

// asking is what a gateway has that shows who asks to join.
const asking = "join_requests"

var wahaRequests = map[string]string{
	anyRequest: `.`,
	aRead:      `^GET `,
	aWrite:     `^(POST .*/(groups|add|remove|promote|demote|leave|join|revoke|approve)|(PUT|DELETE) .*)$`,
	aCreate:    `^POST .*/groups$`,
	anAdding:   `^POST .*/participants/(add|join-requests/approve)$`,
	aGroup:     `^GET .*/groups/[^/]*@g\.us(/participants.*)?$`,
	aList:      `^GET .*/groups$`,
	aSetting:   `^PUT .*/groups/`,
	aSession:   `^GET .*/sessions/[^/]+$`,
	aConfigure: `^PUT .*/sessions/[^/]+$`,
}

var dialects = []dialect{
	{
		name: "NOWEB", prefix: "/waha", engine: "NOWEB", arguments: `gateway = "waha"`, requests: wahaRequests,
		listsByID: true,
	},
	{
		name: "GOWS", prefix: "/waha", engine: "GOWS", arguments: `gateway = "waha"`, requests: wahaRequests,
		lacks: []string{"keepers"},
	},
	{
		name: "WEBJS", prefix: "/waha", engine: "WEBJS", arguments: `gateway = "waha"`, requests: wahaRequests,
		invitesByItself: true,
	},
	{name: "WPP", prefix: "/waha", engine: "WPP", arguments: `gateway = "waha"`, requests: wahaRequests},
	{
		name: "WhatsAPI", prefix: "/whatsapi",
		arguments: fmt.Sprintf("gateway = \"whatsapi\"\n  account = \"+%s\"", own),
		lacks:     []string{"member_add_mode", "join_approval_required", "keepers", asking, typeWebhook},
		told:      true, invites: true,
		requests: map[string]string{
			anyRequest: `.`,
			aRead:      `^GET .*(/|@g\.us|invite-code|invite-info|participants)$`,
			aWrite:     `^((POST|PUT|DELETE) .*|GET .*/groups/join)$`,
			aCreate:    `^POST .*/groups/create$`,
			anAdding:   `^POST .*/participants/add$`,
			aGroup:     `^GET .*/groups/[^/]*@g\.us/?$`,
			aList:      `^GET .*/groups/?$`,
			aSetting:   `^PUT .*/groups/`,
		},
	},
	{
		name: "Autonotify nexus", prefix: "/autonotify/nexus", arguments: `gateway = "autonotify"`,
		lacks:     []string{"empty", "picture_path", asking, typeWebhook},
		onlyFirst: []string{"description"},
		blind:     true,
		requests: map[string]string{
			anyRequest: `.`,
			aRead:      `^GET `,
			aWrite:     `^(POST .*/group/.*|(PUT|DELETE) .*)$`,
			aCreate:    `^POST .*/group/create$`,
			anAdding:   `^POST .*/participants/add$`,
			aGroup:     `^GET .*/group/info$`,
			aList:      `^GET .*/group/list$`,
			aSetting:   `^POST .*/group/(update/|set-)`,
		},
	},
	{
		name: "Autonotify beta", prefix: "/autonotify/beta",
		arguments: fmt.Sprintf("gateway = \"autonotify\"\n  account = \"+%s\"\n  "+
			`autonotify = { api = "beta", accept_unverified_paths = true }`, own),
		told: true, blind: true,
		lacks: []string{
			"empty", "picture_path", "messages_admins_only", "info_admins_only", "join_approval_required", asking,
			typeWebhook,
		},
		requests: map[string]string{
			anyRequest: `.`,
			aRead:      `^GET `,
			aWrite:     `^(POST|PUT|DELETE) .*$`,
			aCreate:    `^POST .*/api/v1/group$`,
			anAdding:   `^PUT .*/members$`,
			aGroup:     `^GET .*/api/v1/group$`,
			aList:      `^GET .*/group/all$`,
			aSetting:   `^PUT .*/api/v1/group(/profile-picture|/member-add-mode)?$`,
		},
	},
}

// dialectNamed finds a dialect.
func dialectNamed(name string) (dialect, error) {
	i := slices.IndexFunc(dialects, func(d dialect) bool { return d.name == name })
	if i < 0 {
		return dialect{}, fmt.Errorf("there is no dialect %q", name)
	}
	return dialects[i], nil
}

func (d dialect) can(argument string) bool { return !slices.Contains(d.lacks, argument) }
