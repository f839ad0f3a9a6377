package account

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// JoinRequest is somebody who asks to join a group.
type JoinRequest struct {
	whatsapp.JoinRequest
	// asked are the names that the gateway has for them, by which they are let in.
	asked whatsapp.Person
}

// JoinRequests lists who asks to join a group now. Numbers that WhatsApp hides are filled in where the gateway knows
// them. It fails with errors.ErrUnsupported where the gateway does not show them.
func (a *Account) JoinRequests(ctx context.Context, group whatsapp.JID) ([]JoinRequest, error) {
	if err := a.connected(ctx); err != nil {
		return nil, err
	}
	abilities, err := a.Abilities(ctx)
	if err != nil {
		return nil, err
	}
	if err := abilities.Require(whatsapp.ApproveJoinRequests); err != nil {
		return nil, err
	}
	approver, approves := whatsapp.As[whatsapp.JoinApprover](a.gateway)
	if !approves {
		return nil, whatsapp.MissingAbility(abilities.Gateway, whatsapp.ApproveJoinRequests)
	}
	var told []whatsapp.JoinRequest
	err = a.backoff.retry(ctx, func() (err error) {
		told, err = approver.JoinRequests(ctx, group)
		return err
	})
	if err != nil {
		return nil, err
	}
	members := make([]whatsapp.Member, len(told))
	for i, r := range told {
		members[i].Person = r.Person
	}
	members = a.named(ctx, members)
	requests := make([]JoinRequest, 0, len(told))
	for _, r := range told {
		request := JoinRequest{JoinRequest: r, asked: r.Person}
		if member, err := whatsapp.FindMember(members, r.Person); err == nil {
			request.Person = r.Or(member.Person)
		}
		requests = append(requests, request)
	}
	return requests, nil
}

// askers are those who ask to join a group, for this run: they are asked for once a group, when somebody is to be
// added.
func (a *Account) askers(ctx context.Context, group whatsapp.JID) ([]JoinRequest, error) {
	return a.requests.get(ctx, string(group), func(ctx context.Context) ([]JoinRequest, error) {
		return a.JoinRequests(ctx, group)
	})
}

// JoinWaiting is who of those who ask to join a group is nobody of some people.
type JoinWaiting struct {
	// People are how many, and Hidden how many of them show no number, so that any of them may be one of the people.
	People, Hidden int
}

// JoinsWaiting counts who asks to join a group beside some people. It shares the list with those who are added, and
// counts nobody where the gateway does not show who asks.
func (a *Account) JoinsWaiting(
	ctx context.Context, group whatsapp.JID, people []whatsapp.Person,
) (waiting JoinWaiting, err error) {
	requests, err := a.askers(ctx, group)
	if errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	if err != nil || len(requests) == 0 {
		return JoinWaiting{}, err
	}
	known := indexOfRequests(requests)
	met := make(map[whatsapp.Person]bool)
	for _, person := range people {
		if member, err := a.findIndexed(ctx, known, person); err == nil {
			met[member.Person] = true
		}
	}
	self, err := a.Self(ctx)
	if err != nil {
		return JoinWaiting{}, err
	}
	for _, r := range requests {
		if met[r.Person] || r.Same(self) {
			continue
		}
		if waiting.People++; r.Phone == "" {
			waiting.Hidden++
		}
	}
	return waiting, nil
}

// HiddenAskers counts those who ask to join a group by LID alone and whom nobody has added, as far as this run has
// asked already. Any of them may be somebody who could not be added.
func (a *Account) HiddenAskers(group whatsapp.JID) (hidden int) {
	known, _ := a.requests.last(string(group))
	for _, r := range known.value {
		if r.Phone == "" && !a.claims.has(group, r.Person) {
			hidden++
		}
	}
	return hidden
}

func indexOfRequests(requests []JoinRequest) memberIndex {
	members := make([]whatsapp.Member, len(requests))
	for i, r := range requests {
		members[i].Person = r.Person
	}
	return newMemberIndex(members)
}

// meetAskers looks for those of the newcomers who have asked to join. They are let in instead of being added: somebody
// who has asked gets in also where their privacy would not let them be added. Where it cannot be known who asks, they
// are added: nothing is known of what WhatsApp does then, but that the reading decides.
func (b *memberBatch) meetAskers(ctx context.Context, newcomers []*memberChange) {
	if b.action != whatsapp.AddMembers || !b.abilities.Can(whatsapp.ApproveJoinRequests) {
		return
	}
	unmet := slices.DeleteFunc(slices.Clone(newcomers), func(c *memberChange) bool { return c.metAskers })
	if len(unmet) == 0 {
		return
	}
	requests, err := b.account.askers(ctx, b.group)
	if err != nil {
		tflog.Warn(ctx, "did not learn who asks to join a group, so people are added", map[string]any{
			"error": err.Error(),
		})
		return
	}
	known := indexOfRequests(requests)
	for _, c := range unmet {
		c.metAskers = true
		if len(requests) == 0 {
			continue
		}
		asking, err := b.account.findIndexed(ctx, known, c.person)
		if err != nil {
			continue // Also where two who ask have spellings of the number: nobody is let in by guess.
		}
		i := slices.IndexFunc(requests, func(r JoinRequest) bool { return r.Person == asking.Person })
		c.request = requests[i].asked
		c.person = c.person.Or(asking.Person)
		// Should it turn out that two resources have the person, the reading shows it too.
		_ = b.account.learn(c, asking.Person)
	}
}

// asksToJoin reports whether the person is to be let in and not added.
func (c *memberChange) asksToJoin() bool { return !c.request.IsZero() }

// name is that by which the gateway is asked.
func (c *memberChange) name() whatsapp.Person {
	if c.asksToJoin() {
		return c.request
	}
	return c.asked
}

// letInByLID reports whether the person is let in under a LID, by which they are found whatever the group hides.
func (c *memberChange) letInByLID() bool { return c.request.LID != "" }

// ask sends the call of a batch. All of its people are added, or all of them are let in.
func (b *memberBatch) ask(ctx context.Context, people []*memberChange) ([]whatsapp.Outcome, error) {
	asked := make([]whatsapp.Person, len(people))
	for i, c := range people {
		asked[i] = c.name()
	}
	if approver, approves := whatsapp.As[whatsapp.JoinApprover](b.account.gateway); approves && people[0].asksToJoin() {
		return approver.ApproveJoinRequests(ctx, b.group, asked)
	}
	return b.account.gateway.UpdateMembers(ctx, b.group, b.action, asked)
}

// asksNoMore reports whether the request of a person was there no more, so that nothing was done. They are added then.
func (c *memberChange) asksNoMore() bool {
	return c.asksToJoin() && errors.Is(c.reason, whatsapp.ErrNoSuchMember)
}
