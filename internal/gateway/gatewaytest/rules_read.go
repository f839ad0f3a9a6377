package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func readRules() []Rule {
	return []Rule{
		{
			Name:   "a group reads as it is",
			Reason: "what is read becomes the state, and the plan is the difference from it",
			World:  true,
			Check:  checkRead,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					no := false
					group.InfoAdminsOnly = &no
					return group
				})
			},
		},
		{
			Name:   "the attributes that can be read are told",
			Reason: "an ability to read promises that a change by somebody else is noticed",
			Check:  checkReadable,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					group.Description, group.MemberAddMode, group.JoinApprovalRequired = nil, nil, nil
					return group
				})
			},
		},
		{
			Name:   "the kind of a group is told, and its community",
			Reason: "a community takes neither members nor settings, and a user has to know why a change is refused",
			Needs:  []whatsapp.Ability{whatsapp.TellGroupKind},
			World:  true,
			Check:  checkKind,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					group.Kind = whatsapp.KindGroup
					return group
				})
			},
		},
		{
			Name:   "a community takes neither members nor settings",
			Reason: "what WhatsApp refuses must not look done, nor like a missing group",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers, whatsapp.TellGroupKind},
			World:  true,
			Check:  checkCommunityRefuses,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideMembers{override{g}, func(
					ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
				) ([]whatsapp.Outcome, error) {
					outcomes, err := g.UpdateMembers(ctx, id, action, people)
					if errors.Is(err, whatsapp.ErrInvalidRequest) {
						return make([]whatsapp.Outcome, len(people)), nil
					}
					return outcomes, err
				}}
			},
		},
		{
			Name:   "the own account is a member, as the creator and an admin",
			Reason: "its absence would mean that the account was removed, and nobody may remove the creator",
			Check:  checkOwnMember,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					for i := range group.Members {
						group.Members[i].Creator = false
					}
					return group
				})
			},
		},
		{
			Name: "every member is told once, and counted",
			Reason: "a member who is missing would be added again, and one who is there twice is two members of one " +
				"name",
			World: true,
			Check: checkMembersOnce,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					group.Members = append(group.Members, group.Members[0])
					group.Size++
					return group
				})
			},
		},
		{
			Name:   "a role is told",
			Reason: "the role is what a user configures of a member",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers},
			Check:  checkRole,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					for i, m := range group.Members {
						if !m.Creator {
							group.Members[i].Role = whatsapp.RoleMember
						}
					}
					return group
				})
			},
		},
		{
			Name:   "the members alone are those of the group",
			Reason: "a write is confirmed by reading the members alone",
			Check:  checkMembersAlone,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return oneMemberLess{override{g}} },
		},
		{
			Name:   "forgetting is harmless",
			Reason: "a refresh is asked for whenever a group seems to be gone, and must not make that true",
			Check:  checkRefresh,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return unforgetting{override{g}} },
		},
	}
}

func checkRead(ctx context.Context, h Harness) error {
	err := h.edit(func(g *WorldGroup) {
		g.Name, g.Description = "Night shift", "On call\nfrom 6 to 6"
		g.InfoAdminsOnly, g.MessagesAdminsOnly, g.JoinApprovalRequired = true, true, true
		g.MemberAddMode, g.DisappearingMessages = whatsapp.AdminAdd, whatsapp.DisappearWeek
	})
	if err != nil {
		return err
	}
	check := func() error {
		want, err := h.truth(ctx, h.Group)
		if err != nil {
			return err
		}
		return h.reads(ctx, h.Group, func(g whatsapp.Group) error { return wantSame(g, want) })
	}
	if err := check(); err != nil {
		return err
	}
	// Twice, each value once: what is always the same is not read.
	err = h.edit(func(g *WorldGroup) {
		g.Name, g.Description = "Day shift", ""
		g.InfoAdminsOnly, g.MessagesAdminsOnly, g.JoinApprovalRequired = false, false, false
		g.MemberAddMode, g.DisappearingMessages = whatsapp.AllMemberAdd, whatsapp.DisappearOff
	})
	if err != nil {
		return err
	}
	return check()
}

// checkKind has each kind, alone and in the list.
func checkKind(ctx context.Context, h Harness) error {
	const community = whatsapp.JID("120363000000000099@g.us")
	for _, is := range []struct {
		kind      whatsapp.GroupKind
		community whatsapp.JID
	}{
		{whatsapp.KindCommunity, ""}, {whatsapp.KindAnnouncement, community}, {whatsapp.KindGroup, community},
		{whatsapp.KindGroup, ""},
	} {
		if err := h.edit(func(g *WorldGroup) { g.Kind, g.Community = is.kind, is.community }); err != nil {
			return err
		}
		check := func(g whatsapp.Group) error {
			if g.Kind != is.kind || g.Community != is.community {
				return fmt.Errorf("%s reads as the kind %q in the community %q, and is %q in %q",
					g.ID, g.Kind, g.Community, is.kind, is.community)
			}
			return nil
		}
		if err := h.reads(ctx, h.Group, check); err != nil {
			return err
		}
		listed, err := h.Gateway.Groups(ctx, true)
		if err != nil {
			return fmt.Errorf("list the groups: %w", err)
		}
		for _, g := range listed {
			if g.ID == h.Group {
				if err := check(g); err != nil {
					return fmt.Errorf("in the list: %w", err)
				}
			}
		}
	}
	return nil
}

func checkCommunityRefuses(ctx context.Context, h Harness) error {
	if err := h.edit(func(g *WorldGroup) { g.Kind = whatsapp.KindCommunity }); err != nil {
		return err
	}
	outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, whatsapp.AddMembers, numbers(h.People.Open))
	if err == nil && len(outcomes) > 0 {
		err = outcomes[0].Err
	}
	if err := wantRefusal(err); err != nil {
		return fmt.Errorf("add a member: %w", err)
	}
	err = h.Gateway.ChangeGroup(ctx, h.Group, whatsapp.SetMessagesAdminsOnly(true))
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	if err := wantRefusal(err); err != nil {
		return fmt.Errorf("let only admins send messages: %w", err)
	}
	return nil
}

// wantRefusal wants an error that is WhatsApp's no, or one that leaves it open.
func wantRefusal(err error) error {
	for _, kind := range []error{
		whatsapp.ErrInvalidRequest, whatsapp.ErrRefused, whatsapp.ErrOutcomeUnknown,
	} {
		if errors.Is(err, kind) {
			return nil
		}
	}
	return fmt.Errorf("the error is %w", err)
}

// wantSame compares what was told of a group with the truth. What was not told is no mistake here.
func wantSame(got, want whatsapp.Group) error {
	switch {
	case got.ID != want.ID:
		return fmt.Errorf("the id is %s, and not %s", got.ID, want.ID)
	case got.Name != want.Name:
		return fmt.Errorf("the name of %s is %q, and not %q", got.ID, got.Name, want.Name)
	case !got.Owner.IsZero() && !same(got.Owner, want.Owner) && !isCreator(want, got.Owner):
		return fmt.Errorf("the owner of %s is %s, and not %s", got.ID, got.Owner, want.Owner)
	case !got.CreatedAt.IsZero() && !want.CreatedAt.IsZero() && !got.CreatedAt.Equal(want.CreatedAt):
		return fmt.Errorf("the time of creation of %s is %s, and not %s", got.ID, got.CreatedAt, want.CreatedAt)
	case got.Size != 0 && got.Size != want.Size:
		return fmt.Errorf("%s has %d members, and not %d", got.ID, got.Size, want.Size)
	}
	return firstOf(
		wantTold(whatsapp.AttributeDescription, got.Description, want.Description),
		wantTold(whatsapp.AttributeMessagesAdminsOnly, got.MessagesAdminsOnly, want.MessagesAdminsOnly),
		wantTold(whatsapp.AttributeInfoAdminsOnly, got.InfoAdminsOnly, want.InfoAdminsOnly),
		wantTold(whatsapp.AttributeMemberAddMode, got.MemberAddMode, want.MemberAddMode),
		wantTold(whatsapp.AttributeJoinApprovalRequired, got.JoinApprovalRequired, want.JoinApprovalRequired),
		wantTold(whatsapp.AttributeDisappearingMessages, got.DisappearingMessages, want.DisappearingMessages),
	)
}

func isCreator(group whatsapp.Group, person whatsapp.Person) bool {
	member, is := find(group.Members, person)
	return is && member.Creator
}

func wantTold[T comparable](attribute whatsapp.Attribute, got, want *T) error {
	if got == nil || want == nil || *got == *want {
		return nil
	}
	return fmt.Errorf("%s is %v, and not %v", attribute, *got, *want)
}

func firstOf(errs ...error) error {
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if i < 0 {
		return nil
	}
	return errs[i]
}

func checkReadable(ctx context.Context, h Harness) error {
	abilities, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("ask for the abilities: %w", err)
	}
	group, err := h.Gateway.Group(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the group: %w", err)
	}
	for _, attribute := range []struct {
		name    whatsapp.Attribute
		ability whatsapp.Ability
		told    bool
	}{
		// Every gateway tells these.
		{whatsapp.AttributeName, "", group.Name != ""},
		{whatsapp.AttributeDescription, "", group.Description != nil},
		{whatsapp.AttributeMessagesAdminsOnly, "", group.MessagesAdminsOnly != nil},
		{whatsapp.AttributeInfoAdminsOnly, "", group.InfoAdminsOnly != nil},
		{whatsapp.AttributeMemberAddMode, whatsapp.ReadMemberAddMode, group.MemberAddMode != nil},
		{whatsapp.AttributeJoinApprovalRequired, whatsapp.ReadJoinApprovalRequired, group.JoinApprovalRequired != nil},
		{whatsapp.AttributeDisappearingMessages, whatsapp.ReadDisappearingMessages, group.DisappearingMessages != nil},
	} {
		if (attribute.ability == "" || abilities.Can(attribute.ability)) && !attribute.told {
			return fmt.Errorf("%s is not told, and the gateway has the ability to", attribute.name)
		}
	}
	return nil
}

func checkOwnMember(ctx context.Context, h Harness) error {
	check := func(members []whatsapp.Member) error {
		own, is := find(members, h.Self)
		if !is || own.Role != whatsapp.RoleAdmin || !own.Creator {
			return fmt.Errorf("the account, which made the group, is no member, admin and creator in %+v", members)
		}
		for _, member := range members {
			if member.Creator && !same(member.Person, h.Self) {
				return fmt.Errorf("%s is a creator of the group beside the account", member)
			}
		}
		return nil
	}
	group, err := h.Gateway.Group(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the group: %w", err)
	}
	if err := check(group.Members); err != nil {
		return err
	}
	members, err := h.Gateway.Members(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the members: %w", err)
	}
	return check(members)
}

func checkMembersOnce(ctx context.Context, h Harness) error {
	err := h.edit(func(g *WorldGroup) {
		for i := range 200 {
			g.Members = append(g.Members, WorldMember{Member: whatsapp.Member{
				Person: whatsapp.Person{
					Phone: phone.Number(fmt.Sprintf("1202555%04d", 200+i)),
					LID:   whatsapp.JID(fmt.Sprintf("%d@lid", 900_000+i)),
				},
				Role: whatsapp.RoleMember,
			}})
		}
	})
	if err != nil {
		return err
	}
	want, err := h.truth(ctx, h.Group)
	if err != nil {
		return err
	}
	return h.reads(ctx, h.Group, func(group whatsapp.Group) error {
		if group.Size != len(want.Members) {
			return fmt.Errorf("%d members are counted, and there are %d", group.Size, len(want.Members))
		}
		return wantSamePeople(group.Members, want.Members)
	})
}

// wantSamePeople fails unless both lists have the same people, each once, in any order.
func wantSamePeople(got, want []whatsapp.Member) error {
	if err := wantOnce(got); err != nil {
		return err
	}
	for _, member := range want {
		found, is := find(got, member.Person)
		if !is {
			return fmt.Errorf("%s is missing among %v", member, got)
		}
		if found.Role != member.Role || found.Creator != member.Creator {
			return fmt.Errorf("the member is %+v, and not %+v", found, member)
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("there are %d members, and not %d: %v", len(got), len(want), got)
	}
	return nil
}

func checkRole(ctx context.Context, h Harness) error {
	if _, err := h.Gateway.UpdateMembers(ctx, h.Group, whatsapp.PromoteMembers, numbers(h.People.Member)); err != nil {
		return fmt.Errorf("promote: %w", err)
	}
	return h.reads(ctx, h.Group, func(g whatsapp.Group) error {
		if isCreator(g, h.People.Member) {
			return fmt.Errorf("%s is the creator, who only was promoted", h.People.Member)
		}
		return wantMember(g, h.People.Member, whatsapp.RoleAdmin)
	})
}

// oneMemberLess reads the members alone without the last one.
type oneMemberLess struct{ override }

func (g oneMemberLess) Members(ctx context.Context, id whatsapp.JID) ([]whatsapp.Member, error) {
	members, err := g.Gateway.Members(ctx, id)
	return members[:max(len(members)-1, 0)], err
}

func checkMembersAlone(ctx context.Context, h Harness) error {
	return h.eventually(ctx, func() error {
		group, err := h.Gateway.Group(ctx, h.Group)
		if err != nil {
			return fmt.Errorf("read the group: %w", err)
		}
		members, err := h.Gateway.Members(ctx, h.Group)
		if err != nil {
			return fmt.Errorf("read the members: %w", err)
		}
		return wantSamePeople(members, group.Members)
	})
}

// unforgetting cannot forget.
type unforgetting struct{ override }

func (unforgetting) Refresh(context.Context) error { return whatsapp.MissingAbility("it", "forget") }

func checkRefresh(ctx context.Context, h Harness) error {
	gateway, remembers := whatsapp.As[whatsapp.Refresher](h.Gateway)
	if !remembers {
		return skip("the gateway remembers nothing of groups")
	}
	before, err := h.truth(ctx, h.Group)
	if err != nil {
		return err
	}
	if err := gateway.Refresh(ctx); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return h.reads(ctx, h.Group, func(group whatsapp.Group) error {
		if err := wantSame(group, before); err != nil {
			return err
		}
		return wantSamePeople(group.Members, before.Members)
	})
}
