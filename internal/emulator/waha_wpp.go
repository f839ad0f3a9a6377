package emulator

import (
	"errors"
	"net/http"
	"strings"
)

// wahaWPP is the engine on wppconnect.
type wahaWPP struct{}

var _ wahaEngine = wahaWPP{}

func (wahaWPP) name() string { return "WPP" }

func (wahaWPP) traits(wahaVersion) wahaTraits {
	return wahaTraits{chats: true, noHistoryMode: true}
}

func (wahaWPP) address(id string) (address, error) { return pageAddress(id) }

func (wahaWPP) personID(g groupView, m Member) string { return toCUS(g.jid(m)) }

// wppResult is what became of one person who was to be added.
type wppResult struct {
	WID           string  `json:"wid"`
	Code          int     `json:"code"`
	Message       string  `json:"message,omitempty"`
	InviteCode    *string `json:"invite_code"`
	InviteCodeExp *int64  `json:"invite_code_exp"`
}

// wppResults is keyed by participant.
func (e wahaWPP) wppResults(g groupView, ids []string, outcomes []outcome, messages bool) map[string]wppResult {
	results := map[string]wppResult{}
	for i, o := range outcomes {
		result := wppResult{WID: e.personID(g, o.member), Code: o.code}
		if o.invitation.code != "" {
			expires := o.invitation.expires.Unix()
			result.InviteCode, result.InviteCodeExp = &o.invitation.code, &expires
		}
		if messages {
			result.Message = wppMessage(o.code)
		}
		results[ids[i]] = result
	}
	return results
}

func wppMessage(code int) string {
	switch code {
	case codeDone:
		return "OK"
	case codePrivate:
		return "Can't join this group because the number was restricted it."
	case codeMember:
		return "Can't join this group because the number is already a member of it."
	}
	return "Can't join this group."
}

// created has the group's id as a plain string, which wa-js may do as well as an object.
func (e wahaWPP) created(g groupView, ids []string, outcomes []outcome) answer {
	return jsonAnswer(http.StatusCreated, struct {
		GID          string               `json:"gid"`
		Participants map[string]wppResult `json:"participants"`
	}{g.ID, e.wppResults(g, ids, outcomes, false)})
}

// list has ids as strings where the group alone has an object.
func (e wahaWPP) list(groups []groupView, withParticipants bool) answer {
	list := []pageChat{}
	for _, g := range groups {
		chat := newPageChat(g, e.personID)
		chat.ID = g.ID
		if !withParticipants {
			chat.GroupMetadata.Participants = nil
		}
		list = append(list, chat)
	}
	return jsonAnswer(http.StatusOK, list)
}

func (e wahaWPP) group(g groupView) any { return newPageChat(g, e.personID) }

func (e wahaWPP) participants(g groupView) any { return pageParticipants(g, e.personID) }

// participant never has a pn.
func (e wahaWPP) participant(g groupView, m Member) wahaParticipant {
	return wahaParticipant{ID: e.personID(g, m), PN: (*string)(nil)}
}

// absent swallows the absence: nobody is in the group, and no setting is on.
func (wahaWPP) absent(c *wahaCall, read wahaRead, field string) answer {
	switch {
	case read == readGroup && !strings.HasSuffix(c.params["id"], "@g.us"):
		return c.pageError("r")
	case read == readGroup:
		return emptyAnswer()
	case read == readSetting:
		return jsonAnswer(http.StatusOK, map[string]bool{field: false})
	}
	return jsonAnswer(http.StatusOK, []struct{}{})
}

func (wahaWPP) done(wahaOp) answer { return boolAnswer(true) }

// precheck refuses a whole request before WhatsApp sees it, as wa-js does when one of the people is not as it should be. It
// looks at the people only after the account's own rights.
func (wahaWPP) precheck(c *wahaCall, op wahaOp, g groupView, people []person) (answer, bool) {
	if op == opAdd || !g.admin {
		return answer{}, true
	}
	for _, p := range people {
		i := g.member(p)
		switch {
		case i < 0:
			return c.pageError("group_participant_is_not_a_group_member"), false
		case op == opPromote && g.Members[i].admin():
			return c.pageError("group_participant_is_already_a_group_admin"), false
		case op == opDemote && !g.Members[i].admin():
			return c.pageError("group_participant_is_not_a_group_admin"), false
		case op != opPromote && g.Members[i].Role == RoleSuperadmin:
			return c.pageError("r"), false
		}
	}
	return answer{}, true
}

// changed tells who was added, and otherwise as good as nothing.
func (e wahaWPP) changed(op wahaOp, g groupView, ids []string, outcomes []outcome) answer {
	switch op {
	case opAdd:
		return jsonAnswer(http.StatusOK, e.wppResults(g, ids, outcomes, true))
	case opPromote:
		return boolAnswer(true)
	}
	return emptyAnswer()
}

// refused has wa-js' own code where wa-js looked before it asked, and the page's minified error where WhatsApp refused.
func (wahaWPP) refused(c *wahaCall, op wahaOp, err error) answer {
	switch {
	case errors.Is(err, errBadRequest):
		return c.pageError("wid error: invalid wid")
	case errors.Is(err, errNoSuchGroup):
		return c.pageError("group_not_exist")
	case op == opPicture:
		return success()
	case errors.Is(err, errNotAdmin) && op == opSubject:
		return c.pageError("you_are_not_allowed_set_group_subject")
	case errors.Is(err, errNotAdmin):
		return c.pageError("group_you_are_not_admin")
	}
	return c.pageError("r")
}

func (wahaWPP) rateLimited(c *wahaCall) answer { return c.pageError("r") }

func (wahaWPP) inviteCode(code string) string { return code }

func (e wahaWPP) invited(g groupView) any { return newPageInvite(g, e.personID) }
