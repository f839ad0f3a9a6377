package emulator

import (
	"errors"
	"strconv"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// baileysParticipant is a member in Baileys' GroupMetadata. Hidden numbers are absent.
type baileysParticipant struct {
	ID          string  `json:"id"`
	PhoneNumber string  `json:"phoneNumber,omitempty"` // Only in groups addressed by LID.
	LID         string  `json:"lid,omitempty"`         // Only in groups addressed by phone.
	Admin       *string `json:"admin"`
}

// baileysGroup is GroupMetadata of Baileys.
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

func newBaileysGroup(g world.View) baileysGroup {
	owner, ownerPN := g.CreatorJIDs()
	if g.AddressingMode == world.AddressedByPhone {
		ownerPN = ""
	}
	participants := baileysParticipants(g)
	return baileysGroup{
		ID: g.ID, AddressingMode: g.AddressingMode,
		Subject: g.Name, SubjectOwner: owner, SubjectOwnerPN: ownerPN, SubjectTime: g.CreatedAt.Unix(),
		Size: len(g.Members), Creation: g.CreatedAt.Unix(), Owner: owner, OwnerPN: ownerPN,
		Desc: g.Description, DescID: g.DescriptionID(), Restrict: g.InfoAdminsOnly, Announce: g.MessagesAdminsOnly,
		JoinApprovalMode: g.JoinApprovalRequired, MemberAddMode: g.MemberAddMode == world.AddModeMembers,
		EphemeralDuration: g.DisappearingSeconds(), Participants: &participants,
	}
}

func baileysParticipants(g world.View) []baileysParticipant {
	participants := []baileysParticipant{}
	for _, m := range g.Members {
		p := baileysParticipant{ID: g.JID(m)}
		if pn := m.PhoneJID(); pn != "" && g.AddressingMode == world.AddressedByPhone {
			p.LID = m.LID
		} else {
			p.PhoneNumber = pn
		}
		if m.IsAdmin() {
			role := m.Role
			p.Admin = &role
		}
		participants = append(participants, p)
	}
	return participants
}

// newBaileysCreated is a new group. It lists whoever was refused as if they were members: Baileys drops the errors of
// WhatsApp's answer (evidence/whatsapp.md §13.1).
func newBaileysCreated(g world.View, outcomes []world.Outcome) baileysGroup {
	group := newBaileysGroup(g)
	for _, o := range outcomes {
		if o.Code != world.CodeDone && o.Code != world.CodeAlreadyMember {
			*group.Participants = append(*group.Participants, baileysParticipant{ID: g.JID(o.Member)})
		}
	}
	group.Size = len(*group.Participants)
	return group
}

// baileysNode is a node of WhatsApp's own protocol, which Baileys passes on.
type baileysNode struct {
	Tag     string            `json:"tag"`
	Attrs   map[string]string `json:"attrs"`
	Content []baileysNode     `json:"content,omitempty"`
}

// baileysRow is what Baileys says about one person of a change: the status is a string, the id is in WhatsApp's form,
// not in the asker's.
type baileysRow struct {
	Status  string      `json:"status"`
	JID     string      `json:"jid"`
	Content baileysNode `json:"content"`
}

func newBaileysRows(g world.View, outcomes []world.Outcome) []baileysRow {
	rows := []baileysRow{}
	for _, o := range outcomes {
		status, jid := strconv.Itoa(o.Code), g.JID(o.Member)
		node := baileysNode{Tag: "participant", Attrs: map[string]string{"jid": jid}}
		if o.Code != world.CodeDone {
			node.Attrs["error"] = status
		}
		if o.Invitation.Code != "" {
			node.Content = []baileysNode{{Tag: "add_request", Attrs: map[string]string{
				"code": o.Invitation.Code, "expiration": strconv.FormatInt(o.Invitation.Expires.Unix(), 10),
			}}}
		}
		rows = append(rows, baileysRow{status, jid, node})
	}
	return rows
}

// baileysError is the message and, if WhatsApp gave one, the code of a Boom error. Which of 401 and 403 an account
// without rights gets was never seen; here changes of members get 403 and everything else 401.
func baileysError(err error, ofMembers bool) (message string, code int) {
	switch {
	case errors.Is(err, world.ErrNoSuchGroup):
		return "item-not-found", 404
	case errors.Is(err, world.ErrNotMember), errors.Is(err, world.ErrNotAdmin) && ofMembers:
		return "forbidden", 403
	case errors.Is(err, world.ErrNotAdmin):
		return "not-authorized", 401
	case errors.Is(err, world.ErrTooLong), errors.Is(err, world.ErrLinkInvalid):
		return "not-acceptable", 406
	case errors.Is(err, world.ErrLinkRevoked):
		return "gone", 410
	case errors.Is(err, world.ErrGroupFull):
		return "resource-limit", 419
	case errors.Is(err, world.ErrBadRequest):
		return "bad-request", 400
	}
	return err.Error(), 0
}

// baileysAddress takes ids raw: nothing adds a suffix or takes off a plus sign, and WhatsApp refuses the whole request.
func baileysAddress(id string) (world.Address, error) {
	user, server, _ := strings.Cut(id, "@")
	switch {
	case world.IsDigits(user) && (server == "c.us" || server == "s.whatsapp.net"):
		return world.Address{Phone: user}, nil
	case world.IsDigits(user) && server == "lid":
		return world.Address{LID: id}, nil
	}
	return world.Address{}, world.ErrBadRequest
}
