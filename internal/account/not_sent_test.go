package account_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// A reading that fails before a write leaves no doubt about the write.
func TestAWriteThatWasNotSentIsNotUnknown(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(t *testing.T, a *account.Account) error{
		"create": func(t *testing.T, a *account.Account) error {
			_, err := a.CreateGroup(t.Context(), account.NewGroup{Name: "Team"})
			return err
		},
		"change": func(t *testing.T, a *account.Account) error {
			return a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Others"))
		},
		"leave": func(t *testing.T, a *account.Account) error { return a.LeaveGroup(t.Context(), group1) },
		"empty": func(t *testing.T, a *account.Account) error { return a.EmptyGroup(t.Context(), group1) },
		"add": func(t *testing.T, a *account.Account) error {
			_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne)
			return err
		},
		"remove": func(t *testing.T, a *account.Account) error {
			return a.RemoveMember(t.Context(), group1, byNumber(bert), nil)
		},
		"promote": func(t *testing.T, a *account.Account) error {
			_, err := a.SetRole(t.Context(), group1, byNumber(bert), whatsapp.RoleAdmin)
			return err
		},
		"revoke": func(t *testing.T, a *account.Account) error {
			_, err := a.RevokeInvite(t.Context(), group1)
			return err
		},
		"join": func(t *testing.T, a *account.Account) error {
			code := must[whatsapp.InviteCode](t)(whatsapp.ParseInviteCode("AAAAAAAAAAAAAAAAAAAAAA"))
			_, err := a.Join(t.Context(), code)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, "NOWEB", group(group1, "One", plain(bert)))
			w.fault(t, emulator.Fault{Match: `^GET `, Effect: emulator.EffectStatus, Status: 500})
			err := write(t, w.account(t, account.Settings{}))
			want(t, err, account.ErrNotSent)
			if errors.Is(err, whatsapp.ErrOutcomeUnknown) || !strings.Contains(fmt.Sprint(err), "nothing was sent") {
				t.Errorf("the error is %v", err)
			}
			if n := w.asked(`^(PUT|DELETE|POST) .*/groups$|^(PUT|DELETE) |/(leave|add|remove|revoke|join)$`); n != 0 {
				t.Errorf("%d writes were sent", n)
			}
		})
	}
}
