package gatewaytest

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func createRules() []Rule {
	return []Rule{
		{
			Name:   "a group is made once, of the account and those asked for",
			Reason: "a group cannot be deleted, so that one too many stays with everybody in it",
			Needs:  []whatsapp.Ability{whatsapp.CreateGroup},
			Check:  checkCreate,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideCreate{override{g}, func(
					ctx context.Context, name string, members []whatsapp.Person,
				) (whatsapp.Created, error) {
					if _, err := g.CreateGroup(ctx, name, members); err != nil {
						return whatsapp.Created{}, err
					}
					return g.CreateGroup(ctx, name, members)
				}}
			},
		},
		{
			Name:   "a group is made also where somebody cannot be added",
			Reason: "the group exists then, and an error would lose its id",
			Needs:  []whatsapp.Ability{whatsapp.CreateGroup},
			Check:  checkCreateWithRefused,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideCreate{override{g}, func(
					ctx context.Context, name string, members []whatsapp.Person,
				) (whatsapp.Created, error) {
					created, err := g.CreateGroup(ctx, name, members)
					for _, outcome := range created.Outcomes {
						err = errors.Join(err, outcome.Err)
					}
					if err == nil && len(members) > 1 {
						err = &whatsapp.Error{Kind: whatsapp.ErrPrivacy}
					}
					return created, err
				}}
			},
		},
		{
			Name:   "a group of the account alone is made",
			Reason: "a group is often made first and its members are managed one by one",
			Needs:  []whatsapp.Ability{whatsapp.CreateEmptyGroup},
			Check:  checkCreateAlone,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideCreate{override{g}, func(
					ctx context.Context, name string, members []whatsapp.Person,
				) (whatsapp.Created, error) {
					if len(members) == 0 {
						return whatsapp.Created{}, nil
					}
					return g.CreateGroup(ctx, name, members)
				}}
			},
		},
	}
}

func checkCreate(ctx context.Context, h Harness) error {
	name, people := newName("new"), numbers(h.People.Open, h.People.Member)
	created, err := h.Gateway.CreateGroup(ctx, name, people)
	if err != nil {
		return fmt.Errorf("create a group: %w", err)
	}
	if !created.Group.IsGroup() {
		return fmt.Errorf("%q is the id of a new group", created.Group)
	}
	if err := wantDone(created.Outcomes, people); err != nil {
		return err
	}
	check := func(group whatsapp.Group) error {
		if group.Name != name {
			return fmt.Errorf("the name is %q, and not %q", group.Name, name)
		}
		if len(group.Members) != 3 {
			return fmt.Errorf("the members are not the account and two others: %v", group.Members)
		}
		return firstOf(
			wantOnce(group.Members),
			wantMember(group, h.Self, whatsapp.RoleAdmin),
			wantMember(group, h.People.Open, whatsapp.RoleMember),
			wantMember(group, h.People.Member, whatsapp.RoleMember),
		)
	}
	if err := h.becomes(ctx, created.Group, check); err != nil {
		return err
	}
	if err := h.reads(ctx, created.Group, check); err != nil {
		return err
	}
	return h.eventually(ctx, func() error { return h.wantNamed(ctx, name, 1) })
}

// wantNamed fails unless so many groups have the name.
func (h Harness) wantNamed(ctx context.Context, name string, want int) error {
	var names []string
	if h.World != nil {
		for _, group := range h.World.Groups() {
			names = append(names, group.Name)
		}
	} else {
		groups, err := h.Gateway.Groups(ctx, false)
		if err != nil {
			return fmt.Errorf("list the groups: %w", err)
		}
		for _, group := range groups {
			names = append(names, group.Name)
		}
	}
	got := 0
	for _, other := range names {
		if other == name {
			got++
		}
	}
	if got != want {
		return fmt.Errorf("WhatsApp has %d groups of the name %q, and not %d", got, name, want)
	}
	return nil
}

func checkCreateWithRefused(ctx context.Context, h Harness) error {
	people, refusals := numbers(h.People.Open), h.refusals()
	delete(refusals, h.People.RecentlyLeft) // Nobody has left a new group.
	for person := range refusals {
		people = append(people, numbers(person)...)
	}
	if len(people) == 1 {
		return skip("there is nobody who cannot be added")
	}
	created, err := h.Gateway.CreateGroup(ctx, newName("refused"), people)
	if err != nil {
		return fmt.Errorf("create a group, while %v cannot be added: %w", people[1:], err)
	}
	if err := wantOutcomes(created.Outcomes, people); err != nil {
		return err
	}
	if err := created.Outcomes[0].Err; err != nil {
		return fmt.Errorf("%s can be added, and the outcome is an error: %w", people[0], err)
	}
	for person, kind := range refusals {
		for _, outcome := range created.Outcomes {
			// A gateway may not tell of the people of a new group, even if it does of those of another.
			if same(outcome.Person, person) && outcome.Err != nil {
				if err := wantError("create with "+person.String(), outcome.Err, kind,
					whatsapp.ErrRefused); err != nil {
					return err
				}
			}
		}
	}
	return h.becomes(ctx, created.Group, func(group whatsapp.Group) error {
		for person := range refusals {
			if err := wantStranger(group, person); err != nil {
				return err
			}
		}
		return wantMember(group, h.People.Open, whatsapp.RoleMember)
	})
}

func checkCreateAlone(ctx context.Context, h Harness) error {
	name := newName("alone")
	created, err := h.Gateway.CreateGroup(ctx, name, nil)
	if err != nil {
		return fmt.Errorf("create a group: %w", err)
	}
	if err := wantOutcomes(created.Outcomes, nil); err != nil {
		return err
	}
	return h.reads(ctx, created.Group, func(group whatsapp.Group) error {
		if group.Name != name || len(group.Members) != 1 {
			return fmt.Errorf("the group is %q with %v", group.Name, group.Members)
		}
		return wantMember(group, h.Self, whatsapp.RoleAdmin)
	})
}
