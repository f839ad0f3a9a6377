package account

import (
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrCommunity is the error of a change that a community does not know (evidence/whatsapp.md §11). WhatsApp itself says
// no more than that the request is bad.
var ErrCommunity error = &whatsapp.Error{
	Kind: whatsapp.ErrRefused,
	Detail: "the group is the parent of a community, which takes neither members nor settings. Use the announcement " +
		"group of the community, or another of its groups: the data source whatsapp_groups tells them by kind and " +
		"community_id",
}

// ofCommunity is the reason why WhatsApp refused a change of a group: ErrCommunity where that is its kind.
func ofCommunity(kind whatsapp.GroupKind, reason error) error {
	if !errors.Is(reason, whatsapp.ErrInvalidRequest) && !errors.Is(reason, whatsapp.ErrRefused) &&
		!errors.Is(reason, whatsapp.ErrOutcomeUnknown) {
		return reason
	}
	if kind == whatsapp.KindCommunity {
		return ErrCommunity
	}
	return reason
}
