package gatewaytest

import (
	"context"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func listRules() []Rule {
	return []Rule{
		{
			Name:   "the list has every group, over all pages",
			Reason: "a group that is missing in a list counts as one that the account has left",
			World:  true,
			Check:  checkPages,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideGroups{override{g}, func(
					ctx context.Context, withMembers bool,
				) ([]whatsapp.Group, error) {
					groups, err := g.Groups(ctx, withMembers)
					return groups[:min(len(groups), 500)], err
				}}
			},
		},
		{
			Name:   "the list has the groups also where no members are asked for",
			Reason: "leaving the members out is to spare the gateway, and not to hide groups",
			Check:  checkListWithoutMembers,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideGroups{override{g}, func(
					ctx context.Context, withMembers bool,
				) ([]whatsapp.Group, error) {
					if !withMembers {
						return []whatsapp.Group{}, nil
					}
					return g.Groups(ctx, true)
				}}
			},
		},
		{
			Name:   "the list shows the groups as they are",
			Reason: "a run with many groups reads them from the list",
			Check:  checkListed,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideGroups{override{g}, func(
					ctx context.Context, withMembers bool,
				) ([]whatsapp.Group, error) {
					groups, err := g.Groups(ctx, withMembers)
					for i := range groups {
						groups[i].Name = "group " + groups[i].Name
					}
					return groups, err
				}}
			},
		},
		{
			Name:   "the groups of which the account is an admin are listed, and no other",
			Reason: "the list serves where nobody knows who the account is, so that nothing corrects it",
			World:  true,
			Check:  checkAdminGroups,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return everywhereAdmin{override{g}} },
		},
		{
			Name: "the list has no group without the account",
			Reason: "a group that others have, or that removed the account, cannot be managed and must not look as " +
				"if it could",
			World: true,
			Check: checkListWithoutStrangers,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideGroups{override{g}, func(
					ctx context.Context, withMembers bool,
				) ([]whatsapp.Group, error) {
					groups, err := g.Groups(ctx, withMembers)
					return append(groups, whatsapp.Group{ID: strangersGroup,
						Settings: whatsapp.Settings{Name: "Strangers"}}), err
				}}
			},
		},
	}
}

// manyGroups is more than the longest page that a gateway asks for.
const manyGroups = 501

func checkPages(ctx context.Context, h Harness) error {
	template, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	groups := make([]WorldGroup, 0, manyGroups)
	for i := range manyGroups {
		group := template
		group.ID = whatsapp.JID(fmt.Sprintf("1203635%011d@g.us", i))
		group.Name = fmt.Sprintf("Group %d", i)
		group.Invite = codeNumber(i)
		// The account is enough to have the group.
		group.Members = slices.DeleteFunc(slices.Clone(group.Members), func(m WorldMember) bool {
			return !same(m.Person, h.Self)
		})
		groups = append(groups, group)
	}
	if err := h.World.Put(groups...); err != nil {
		return err
	}
	for _, withMembers := range []bool{true, false} {
		listed, err := h.Gateway.Groups(ctx, withMembers)
		if err != nil {
			return fmt.Errorf("list the groups: %w", err)
		}
		times := map[whatsapp.JID]int{}
		for _, group := range listed {
			times[group.ID]++
		}
		for _, group := range append(groups, template) {
			if times[group.ID] != 1 {
				return fmt.Errorf("with members %t, %s of %d groups is listed %d times", withMembers, group.ID,
					len(groups)+1, times[group.ID])
			}
		}
	}
	return nil
}

func checkListWithoutMembers(ctx context.Context, h Harness) error {
	return h.eventually(ctx, func() error {
		_, is, err := h.listed(ctx, h.Group, false)
		if err != nil {
			return err
		}
		if !is {
			return fmt.Errorf("%s is not in the list", h.Group)
		}
		return nil
	})
}

func checkListed(ctx context.Context, h Harness) error {
	for _, withMembers := range []bool{true, false} {
		err := h.eventually(ctx, func() error {
			want, err := h.truth(ctx, h.Group)
			if err != nil {
				return err
			}
			listed, is, err := h.listed(ctx, h.Group, withMembers)
			switch {
			case err != nil:
				return err
			case !is:
				return fmt.Errorf("%s is not in the list", h.Group)
			case !listed.Complete():
				return nil // A stub says nothing, and its reader knows that.
			}
			if err := wantSame(listed, want); err != nil {
				return fmt.Errorf("in the list with members %t, %w", withMembers, err)
			}
			if listed.Members == nil {
				return nil
			}
			return wantSamePeople(listed.Members, want.Members)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// strangersGroup is a group that the account never was in.
const strangersGroup = whatsapp.JID("120363600000000001@g.us")

func checkListWithoutStrangers(ctx context.Context, h Harness) error {
	template, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	template.ID, template.Invite, template.Owner = strangersGroup, codeNumber(1), h.People.Open.Phone
	template.Members = []WorldMember{NewWorldCreator(h.People.Open)}
	if err := h.World.Put(template); err != nil {
		return err
	}
	for _, withMembers := range []bool{true, false} {
		_, is, err := h.listed(ctx, strangersGroup, withMembers)
		if err != nil {
			return err
		}
		if is {
			return fmt.Errorf("the list with members %t has %s, in which the account never was", withMembers,
				strangersGroup)
		}
	}
	return nil
}

// listed finds a group in the list, and reports whether it is there.
func (h Harness) listed(ctx context.Context, id whatsapp.JID, withMembers bool) (whatsapp.Group, bool, error) {
	groups, err := h.Gateway.Groups(ctx, withMembers)
	if err != nil {
		return whatsapp.Group{}, false, fmt.Errorf("list the groups: %w", err)
	}
	i := slices.IndexFunc(groups, func(g whatsapp.Group) bool { return g.ID == id })
	if i < 0 {
		return whatsapp.Group{}, false, nil
	}
	return groups[i], true, nil
}

// checkAdminGroups has a group of which the account is an admin, and one of which it is none.
func checkAdminGroups(ctx context.Context, h Harness) error {
	gateway, lists := whatsapp.As[whatsapp.AdminLister](h.Gateway)
	if !lists {
		return skip("the gateway does not list the groups of which the account is an admin")
	}
	other := WorldGroup{ID: "120363000000000098@g.us", Name: "Not ours", Members: []WorldMember{
		NewWorldMember(h.Self, whatsapp.RoleMember),
	}}
	if err := h.World.Put(other); err != nil {
		return err
	}
	ids, err := gateway.AdminGroups(ctx)
	if err != nil {
		return fmt.Errorf("list them: %w", err)
	}
	if !slices.Equal(ids, []whatsapp.JID{h.Group}) {
		return fmt.Errorf("they are %v, and not %s alone", ids, h.Group)
	}
	return nil
}

// everywhereAdmin lists all groups.
type everywhereAdmin struct{ override }

func (e everywhereAdmin) AdminGroups(ctx context.Context) ([]whatsapp.JID, error) {
	groups, err := e.Groups(ctx, false)
	ids := make([]whatsapp.JID, 0, len(groups))
	for _, g := range groups {
		ids = append(ids, g.ID)
	}
	return ids, err
}
