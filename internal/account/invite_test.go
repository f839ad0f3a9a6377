package account_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestRevokeInvite(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			a := w.account(t, account.Settings{})
			before := must[whatsapp.InviteCode](t)(a.InviteCode(t.Context(), group1))
			if before.Code() != w.World().Groups[0].InviteCode {
				t.Errorf("the code is not the group's")
			}
			after, err := a.RevokeInvite(t.Context(), group1)
			if engine == "GOWS" {
				// It answers with the old link and does nothing.
				want(t, err, errors.ErrUnsupported)
				return
			}
			if err != nil || after == before || after.Code() != w.World().Groups[0].InviteCode {
				t.Errorf("the code did not change as told: %v", err)
			}
			_, err = a.InviteInfo(t.Context(), before)
			if err == nil {
				t.Error("the revoked code still works")
			}
			info := must[whatsapp.Group](t)(a.InviteInfo(t.Context(), after))
			if info.ID != group1 || info.Name != "One" {
				t.Errorf("the new code leads to %s %q", info.ID, info.Name)
			}
		})
	}
}

func TestARevocationThatChangesNothingIsAnError(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	a := w.account(t, account.Settings{})
	code := must[whatsapp.InviteCode](t)(a.InviteCode(t.Context(), group1))
	w.fault(t, emulator.Fault{Match: `revoke$`, Effect: emulator.EffectStatus, Status: 200, Body: code.Code()})
	_, err := a.RevokeInvite(t.Context(), group1)
	want(t, err, whatsapp.ErrRefused)
}

func TestTheInviteOfAGroupThatWasLeft(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One", plain(anne)))
			w.setWorld(t, leave(group1))
			_, err := w.account(t, account.Settings{}).InviteCode(t.Context(), group1)
			want(t, err, account.ErrGone)
		})
	}
}
