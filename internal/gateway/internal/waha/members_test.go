package waha_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestMembersOfEachShape(t *testing.T) {
	all := []whatsapp.Member{ownMember, aliceMember, doraMember}
	bobMember := whatsapp.Member{Person: whatsapp.Person{Phone: bob, LID: "102@lid"}, Role: whatsapp.RoleMember}
	for _, test := range []struct {
		name, session string
		replies       map[string][]reply
		want          []whatsapp.Member
		asked         []asked
	}{
		{
			"v2", "session_working_page.json",
			map[string][]reply{onV2: file("participants_v2.json")}, all, []asked{{Route: onV2}},
		},
		{
			"v1, before 2025.11.1", "session_working_page.json",
			map[string][]reply{onV2: fault(404, "error_404_cannot_get.json"), onV1: file("participants_gows.json")},
			all, []asked{{Route: onV2}, {Route: onV1}},
		},
		{
			"v1 of WEBJS", "session_working_page.json",
			map[string][]reply{onV2: fault(404, "error_404_cannot_get.json"), onV1: file("participants_webjs.json")},
			page().Members, []asked{{Route: onV2}, {Route: onV1}},
		},
		{
			"v1 of NOWEB", "session_working.json",
			map[string][]reply{onV1: file("participants_noweb.json")}, all, []asked{{Route: onV1}},
		},
		{
			"v1 where NOWEB has a store", "session_working_store.json",
			map[string][]reply{onV1: file("participants_noweb.json")}, all, []asked{{Route: onV1}},
		},
		{
			// An id that is a whole participant, and a member twice.
			"v1 with the defects of NOWEB's store", "session_working_store.json",
			map[string][]reply{onV1: file("participants_noweb_store.json")},
			[]whatsapp.Member{ownMember, aliceMember, bobMember}, []asked{{Route: onV1}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.replies[onSession] = file(test.session)
			adapter, w := newWire(t, test.replies)
			got, err := adapter.Members(t.Context(), group)
			if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			w.Sent(append([]asked{{Route: onSession}}, test.asked...)...)
		})
	}
}

func TestMembersThatAreNone(t *testing.T) {
	for _, test := range []struct {
		name    string
		members []reply
		group   []reply
		want    error
	}{
		{"WPP has no such group", text("[]"), text(""), whatsapp.ErrGroupNotFound},
		{
			"nothing, of a group that is there", text(""),
			text(`{"id":"120363000000000001@g.us","subject":"Ops","creation":1}`), whatsapp.ErrOutcomeUnknown,
		},
		{
			"nobody is left in the chat", text("[]"),
			text(`{"id":"120363000000000001@g.us","groupMetadata":{"subject":"Ops","participants":[]}}`),
			whatsapp.ErrNotMember,
		},
		{"a text", text("true"), nil, whatsapp.ErrOutcomeUnknown},
		{"NOWEB's TypeError", fault(500, "error_500_noweb_undefined.json"), nil, whatsapp.ErrGroupNotFound},
		{"others", text(`[{"id":"101@lid","pn":"12025550101@c.us","role":"admin"}]`), nil, whatsapp.ErrNotMember},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, known("wpp", map[string][]reply{onV2: test.members, onGroup: test.group}))
			if got, err := adapter.Members(t.Context(), group); !errors.Is(err, test.want) {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

// TestMembersKnowsItselfBySpelling has an own number that WhatsApp registered without the ninth digit.
func TestMembersKnowsItselfBySpelling(t *testing.T) {
	adapter, _ := newWire(t, map[string][]reply{
		onSession: text(`{"name":"default","status":"WORKING","config":null,"me":{"id":"5511999990000@c.us"},` +
			`"engine":{"engine":"WPP"}}`),
		onV2: text(`[{"id":"551199990000@c.us","pn":null,"role":"superadmin"}]`),
	})
	if got, err := adapter.Members(t.Context(), group); err != nil || len(got) != 1 {
		t.Errorf("%v, %v", got, err)
	}
}
