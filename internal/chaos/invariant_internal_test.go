package chaos

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

const theirs = "120363000000000031@g.us"

// stateOf is a state with objects of some attributes.
func stateOf(t *testing.T, objects map[string]map[string]any) *terraformtest.State {
	t.Helper()
	s := &terraformtest.State{Objects: map[terraformtest.Address]*terraformtest.Object{}}
	for text, attributes := range objects {
		a, err := terraformtest.ParseAddress(text)
		if err != nil {
			t.Fatal(err)
		}
		written, err := json.Marshal(attributes)
		if err != nil {
			t.Fatal(err)
		}
		s.Objects[a] = &terraformtest.Object{Attributes: written}
	}
	return s
}

var (
	groupObject  = map[string]any{"id": theirs, "name": "Alpha", "on_destroy": "leave"}
	memberObject = map[string]any{
		"group_id": theirs, "phone_number": "+" + anna, "role": "member", "status": "joined", "on_destroy": "remove",
	}
	hookObject = map[string]any{
		"url": ourWebhooks + "w", "events": []any{"message"}, "hmac_key": hmacKeys[0],
		"headers": map[string]any{"X-Team": headerValue}, "retries": map[string]any{"delay_seconds": 2, "attempts": 5},
	}
	linkObject = map[string]any{"group_id": theirs, "code": "LinkLinkLinkLinkLink12", "on_destroy": "revoke"}
)

const theirsHooked = `{"url":"https://example.net/theirs","more":1.0}`

// hooked is the configuration of a session with the webhook as it is to be, behind that of others.
const hooked = `{"debug":false,"webhooks":[` + theirsHooked + "," +
	`{"url":"https://example.org/w","events":["message"],"hmac":{"key":"chaos-hmac-one-1c40"},` +
	`"customHeaders":[{"name":"X-Team","value":"` + headerValue + `"}],"retries":{"delaySeconds":2,"attempts":5}}]}`

// good is a step in which everything is as it should be: a group and its member are configured, in the state and there.
func good(t *testing.T) *observed {
	t.Helper()
	d, err := dialectNamed("NOWEB")
	if err != nil {
		t.Fatal(err)
	}
	world := func() emulator.World {
		return emulator.World{Account: emulator.Account{Phone: own}, Groups: []emulator.Group{{
			ID: theirs, Name: "Alpha", Owner: own, InviteCode: "LinkLinkLinkLinkLink12", Members: []emulator.Member{
				{Phone: own, LID: "1@lid", Role: emulator.RoleSuperadmin},
				{Phone: anna, LID: "2@lid", Role: emulator.RoleMember},
				{Phone: dora, LID: "3@lid", Role: emulator.RoleMember},
			},
			JoinRequests: []emulator.JoinRequest{{Phone: joan, LID: "4@lid"}, {Phone: emil, LID: "5@lid"}},
		}}}
	}
	state := stateOf(t, map[string]map[string]any{
		"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject, "whatsapp_group_invite.i": linkObject,
		"whatsapp_webhook.w": hookObject,
	})
	run := &outcome{
		Run: Run{Command: doApply, Config: Config{Resources: []Resource{
			{Type: typeGroup, Label: "g", Args: map[string]string{"name": `"Alpha"`}},
			{Type: typeMember, Label: "m", Place: "g", Args: map[string]string{"phone_number": `"+` + anna + `"`}},
			{Type: typeInvite, Label: "i", Place: "g"},
			{Type: typeWebhook, Label: "w", Args: map[string]string{"url": quoted(ourWebhooks + "w")}},
		}}},
		door: &door{}, before: state, after: state, prior: state,
		plan: &terraformtest.Plan{Before: state, Prior: state},
	}
	return &observed{
		program: Program{Paced: true}, d: d, runs: []*outcome{run}, before: world(), after: world(),
		states: [2]*terraformtest.State{state}, statesBefore: [2]*terraformtest.State{state},
		codes:         map[string]bool{"LinkLinkLinkLinkLink12": true},
		sessionBefore: readSession([]byte(hooked)), sessionAfter: readSession([]byte(hooked)),
	}
}

func TestNothingIsBrokenWhereAllIsWell(t *testing.T) {
	t.Parallel()
	if broken := good(t).check(); len(broken) > 0 {
		t.Errorf("%v", broken)
	}
}

// Each invariant is broken on purpose: one that cannot fail would say nothing.
func TestEachInvariantCanFail(t *testing.T) {
	t.Parallel()
	planned := func(o *observed, address string, action terraformtest.Action) {
		a, err := terraformtest.ParseAddress(address)
		if err != nil {
			t.Fatal(err)
		}
		change := &terraformtest.Change{Address: a, Previous: a, Action: action}
		o.runs[0].plan.Changes = append(o.runs[0].plan.Changes, change)
	}
	without := func(o *observed, t *testing.T, objects map[string]map[string]any) {
		t.Helper()
		objects = maps.Clone(objects)
		objects["whatsapp_webhook.w"] = hookObject
		o.runs[0].after = stateOf(t, objects)
		o.states[0] = o.runs[0].after
	}
	withoutHook := func(o *observed, t *testing.T) {
		t.Helper()
		o.runs[0].after = stateOf(t, map[string]map[string]any{
			"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject,
			"whatsapp_group_invite.i": linkObject,
		})
		o.states[0] = o.runs[0].after
	}
	withoutMember := map[string]map[string]any{"whatsapp_group.g": groupObject, "whatsapp_group_invite.i": linkObject}
	withoutLink := map[string]map[string]any{"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject}
	// configured replaces a part of the session's configuration.
	configured := func(was, is string) func(*testing.T, *observed) {
		return func(t *testing.T, o *observed) {
			t.Helper()
			if !strings.Contains(hooked, was) {
				t.Fatalf("there is no %s", was)
			}
			o.sessionAfter = readSession([]byte(strings.Replace(hooked, was, is, 1)))
		}
	}
	// status is a step that adds somebody, who has a status afterwards.
	status := func(t *testing.T, o *observed, phone, status string) {
		t.Helper()
		list := Resource{Type: typeMembers, Label: "l", Place: "g", People: map[string]string{"+" + phone: "member"}}
		o.runs[0].Config.Resources = append(o.runs[0].Config.Resources, list)
		without(o, t, map[string]map[string]any{
			"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject,
			"whatsapp_group_invite.i":  linkObject,
			"whatsapp_group_members.l": {"group_id": theirs, "status": map[string]any{"+" + phone: status}},
		})
	}
	another := emulator.Group{
		ID: "120363000000000032@g.us", Name: "Alpha", Owner: own,
		Members: []emulator.Member{{Phone: own, LID: "1@lid", Role: emulator.RoleSuperadmin}},
	}
	for name, c := range map[string]struct {
		want  string
		spoil func(t *testing.T, o *observed)
	}{
		"a panic": {"panic", func(_ *testing.T, o *observed) { o.panic = "nil map" }},
		"the key is told": {"secret", func(_ *testing.T, o *observed) {
			o.runs[0].ds = terraformtest.Diagnostics{{Severity: terraformtest.Warning, Summary: "no " + apiKey}}
		}},
		"a code is logged": {"secret", func(_ *testing.T, o *observed) {
			o.runs[0].log.WriteString("LinkLinkLinkLinkLink12")
		}},
		"the key of a webhook is told": {"secret", func(_ *testing.T, o *observed) {
			o.runs[0].ds = terraformtest.Diagnostics{{Severity: terraformtest.Warning, Summary: hmacKeys[1]}}
		}},
		"the header of a webhook is logged": {"secret", func(_ *testing.T, o *observed) {
			o.runs[0].log.WriteString(headerValue + "-0")
		}},
		"the webhook of others changes":      {"stranger", configured("1.0", "1")},
		"the webhook of others is lost":      {"stranger", configured(theirsHooked+",", "")},
		"the session is configured":          {"stranger", configured(`"debug":false`, `"debug":true`)},
		"the webhook is somewhere else":      {"lies", configured(ourWebhooks+"w", ourWebhooks+"x")},
		"the webhook is without events":      {"lies", configured(`["message"]`, "[]")},
		"the webhook has another key":        {"lies", configured(hmacKeys[0], hmacKeys[1])},
		"the webhook has another header":     {"lies", configured(headerValue, "none")},
		"the webhook has retries of its own": {"lies", configured(`"attempts":5`, `"attempts":6`)},
		"a webhook of nobody": {"orphan", configured(`{"url":"https://example.org/w"`,
			`{"url":"https://example.org/x","events":[]},{"url":"https://example.org/w"`)},
		"a webhook is dropped": {"lost", func(t *testing.T, o *observed) { withoutHook(o, t) }},
		"a webhook remains": {"lies", func(t *testing.T, o *observed) {
			planned(o, "whatsapp_webhook.w", terraformtest.Delete)
			withoutHook(o, t)
		}},
		"somebody is let in whom nobody adds": {"guest", func(_ *testing.T, o *observed) {
			g := &o.after.Groups[0]
			g.Members = append(g.Members, emulator.Member{Phone: joan, LID: "4@lid", Role: emulator.RoleMember})
		}},
		"somebody is turned away": {"guest", func(_ *testing.T, o *observed) {
			o.after.Groups[0].JoinRequests = o.after.Groups[0].JoinRequests[:1]
		}},
		"somebody is invited whom nobody adds": {"guest", func(_ *testing.T, o *observed) {
			o.after.Groups[0].Invited = []string{joan}
		}},
		"somebody is invited twice": {"guest", func(t *testing.T, o *observed) {
			status(t, o, emil, "invited")
			o.d.invitesByItself = true
			o.after.Groups[0].Invited = []string{emil, emil}
		}},
		"an invitation was not sent": {"lies", func(t *testing.T, o *observed) {
			status(t, o, carla, "invited")
			o.d.invites = true
		}},
		"somebody who asks is refused": {"lies", func(t *testing.T, o *observed) {
			status(t, o, emil, "refused_privacy")
		}},
		"what the gateway does not know": {"unknown", func(_ *testing.T, o *observed) {
			o.requests = []emulator.Request{{Method: "GET", Path: "/nowhere", Unknown: true}}
		}},
		"a write after a cancel": {"late", func(_ *testing.T, o *observed) {
			o.runs[0].door.late = []string{"POST /groups"}
		}},
		"WhatsApp refuses": {"pace", func(_ *testing.T, o *observed) { o.passed.Adds = 1 }},
		"a second group": {"double", func(t *testing.T, o *observed) {
			o.after.Groups = append(o.after.Groups, another)
			without(o, t, map[string]map[string]any{
				"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject,
				"whatsapp_group_invite.i": linkObject,
				"whatsapp_group.h":        {"id": another.ID, "name": "Alpha"},
			})
		}},
		"a group that is told and no plan has": {"double", func(_ *testing.T, o *observed) {
			renamed := another
			renamed.Name = "Beta"
			o.after.Groups = append(o.after.Groups, renamed)
			o.runs[0].ds = terraformtest.Diagnostics{{Severity: terraformtest.Warning, Summary: `twice: "Beta"`}}
		}},
		"a group for two": {"double", func(t *testing.T, o *observed) {
			o.before.Groups = nil
			without(o, t, map[string]map[string]any{
				"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject,
				"whatsapp_group_invite.i": linkObject,
				"whatsapp_group.h":        groupObject,
			})
		}},
		"a group of nobody": {"orphan", func(_ *testing.T, o *observed) {
			renamed := another
			renamed.Name = "Beta"
			o.after.Groups = append(o.after.Groups, renamed)
		}},
		"a group that is told and not adopted": {"orphan", func(_ *testing.T, o *observed) {
			renamed := another
			renamed.Name = "Beta"
			o.after.Groups = append(o.after.Groups, renamed)
			o.Faults = []Fault{{Name: "lost answer", On: aCreate}}
			o.runs[0].ds = terraformtest.Diagnostics{{Severity: terraformtest.Error, Summary: `unclear: "Beta"`}}
		}},
		"a stranger is removed": {"stranger", func(_ *testing.T, o *observed) { remove(&o.after.Groups[0], dora) }},
		"the account leaves": {"stranger", func(_ *testing.T, o *observed) {
			remove(&o.after.Groups[0], own)
			o.runs[0].ds = terraformtest.Diagnostics{{Severity: terraformtest.Warning, Summary: theirs}}
		}},
		"somebody is robbed": {"stranger", func(t *testing.T, o *observed) {
			both := map[string]map[string]any{
				"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject,
				"whatsapp_group_invite.i": linkObject,
			}
			without(o, t, both)
			o.runs[0].before = stateOf(t, map[string]map[string]any{
				"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject,
				"whatsapp_group_invite.i": linkObject,
				"whatsapp_group_member.n": memberObject,
			})
			run := o.runs[0]
			run.plan.Before, run.plan.Prior, run.prior = run.before, run.before, run.before
			planned(o, "whatsapp_group_member.n", terraformtest.Delete)
			remove(&o.after.Groups[0], anna)
		}},
		"a member is dropped": {"lost", func(t *testing.T, o *observed) {
			without(o, t, withoutMember)
			o.runs[0].ds = terraformtest.Diagnostics{{Severity: terraformtest.Warning, Summary: theirs}}
		}},
		"one who has left is dropped without a word": {"lost", func(t *testing.T, o *observed) {
			without(o, t, withoutMember)
			remove(&o.before.Groups[0], anna)
			remove(&o.after.Groups[0], anna)
		}},
		"another name": {"lies", func(_ *testing.T, o *observed) { o.after.Groups[0].Name = "Beta" }},
		"another role": {"lies", func(_ *testing.T, o *observed) {
			setRole(&o.after.Groups[0], anna, emulator.RoleAdmin)
		}},
		"another link": {"lies", func(_ *testing.T, o *observed) { o.after.Groups[0].InviteCode = "other" }},
		"a member remains": {"lies", func(t *testing.T, o *observed) {
			planned(o, "whatsapp_group_member.m", terraformtest.Delete)
			without(o, t, withoutMember)
			o.statesBefore[0] = nil
		}},
		"a link lives on": {"lies", func(t *testing.T, o *observed) {
			planned(o, "whatsapp_group_invite.i", terraformtest.Delete)
			without(o, t, withoutLink)
		}},
		"an innocent is left out": {"lies", func(t *testing.T, o *observed) {
			o.Faults = []Fault{{Name: blamed, On: anAdding}}
			list := Resource{
				Type: typeMembers, Label: "l", Place: "g",
				People: map[string]string{"+" + carla: "member", "+" + fritz: "member"},
			}
			o.runs[0].Config.Resources = append(o.runs[0].Config.Resources, list)
			o.runs[0].ds = terraformtest.Diagnostics{{Summary: "not added", Address: "whatsapp_group_members.l"}}
			without(o, t, map[string]map[string]any{
				"whatsapp_group.g": groupObject, "whatsapp_group_member.m": memberObject,
				"whatsapp_group_invite.i":  linkObject,
				"whatsapp_group_members.l": {"group_id": theirs, "status": map[string]any{"+" + carla: "failed"}},
			})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := good(t)
			c.spoil(t, o)
			broken := o.check()
			if !slices.ContainsFunc(broken, func(b Breach) bool { return b.Invariant == c.want }) {
				t.Errorf("%s is not found, but %v", c.want, broken)
			}
		})
	}
}
