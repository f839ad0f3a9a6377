package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// dialect is a way in which the emulator can be spoken to: a kind of gateway and, for WAHA, an engine. It says what
// tests need to know of the gateway, so that no test asks for the gateway's name.
type dialect struct {
	name    string
	gateway string
	// prefix is where the emulator has the gateway.
	prefix string
	engine string
	// account is in the provider's configuration where the gateway does not tell the own number.
	account string
	// byCLI: the CLI runs through it too. One of those can do everything, and one lacks much.
	byCLI bool
	// beta chooses Autonotify's generation of which most paths are guesses.
	beta bool

	// called is the end of what messages call the gateway.
	called string
	// lacks is what the gateway cannot do. TestThePlanRefusesWhatADialectLacks holds it against the plans.
	lacks []whatsapp.Ability
	// loggedOut is what messages say of an account that is not linked any more, and cutOff what they say of a write
	// that meets one in the middle of a run.
	loggedOut, cutOff string
	// describesOnce: the gateway writes the first description of a group, and WhatsApp refuses the second.
	describesOnce bool
	// givesNoReasons: the gateway does not tell why somebody was not added.
	givesNoReasons bool
	// deadLinksAlike: the gateway does not tell what is wrong with a link that does not work.
	deadLinksAlike bool
	// tellsJoinedBefore: the gateway tells a group by its link also if the account is in it already, and does so even
	// without a route to look the link up.
	tellsJoinedBefore bool
	// onlyTellsWhetherRegistered: the gateway tells of a number whether it is on WhatsApp, and neither spelling nor
	// LID.
	onlyTellsWhetherRegistered bool
	// addingInvites: who lets nobody add them gets a private invitation from the gateway itself. sendsInvitations: it
	// sends one where it is asked to.
	addingInvites, sendsInvitations bool
	// tellsNoSession: the gateway has no route for its session.
	tellsNoSession bool
	// addsByNumberOnly: the gateway adds nobody of whom only the LID is known.
	addsByNumberOnly bool
	// refusal is the body of a 500 that says that WhatsApp refused, and unknownGroup that of one that says that there
	// is no such group, nil where an empty 200 says so.
	refusal, unknownGroup any

	requests requests
}

// requests tell the operations of a gateway apart, for faults and for counting: regular expressions on "METHOD path".
type requests struct {
	create, describe, setPicture, add, promote, leave, join string
	// read reads one group, list all of them, invite reads the link of one, and revoke asks for another link.
	read, list, invite, revoke string
	// lookUp is empty where the gateway cannot look a link up, and contact where it cannot look a number up.
	lookUp, contact string
	// harmless are those that write nothing although they are no GET.
	harmless string
}

var wahaRequests = requests{
	create:     `^POST .*/groups$`,
	describe:   `^PUT .*/description$`,
	setPicture: `^PUT .*/picture$`,
	add:        `^POST .*/participants/add$`,
	promote:    `^POST .*/admin/promote$`,
	leave:      `^POST .*/leave$`,
	join:       `^POST .*/groups/join$`,
	read:       `^GET .*/groups/[^/]*@g\.us(/participants.*)?$`,
	list:       `^GET .*/groups$`,
	invite:     `^GET .*/invite-code$`,
	revoke:     `^POST .*/invite-code/revoke$`,
	lookUp:     `^GET .*/groups/join-info$`,
	contact:    `^GET .*/contacts/check-exists$`,
	harmless:   `/groups/refresh$`,
}

var wahaRefusal = map[string]any{"statusCode": 500, "exception": map[string]any{
	"message": "forbidden", "data": 403, "details": "info query returned status 403: forbidden",
}}

func wahaException(message string) any {
	return map[string]any{"statusCode": 500, "exception": map[string]any{"message": message}}
}

var dialects = []dialect{
	{
		name: "NOWEB", gateway: "waha", prefix: "/waha", engine: "NOWEB", byCLI: true, called: "(engine NOWEB)",
		loggedOut: "SCAN_QR_CODE", cutOff: "SCAN_QR_CODE", refusal: wahaRefusal, requests: wahaRequests,
		unknownGroup: wahaException("Group with id '" + exampleGroup + "' not found"),
	},
	{
		name: "GOWS", gateway: "waha", prefix: "/waha", engine: "GOWS", called: "(engine GOWS)",
		lacks:     []whatsapp.Ability{whatsapp.RevokeInvite},
		loggedOut: "SCAN_QR_CODE", cutOff: "SCAN_QR_CODE", refusal: wahaRefusal, requests: wahaRequests,
		unknownGroup: wahaException("2 UNKNOWN: not found"),
	},
	{
		// The engines that drive the page of WhatsApp Web answer to a dead link with the page's own minified error.
		name:           "WEBJS",
		gateway:        "waha",
		prefix:         "/waha",
		engine:         "WEBJS",
		called:         "(engine WEBJS)",
		loggedOut:      "SCAN_QR_CODE",
		cutOff:         "SCAN_QR_CODE",
		deadLinksAlike: true,
		addingInvites:  true,
		refusal:        wahaRefusal,
		requests:       wahaRequests,
	},
	{
		name:              "WPP",
		gateway:           "waha",
		prefix:            "/waha",
		engine:            "WPP",
		called:            "(engine WPP)",
		loggedOut:         "SCAN_QR_CODE",
		cutOff:            "SCAN_QR_CODE",
		deadLinksAlike:    true,
		tellsJoinedBefore: true,
		refusal:           wahaRefusal,
		requests:          wahaRequests,
	},
	{
		name:    "WhatsAPI",
		gateway: "whatsapi",
		prefix:  "/whatsapi",
		account: "+" + own,
		called:  "WhatsAPI",
		lacks: []whatsapp.Ability{
			whatsapp.WriteMemberAddMode,
			whatsapp.WriteJoinApprovalRequired,
			whatsapp.WritePictureURL,
			whatsapp.RevokeInvite,
			whatsapp.LookUpContact,
			whatsapp.ReadWebhook,
			whatsapp.WriteWebhookDetails,
			whatsapp.ApproveJoinRequests,
		},
		loggedOut:        "not logged in",
		cutOff:           "websocket not connected",
		sendsInvitations: true,
		refusal: map[string]any{
			"error":   true,
			"status":  500,
			"message": "info query returned status 403: forbidden",
			"data":    nil,
		},
		unknownGroup: map[string]any{
			"error": true, "status": 500, "message": "that group does not exist", "data": nil,
		},
		requests: requests{
			create:     `^POST .*/groups/create$`,
			describe:   `^PUT .*/description$`,
			setPicture: `^PUT .*/profile-pic$`,
			add:        `^POST .*/participants/add$`,
			promote:    `^PUT .*/participants/promote$`,
			leave:      `^DELETE .*@g\.us/$`,
			join:       `^GET .*/groups/join$`,
			read:       `^GET .*/groups/[^/]*@g\.us/?$`,
			list:       `^GET .*/groups/$`,
			invite:     `^GET .*/invite-code/?$`,
			lookUp:     `^GET .*/groups/invite-info$`,
		},
	},
	{
		name:    "Autonotify nexus",
		gateway: "autonotify",
		prefix:  "/autonotify/nexus",
		byCLI:   true,
		called:  "Autonotify (API nexus)",
		lacks: []whatsapp.Ability{
			whatsapp.CreateEmptyGroup,
			whatsapp.ClearDescription,
			whatsapp.WritePicture,
			whatsapp.ReadInviteInfo,
			whatsapp.WriteWebhook,
			whatsapp.ReadWebhook,
			whatsapp.WriteWebhookDetails,
			whatsapp.ApproveJoinRequests,
		},
		loggedOut:                  "not_authenticated",
		cutOff:                     "sessão não conectada",
		describesOnce:              true,
		givesNoReasons:             true,
		onlyTellsWhetherRegistered: true,
		refusal: map[string]any{
			"error":   "Erro",
			"details": "info query returned status 403: forbidden",
		},
		unknownGroup: map[string]any{"error": "Erro", "details": "that group does not exist"},
		requests: requests{
			create:     `^POST .*/group/create$`,
			describe:   `^POST .*/update/topic$`,
			setPicture: `^POST .*/update/picture$`,
			add:        `^POST .*/participants/add$`,
			promote:    `^POST .*/participants/promote$`,
			leave:      `^POST .*/group/leave$`,
			join:       `^POST .*/group/join$`,
			read:       `^GET .*/group/info$`,
			list:       `^GET .*/group/list$`,
			invite:     `^GET .*/group/invite-link$`,
			revoke:     `^POST .*/group/invite-link/revoke$`,
			contact:    `^POST .*/message/check-number$`,
			harmless:   `/message/check-number$`,
		},
	},
	{
		name:    "Autonotify beta",
		gateway: "autonotify",
		prefix:  "/autonotify/beta",
		account: "+" + own,
		beta:    true,
		called:  "Autonotify (API beta)",
		lacks: []whatsapp.Ability{
			whatsapp.CreateEmptyGroup,
			whatsapp.ClearDescription,
			whatsapp.WriteMessagesAdminsOnly,
			whatsapp.LiftMessagesAdminsOnly,
			whatsapp.WriteInfoAdminsOnly,
			whatsapp.LiftInfoAdminsOnly,
			whatsapp.WriteJoinApprovalRequired,
			whatsapp.WritePicture,
			whatsapp.ReadInviteInfo,
			whatsapp.LookUpContact,
			whatsapp.WriteWebhook,
			whatsapp.ReadWebhook,
			whatsapp.WriteWebhookDetails,
			whatsapp.ApproveJoinRequests,
		},
		// No route tells of the session, so that the calls themselves fail.
		loggedOut:        "Connection Closed",
		cutOff:           "Connection Closed",
		addsByNumberOnly: true,
		tellsNoSession:   true,
		refusal: map[string]any{
			"statusCode": 500,
			"error":      "Internal Server Error",
			"message":    "forbidden",
			"data":       403,
		},
		unknownGroup: map[string]any{
			"statusCode": 500, "error": "Internal Server Error", "message": "item-not-found", "data": 404,
		},
		requests: requests{
			create:     `^POST .*/api/v1/group$`,
			describe:   `^PUT .*/api/v1/group$`, // The name too.
			setPicture: `^PUT .*/profile-picture$`,
			add:        `^PUT .*/members$`, // What is done to the members is in the body.
			promote:    `^PUT .*/members$`,
			leave:      `^DELETE .*/api/v1/group$`,
			join:       `^POST .*/group/join$`,
			read:       `^GET .*/api/v1/group$`,
			list:       `^GET .*/api/v1/group/all$`,
			invite:     `^GET .*/group/invite-code$`,
			revoke:     `^POST .*/group/revoke-invite-code$`,
		},
	},
}

// unpaced lets tests that count calls or time go as fast as they can. paced takes it out of a configuration.
const unpaced = `
  adds_per_minute   = 0
  groups_per_day    = 0
  writes_per_minute = 0
`

func paced(config string) string { return strings.Replace(config, unpaced, "", 1) }

// provider is the provider's block of a configuration.
func (d dialect) provider(url string) string { return d.providerWith(url, "emulator", "") }

// providerWith is provider with another key and with further arguments.
func (d dialect) providerWith(url, apiKey, more string) string {
	if d.account != "" {
		more += fmt.Sprintf("\n  account = %q", d.account)
	}
	if d.beta {
		more += "\n  autonotify = { api = \"beta\", accept_unverified_paths = true }"
	}
	return fmt.Sprintf(`
provider "whatsapp" {
  gateway           = "%s"
  endpoint          = "%s%s"
  api_key           = "%s"
%s
  %s
}
`, d.gateway, url, d.prefix, apiKey, unpaced, more)
}

// providerArguments are those of provider for calls without Terraform.
func (d dialect) providerArguments(url string) map[string]tftypes.Value {
	arguments := map[string]tftypes.Value{
		"gateway":           text(d.gateway),
		"endpoint":          text(url + d.prefix),
		"api_key":           text("emulator"),
		"adds_per_minute":   tftypes.NewValue(tftypes.Number, 0),
		"groups_per_day":    tftypes.NewValue(tftypes.Number, 0),
		"writes_per_minute": tftypes.NewValue(tftypes.Number, 0),
	}
	if d.account != "" {
		arguments["account"] = text(d.account)
	}
	if d.beta {
		paths := tftypes.Map{ElementType: tftypes.String}
		arguments["autonotify"] = tftypes.NewValue(
			tftypes.Object{AttributeTypes: map[string]tftypes.Type{
				"api": tftypes.String, "accept_unverified_paths": tftypes.Bool, "paths": paths,
			}},
			map[string]tftypes.Value{
				"api": text(
					"beta",
				),
				"accept_unverified_paths": tftypes.NewValue(tftypes.Bool, true),
				"paths":                   tftypes.NewValue(paths, nil),
			})
	}
	return arguments
}

func (d dialect) can(ability whatsapp.Ability) bool { return !slices.Contains(d.lacks, ability) }

// where returns a text for a configuration where the gateway can do what it asks for, and else nothing.
func (d dialect) where(ability whatsapp.Ability, text string) string {
	if !d.can(ability) {
		return ""
	}
	return text
}

// refused matches the error of a plan that asks for an ability which the gateway lacks.
func (d dialect) refused(ability whatsapp.Ability) *regexp.Regexp {
	return wrapped(d.called + " cannot " + string(ability))
}

// wrapped matches a text however Terraform breaks it into lines.
func wrapped(text string) *regexp.Regexp {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return regexp.MustCompile(strings.Join(words, `\s+`))
}

// group is a group in a configuration. Gateways that make none without somebody else in it get somebody of whom no test
// wants anything.
func (d dialect) group(name, arguments string) string {
	if !d.can(whatsapp.CreateEmptyGroup) && !strings.Contains(arguments, "initial_members") {
		arguments += "\n  initial_members = { \"+12025550119\" = \"member\" }"
	}
	return fmt.Sprintf("\nresource \"whatsapp_group\" %q {\n  %s\n}\n", name, arguments)
}

// friends is the group that most tests are about.
func (d dialect) friends() string { return d.group("g", `name = "Friends"`) }

// groupSize is how many members a new group has.
func (d dialect) groupSize() int {
	if d.can(whatsapp.CreateEmptyGroup) {
		return 1
	}
	return 2
}
