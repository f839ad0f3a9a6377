package emulator

import (
	"errors"
	"net/http"
	"strings"
)

// wahaWEBJS is the engine on whatsapp-web.js.
type wahaWEBJS struct{}

var _ wahaEngine = wahaWEBJS{}

func (wahaWEBJS) name() string { return "WEBJS" }

func (wahaWEBJS) traits(v wahaVersion) wahaTraits {
	return wahaTraits{
		chats: true, stale: true, missingIsTrue: true,
		hidesOwnLID: !v.atLeast(wahaVersion{2026, 7, 1}),
		noPictures:  !v.atLeast(wahaVersion{2026, 6, 1}),
	}
}

func (wahaWEBJS) address(id string) (address, error) { return pageAddress(id) }

// personID is the phone wherever the page knows it, also in a group addressed by LID (whatsapp-web.js 1.34.7).
func (wahaWEBJS) personID(_ groupView, m Member) string {
	if phone := m.visiblePhone(); phone != "" {
		return phone + "@c.us"
	}
	return m.LID
}

// created is keyed by participant. Whoever refuses to be added gets a private invitation without being asked.
func (e wahaWEBJS) created(g groupView, ids []string, outcomes []outcome) answer {
	type result struct {
		StatusCode     int    `json:"statusCode"`
		Message        string `json:"message"`
		IsGroupCreator bool   `json:"isGroupCreator"`
		IsInviteV4Sent bool   `json:"isInviteV4Sent"`
	}
	results := map[string]result{}
	for i, o := range outcomes {
		message := "An unknown error occupied while adding a participant"
		if o.code == codeDone || o.code == codePrivate || o.code == codeNotFound {
			message = webjsMessage(o.code)
		}
		results[ids[i]] = result{o.code, message, false, o.code == codePrivate}
	}
	return jsonAnswer(http.StatusCreated, struct {
		Title        string            `json:"title"`
		GID          *wid              `json:"gid"`
		Participants map[string]result `json:"participants"`
	}{g.Name, newWID(g.ID), results})
}

func (e wahaWEBJS) list(groups []groupView, withParticipants bool) answer {
	list := []pageChat{}
	for _, g := range groups {
		chat := newPageChat(g, e.personID)
		if !withParticipants {
			chat.GroupMetadata.Participants = nil
		}
		list = append(list, chat)
	}
	return jsonAnswer(http.StatusOK, list)
}

func (e wahaWEBJS) group(g groupView) any { return newPageChat(g, e.personID) }

func (e wahaWEBJS) participants(g groupView) any { return pageParticipants(g, e.personID) }

// participant has a pn only where the id is a phone already.
func (e wahaWEBJS) participant(g groupView, m Member) wahaParticipant {
	row := wahaParticipant{ID: e.personID(g, m), PN: (*string)(nil)}
	if strings.HasSuffix(row.ID, "@c.us") {
		row.PN = row.ID
	}
	return row
}

// absent is an empty body for the group, as there is no chat, and a type error for everything that looks into it.
func (wahaWEBJS) absent(c *wahaCall, read wahaRead, _ string) answer {
	switch {
	case !strings.HasSuffix(c.params["id"], "@g.us"):
		return c.pageError("r")
	case read == readGroup:
		return emptyAnswer()
	}
	return c.undefined("groupMetadata")
}

func (wahaWEBJS) done(wahaOp) answer { return boolAnswer(true) }

func (wahaWEBJS) precheck(*wahaCall, wahaOp, groupView, []person) (answer, bool) {
	return answer{}, true
}

// changed tells the outcome of each person only when adding. Everything else says 200, whatever happened (WAHA issue 1264).
func (wahaWEBJS) changed(op wahaOp, _ groupView, ids []string, outcomes []outcome) answer {
	if op != opAdd {
		return jsonAnswer(http.StatusOK, map[string]int{"status": http.StatusOK})
	}
	type result struct {
		Code           int    `json:"code"`
		Message        string `json:"message"`
		IsInviteV4Sent bool   `json:"isInviteV4Sent"`
	}
	results := map[string]result{}
	for i, o := range outcomes {
		results[ids[i]] = result{o.code, webjsMessage(o.code), o.code == codePrivate}
	}
	return jsonAnswer(http.StatusOK, results)
}

// webjsMessage is the table of GroupChat.js.
func webjsMessage(code int) string {
	switch code {
	case codeDone:
		return "The participant was added successfully"
	case codePrivate:
		return "The participant can be added by sending private invitation only"
	case codeNotFound:
		return "The phone number is not registered on WhatsApp"
	case codeRecentlyLeft:
		return "You cannot add this participant because they recently left the group"
	case codeMember:
		return "The participant is already a group member"
	case codeFull:
		return "The participant can't be added because the group is full"
	}
	return "An unknown error occupied while adding a participant"
}

// refused mostly does not say so: false, an empty body, a text with status 200, or nothing at all.
func (wahaWEBJS) refused(c *wahaCall, op wahaOp, err error) answer {
	left := errors.Is(err, errNotMember)
	switch {
	case errors.Is(err, errBadRequest):
		return c.pageError("wid error: invalid wid")
	case op == opCreate:
		return textAnswer(http.StatusCreated, "CreateGroupError: An unknown error occupied while creating a group")
	case errors.Is(err, errNoSuchGroup):
		return c.undefined("groupMetadata")
	case op == opAdd:
		return textAnswer(http.StatusOK, "AddParticipantsError: You have no admin rights to add a participant to a group")
	case op.changesMembers() && left:
		return jsonAnswer(http.StatusOK, map[string]int{"status": http.StatusOK})
	case op == opSubject, op == opDescription, op == opSetting:
		return boolAnswer(false)
	case op == opInvite, op == opLeave:
		return emptyAnswer()
	case op == opPicture:
		return success()
	}
	return c.pageError("r")
}

func (wahaWEBJS) rateLimited(c *wahaCall) answer { return c.pageError("b") }

func (wahaWEBJS) inviteCode(code string) string { return code }

func (e wahaWEBJS) invited(g groupView) any { return newPageInvite(g, e.personID) }
