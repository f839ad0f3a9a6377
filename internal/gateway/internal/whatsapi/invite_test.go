package whatsapi_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestInviteCode(t *testing.T) {
	for name, answer := range map[string][]reply{
		"a link":           file("invite_code.json"),
		"a code":           data(`"` + code + `"`),
		"a query":          data(`"https://chat.whatsapp.com/` + code + `?mode=ac_t"`),
		"a code in a box":  data(`{"invite_code":"` + code + `"}`),
		"another box":      data(`{"inviteCode":"` + code + `"}`),
		"a link in a box":  data(`{"link":"https://chat.whatsapp.com/` + code + `"}`),
		"another link":     data(`{"invite_link":"https://chat.whatsapp.com/invite/` + code + `"}`),
		"the shortest box": data(`{"code":"` + code + `"}`),
	} {
		adapter, w := newWire(t, map[string][]reply{getInviteCode: answer})
		got, err := adapter.InviteCode(t.Context(), group)
		if err != nil || got != inviteCode(t) {
			t.Errorf("%s: %s, %v", name, got.Code(), err)
		}
		w.Sent(asked{Route: getInviteCode})
	}
}

func TestInviteCodeFails(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{fault(500, "error_no_permission.json"), whatsapp.ErrNotAdmin},
		{fault(500, "error_iq_401.json"), whatsapp.ErrNotAdmin},
		{fault(500, "error_iq_403.json"), whatsapp.ErrNotMember},
		{fault(500, "error_not_in_group.json"), whatsapp.ErrNotMember},
		{fault(500, "error_no_group.json"), whatsapp.ErrGroupNotFound},
		{data(`null`), whatsapp.ErrOutcomeUnknown},
		{data(`""`), whatsapp.ErrOutcomeUnknown},
		{data(`{}`), whatsapp.ErrOutcomeUnknown},
		{data(`"no invite code, sorry"`), whatsapp.ErrOutcomeUnknown},
	} {
		adapter, _ := newWire(t, map[string][]reply{getInviteCode: test.reply})
		if got, err := adapter.InviteCode(t.Context(), group); !errors.Is(err, test.want) || !got.IsZero() {
			t.Errorf("%v, not %v", err, test.want)
		}
	}
}

func TestRevokeInviteCannot(t *testing.T) {
	adapter, w := newWire(t, nil)
	_, err := adapter.RevokeInvite(t.Context(), group)
	if !errors.Is(err, errors.ErrUnsupported) ||
		err.Error() != "unsupported operation: WhatsAPI cannot revoke the invite link of a group" {
		t.Error(err)
	}
	w.Sent()
}

func TestInviteInfo(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{getInviteInfo: file("invite_info.json")})
	info, err := adapter.InviteInfo(t.Context(), inviteCode(t))
	want := group2022()
	want.Members = nil
	if diff := cmp.Diff(want, info); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: getInviteInfo})
}

// TestInviteInfoCountsNobody: outsiders are shown a few of the members, who are no count of them.
func TestInviteInfoCountsNobody(t *testing.T) {
	for answer, want := range map[string]int{"group_2022.json": 0, "group_2025.json": 4} {
		adapter, _ := newWire(t, map[string][]reply{getInviteInfo: file(answer)})
		info, err := adapter.InviteInfo(t.Context(), inviteCode(t))
		if err != nil || info.Size != want || info.Members != nil {
			t.Errorf("%s: %+v, %v", answer, info, err)
		}
	}
}

// deadInvites are the answers to a code that leads nowhere, the same for looking up and joining.
var deadInvites = []struct {
	reply []reply
	want  error
}{
	{fault(500, "error_revoked.json"), whatsapp.ErrInviteRevoked},
	{fault(500, "error_iq_410.json"), whatsapp.ErrInviteRevoked},
	{fault(500, "error_invalid.json"), whatsapp.ErrInviteInvalid},
	{fault(500, "error_iq_400.json"), whatsapp.ErrInviteInvalid},
	{fault(500, "error_iq_404.json"), whatsapp.ErrInviteInvalid},
	{fault(500, "error_iq_406.json"), whatsapp.ErrInviteInvalid},
	{fault(500, "error_iq_401.json"), whatsapp.ErrRefused},
	{fault(500, "error_iq_403.json"), whatsapp.ErrRefused},
	{fault(500, "error_iq_405.json"), whatsapp.ErrRefused},
	{fault(500, "error_iq_423.json"), whatsapp.ErrRefused},
	{fault(500, "error_iq_412.json"), whatsapp.ErrGroupFull},
	{fault(500, "error_iq_419.json"), whatsapp.ErrGroupFull},
	{fault(500, "error_iq_429.json"), whatsapp.ErrRateLimited},
	{fault(500, "error_timeout.json"), whatsapp.ErrOutcomeUnknown},
	{[]reply{{Status: 503}}, whatsapp.ErrOutcomeUnknown},
}

func TestInviteInfoFails(t *testing.T) {
	for _, test := range deadInvites {
		adapter, _ := newWire(t, map[string][]reply{getInviteInfo: test.reply})
		if _, err := adapter.InviteInfo(t.Context(), inviteCode(t)); !errors.Is(err, test.want) {
			t.Errorf("%v, not %v", err, test.want)
		}
	}
	adapter, _ := newWire(t, map[string][]reply{getInviteInfo: data(`null`)})
	if _, err := adapter.InviteInfo(t.Context(), inviteCode(t)); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("nothing: %v", err)
	}
}

func TestJoin(t *testing.T) {
	for name, answer := range map[string][]reply{
		"the id":        file("join.json"),
		"an object":     data(`{"jid":"120363000000000001@g.us"}`),
		"a group":       file("group_2022.json"),
		"another name":  data(`{"groupJid":"120363000000000001@g.us"}`),
		"a wrapped one": data(`{"group_info":{"ID":"120363000000000001@g.us"}}`),
	} {
		adapter, w := newWire(t, map[string][]reply{joinGroup: answer})
		id, err := adapter.Join(t.Context(), inviteCode(t))
		if err != nil || id != group {
			t.Errorf("%s: %s, %v", name, id, err)
		}
		w.Sent(asked{Route: joinGroup})
	}
}

// TestJoinLooksUp the id of a group that the answer does not name.
func TestJoinLooksUp(t *testing.T) {
	for _, answer := range [][]reply{
		data(`null`), data(`"joined"`), fault(500, "error_iq_304.json"), fault(500, "error_iq_409.json"),
	} {
		adapter, w := newWire(t, map[string][]reply{joinGroup: answer, getInviteInfo: file("invite_info.json")})
		id, err := adapter.Join(t.Context(), inviteCode(t))
		if err != nil || id != group {
			t.Errorf("%s, %v", id, err)
		}
		w.Sent(asked{Route: joinGroup}, asked{Route: getInviteInfo})
	}
	// It was joined, so no error may say that nothing was done.
	adapter, _ := newWire(t, map[string][]reply{joinGroup: data(`null`),
		getInviteInfo: fault(500, "error_iq_429.json")})
	if _, err := adapter.Join(t.Context(), inviteCode(t)); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("%v", err)
	}
}

// TestJoinIsSentOnce although it is a GET.
func TestJoinIsSentOnce(t *testing.T) {
	for _, test := range deadInvites {
		adapter, w := newWire(t, map[string][]reply{joinGroup: test.reply})
		if _, err := adapter.Join(t.Context(), inviteCode(t)); !errors.Is(err, test.want) {
			t.Errorf("%v, not %v", err, test.want)
		}
		w.Sent(asked{Route: joinGroup})
	}
}

// The code is sent without what makes it a link, and an answer that does not say that it was sent is no success.
func TestSendInvitation(t *testing.T) {
	const route = "POST /api/instances/default/send/group-invite"
	invitation := whatsapp.Invitation{Code: inviteCode(t)}
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{data(`null`), nil},
		{fault(500, "error_no_permission.json"), whatsapp.ErrNotAdmin},
	} {
		adapter, w := newWire(t, map[string][]reply{route: test.reply})
		err := adapter.SendInvitation(t.Context(), group, whatsapp.Person{Phone: "12025550101"}, invitation)
		if !errors.Is(err, test.want) {
			t.Errorf("%v, not %v", err, test.want)
		}
		w.Sent(asked{Route: route, Type: jsonType, Body: `{"caption":"","expiry_minutes":4320,"invite_code":"` + code +
			`","to":"12025550101"}`})
	}
}
