package nexus_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestInvites(t *testing.T) {
	g, w := newWire(t, map[string][]reply{
		onInvite: file("invite.json"), onRevoke: file("revoked.json"), onJoin: file("joined.json"),
	})
	got, err := g.InviteCode(t.Context(), group)
	if err != nil || got.Code() != code {
		t.Errorf("the code is wrong: %v", err)
	}
	got, err = g.RevokeInvite(t.Context(), group)
	if err != nil || got.Code() != "AbCdEfGhIjKlMnOpQrStU2" {
		t.Errorf("the new code is wrong: %v", err)
	}
	joined, err := g.Join(t.Context(), inviteCode(t))
	if err != nil || joined != group {
		t.Errorf("joined %s, %v", joined, err)
	}
	w.Sent(
		asked{Route: onInvite},
		asked{Route: onRevoke, Body: `{"group_jid":"120363000000000001@g.us"}`},
		asked{Route: onJoin, Body: `{"link":"https://chat.whatsapp.com/` + code + `","user_id":"default"}`},
	)
}

func TestInvitesFail(t *testing.T) {
	for _, test := range []struct {
		route string
		reply []reply
		want  error
	}{
		{onInvite, fault(500, "error_500_no_permission.json"), whatsapp.ErrNotAdmin},
		{onInvite, fault(500, "error_500_iq_401.json"), whatsapp.ErrNotAdmin},
		{onInvite, fault(500, "error_500_iq_403.json"), whatsapp.ErrNotMember},
		{onInvite, fault(500, "error_500_not_member.json"), whatsapp.ErrNotMember},
		{onInvite, fault(404, "error_404_route.txt"), errors.ErrUnsupported},
		{
			onInvite, text(`{"success":true,"data":"https://chat.whatsapp.com/` + code + `"}`),
			whatsapp.ErrOutcomeUnknown,
		},
		{onInvite, text(`{"success":true,"invite_link":"https://chat.whatsapp.com/?"}`), whatsapp.ErrOutcomeUnknown},
		{onRevoke, fault(500, "error_500_iq_401.json"), whatsapp.ErrNotAdmin},
		{onRevoke, text(`{"success":true}`), whatsapp.ErrOutcomeUnknown},
		{onJoin, fault(500, "error_500_link_invalid.json"), whatsapp.ErrInviteInvalid},
		{onJoin, fault(500, "error_500_link_revoked.json"), whatsapp.ErrInviteRevoked},
		{onJoin, fault(500, "error_500_link_format.json"), whatsapp.ErrInviteInvalid},
		{onJoin, fault(500, "error_500_iq_406.json"), whatsapp.ErrInviteInvalid},
		{onJoin, fault(500, "error_500_iq_409.json"), whatsapp.ErrAlreadyMember},
		{onJoin, fault(500, "error_500_iq_410.json"), whatsapp.ErrInviteRevoked},
		{onJoin, fault(500, "error_500_iq_419.json"), whatsapp.ErrGroupFull},
		// The link was taken, and the group cannot be read: the account waits for approval, perhaps.
		{onJoin, fault(500, "error_500_not_member.json"), nil},
		{onJoin, text(`{"success":true}`), whatsapp.ErrOutcomeUnknown},
	} {
		g, w := newWire(t, map[string][]reply{test.route: test.reply})
		var err error
		switch test.route {
		case onInvite:
			_, err = g.InviteCode(t.Context(), group)
		case onRevoke:
			_, err = g.RevokeInvite(t.Context(), group)
		case onJoin:
			_, err = g.Join(t.Context(), inviteCode(t))
		}
		if !errors.Is(err, test.want) {
			t.Errorf("%s %+v: %v", test.route, test.reply, err)
		}
		if len(w.Asked) != 1 {
			t.Errorf("%s %+v: sent %d times", test.route, test.reply, len(w.Asked))
		}
	}
}
