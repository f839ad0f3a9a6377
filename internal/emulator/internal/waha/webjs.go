package waha

import (
	"errors"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// webjs is the engine on whatsapp-web.js.
type webjs struct{}

var _ engine = webjs{}

func (webjs) name() string { return "WEBJS" }

func (webjs) traits(v version) traits {
	return traits{
		chats: true, stale: true, missingIsTrue: true,
		hidesOwnLID: !v.atLeast(version{2026, 7, 1}),
		noPictures:  !v.atLeast(version{2026, 6, 1}),
	}
}

func (webjs) address(id string) (world.Address, error) { return pageAddress(id) }

// personID is the phone if the page knows it, also in a group that is addressed by LID (whatsapp-web.js 1.34.7).
func (webjs) personID(_ world.View, m world.Member) string {
	if phone := m.VisiblePhone(); phone != "" {
		return phone + "@c.us"
	}
	return m.LID
}

// created is keyed by participant. Those who let nobody add them get a private invitation without a request for it.
func (e webjs) created(g world.View, ids []string, outcomes []world.Outcome) wire.Answer {
	type result struct {
		StatusCode     int    `json:"statusCode"`
		Message        string `json:"message"`
		IsGroupCreator bool   `json:"isGroupCreator"`
		IsInviteV4Sent bool   `json:"isInviteV4Sent"`
	}
	results := map[string]result{}
	for i, o := range outcomes {
		message := "An unknown error occupied while adding a participant"
		if o.Code == world.CodeDone || o.Code == world.CodePrivate || o.Code == world.CodeNotFound {
			message = webjsMessage(o.Code)
		}
		results[ids[i]] = result{o.Code, message, false, o.Code == world.CodePrivate}
	}
	return wire.JSON(http.StatusCreated, struct {
		Title        string            `json:"title"`
		GID          *wid              `json:"gid"`
		Participants map[string]result `json:"participants"`
	}{g.Name, newWID(g.ID), results})
}

func (e webjs) list(groups []world.View, withParticipants bool) wire.Answer {
	return wire.JSON(http.StatusOK, newPageChats(groups, withParticipants, e.personID))
}

func (e webjs) group(g world.View) any { return newPageChat(g, e.personID) }

func (e webjs) participants(g world.View) any { return pageParticipants(g, e.personID) }

// participant has a pn only if the id is a phone already.
func (e webjs) participant(g world.View, m world.Member) participantRow {
	row := participantRow{ID: e.personID(g, m), PN: (*string)(nil)}
	if strings.HasSuffix(row.ID, "@c.us") {
		row.PN = row.ID
	}
	return row
}

// absent is an empty body for the group, because there is no chat, and a type error for all that looks into it.
func (webjs) absent(c *call, read reading, _ string) wire.Answer {
	switch {
	case !strings.HasSuffix(c.params["id"], "@g.us"):
		return c.pageError("r")
	case read == readGroup:
		return emptyAnswer()
	}
	return c.undefined("groupMetadata")
}

func (webjs) done(operation) wire.Answer { return boolAnswer(true) }

func (webjs) precheck(*call, operation, world.View, []world.Person) (wire.Answer, bool) {
	return wire.Answer{}, true
}

// changed has the outcome of each person only after an add. All else answers 200, whatever happened (WAHA issue 1264).
func (webjs) changed(op operation, _ world.View, ids []string, outcomes []world.Outcome) wire.Answer {
	if op != opAdd {
		return wire.JSON(http.StatusOK, map[string]int{"status": http.StatusOK})
	}
	type result struct {
		Code           int    `json:"code"`
		Message        string `json:"message"`
		IsInviteV4Sent bool   `json:"isInviteV4Sent"`
	}
	results := map[string]result{}
	for i, o := range outcomes {
		results[ids[i]] = result{o.Code, webjsMessage(o.Code), o.Code == world.CodePrivate}
	}
	return wire.JSON(http.StatusOK, results)
}

// webjsMessage is the table of GroupChat.js.
func webjsMessage(code int) string {
	switch code {
	case world.CodeDone:
		return "The participant was added successfully"
	case world.CodePrivate:
		return "The participant can be added by sending private invitation only"
	case world.CodeNotFound:
		return "The phone number is not registered on WhatsApp"
	case world.CodeRecentlyLeft:
		return "You cannot add this participant because they recently left the group"
	case world.CodeAlreadyMember:
		return "The participant is already a group member"
	case world.CodeFull:
		return "The participant can't be added because the group is full"
	}
	return "An unknown error occupied while adding a participant"
}

// refused mostly hides the refusal: false, an empty body, a text with status 200, or success.
func (webjs) refused(c *call, op operation, err error) wire.Answer {
	if errors.Is(err, world.ErrTooMany) {
		return c.engine.rateLimited(c)
	}
	left := errors.Is(err, world.ErrNotMember)
	switch {
	case errors.Is(err, world.ErrBadRequest):
		return c.pageError("wid error: invalid wid")
	case errors.Is(err, world.ErrAlreadyIn):
		return c.pageError("conflict")
	case op == opCreate:
		return wire.Text(http.StatusCreated, "CreateGroupError: An unknown error occupied while creating a group")
	case errors.Is(err, world.ErrNoSuchGroup):
		return c.undefined("groupMetadata")
	case op == opAdd:
		const message = "AddParticipantsError: You have no admin rights to add a participant to a group"
		return wire.Text(http.StatusOK, message)
	case op.changesMembers() && left:
		return wire.JSON(http.StatusOK, map[string]int{"status": http.StatusOK})
	case op == opSubject, op == opDescription, op == opSetting:
		return boolAnswer(false)
	case op == opInvite, op == opLeave:
		return emptyAnswer()
	case op == opPicture:
		return success()
	}
	return c.pageError("r")
}

func (webjs) rateLimited(c *call) wire.Answer { return c.pageError("b") }

func (webjs) inviteCode(code string) string { return code }

func (e webjs) invited(g world.View) any { return newPageInvite(g, e.personID) }
