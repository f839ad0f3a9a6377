package whatsapi

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Abilities asks the instance, since only its answer shows whether the server tells the own number. The rest is what
// the specification has routes for, which were the same in all six of its versions: there is none to revoke an invite,
// to delete a chat (evidence/whatsapi.md §3.3), or to tell whether a number is on WhatsApp: misc/user-info says of
// itself that it does not check that.
func (a *Adapter) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	session, err := a.Session(ctx)
	if err != nil {
		return whatsapp.Abilities{}, err
	}
	can := append(settingAbilities(),
		whatsapp.CreateGroup,
		// INFERRED: "The creator is automatically added", and whatsmeow takes an empty list.
		whatsapp.CreateEmptyGroup,
		whatsapp.ChangeMembers,
		whatsapp.LeaveGroup,
		whatsapp.ReadInvite,
		whatsapp.ReadInviteInfo,
		whatsapp.JoinGroup,
		whatsapp.SendInvitation,
		whatsapp.WriteWebhook,
		// INFERRED: it passes whatsmeow's group object on.
		whatsapp.TellGroupKind,
	)
	if session.Self.Phone != "" {
		can = append(can, whatsapp.TellOwnNumber)
	}
	return whatsapp.NewAbilities(gatewayName, can...).TakingAtOnce(atOnce), nil
}

// atOnce is how many people one call takes. No source states a limit. The predecessor sent one request to WhatsApp for
// each person, with a second and a half between two of them (evidence/whatsapi.md); that this server does too is
// INFERRED. So 20 take it half a minute at most.
const atOnce = 20

func missing(ability whatsapp.Ability) error { return whatsapp.MissingAbility(gatewayName, ability) }
