package account_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestACommunityIsNamed as the reason why WhatsApp refuses what a community does not have. It has a name.
func TestACommunityIsNamed(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			g := group(group1, "One")
			g.Kind = emulator.KindCommunity
			a := emulate(t, engine, g).account(t, account.Settings{})
			if err := a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two")); err != nil {
				t.Errorf("the name: %v", err)
			}
			err := a.ChangeGroup(t.Context(), group1, whatsapp.SetMessagesAdminsOnly(true))
			want(t, err, whatsapp.ErrRefused)
			if err == nil || !strings.Contains(err.Error(), "the parent of a community") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
