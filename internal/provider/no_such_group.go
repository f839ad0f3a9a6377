package provider

import (
	"context"
	"errors"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// notFound are the errors of a group that is not there for the account.
var notFound = []error{
	account.ErrGone, account.ErrUnconfirmed, whatsapp.ErrGroupNotFound, whatsapp.ErrNotMember,
}

func isNotFound(err error) bool {
	return slices.ContainsFunc(notFound, func(kind error) bool { return errors.Is(err, kind) })
}

// ofNew words the failure of a create in a group. There is no state that a doubt would keep, and the account need not
// have been in the group: the id may be mistyped.
func (f failure) ofNew() failure {
	if !isNotFound(f.err) {
		return f
	}
	const noSuchGroup = "the account is in no group with this id"
	f.remedy = "Check the id: the data source `whatsapp_groups` lists the groups of the account with their ids. If the " +
		"id is right, ask an admin to add the account to the group, then apply again."
	if errors.Is(f.err, account.ErrUnconfirmed) {
		f.remedy += " A gateway that has just started may not have loaded its groups: then apply again in a minute."
	}
	f.err = errors.New(noSuchGroup)
	return f
}

// mayBeOut reports whether the account may not be in a group that the state has: WhatsApp answers to a write only that
// the account is no admin.
func (c *connection) mayBeOut(ctx context.Context, id whatsapp.JID) bool {
	g, err := c.account.Group(ctx, id)
	if err != nil {
		return isNotFound(err)
	}
	own := c.own(ctx)
	if own.IsZero() || len(g.Members) == 0 {
		return false
	}
	_, err = whatsapp.FindMember(g.Members, own)
	return errors.Is(err, whatsapp.ErrNoSuchMember)
}

const backIntoTheGroup = "The account may not be in the group any more. Plan again without `-refresh=false` to see it. " +
	"If an admin has removed the account, ask them to add it again."
