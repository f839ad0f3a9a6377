package account_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// forgetful is a gateway that has lost its memory of one group, of which its list still knows unless empty.
type forgetful struct {
	whatsapp.Gateway
	leave error
	empty bool
}

func (f forgetful) Unwrap() whatsapp.Gateway { return f.Gateway }

func (f forgetful) Group(context.Context, whatsapp.JID) (whatsapp.Group, error) {
	return whatsapp.Group{}, &whatsapp.Error{Kind: whatsapp.ErrGroupNotFound}
}

func (f forgetful) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	if f.empty {
		return nil, nil
	}
	return f.Gateway.Groups(ctx, withMembers)
}

func (f forgetful) LeaveGroup(context.Context, whatsapp.JID) error { return f.leave }

// TestAGroupIsNotLeftBecauseItIsNotFound: where nobody has said that the group was left, a gateway that does not find
// it proves nothing.
func TestAGroupIsNotLeftBecauseItIsNotFound(t *testing.T) {
	eachDialect(t, map[string]emulator.Group{"": group(group1, "One", plain(bert))},
		func(t *testing.T, _ dialect, w *whatsApp, open func() whatsapp.Gateway) {
			for name, leave := range map[string]error{
				"the answer is lost":         &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown},
				"refused":                    &whatsapp.Error{Kind: whatsapp.ErrRefused},
				"the group is not found too": &whatsapp.Error{Kind: whatsapp.ErrGroupNotFound},
			} {
				for _, empty := range []bool{false, true} {
					g := forgetful{open(), leave, empty}
					err := newAccount(g, account.Settings{}).LeaveGroup(t.Context(), group1)
					if errors.Is(leave, whatsapp.ErrGroupNotFound) {
						want(t, err, account.ErrUnconfirmed)
					} else if !errors.Is(err, leave) {
						t.Errorf("%s, with an empty list %t: %v", name, empty, err)
					}
					if !slices.ContainsFunc(w.World().Groups[0].Members, func(m emulator.Member) bool {
						return m.Phone == selfPhone
					}) {
						t.Fatal("the account has left")
					}
				}
			}
		})
}

// TestAGroupThatWasLeftInSpiteOfALostAnswer is seen to be left, also where it was the only one.
func TestAGroupThatWasLeftInSpiteOfALostAnswer(t *testing.T) {
	eachDialect(t, map[string]emulator.Group{"": group(group1, "One", plain(bert))},
		func(t *testing.T, _ dialect, w *whatsApp, open func() whatsapp.Gateway) {
			w.fault(t, emulator.Fault{
				Match: `^POST .*/leave$|^DELETE `, Effect: emulator.EffectLoseAnswer, Times: 1,
			})
			if err := newAccount(open(), account.Settings{}).LeaveGroup(t.Context(), group1); err != nil {
				t.Error(err)
			}
			for _, m := range w.World().Groups[0].Members {
				if m.Phone == selfPhone {
					t.Error("the account has not left")
				}
			}
			for _, r := range w.Requests() {
				if r.Status == 0 {
					return
				}
			}
			t.Error("no answer was lost")
		})
}
