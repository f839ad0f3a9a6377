package chaos

import (
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// planned is what the plan of a run does with an object of the state.
func (o *outcome) planned(h held) terraformtest.Action {
	if o.plan == nil {
		return terraformtest.NoOp
	}
	for _, c := range o.plan.Changes {
		if c.Deposed == "" && (c.Previous.String() == h.address || c.Address.String() == h.address) {
			return c.Action
		}
	}
	if o.before.Deposed != nil {
		for a := range o.before.Deposed {
			if a.String() == h.address {
				return terraformtest.Delete
			}
		}
	}
	return terraformtest.NoOp
}

// destroys reports whether an action ends an object.
func destroys(a terraformtest.Action) bool { return a == terraformtest.Delete || a.IsReplace() }

// knew are the objects that a run began with, as they were and as its refresh has shown them.
func (o *outcome) knew() []held { return append(holds(o.moved()), holds(o.prior)...) }

// mayRemove reports whether a run has a reason to remove somebody from a group.
func (o *outcome) mayRemove(id string, m emulator.Member) bool {
	return slices.ContainsFunc(o.knew(), func(h held) bool {
		if h.group() != id {
			return false
		}
		action := o.planned(h)
		switch h.kind {
		case typeMember:
			return h.has(m) && destroys(action) && h.text("on_destroy") != "keep"
		case typeMembers:
			if destroys(action) {
				return h.has(m) && h.text("on_destroy") != "keep"
			}
			return action == terraformtest.Update && (h.has(m) || h.shows(m)) && !o.Config.wants(h.address, m)
		case typeGroup:
			return destroys(action) && h.text("on_destroy") == "remove_members_and_leave"
		}
		return false
	})
}

// mayLeave reports whether a run has a reason to take the account out of a group.
func (o *outcome) mayLeave(id string) bool {
	return slices.ContainsFunc(o.knew(), func(h held) bool {
		return (h.kind == typeGroup || h.kind == typeJoined) && h.group() == id && destroys(o.planned(h)) &&
			h.text("on_destroy") != "keep"
	})
}

// wants reports whether the map at an address has a person.
func (c Config) wants(address string, m emulator.Member) bool {
	r := c.resource(address)
	if r == nil {
		return false
	}
	for key := range r.People {
		if names(key, m) {
			return true
		}
	}
	return false
}

// strangers: nobody is removed, and no group left, without a reason in a plan, and nobody whom another resource keeps.
func (o *observed) strangers() []string {
	if o.touchesGroups() {
		return nil
	}
	var broken []string
	for _, before := range o.before.Groups {
		after := groupOf(o.after, before.ID)
		for _, m := range before.Members {
			if after == nil || after.IndexOf(emulator.Person{Phone: m.Phone, LID: m.LID}) >= 0 {
				continue
			}
			if m.Phone == own {
				if !slices.ContainsFunc(o.runs, func(run *outcome) bool { return run.mayLeave(before.ID) }) {
					broken = append(broken, "the account has left for no reason "+before.ID)
				}
				continue
			}
			if m.Phone == second {
				continue
			}
			if !slices.ContainsFunc(o.runs, func(run *outcome) bool { return run.mayRemove(before.ID, m) }) {
				broken = append(broken, fmt.Sprintf("%s was removed for no reason from %s", m.Phone, before.ID))
				continue
			}
			broken = append(broken, o.robbed(before, m)...)
		}
	}
	return broken
}

// robbed are those resources that have kept a person all the time whom another one of the same run has removed, without
// a word.
func (o *observed) robbed(g emulator.Group, m emulator.Member) []string {
	var broken []string
	for _, run := range o.runs {
		if len(o.runs) > 1 || run.ended() || run.Command == doTarget || len(run.ds) > 0 {
			continue
		}
		before := holds(run.before)
		for _, h := range holds(run.after) {
			had := find(before, at(h.address))
			if h.group() == g.ID && h.has(m) && had != nil && had.group() == g.ID && had.has(m) &&
				run.planned(h) == terraformtest.NoOp && run.Config.resource(h.address) != nil {
				broken = append(broken, fmt.Sprintf("%s was removed from the group of %s", m.Phone, h.address))
			}
		}
	}
	return broken
}
