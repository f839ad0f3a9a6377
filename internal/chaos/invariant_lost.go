package chaos

import (
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// same reports whether two objects stand for one thing of WhatsApp.
func (h held) same(other held) bool {
	if h.kind == typeWebhook {
		return other.kind == typeWebhook && h.text("url") == other.text("url")
	}
	return h.kind == other.kind && h.group() == other.group() &&
		h.text("phone_number") == other.text("phone_number") && h.text("lid") == other.text("lid")
}

// mentions reports whether a run has said something about an object.
func (o *outcome) mentions(h held) bool {
	for _, d := range o.ds {
		text := d.Summary + d.Detail
		if d.Address == h.address || strings.Contains(text, "with "+h.address+",") ||
			h.group() != "" && strings.Contains(text, h.group()) {
			return true
		}
		if h.kind == typeWebhook && strings.Contains(text, h.text("url")) {
			return true
		}
		if phone := h.text("phone_number"); phone != "" && strings.Contains(text, phone) {
			return true
		}
	}
	return false
}

// isThere reports whether what an object stands for is in a world.
func (h held) isThere(w emulator.World) bool {
	g := groupOf(w, h.group())
	switch {
	case !isIn(g, own):
		return false
	case h.kind == typeMember:
		for _, m := range g.Members {
			if h.has(m) {
				return true
			}
		}
		return false
	case h.kind == typeInvite:
		return g.InviteCode == h.text("code")
	}
	return true
}

// stays reports whether what an object stands for is there all the time.
func (o *observed) stays(h held) bool {
	if h.kind == typeWebhook {
		url := h.text("url")
		return !o.touchesSession() && o.sessionBefore.find(url) != nil && o.sessionAfter.find(url) != nil
	}
	return !o.touchesGroups() && h.isThere(o.before) && h.isThere(o.after)
}

// lost: nothing is dropped from a state without a word, and nothing at all that is there all the time.
func (o *observed) lost() []string {
	var broken []string
	for _, run := range o.runs {
		if run.Command == doForget || run.before == nil {
			continue
		}
		before, after := holds(run.before), holds(run.after)
		for _, h := range holds(run.moved()) {
			if find(after, h.same) != nil || run.forgets(h) || find(before, h.same) == nil {
				continue // What the run was to import was in no state.
			}
			if o.relinks() && o.d.told {
				continue // Nobody can see it.
			}
			there := o.stays(h) && len(o.runs) == 1
			switch {
			case there && !o.lies(o.d):
				broken = append(broken, fmt.Sprintf("%s is there, and is dropped from the state", h.address))
			case run.wants(h) && !run.mentions(h) && !run.ended():
				broken = append(broken, fmt.Sprintf("%s is dropped from the state without a word", h.address))
			}
		}
	}
	return broken
}

// wants reports whether an object is to be there. What is to be destroyed or replaced by somebody else, and is gone, is
// no loss: Terraform itself keeps what a refresh before a destroy says.
func (o *outcome) wants(h held) bool {
	r := o.Config.resource(h.address)
	switch {
	case o.Command == doDestroy || r == nil:
		return false
	case r.ForEach:
		for key, phone := range r.People {
			if h.address == fmt.Sprintf("%s[%q]", r.address(), key) {
				return phone == h.text("phone_number")
			}
		}
		return false
	}
	return r.Type != typeMember || r.argument("phone_number") == h.text("phone_number")
}

// forgets reports whether a plan takes an object out of the state.
func (o *outcome) forgets(h held) bool {
	action := o.planned(h)
	return destroys(action) || action == terraformtest.Forget
}

// moved is the state before a run, with its objects where the run has moved them.
func (o *outcome) moved() *terraformtest.State {
	if o.plan == nil || o.plan.Before == nil {
		return o.before
	}
	return o.plan.Before
}
