package account

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Namesakes are the groups that have a name.
type Namesakes struct {
	// Own are those that this account made.
	Own []whatsapp.Group
	// Unsure are those of which nothing tells who made them.
	Unsure []whatsapp.Group
}

// all are the groups that this account made, for certain or perhaps.
func (n Namesakes) all() []whatsapp.Group { return slices.Concat(n.Own, n.Unsure) }

// Without are all but one group.
func (n Namesakes) Without(id whatsapp.JID) []whatsapp.Group {
	return slices.DeleteFunc(n.all(), func(g whatsapp.Group) bool { return g.ID == id })
}

// NamesakeError is the error of a create whose name a group of this account has already. Nothing was sent.
type NamesakeError struct {
	Name string
	// Groups are those that have the name.
	Groups []whatsapp.Group
}

var _ error = (*NamesakeError)(nil)

func (e *NamesakeError) Error() string {
	return fmt.Sprintf("the account has made a group %q already: %s", e.Name, joinIDs(e.Groups))
}

// Namesakes lists the groups with a name that this account has made or may have made, from one list for the whole
// process. It does not list the groups that this process has left. It fails with errors.ErrUnsupported where the
// gateway cannot list groups.
func (a *Account) Namesakes(ctx context.Context, name string) (Namesakes, error) {
	if err := a.connected(ctx); err != nil {
		return Namesakes{}, err
	}
	groups, err := a.sharedList.get(ctx)
	if err != nil {
		return Namesakes{}, err
	}
	found, err := a.namesakes(ctx, a.creations.withoutLeft(groups), name)
	if err != nil {
		return Namesakes{}, err
	}
	// The gateway's memory may still show a group that the account has left.
	for _, groups := range []*[]whatsapp.Group{&found.Own, &found.Unsure} {
		var there []whatsapp.Group
		for _, g := range *groups {
			full, err := a.Group(ctx, g.ID)
			switch {
			case errors.Is(err, ErrGone):
				continue
			case err == nil:
				g = full
			}
			there = append(there, g)
		}
		*groups = there
	}
	return found, nil
}

// fetchSharedList reads all groups for their ids, names and owners, unless that was done already.
func (a *Account) fetchSharedList(ctx context.Context) ([]whatsapp.Group, error) {
	if groups := a.directory.lastList(); groups != nil {
		return groups, nil
	}
	return a.gateway.Groups(ctx, false)
}

// namesakes picks from a list the groups with a name that this account has made or may have made. What the list does
// not tell is read. A group that cannot be read has no name that could be compared.
func (a *Account) namesakes(ctx context.Context, groups []whatsapp.Group, name string) (Namesakes, error) {
	self, err := a.Self(ctx)
	if err != nil {
		return Namesakes{}, err
	}
	self = a.Identify(ctx, self)
	var found Namesakes
	for _, g := range groups {
		if g.Complete() && !whatsapp.SameText(g.Name, name) {
			continue
		}
		own, told := a.made(ctx, g, self)
		if !g.Complete() || !told || g.Size == 0 {
			if full, err := a.directory.group(ctx, g.ID); err == nil {
				g = full
				own, told = a.made(ctx, g, self)
			} else if ctx.Err() != nil {
				return Namesakes{}, err
			}
		}
		switch {
		case g.Kind != "" && g.Kind != whatsapp.KindGroup, !whatsapp.SameText(g.Name, name):
		case own:
			found.Own = append(found.Own, g)
		case !told:
			found.Unsure = append(found.Unsure, g)
		}
	}
	return found, nil
}

// made reports whether the account made a group, and whether that was told. Where the gateway does not name the owner,
// or names them by another name than is known of the account, the creator among the members tells.
func (a *Account) made(ctx context.Context, g whatsapp.Group, self whatsapp.Person) (own, told bool) {
	makers := []whatsapp.Person{g.Owner}
	for _, m := range a.named(ctx, g.Members) {
		if m.Creator {
			makers = append(makers, m.Person)
		}
	}
	for _, maker := range makers {
		if maker.Same(self) {
			return true, true
		}
		told = told || maker.LID != "" && self.LID != "" || maker.Phone != "" && self.Phone != ""
	}
	return false, told
}
