package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Live makes harnesses on a live server, all with one group as long as the account is in it, and cleans up what the
// rules made. The harnesses are to be used one after the other.
type Live struct {
	// Harness is what the harnesses are made of. Its Group is set here, and there is no World.
	Harness Harness
	// Pause is waited before each rule, since accounts that hurry get banned.
	Pause time.Duration

	mu sync.Mutex
	// made are the groups that were made, whoever made them.
	made []whatsapp.JID
}

// Prepare puts a harness in order for the next rule: its group has the member, and not the one who can be added.
func (l *Live) Prepare(ctx context.Context) (Harness, error) {
	select {
	case <-time.After(l.Pause):
	case <-ctx.Done():
		return Harness{}, ctx.Err()
	}
	h := l.Harness
	h.Gateway = l.recording(h.Gateway)
	h.Open = func(wrong Misconfiguration) (whatsapp.Gateway, error) {
		gateway, err := l.Harness.Open(wrong)
		if err != nil {
			return nil, err
		}
		return l.recording(gateway), nil
	}
	made := false
	var makeErr error
	// More than once, as what is read first may be the state before the last rule's writes.
	err := h.eventually(ctx, func() error {
		if makeErr != nil {
			return makeErr // A group that failed to be made may be there, so it is not tried again.
		}
		usable, err := l.usable(ctx, h)
		if err != nil {
			return err
		}
		if !usable && made {
			return fmt.Errorf("the group that was made for the rules, %s, cannot be read", h.Group)
		}
		if !usable {
			created, err := h.Gateway.CreateGroup(ctx, newName("rules"), numbers(h.People.Member))
			if err != nil {
				makeErr = fmt.Errorf("make a group for the rules: %w", err)
				return makeErr
			}
			l.Harness.Group, h.Group, made = created.Group, created.Group, true
		}
		group, err := h.Gateway.Group(ctx, h.Group)
		if err != nil {
			return fmt.Errorf("read the group of the rules: %w", err)
		}
		return firstOf(wantMember(group, h.People.Member, whatsapp.RoleMember), wantStranger(group, h.People.Open))
	})
	return h, err
}

// usable reports whether the group of the last rule can be put in order, and does so.
func (l *Live) usable(ctx context.Context, h Harness) (bool, error) {
	if h.Group == "" {
		return false, nil
	}
	group, err := h.Gateway.Group(ctx, h.Group)
	if isAny(err, absent) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read the group of the rules: %w", err)
	}
	if own, is := find(group.Members, h.Self); !is || own.Role != whatsapp.RoleAdmin {
		return false, nil
	}
	if group.Description == nil || *group.Description != "" {
		err := h.Gateway.ChangeGroup(ctx, h.Group, whatsapp.SetDescription(""))
		if errors.Is(err, errors.ErrUnsupported) {
			return false, nil // The rules want a group without a description.
		}
		if err != nil {
			return false, fmt.Errorf("clear the description: %w", err)
		}
	}
	member, is := find(group.Members, h.People.Member)
	steps := []struct {
		due    bool
		action whatsapp.MemberAction
		person whatsapp.Person
	}{
		{!is, whatsapp.AddMembers, h.People.Member},
		{is && member.Role == whatsapp.RoleAdmin, whatsapp.DemoteMembers, h.People.Member},
		{wantStranger(group, h.People.Open) != nil, whatsapp.RemoveMembers, h.People.Open},
	}
	for _, step := range steps {
		if !step.due {
			continue
		}
		if err := h.update(ctx, step.action, step.person); err != nil {
			return false, fmt.Errorf("put the group of the rules in order: %w", err)
		}
	}
	return true, nil
}

// recording remembers the groups that are made.
func (l *Live) recording(g whatsapp.Gateway) whatsapp.Gateway {
	return overrideCreate{override{g}, func(
		ctx context.Context, name string, members []whatsapp.Person,
	) (whatsapp.Created, error) {
		created, err := g.CreateGroup(ctx, name, members)
		if created.Group != "" {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.made = append(l.made, created.Group)
		}
		return created, err
	}}
}

// CleanUp removes everybody from the groups that were made, and leaves them: WhatsApp has no way to delete a group. It
// also takes the groups of the account whose name begins with NamePrefix, which are those whose creation was not
// answered and those of runs that were broken off.
func (l *Live) CleanUp(ctx context.Context) error {
	gateway := l.Harness.Gateway
	if role, has := whatsapp.As[whatsapp.Refresher](gateway); has {
		if err := role.Refresh(ctx); err != nil {
			return fmt.Errorf("refresh: %w", err)
		}
	}
	groups, err := gateway.Groups(ctx, true)
	if err != nil {
		return fmt.Errorf("list the groups: %w", err)
	}
	l.mu.Lock()
	ids := slices.Clone(l.made)
	l.mu.Unlock()
	for _, group := range groups {
		if strings.HasPrefix(group.Name, NamePrefix) && isCreator(group, l.Harness.Self) &&
			!slices.Contains(ids, group.ID) {
			ids = append(ids, group.ID)
		}
	}
	var failures error
	for _, id := range ids {
		if err := l.abandon(ctx, id); err != nil {
			failures = errors.Join(failures, fmt.Errorf("%s is left over: %w", id, err))
		}
	}
	return failures
}

// abandon takes everybody out of a group, and the account last.
func (l *Live) abandon(ctx context.Context, id whatsapp.JID) error {
	group, err := l.Harness.Gateway.Group(ctx, id)
	if isAny(err, absent) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the group: %w", err)
	}
	var others []whatsapp.Person
	for _, member := range group.Members {
		if !same(member.Person, l.Harness.Self) {
			others = append(others, member.Person)
		}
	}
	if len(others) > 0 {
		if _, err := l.Harness.Gateway.UpdateMembers(ctx, id, whatsapp.RemoveMembers, others); err != nil {
			return fmt.Errorf("remove the members: %w", err)
		}
	}
	if err := l.Harness.Gateway.LeaveGroup(ctx, id); err != nil && !isAny(err, absent) {
		return fmt.Errorf("leave: %w", err)
	}
	if err := deleteChat(ctx, l.Harness.Gateway, id); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return fmt.Errorf("delete the chat: %w", err)
	}
	return nil
}

const respelled = "respelled"

// ParsePeople reads "member=+12025550101,open=+12025550102,private=+12025550103", in any order. The first two have to
// be there; absent, left and, any number of times, respelled are the others that may.
func ParsePeople(text string) (People, error) {
	var people People
	fields := map[string]*whatsapp.Person{
		"member": &people.Member, "open": &people.Open, "private": &people.Private, "absent": &people.Absent,
		"left": &people.RecentlyLeft,
	}
	for entry := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(entry), "=")
		field, known := fields[name]
		if !known && name != respelled {
			return People{}, fmt.Errorf("%q is none of member, open, private, absent, left and respelled", name)
		}
		number, err := phone.Parse(value)
		if err != nil {
			return People{}, fmt.Errorf("%s: %w", name, err)
		}
		switch {
		case known:
			field.Phone = number
		case len(number.Spellings()) == 1:
			return People{}, fmt.Errorf("%s: %s has only one spelling", name, number)
		default:
			people.Respelled = append(people.Respelled, whatsapp.Person{Phone: number})
		}
	}
	if people.Member.IsZero() || people.Open.IsZero() {
		return People{}, errors.New("the numbers of member and open are needed")
	}
	return people, nil
}
