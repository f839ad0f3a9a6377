package whatsapi

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// invitationMinutes is how long an invitation is good for where that was not told: three days.
const invitationMinutes = 72 * 60

// SendInvitation sends a code to a person. The specification says that it is sent without what makes it a link, and not
// which code it may be: that the private one of a refusal will do, as well as the group's own, is INFERRED. So is that
// the answer says that it was sent, which no reading shows.
func (a *Adapter) SendInvitation(
	ctx context.Context, _ whatsapp.JID, person whatsapp.Person, invitation whatsapp.Invitation,
) error {
	to, err := participants([]whatsapp.Person{person})
	if err != nil {
		return err
	}
	minutes := invitationMinutes
	if left := time.Until(invitation.Expires); !invitation.Expires.IsZero() {
		minutes = max(1, int(left.Minutes()))
	}
	_, err = a.do(ctx, call{
		method: http.MethodPost,
		route:  "/instances/{instance_key}/send/group-invite",
		json: fields{
			"to": to[0], "invite_code": invitation.Code.Code(), "caption": "", "expiry_minutes": minutes,
		},
		meaning: changing,
		unseen:  true,
		secrets: []string{invitation.Code.Code()},
	})
	return err
}
