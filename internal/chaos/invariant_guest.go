package chaos

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// guests: nobody is added, let in or invited for no reason, and nobody who asks is turned away.
func (o *observed) guests() []string {
	if o.touchesGroups() {
		return nil
	}
	var broken []string
	for _, after := range o.after.Groups {
		before := groupOf(o.before, after.ID)
		if before == nil {
			before = &emulator.Group{}
		}
		for _, m := range after.Members {
			p := emulator.Person{Phone: m.Phone, LID: m.LID}
			if before.IndexOf(p) < 0 && m.Phone != own && m.Phone != second && !o.knows(after.ID, m) {
				broken = append(broken, fmt.Sprintf("%s is in %s for no reason", m.Phone, after.ID))
			}
		}
		for _, r := range before.JoinRequests {
			if r.Phone != own && !asks(after, r.Phone) && !isIn(&after, r.Phone) {
				broken = append(broken, fmt.Sprintf("%s asked to join %s, and was turned away", r.Phone, after.ID))
			}
		}
		broken = append(broken, o.invited(*before, after)...)
	}
	return broken
}

// knows reports whether a resource is about somebody in a group: as it is configured, or in a state.
func (o *observed) knows(group string, m emulator.Member) bool {
	if o.wanting(group, m.Phone, false) > 0 {
		return true
	}
	for i := range o.states {
		for _, h := range append(holds(o.states[i]), holds(o.statesBefore[i])...) {
			if h.group() == group && h.has(m) {
				return true
			}
		}
	}
	return false
}

// wanting counts who wants somebody in a group, or also wants them invited. Which group a block of the configuration
// makes is not known here.
func (o *observed) wanting(group, phone string, invited bool) (n int) {
	for _, run := range o.runs {
		for _, r := range run.Config.Resources {
			if foreign[r.Place] != "" && foreign[r.Place] != group || invited && r.argument("on_refusal") != "invite" {
				continue
			}
			switch key := number(phone); {
			case r.ForEach:
				for _, person := range r.People {
					if person == key {
						n++
					}
				}
			case r.Type == typeMember && r.argument("phone_number") == key,
				r.Type == typeMembers && r.People[key] != "",
				r.Type == typeGroup && strings.Contains(r.Args["initial_members"], key):
				n++
			}
		}
	}
	return n
}

// invited are those who got an invitation that nobody wants, or more than one for each who wants them.
func (o *observed) invited(before, after emulator.Group) []string {
	times := map[string]int{}
	for _, phone := range after.Invited {
		times[phone]++
	}
	for _, phone := range before.Invited {
		times[phone]--
	}
	var broken []string
	for phone, n := range times {
		if wanting := o.wanting(after.ID, phone, !o.d.invitesByItself); n > wanting {
			broken = append(broken, fmt.Sprintf("%s got %d invitations to %s, which %d resources want",
				phone, n, after.ID, wanting))
		}
	}
	return broken
}

// sendsInvitations reports whether the gateway has sent each invitation that it speaks of. No reading shows one, so
// that nobody can know of one that it only claims to have sent.
func (o *observed) sendsInvitations() bool {
	claims := func(s Step) bool {
		return slices.ContainsFunc(s.Faults, func(f Fault) bool { return f.Name == accepted })
	}
	return (o.d.invites || o.d.invitesByItself) && !slices.ContainsFunc(o.program.Steps, claims)
}

// refusals is what is not true of how the state has people who are not in a group: that they were invited, or refused
// although they asked to join.
func (o *observed) refusals(h held, g emulator.Group) []string {
	statuses := h.table("status")
	if h.kind == typeMember {
		statuses = map[string]string{h.text("phone_number"): h.text("status")}
	}
	var broken []string
	for key, status := range statuses {
		phone := strings.TrimPrefix(key, "+")
		switch {
		case status == "invited" && o.sendsInvitations() && !slices.Contains(g.Invited, phone):
			broken = append(broken, fmt.Sprintf("%s: %s was not invited", h.address, phone))
		case strings.HasPrefix(status, "refused") && o.isNew(h) && o.couldBeLetIn(g.ID, phone):
			broken = append(broken, fmt.Sprintf("%s: %s asked to join and was not let in", h.address, phone))
		}
	}
	return broken
}

// isNew reports whether the step has made an object.
func (o *observed) isNew(h held) bool { return find(holds(o.runs[0].before), h.same) == nil }

// couldBeLetIn reports whether nothing was in the way of letting somebody in who asked to join.
func (o *observed) couldBeLetIn(group, phone string) bool {
	g := groupOf(o.before, group)
	if g == nil || g.HidesPhones || len(o.Faults)+len(o.Acts) > 0 || !o.d.can(asking) || !asks(*g, phone) {
		return false
	}
	m := memberOf(*g, own)
	return m != nil && m.Role != emulator.RoleMember
}
