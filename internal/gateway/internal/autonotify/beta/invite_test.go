package beta_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestInvites(t *testing.T) {
	for _, answer := range []string{
		code, `"` + code + `"`, `"https://chat.whatsapp.com/` + code + `"`, testdata(t, "invite.json"),
		testdata(t, "invite_wrapped.json"), `{"data":"` + code + `"}`,
	} {
		g, w := newWire(t, unverified, map[string][]reply{onInvite: text(answer), onRevoke: text(answer)})
		if got, err := g.InviteCode(t.Context(), group); err != nil || got.Code() != code {
			t.Errorf("%s: %v", answer, err)
		}
		if got, err := g.RevokeInvite(t.Context(), group); err != nil || got.Code() != code {
			t.Errorf("%s: %v", answer, err)
		}
		w.Sent(asked{Route: onInvite}, asked{Route: onRevoke})
	}
	for _, answer := range []string{
		string(group), `"120363000000000001@g.us"`, `{"groupId":"120363000000000001@g.us"}`,
		`{"data":"120363000000000001@g.us"}`,
		testdata(t, "group.json"), testdata(t, "group_wrapped.json"),
	} {
		g, w := newWire(t, unverified, map[string][]reply{onJoin: text(answer)})
		if got, err := g.Join(t.Context(), inviteCode(t)); err != nil || got != group {
			t.Errorf("%s: %s, %v", answer, got, err)
		}
		w.Sent(asked{Route: onJoin, Body: `{"inviteCode":"` + code + `"}`})
	}
	for _, answer := range []string{``, `{}`, `true`, `null`, `{"message":"ok"}`, `no link`} {
		g, _ := newWire(t, unverified, map[string][]reply{onInvite: text(answer), onRevoke: text(answer),
			onJoin: text(answer)})
		_, invite := g.InviteCode(t.Context(), group)
		_, revoke := g.RevokeInvite(t.Context(), group)
		id, join := g.Join(t.Context(), inviteCode(t))
		errs := []error{invite, revoke, join}
		if answer == "" || answer == "{}" || answer == "null" {
			// So a request may be answered that waits for approval.
			if id != "" || join != nil {
				t.Errorf("%s: %s, %v", answer, id, join)
			}
			errs = errs[:2]
		}
		for _, err := range errs {
			if !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
				t.Errorf("%s: %v", answer, err)
			}
		}
	}
}
