package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
)

// leaver is somebody whom the plan removes.
type leaver struct {
	key   string
	found account.MemberResult
}

// certain are those leavers who are nobody of the plan. Somebody who is shown by LID alone may be anybody who was not
// found and of whom no other LID is known: then it is an error, and they stay.
func (c *membersChange) certain(leavers []leaver) []leaver {
	var unfound []string
	for _, key := range sortedKeys(c.roles) {
		if _, in := c.in[key]; !in && !isRefused(c.outcome[key]) && !isInvited(c.outcome[key]) {
			unfound = append(unfound, key)
		}
	}
	return slices.DeleteFunc(leavers, func(l leaver) bool {
		if l.found.Err != nil || !l.found.Member.Hidden() || c.known.person(l.key).Phone != "" {
			return false
		}
		mayBe := slices.DeleteFunc(slices.Clone(unfound), func(key string) bool {
			return c.known.person(key).Differs(l.found.Member.Person)
		})
		if len(mayBe) > 0 {
			c.mayStay(l.key, mayBe)
		}
		return len(mayBe) > 0
	})
}

// mayStay notes that somebody is not removed who may be one of those who were not found.
func (c *membersChange) mayStay(key string, unfound []string) {
	c.failures = append(c.failures, memberFailure{
		key: key, attempt: "remove",
		err: fmt.Errorf("WhatsApp shows them by LID alone, and they may be %s of the map", strings.Join(unfound, ", ")),
		remedy: "Write those who were not found by LID: the data source `whatsapp_group` shows the LIDs. Once everybody " +
			"in the map is found, the plan shows the removal again.",
	})
	c.members[key] = c.before[key]
	if was := c.status[key]; was != "" {
		c.outcome[key] = was
	}
}

// remove takes those out of the group whom the plan has shown, unless they are somebody of the plan by another key.
func (c *membersChange) remove(ctx context.Context, leavers []leaver) {
	staying := make(map[string]bool, 2*len(c.in))
	for _, member := range c.in {
		staying[string(member.Phone)], staying[string(member.LID)] = true, true
	}
	delete(staying, "")
	var removed []string
	var removals []account.Removal
	var tokens []string
	held := make([][]account.Holder, len(leavers))
	for _, l := range leavers {
		key, member, status := l.key, l.found.Member, c.status[l.key]
		if l.found.Err != nil && (isRefused(status) || isInvited(status)) {
			continue // They never were in the group.
		}
		if staying[string(member.Phone)] || staying[string(member.LID)] {
			continue
		}
		person := c.known.person(key)
		holder := holderOf(c.token, c.plan.group(), key, person, account.Leaving)
		removed, tokens = append(removed, key), append(tokens, holder.Token)
		holder.Known = holdersOf(c.noted[key])
		removals = append(removals, c.r.removal(holder, person, &held[len(removals)]))
	}
	for i, result := range c.r.account.RemoveMembers(ctx, c.plan.group(), removals) {
		switch key := removed[i]; {
		case result.Err == nil:
			c.r.holders.Gone(tokens[i])
			c.kept.Append(keptForOthers(fmt.Sprintf("members[%q]", key), c.plan.group(), held[i])...)
		case whyKept(result.Err) != "":
			c.spared = append(c.spared, memberFailure{
				key: key, attempt: "remove", err: errors.New(whyKept(result.Err)),
			})
		default:
			c.fails(key, "remove", result.Err)
			c.members[key] = c.before[key]
		}
	}
}
