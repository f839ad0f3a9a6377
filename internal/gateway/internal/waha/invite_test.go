package waha_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestInviteCode(t *testing.T) {
	for _, test := range []struct {
		name, engine string
		body         []reply
		want         error
	}{
		{"a bare code", "noweb", text(code), nil},
		{"a link (GOWS)", "gows", text("https://chat.whatsapp.com/" + code), nil},
		{"a JSON string", "wpp", text(`"` + code + `"`), nil},
		{"nothing (WEBJS)", "webjs", text(""), whatsapp.ErrNotAdmin},
		{"nothing (NOWEB)", "noweb", text(""), whatsapp.ErrOutcomeUnknown},
		{"a word", "webjs", text("false"), whatsapp.ErrOutcomeUnknown},
		{"no code", "webjs", text("no code"), whatsapp.ErrOutcomeUnknown},
		{"not an admin (NOWEB)", "noweb", fault(500, "error_500_noweb_not_authorized.json"), whatsapp.ErrNotAdmin},
		{"not an admin (GOWS)", "gows", fault(500, "error_500_gows_no_permission.json"), whatsapp.ErrNotAdmin},
		{"not a member (GOWS)", "gows", fault(500, "error_500_gows_not_participating.json"), whatsapp.ErrNotMember},
		{"not a member (NOWEB)", "noweb", fault(500, "error_500_noweb_forbidden.json"), whatsapp.ErrNotMember},
		{"no group (GOWS)", "gows", fault(500, "error_500_gows_no_group.json"), whatsapp.ErrGroupNotFound},
		{"no group (WEBJS)", "webjs", fault(500, "error_500_webjs_undefined.json"), whatsapp.ErrGroupNotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, known(test.engine, map[string][]reply{onInvite: test.body}))
			got, err := adapter.InviteCode(t.Context(), group)
			if !errors.Is(err, test.want) || test.want == nil && got.Code() != code {
				t.Errorf("%q, %v", got.Code(), err)
			}
		})
	}
}

func TestRevokeInvite(t *testing.T) {
	adapter, w := newWire(t, known("noweb", map[string][]reply{onRevoke: text(code)}))
	if got, err := adapter.RevokeInvite(t.Context(), group); err != nil || got.Code() != code {
		t.Errorf("%q, %v", got.Code(), err)
	}
	w.Sent(asked{Route: onVersion}, asked{Route: onRevoke})
}

// TestRevokeInviteOfGOWS tells the link that did not change from one that did.
func TestRevokeInviteOfGOWS(t *testing.T) {
	link := "https://chat.whatsapp.com/"
	adapter, w := newWire(t, known("gows", map[string][]reply{onInvite: text(link + code),
		onRevoke: text(link + code)}))
	_, err := adapter.RevokeInvite(t.Context(), group)
	if !errors.Is(err, errors.ErrUnsupported) ||
		err.Error() != "unsupported operation: WAHA 2026.9.0 (engine GOWS) cannot revoke the invite link of a group" {
		t.Errorf("%v", err)
	}
	w.Sent(asked{Route: onVersion}, asked{Route: onInvite}, asked{Route: onRevoke})

	adapter, _ = newWire(t, known("gows", map[string][]reply{
		onInvite: text(link + code), onRevoke: text(link + "AbCdEfGhIjKlMnOpQrStU2"),
	}))
	if got, err := adapter.RevokeInvite(t.Context(), group); err != nil || got.Code() != "AbCdEfGhIjKlMnOpQrStU2" {
		t.Errorf("%q, %v", got.Code(), err)
	}
}

func TestInviteInfoOfEachEngine(t *testing.T) {
	outside := func(g whatsapp.Group) whatsapp.Group {
		g.Members = nil
		g.InfoAdminsOnly = new(false)
		return g
	}
	ofPage := outside(page())
	ofPage.InfoAdminsOnly, ofPage.MessagesAdminsOnly, ofPage.MemberAddMode, ofPage.JoinApprovalRequired = nil, nil, nil,
		nil
	ofGOWS := outside(noweb())
	ofGOWS.DisappearingMessages = new(whatsapp.DisappearOff)
	for name, want := range map[string]whatsapp.Group{
		"join_info_noweb.json": outside(noweb()),
		"join_info_gows.json":  ofGOWS,
		"join_info_webjs.json": ofPage,
	} {
		adapter, w := newWire(t, map[string][]reply{onInfo: file(name)})
		got, err := adapter.InviteInfo(t.Context(), inviteCode(t))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		w.Sent(asked{Route: onInfo})
	}
}

var deadInvites = []struct {
	name string
	body []reply
	want error
}{
	{"revoked (NOWEB)", fault(500, "error_500_noweb_gone.json"), whatsapp.ErrInviteRevoked},
	{"revoked (GOWS)", fault(500, "error_500_gows_revoked.json"), whatsapp.ErrInviteRevoked},
	{"invalid (NOWEB, 406)", fault(500, "error_500_noweb_not_acceptable.json"), whatsapp.ErrInviteInvalid},
	{"invalid (NOWEB, 400)", fault(500, "error_500_noweb_bad_request.json"), whatsapp.ErrInviteInvalid},
	{"invalid (NOWEB, 404)", fault(500, "error_500_noweb_item_not_found.json"), whatsapp.ErrInviteInvalid},
	{"invalid (GOWS)", fault(500, "error_500_gows_invalid.json"), whatsapp.ErrInviteInvalid},
	{"page error", fault(500, "error_500_webjs.json"), whatsapp.ErrOutcomeUnknown},
	{"full", fault(500, "error_500_noweb_resource_limit.json"), whatsapp.ErrGroupFull},
	{"removed from the group", fault(500, "error_500_noweb_not_allowed.json"), whatsapp.ErrRefused},
}

func TestInviteInfoOfDeadInvites(t *testing.T) {
	more := append(deadInvites[:len(deadInvites):len(deadInvites)], []struct {
		name string
		body []reply
		want error
	}{
		{"nothing", text(""), whatsapp.ErrInviteInvalid},
		{"a status of the page, revoked", text(`{"status":410}`), whatsapp.ErrInviteRevoked},
		{"a status of the page, invalid", text(`{"status":"406"}`), whatsapp.ErrInviteInvalid},
		{"no group", text(`{"size":1}`), whatsapp.ErrOutcomeUnknown},
	}...)
	for _, test := range more {
		adapter, _ := newWire(t, map[string][]reply{onInfo: test.body})
		if got, err := adapter.InviteInfo(t.Context(), inviteCode(t)); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, %v", test.name, got, err)
		}
	}
}

func TestJoin(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{onJoin: file("join.json")})
	if got, err := adapter.Join(t.Context(), inviteCode(t)); err != nil || got != group {
		t.Errorf("%s, %v", got, err)
	}
	w.Sent(asked{Route: onJoin, Body: `{"code":"AbCdEfGhIjKlMnOpQrStU1"}`})

	for _, test := range deadInvites {
		adapter, w := newWire(t, map[string][]reply{onJoin: test.body})
		if got, err := adapter.Join(t.Context(), inviteCode(t)); !errors.Is(err, test.want) || got != "" {
			t.Errorf("%s: %v, %v", test.name, got, err)
		}
		if len(w.Asked) != 1 {
			t.Errorf("%s: sent %v", test.name, w.Asked)
		}
	}
	adapter, _ = newWire(t, map[string][]reply{onJoin: text(`{}`)})
	if got, err := adapter.Join(t.Context(), inviteCode(t)); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("%s, %v", got, err)
	}
}

// TestJoinAgain has WhatsApp's conflict, which does not say with which group.
func TestJoinAgain(t *testing.T) {
	for _, conflict := range []string{
		"error_500_noweb_conflict.json", "error_500_gows_conflict.json", "error_500_webjs_conflict.json",
	} {
		adapter, w := newWire(t, map[string][]reply{
			onJoin: fault(500, conflict), onInfo: file("join_info_noweb.json"),
		})
		if got, err := adapter.Join(t.Context(), inviteCode(t)); err != nil || got != group {
			t.Errorf("%s: %s, %v", conflict, got, err)
		}
		w.Sent(asked{Route: onJoin, Body: `{"code":"AbCdEfGhIjKlMnOpQrStU1"}`}, asked{Route: onInfo})
	}
}
