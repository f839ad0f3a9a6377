package waha

import (
	"errors"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wpp is the engine on wppconnect.
type wpp struct{}

var _ engine = wpp{}

func (wpp) name() string { return "WPP" }

func (wpp) traits(version) traits {
	return traits{chats: true, noHistoryMode: true, looksBeforeJoin: true}
}

func (wpp) address(id string) (world.Address, error) { return pageAddress(id) }

func (wpp) personID(g world.View, m world.Member) string { return toCUS(g.JID(m)) }

// personResult is what became of one person who was to be added.
type personResult struct {
	WID           string  `json:"wid"`
	Code          int     `json:"code"`
	Message       string  `json:"message,omitempty"`
	InviteCode    *string `json:"invite_code"`
	InviteCodeExp *int64  `json:"invite_code_exp"`
}

// results is keyed by participant.
func (e wpp) results(g world.View, ids []string, outcomes []world.Outcome, messages bool) map[string]personResult {
	results := map[string]personResult{}
	for i, o := range outcomes {
		result := personResult{WID: e.personID(g, o.Member), Code: o.Code}
		if o.Invitation.Code != "" {
			expires := o.Invitation.Expires.Unix()
			result.InviteCode, result.InviteCodeExp = &o.Invitation.Code, &expires
		}
		if messages {
			result.Message = wppMessage(o.Code)
		}
		results[ids[i]] = result
	}
	return results
}

func wppMessage(code int) string {
	switch code {
	case world.CodeDone:
		return "OK"
	case world.CodePrivate:
		return "Can't join this group because the number was restricted it."
	case world.CodeAlreadyMember:
		return "Can't join this group because the number is already a member of it."
	}
	return "Can't join this group."
}

// created has the group's id as a plain string, which wa-js may do as well as an object.
func (e wpp) created(g world.View, ids []string, outcomes []world.Outcome) wire.Answer {
	return wire.JSON(http.StatusCreated, struct {
		GID          string                  `json:"gid"`
		Participants map[string]personResult `json:"participants"`
	}{g.ID, e.results(g, ids, outcomes, false)})
}

// list has the ids as strings. A group that is read alone has an object instead.
func (e wpp) list(groups []world.View, withParticipants bool) wire.Answer {
	chats := newPageChats(groups, withParticipants, e.personID)
	for i, g := range groups {
		chats[i].ID = g.ID
	}
	return wire.JSON(http.StatusOK, chats)
}

func (e wpp) group(g world.View) any { return newPageChat(g, e.personID) }

func (e wpp) participants(g world.View) any { return pageParticipants(g, e.personID) }

// participant never has a pn.
func (e wpp) participant(g world.View, m world.Member) participantRow {
	return participantRow{ID: e.personID(g, m), PN: (*string)(nil)}
}

// absent hides that the group is absent: nobody is in it, and no setting is on.
func (wpp) absent(c *call, read reading, field string) wire.Answer {
	switch {
	case read == readGroup && !strings.HasSuffix(c.params["id"], "@g.us"):
		return c.pageError("r")
	case read == readGroup:
		return emptyAnswer()
	case read == readSetting:
		return wire.JSON(http.StatusOK, map[string]bool{field: false})
	}
	return wire.JSON(http.StatusOK, []struct{}{})
}

func (wpp) done(operation) wire.Answer { return boolAnswer(true) }

// precheck refuses a whole request before WhatsApp sees it, as wa-js does if one of the people is not as expected. It
// looks at the people only after it has looked at the account's own rights.
func (wpp) precheck(c *call, op operation, g world.View, people []world.Person) (wire.Answer, bool) {
	if op == opAdd || !g.Admin {
		return wire.Answer{}, true
	}
	for _, p := range people {
		i := g.IndexOf(p)
		switch {
		case i < 0:
			return c.pageError("group_participant_is_not_a_group_member"), false
		case op == opPromote && g.Members[i].IsAdmin():
			return c.pageError("group_participant_is_already_a_group_admin"), false
		case op == opDemote && !g.Members[i].IsAdmin():
			return c.pageError("group_participant_is_not_a_group_admin"), false
		case op != opPromote && g.Members[i].Role == world.RoleSuperadmin:
			return c.pageError("r"), false
		}
	}
	return wire.Answer{}, true
}

// changed has the outcome of each person after an add, and next to nothing after any other change.
func (e wpp) changed(op operation, g world.View, ids []string, outcomes []world.Outcome) wire.Answer {
	switch op {
	case opAdd:
		return wire.JSON(http.StatusOK, e.results(g, ids, outcomes, true))
	case opPromote:
		return boolAnswer(true)
	}
	return emptyAnswer()
}

// refused has wa-js' own code if wa-js looked before it asked, and the page's minified error if WhatsApp refused.
func (wpp) refused(c *call, op operation, err error) wire.Answer {
	switch {
	case errors.Is(err, world.ErrBadRequest):
		return c.pageError("wid error: invalid wid")
	case errors.Is(err, world.ErrNoSuchGroup):
		return c.pageError("group_not_exist")
	case op == opPicture:
		return success()
	case errors.Is(err, world.ErrNotAdmin) && op == opSubject:
		return c.pageError("you_are_not_allowed_set_group_subject")
	case errors.Is(err, world.ErrNotAdmin):
		return c.pageError("group_you_are_not_admin")
	}
	return c.pageError("r")
}

func (wpp) rateLimited(c *call) wire.Answer { return c.pageError("r") }

func (wpp) inviteCode(code string) string { return code }

func (e wpp) invited(g world.View) any { return newPageInvite(g, e.personID) }
