package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// wahaNOWEB is the engine on Baileys, without a store: every read is live.
type wahaNOWEB struct{}

var _ wahaEngine = wahaNOWEB{}

func (wahaNOWEB) name() string { return "NOWEB" }

func (wahaNOWEB) traits(v wahaVersion) wahaTraits {
	return wahaTraits{noPictures: !v.atLeast(wahaVersion{2026, 6, 1})}
}

// address takes ids raw: nothing adds a suffix or takes off a plus sign, and WhatsApp refuses the whole request. An id that
// is undefined gets through and names nobody.
func (wahaNOWEB) address(id string) (address, error) {
	user, server, _ := strings.Cut(id, "@")
	switch {
	case id == jsUndefined:
		return address{lid: jsUndefined}, nil
	case isDigits(user) && (server == "c.us" || server == "s.whatsapp.net"):
		return address{phone: user}, nil
	case isDigits(user) && server == "lid":
		return address{lid: id}, nil
	}
	return address{}, errBadRequest
}

// baileysParticipant is a member in Baileys' GroupMetadata. Hidden numbers are absent.
type baileysParticipant struct {
	ID          string  `json:"id"`
	PhoneNumber string  `json:"phoneNumber,omitempty"` // Only in groups addressed by LID.
	LID         string  `json:"lid,omitempty"`         // Only in groups addressed by phone.
	Admin       *string `json:"admin"`
}

type baileysGroup struct {
	ID                string                `json:"id"`
	AddressingMode    string                `json:"addressingMode"`
	Subject           string                `json:"subject"`
	SubjectOwner      string                `json:"subjectOwner,omitempty"`
	SubjectOwnerPN    string                `json:"subjectOwnerPn,omitempty"`
	SubjectTime       int64                 `json:"subjectTime"`
	Size              int                   `json:"size"`
	Creation          int64                 `json:"creation"`
	Owner             string                `json:"owner,omitempty"`
	OwnerPN           string                `json:"ownerPn,omitempty"`
	Desc              string                `json:"desc,omitempty"`
	DescID            string                `json:"descId,omitempty"`
	Restrict          bool                  `json:"restrict"`
	Announce          bool                  `json:"announce"`
	IsCommunity       bool                  `json:"isCommunity"`
	IsAnnounce        bool                  `json:"isCommunityAnnounce"`
	JoinApprovalMode  bool                  `json:"joinApprovalMode"`
	MemberAddMode     bool                  `json:"memberAddMode"`
	EphemeralDuration int                   `json:"ephemeralDuration,omitempty"`
	Participants      *[]baileysParticipant `json:"participants,omitempty"`
}

func newBaileysGroup(g groupView) baileysGroup {
	owner, ownerPN := g.ownerJIDs()
	if g.AddressingMode == AddressedByPhone {
		ownerPN = ""
	}
	participants := baileysParticipants(g)
	group := baileysGroup{
		ID: g.ID, AddressingMode: g.AddressingMode,
		Subject: g.Name, SubjectOwner: owner, SubjectOwnerPN: ownerPN, SubjectTime: g.CreatedAt.Unix(),
		Size: len(g.Members), Creation: g.CreatedAt.Unix(), Owner: owner, OwnerPN: ownerPN,
		Desc: g.Description, Restrict: g.InfoAdminsOnly, Announce: g.MessagesAdminsOnly,
		JoinApprovalMode: g.JoinApprovalRequired, MemberAddMode: g.MemberAddMode == AddModeMembers,
		EphemeralDuration: disappearingSeconds(g.DisappearingMessages), Participants: &participants,
	}
	if g.Description != "" {
		group.DescID = descriptionID(g.Description)
	}
	return group
}

func baileysParticipants(g groupView) []baileysParticipant {
	participants := []baileysParticipant{}
	for _, m := range g.Members {
		p := baileysParticipant{ID: g.jid(m)}
		if phone := m.visiblePhone(); g.AddressingMode == AddressedByPhone && phone != "" {
			p.LID = m.LID
		} else if phone != "" {
			p.PhoneNumber = phone + "@s.whatsapp.net"
		}
		if m.admin() {
			role := m.Role
			p.Admin = &role
		}
		participants = append(participants, p)
	}
	return participants
}

// created lists whoever was refused as if they were members: Baileys drops the errors of WhatsApp's answer (waha.md §2.1).
func (wahaNOWEB) created(g groupView, _ []string, outcomes []outcome) answer {
	group := newBaileysGroup(g)
	for _, o := range outcomes {
		if o.code != codeDone && o.code != codeMember {
			*group.Participants = append(*group.Participants, baileysParticipant{ID: o.jid(g)})
		}
	}
	group.Size = len(*group.Participants)
	return jsonAnswer(http.StatusCreated, group)
}

// list is an object keyed by id, in the order of the list (lodash.keyBy).
func (wahaNOWEB) list(groups []groupView, withParticipants bool) answer {
	var body bytes.Buffer
	body.WriteByte('{')
	for i, g := range groups {
		if i > 0 {
			body.WriteByte(',')
		}
		group := newBaileysGroup(g)
		if !withParticipants {
			group.Participants = nil
		}
		body.WriteString(strconv.Quote(g.ID) + ":")
		body.Write(jsonAnswer(http.StatusOK, group).body)
	}
	body.WriteByte('}')
	return jsonAnswer(http.StatusOK, json.RawMessage(body.Bytes()))
}

func (wahaNOWEB) group(g groupView) any { return newBaileysGroup(g) }

func (wahaNOWEB) participants(g groupView) any { return baileysParticipants(g) }

// participant has a pn only in groups addressed by LID; where phones are the address, the id is the phone.
func (wahaNOWEB) participant(g groupView, m Member) wahaParticipant {
	row := wahaParticipant{ID: toCUS(g.jid(m))}
	if phone := m.visiblePhone(); phone != "" && g.AddressingMode == AddressedByLID {
		row.PN = phone + "@c.us"
	}
	return row
}

func (wahaNOWEB) absent(c *wahaCall, read wahaRead, _ string) answer {
	if read == readParticipants {
		return c.undefined("participants")
	}
	message := "Group with id '" + c.params["id"] + "' not found"
	return c.exception(thrown{message, "Error", stack("Error: " + message)})
}

func (wahaNOWEB) done(wahaOp) answer { return emptyAnswer() }

func (wahaNOWEB) precheck(*wahaCall, wahaOp, groupView, []person) (answer, bool) {
	return answer{}, true
}

// baileysNode is a node of WhatsApp's own protocol, which Baileys passes on.
type baileysNode struct {
	Tag     string            `json:"tag"`
	Attrs   map[string]string `json:"attrs"`
	Content []baileysNode     `json:"content,omitempty"`
}

// changed has a row per person, with the status as a string and the id in WhatsApp's form, not in the asker's.
func (wahaNOWEB) changed(_ wahaOp, g groupView, _ []string, outcomes []outcome) answer {
	type row struct {
		Status  string      `json:"status"`
		JID     string      `json:"jid"`
		Content baileysNode `json:"content"`
	}
	rows := []row{}
	for _, o := range outcomes {
		status, jid := strconv.Itoa(o.code), o.jid(g)
		node := baileysNode{Tag: "participant", Attrs: map[string]string{"jid": jid}}
		if o.code != codeDone {
			node.Attrs["error"] = status
		}
		if o.invitation.code != "" {
			node.Content = []baileysNode{{Tag: "add_request", Attrs: map[string]string{
				"code": o.invitation.code, "expiration": strconv.FormatInt(o.invitation.expires.Unix(), 10),
			}}}
		}
		rows = append(rows, row{status, jid, node})
	}
	return jsonAnswer(http.StatusOK, rows)
}

// refused is a Boom error with WhatsApp's code in data. Which of 401 and 403 an account without rights gets was never seen;
// here changes of members get 403 and everything else 401.
func (e wahaNOWEB) refused(c *wahaCall, op wahaOp, err error) answer {
	switch {
	case errors.Is(err, errNoSuchGroup):
		return e.boom(c, "item-not-found", 404)
	case errors.Is(err, errNotMember):
		return e.boom(c, "forbidden", 403)
	case errors.Is(err, errNotAdmin) && op.changesMembers():
		return e.boom(c, "forbidden", 403)
	case errors.Is(err, errNotAdmin):
		return e.boom(c, "not-authorized", 401)
	case errors.Is(err, errTooLong), errors.Is(err, errLinkInvalid):
		return e.boom(c, "not-acceptable", 406)
	case errors.Is(err, errLinkRevoked):
		return e.boom(c, "gone", 410)
	case errors.Is(err, errGroupFull):
		return e.boom(c, "resource-limit", 419)
	case errors.Is(err, errBadRequest):
		return e.boom(c, "bad-request", 400)
	}
	return c.exception(thrown{err.Error(), "Error", stack("Error: " + err.Error())})
}

func (e wahaNOWEB) rateLimited(c *wahaCall) answer { return e.boom(c, "rate-overlimit", 429) }

func (wahaNOWEB) boom(c *wahaCall, message string, code int) answer {
	return c.exception(struct {
		Message  string   `json:"message"`
		Data     int      `json:"data"`
		IsBoom   bool     `json:"isBoom"`
		IsServer bool     `json:"isServer"`
		Output   struct{} `json:"output"`
		Name     string   `json:"name"`
		Stack    string   `json:"stack"`
	}{Message: message, Data: code, IsBoom: true, IsServer: true, Name: "Error", Stack: stack("Error: " + message)})
}

func (wahaNOWEB) inviteCode(code string) string { return code }

func (wahaNOWEB) invited(g groupView) any { return newBaileysGroup(g) }
