package chaos

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// applies reports whether a command carries changes out.
func (o *outcome) applies() bool {
	changing := []string{doApply, doSaved, doTaint, doReplace, doTarget, doDestroy}
	return o.plan != nil && slices.Contains(changing, o.Command)
}

// lies: what an apply has done without an error and without a word about it is as it is configured, in WhatsApp.
func (o *observed) untrue() []string {
	if len(o.runs) != 1 || o.lies(o.d) || o.touchesGroups() || o.touchesSession() || o.relinks() || o.ended() {
		return nil
	}
	run := o.runs[0]
	if !run.applies() {
		return nil
	}
	var broken []string
	after := holds(run.after)
	if !run.ds.HasErrors() && !run.SkipRefresh && run.Command != doTarget {
		for _, h := range after {
			if r := run.Config.resource(h.address); r != nil && !run.mentions(h) {
				broken = append(broken, o.differs(h, *r)...)
			}
		}
	}
	for _, h := range holds(run.prior) {
		if destroys(run.planned(h)) && find(after, h.same) == nil && !run.mentions(h) {
			broken = append(broken, o.remains(h)...)
		}
	}
	return append(broken, o.innocents(run, after)...)
}

// differs is how an object is not as it is configured.
func (o *observed) differs(h held, r Resource) []string {
	if h.kind == typeWebhook {
		return h.differsFrom(o.sessionAfter)
	}
	g := groupOf(o.after, h.group())
	if h.kind == typeJoined && h.text("status") != "joined" {
		return nil
	}
	if !isIn(g, own) && o.runs[0].mayLeave(h.group()) {
		return nil // The same run leaves the group.
	}
	if !isIn(g, own) {
		return []string{fmt.Sprintf("%s: the account is not in its group", h.address)}
	}
	broken := o.refusals(h, *g)
	want := func(what, got, wanted string) {
		if got != wanted {
			broken = append(broken, fmt.Sprintf("%s: %s is %q, want %q", h.address, what, got, wanted))
		}
	}
	switch h.kind {
	case typeGroup:
		got := map[string]string{
			"name": g.Name, "description": g.Description,
			"messages_admins_only": fmt.Sprint(g.MessagesAdminsOnly), "info_admins_only": fmt.Sprint(g.InfoAdminsOnly),
			"member_add_mode":        g.MemberAddMode,
			"join_approval_required": fmt.Sprint(g.JoinApprovalRequired),
		}
		for name := range r.Args {
			if value, is := got[name]; is {
				want(name, value, r.argument(name))
			}
		}
		if r.Args["picture_path"] != "" && g.PictureSHA256 == "" && len(o.Faults) == 0 {
			broken = append(broken, h.address+": there is no picture")
		}
	case typeMember:
		if h.text("status") == "" || h.text("status") == "joined" {
			want("the role", o.role(g, h.text("phone_number"), h.text("role")), h.text("role"))
		}
	case typeMembers:
		for key, role := range r.People {
			if h.table("status")[key] == "joined" {
				want("the role of "+key, o.role(g, key, role), role)
			}
		}
	case typeInvite:
		want("the link", g.InviteCode, h.text("code"))
	}
	return broken
}

// role is that of somebody in a group, where it can be another one than is wanted: nobody changes that of the account,
// nor that of the creator.
func (o *observed) role(g *emulator.Group, key, wanted string) string {
	for _, m := range g.Members {
		switch {
		case !names(key, m):
		case m.Phone == own || m.Role == emulator.RoleSuperadmin:
			return wanted
		default:
			return m.Role
		}
	}
	return ""
}

// remains is what is left of an object that was destroyed.
func (o *observed) remains(h held) []string {
	if h.kind == typeWebhook {
		if o.sessionAfter.find(h.text("url")) != nil {
			return []string{fmt.Sprintf("%s was destroyed, and the session has it still", h.address)}
		}
		return nil
	}
	g := groupOf(o.after, h.group())
	keeps := h.text("on_destroy") == "keep"
	if g == nil || keeps || !isIn(groupOf(o.before, h.group()), own) {
		return nil
	}
	switch h.kind {
	case typeGroup, typeJoined:
		if isIn(g, own) && h.text("on_destroy") != "" && len(o.owners(g.ID)) == 0 {
			return []string{fmt.Sprintf("%s was destroyed, and the account is in the group still", h.address)}
		}
	case typeMember:
		for _, m := range g.Members {
			if h.has(m) && m.Phone != own && m.Role != emulator.RoleSuperadmin && !o.heldByAnother(g.ID, m) {
				return []string{fmt.Sprintf("%s was destroyed, and %s is in the group still", h.address, m.Phone)}
			}
		}
	case typeInvite:
		if g.InviteCode == h.text("code") && o.d.can("keepers") && isIn(g, own) {
			return []string{fmt.Sprintf("%s was destroyed, and its link lives", h.address)}
		}
	}
	return nil
}

// heldByAnother reports whether somebody is a resource's, or was until the step and is to be kept.
func (o *observed) heldByAnother(group string, m emulator.Member) bool {
	for i := range o.states {
		for _, h := range append(holds(o.states[i]), holds(o.statesBefore[i])...) {
			if h.group() != group || !h.has(m) {
				continue
			}
			if find(holds(o.states[i]), at(h.address)) != nil || h.text("on_destroy") == "keep" {
				return true
			}
		}
	}
	return false
}

// blamed is the fault by which a gateway refuses a whole call because of one person.
const blamed = "refused because of one"

// innocents are people who can be added, and were not since somebody else cannot.
func (o *observed) innocents(run *outcome, after []held) []string {
	if len(o.Acts) > 0 || run.Command == doDestroy || run.plan == nil {
		return nil
	}
	for _, f := range o.Faults {
		if f.Name != blamed {
			return nil
		}
	}
	var broken []string
	for _, h := range after {
		r, g := run.Config.resource(h.address), groupOf(o.after, h.group())
		if h.kind != typeMembers || r == nil || g == nil || !isIn(g, own) {
			continue
		}
		if m := memberOf(*g, own); m.Role == emulator.RoleMember || g.HidesPhones || o.outOfTurn(run, h) {
			continue
		}
		for key := range r.People {
			phone := strings.TrimPrefix(key, "+")
			if !slices.Contains([]string{emil, fritz, gina, hugo, own}, phone) && !isIn(g, phone) &&
				!slices.Contains(g.RecentlyLeft, phone) {
				broken = append(broken, h.address+": nothing is wrong with "+phone+", who is not in the group")
			}
		}
	}
	return broken
}

// outOfTurn reports whether the run has not come to an object, or was to do nothing with it.
func (o *observed) outOfTurn(run *outcome, h held) bool {
	return run.SkipRefresh || run.Command == doTarget || run.prior == nil || !run.onlyOf(h.address)
}

// onlyOf reports whether all errors of a run are of one object.
func (o *outcome) onlyOf(address string) bool {
	for _, d := range o.ds.Errors() {
		if d.Address != address {
			return false
		}
	}
	return true
}
