package account

import (
	"context"
	"errors"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrCommunity is the error of a change that a community does not know (evidence/whatsapp.md §11). WhatsApp itself
// says no more than that the request is bad.
var ErrCommunity error = &whatsapp.Error{
	Kind: whatsapp.ErrRefused,
	Detail: "the group is the parent of a community, which takes neither members nor settings. Use the " +
		"announcement group of the community, or another of its groups: the data source whatsapp_groups shows " +
		"kind and community_id",
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

// CheckKind fails with ErrCommunity where a group is the parent of a community, as far as a reading tells, and what is
// to be done is not among what a community has. Without changes it is about members.
func (a *Account) CheckKind(ctx context.Context, id whatsapp.JID, changes ...whatsapp.Change) error {
	if len(changes) > 0 && !slices.ContainsFunc(changes, unlikeCommunity) {
		return nil
	}
	if g, err := a.Group(ctx, id); err == nil && g.Kind == whatsapp.KindCommunity {
		return ErrCommunity
	}
	return nil
}

// unlikeCommunity reports whether a community has nothing that a change could be of. It has a name, a description and a
// picture.
func unlikeCommunity(change whatsapp.Change) bool {
	switch change.(type) {
	case whatsapp.SetName, whatsapp.SetDescription, whatsapp.SetPicture, whatsapp.SetPictureURL:
		return false
	}
	return true
}
