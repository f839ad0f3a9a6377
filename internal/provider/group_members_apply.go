package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// membersChange brings a group to a plan. Each person has an outcome of their own.
type membersChange struct {
	r    *membersResource
	plan membersModel
	// roles are the planned ones. before are those of the state, and status is what the state says of its people.
	roles, before, status map[string]string
	known                 roster
	// noted are the others who have those that the plan removes.
	noted map[string][]other
	token string
	// destroys says that nobody is to stay. Terraform keeps the whole map in the state if that fails.
	destroys bool
	// again says that those who were refused are tried again.
	again bool
	// addingInvites says that the gateway sends an invitation whenever somebody is added who refuses it.
	addingInvites bool

	// members and outcome are what the group has in the end, and what became of everybody.
	members, outcome map[string]string
	// in are the people of the plan who are in the group.
	in map[string]whatsapp.Member
	// joined counts those who are in the group, are invited to it, or may be in it: an error of a create would forget
	// them.
	joined   int
	failures []memberFailure
	// refused could not be added, and spared not be removed, as the plan accepts.
	refused, spared []memberFailure
	invited         []string
	doubles         [][2]string
	strangers       strangers
	// kept says who stays for another resource that has them.
	kept diag.Diagnostics
}

// memberFailure is something that could not be done for a person of the map.
type memberFailure struct {
	key string
	// attempt completes "Could not …" without the person.
	attempt string
	err     error
	// remedy replaces the one that the kind of the error suggests.
	remedy string
}

// carryOut does it. The error is about the group, and then nothing was done.
func (c *membersChange) carryOut(ctx context.Context) error {
	c.members, c.outcome = make(map[string]string, len(c.roles)), make(map[string]string, len(c.roles))
	c.in = make(map[string]whatsapp.Member, len(c.roles))
	keys := sortedKeys(c.roles)
	gone := c.removedKeys()
	roll, err := c.r.account.CallRoll(ctx, c.plan.group(), c.known.persons(slices.Concat(keys, gone)))
	if err != nil {
		return err
	}
	c.addingInvites = c.r.addingInvites(ctx)
	missing := c.meet(keys, roll)
	// Who is removed may turn out to be one of the newcomers, so that the newcomers come first. Where there is no room
	// for them it is the other way round, but for those who are shown by LID alone.
	tooFull := roll.IsTooFullFor(len(missing))
	var first, last []leaver
	for i, key := range gone {
		l := leaver{key, roll.People[len(keys)+i]}
		if tooFull && !l.found.Member.Hidden() {
			first = append(first, l)
		} else {
			last = append(last, l)
		}
	}
	c.remove(ctx, first)
	c.add(ctx, missing)
	c.giveRoles(ctx, c.toldApart(keys))
	c.remove(ctx, c.certain(last))
	allFound := len(c.failures) == 0
	c.strangers = strangersIn(c.withoutNewcomers(roll), c.r.own(ctx), allFound)
	return nil
}

// removedKeys are exactly those that the plan has shown as removed.
func (c *membersChange) removedKeys() []string {
	return slices.DeleteFunc(sortedKeys(c.before), func(key string) bool { _, stays := c.roles[key]; return stays })
}

// meet notes who is in the group, and returns those who are to be added.
func (c *membersChange) meet(keys []string, roll account.Roll) (missing []string) {
	for i, key := range keys {
		found, was := roll.People[i], c.status[key]
		switch {
		case found.Err == nil:
			c.isIn(key, found.Member)
		case errors.Is(found.Err, account.ErrAnotherHolder) && c.before[key] != "":
			// Nothing is done to them, and a plan that wants it is told so.
			c.members[key], c.outcome[key] = c.before[key], statusJoined
			c.joined++
			if c.before[key] != c.roles[key] {
				c.fails(key, "give the role "+c.roles[key]+" to", found.Err)
			}
		case c.leavesAlone(key, was):
			c.stays(key, was)
		default:
			missing = append(missing, key)
		}
	}
	return missing
}

// leavesAlone reports whether somebody who was refused or invited is not tried again.
func (c *membersChange) leavesAlone(key, was string) bool {
	if was == statusInvited && !c.known.hasLapsed(key) && c.addingInvites {
		return true
	}
	return accepts(c.plan.OnRefusal, was) && !c.again
}

func (c *membersChange) isIn(key string, member whatsapp.Member) {
	c.in[key] = member
	c.known.saw(key, member.Person)
	c.members[key], c.outcome[key] = string(member.Role), statusJoined
	c.joined++
}

// stays notes that somebody is refused or invited, and that this is accepted.
func (c *membersChange) stays(key, status string) {
	if status == statusInvited && c.known.hasLapsed(key) {
		status = statusLapsed
	}
	c.members[key], c.outcome[key] = c.roles[key], status
	if isInvited(status) {
		c.joined++
	}
}

func (c *membersChange) fails(key, attempt string, err error) {
	c.failures = append(c.failures, memberFailure{key: key, attempt: attempt, err: err})
	c.outcome[key] = statusFailed
}

// add puts people into the group.
func (c *membersChange) add(ctx context.Context, missing []string) {
	newcomers := make([]account.Newcomer, len(missing))
	for i, key := range missing {
		newcomers[i] = account.Newcomer{
			Person: c.known.person(key), Spelled: key, Role: whatsapp.Role(c.roles[key]),
		}
	}
	for i, result := range c.r.account.AddMembers(ctx, c.plan.group(), newcomers) {
		key := missing[i]
		if result.Err == nil {
			c.isIn(key, result.Member)
			continue
		}
		c.refuses(ctx, key, newcomers[i].Person, result.Err)
	}
}

// refuses decides what becomes of somebody who could not be added.
func (c *membersChange) refuses(ctx context.Context, key string, person whatsapp.Person, err error) {
	status := statusOf(err)
	invitation, sent, inviteErr := c.r.invitation(ctx, c.plan.group(), c.plan.OnRefusal, person, err)
	if inviteErr != nil {
		c.fails(key, "invite", inviteErr)
		return
	}
	if sent {
		c.known.invited(key, invitation)
		c.invited = append(c.invited, key)
		c.stays(key, statusInvited)
		return
	}
	if accepts(c.plan.OnRefusal, status) {
		c.refused = append(c.refused, memberFailure{key, "add", err, remedyOfAccepted(status)})
		c.stays(key, status)
		return
	}
	if mayBeIn(err) {
		c.joined++
	}
	c.fails(key, "add", err)
	c.outcome[key] = status
}

// mayBeIn reports whether the error of an adding leaves open whether the person is in the group.
func mayBeIn(err error) bool {
	return errors.Is(err, account.ErrHidden) || errors.Is(err, whatsapp.ErrOutcomeUnknown) ||
		errors.Is(err, account.ErrNotReadBack)
}

// toldApart lists the keys whose person no earlier key has. Of two that are one person the second is an error where it
// wants another role, so that nobody's role flips.
func (c *membersChange) toldApart(keys []string) (apart []string) {
	byName := make(map[string]string, 2*len(keys))
	for _, key := range keys {
		member, is := c.in[key]
		if !is {
			continue
		}
		first := ""
		for _, name := range []string{string(member.Phone), string(member.LID)} {
			if name != "" && byName[name] != "" {
				first = byName[name]
			}
		}
		switch {
		case first == "":
			for _, name := range []string{string(member.Phone), string(member.LID)} {
				byName[name] = key
			}
			apart = append(apart, key)
		case c.roles[first] == c.roles[key]:
			c.doubles = append(c.doubles, [2]string{first, key})
			c.members[key] = c.members[first]
		default:
			c.fails(key, fmt.Sprintf("give the role %s to", c.roles[key]), &whatsapp.Error{
				Kind: whatsapp.ErrInvalidRequest,
				Detail: fmt.Sprintf("%s and %s are one person on WhatsApp, and the map gives them two roles. "+
					"Remove one of them", first, key),
			})
		}
	}
	return apart
}

// giveRoles promotes and demotes. The account itself stays an admin, and nothing is said about it.
func (c *membersChange) giveRoles(ctx context.Context, keys []string) {
	for _, role := range []whatsapp.Role{whatsapp.RoleAdmin, whatsapp.RoleMember} {
		var changed []string
		var persons []whatsapp.Person
		for _, key := range keys {
			if whatsapp.Role(c.roles[key]) == role && c.in[key].Role != role {
				changed, persons = append(changed, key), append(persons, c.in[key].Person)
			}
		}
		for i, result := range c.r.account.SetRoles(ctx, c.plan.group(), persons, role) {
			err := result.Err
			if errors.Is(err, account.ErrKeptCreator) {
				err = errCreatorInMap
			}
			if err != nil && !errors.Is(err, account.ErrKeptSelf) {
				c.fails(changed[i], "make "+roleCalled(role), err)
				continue
			}
			c.members[changed[i]] = string(role)
		}
	}
	for _, d := range c.doubles {
		c.members[d[1]] = c.members[d[0]]
	}
}

var errCreatorInMap error = &whatsapp.Error{
	Kind:   whatsapp.ErrInvalidRequest,
	Detail: "the creator of a group is always an admin: write \"admin\", or leave them out",
}

// withoutNewcomers is a roll without those of its others who turned out to be of the map.
func (c *membersChange) withoutNewcomers(roll account.Roll) account.Roll {
	in := make(map[whatsapp.JID]bool, len(c.in))
	for _, member := range c.in {
		in[member.LID] = true
	}
	delete(in, "")
	roll.Others = slices.DeleteFunc(slices.Clone(roll.Others), func(m whatsapp.Member) bool { return in[m.LID] })
	return roll
}

// lines lists failures, those of one attempt and reason together.
func lines(c *connection, failures []memberFailure) string {
	type attemptAndReason struct{ attempt, why string }
	people := map[attemptAndReason][]string{}
	for _, f := range failures {
		key := attemptAndReason{f.attempt, failure{err: f.err, remedy: f.remedy}.line(c)}
		people[key] = append(people[key], f.key)
	}
	var all []string
	for key, who := range people {
		all = append(all, fmt.Sprintf("- Could not %s %s: %s", key.attempt, strings.Join(who, ", "), key.why))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// say adds what is to be said beside the failures.
func (c *membersChange) say(ctx context.Context, diags *diag.Diagnostics) {
	group := c.r.groupNamed(ctx, c.plan.group(), whatsapp.ErrPrivacy)
	if len(c.refused) > 0 {
		text := fmt.Sprintf("In %s:\n%s", group, lines(c.r.connection, c.refused))
		uninvited := slices.ContainsFunc(c.refused, func(f memberFailure) bool {
			return errors.Is(f.err, whatsapp.ErrPrivacy) || errors.Is(f.err, whatsapp.ErrRecentlyLeft)
		})
		if c.plan.OnRefusal.ValueString() == onRefusalInvite && uninvited {
			text += "\n\nNo invitation was sent. " + linkIs(c.plan.group())
		}
		diags.AddWarning(fmt.Sprintf("WhatsApp refuses %d people of %s", len(c.refused), c.plan.group()), text)
	}
	if len(c.spared) > 0 {
		inState := "The state does not have them any more."
		if c.destroys && len(c.failures) > 0 {
			inState = "The state keeps everybody until the others are removed."
		}
		diags.AddWarning(fmt.Sprintf("Not removed from %s: %d", c.plan.group(), len(c.spared)),
			fmt.Sprintf("In %s:\n%s\n\n%s", group, lines(c.r.connection, c.spared), inState))
	}
	if len(c.invited) > 0 {
		diags.AddWarning(
			fmt.Sprintf("Invited to %s: %d", c.plan.group(), len(c.invited)),
			fmt.Sprintf("%s could not be added to %s and got private invitations instead. They join the group "+
				"when they accept them.", strings.Join(c.invited, ", "), group))
	}
	if len(c.refused)+len(c.invited)+len(c.failures) > 0 {
		c.r.warnOfHiddenAskers(c.plan.group(), diags)
	}
	diags.Append(c.kept...)
	for _, d := range c.doubles {
		diags.AddWarning(
			fmt.Sprintf("One person under two numbers in %s: %s and %s", c.plan.group(), d[0], d[1]),
			"WhatsApp has one account for both numbers. Remove one of them from the map: the person stays in the "+
				"group.")
	}
}
