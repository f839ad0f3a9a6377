package chaos

import "fmt"

// alterRefusal changes what becomes of whoever cannot be added, or tries them again.
func (g *generator) alterRefusal(r *Resource) {
	if r.Args["on_refusal"] != "" && g.one(3) {
		r.Args["retry"] = quoted(fmt.Sprint(g.IntN(3)))
		return
	}
	r.Args["on_refusal"] = quoted(pick(g, []string{"fail", "invite", "invite", "tolerate"}))
}

// refused has a new block be about somebody who gets an invitation, where the gateway sends any.
func (g *generator) refused(r *Resource) {
	if !g.d.invites && !g.d.invitesByItself || !g.one(3) {
		return
	}
	switch {
	case r.Type == typeMembers:
		r.People[number(emil)] = g.role()
	case r.ForEach:
		r.People[pick(g, keys)] = number(emil)
	case r.Type == typeMember:
		r.Args["phone_number"] = quoted(number(emil))
	default:
		return
	}
	r.Args["on_refusal"] = quoted("invite")
}
