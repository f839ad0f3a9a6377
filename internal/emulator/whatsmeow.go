package emulator

import (
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// inviteLink is what comes before the code of an invite. whatsmeow returns codes with it.
const inviteLink = "https://chat.whatsapp.com/"

// whatsmeowGroup is types.GroupInfo of whatsmeow as Go marshals it: embedded structs are flat, an empty JID is "", a zero time is
// the year 1. Every gateway that is built on whatsmeow shows it.
type whatsmeowGroup struct {
	JID                           string
	OwnerJID                      string
	OwnerPN                       string
	Name                          string
	NameSetAt                     time.Time
	NameSetBy                     string
	NameSetByPN                   string
	Topic                         string
	TopicID                       string
	TopicSetAt                    time.Time
	TopicSetBy                    string
	TopicSetByPN                  string
	TopicDeleted                  bool
	IsLocked                      bool
	IsAnnounce                    bool
	AnnounceVersionID             string
	IsEphemeral                   bool
	DisappearingTimer             int
	IsIncognito                   bool
	IsParent                      bool
	DefaultMembershipApprovalMode string
	LinkedParentJID               string
	IsDefaultSubGroup             bool
	IsJoinApprovalRequired        bool
	AddressingMode                string
	GroupCreated                  time.Time
	CreatorCountryCode            string
	ParticipantVersionID          string
	Participants                  *[]whatsmeowParticipant `json:",omitempty"`
	ParticipantCount              int
	MemberAddMode                 string
	Suspended                     bool
}

// whatsmeowParticipant is types.GroupParticipant. IsAdmin is true for superadmins too.
type whatsmeowParticipant struct {
	JID          string
	PhoneNumber  string
	LID          string
	IsAdmin      bool
	IsSuperAdmin bool
	DisplayName  string
	Error        int
	AddRequest   *whatsmeowAddRequest
}

type whatsmeowAddRequest struct {
	Code       string
	Expiration time.Time
}

func newWhatsmeowGroup(g world.View) whatsmeowGroup {
	owner, ownerPN := g.CreatorJIDs()
	participants := make([]whatsmeowParticipant, 0, len(g.Members))
	for _, m := range g.Members {
		participants = append(participants, newWhatsmeowParticipant(g, m))
	}
	timer := g.DisappearingSeconds()
	group := whatsmeowGroup{
		JID: g.ID, OwnerJID: owner, OwnerPN: ownerPN,
		Name: g.Name, NameSetAt: g.CreatedAt, NameSetBy: owner, NameSetByPN: ownerPN,
		IsLocked: g.InfoAdminsOnly, IsAnnounce: g.MessagesAdminsOnly,
		IsEphemeral: timer != 0, DisappearingTimer: timer,
		IsJoinApprovalRequired: g.JoinApprovalRequired, AddressingMode: g.AddressingMode,
		GroupCreated: g.CreatedAt, Participants: &participants, ParticipantCount: len(participants),
		MemberAddMode: g.MemberAddMode,
	}
	if g.Description != "" {
		group.Topic, group.TopicID, group.TopicSetAt = g.Description, g.DescriptionID(), g.CreatedAt
		group.TopicSetBy, group.TopicSetByPN = owner, ownerPN
	}
	return group
}

func newWhatsmeowParticipant(g world.View, m world.Member) whatsmeowParticipant {
	return whatsmeowParticipant{
		JID: g.JID(m), PhoneNumber: m.PhoneJID(), LID: m.LID, IsAdmin: m.IsAdmin(), IsSuperAdmin: m.Role == world.RoleSuperadmin,
	}
}

// newWhatsmeowOutcome is a participant as whatsmeow returns it from a change, with the error that WhatsApp gave.
func newWhatsmeowOutcome(g world.View, o world.Outcome) whatsmeowParticipant {
	p := newWhatsmeowParticipant(g, o.Member)
	if o.Code == world.CodeDone {
		return p
	}
	p.Error = o.Code
	if o.Invitation.Code != "" {
		p.AddRequest = &whatsmeowAddRequest{Code: o.Invitation.Code, Expiration: o.Invitation.Expires}
	}
	return p
}

// newWhatsmeowOutcomes is what whatsmeow returns from a change of members.
func newWhatsmeowOutcomes(g world.View, outcomes []world.Outcome) []whatsmeowParticipant {
	rows := []whatsmeowParticipant{}
	for _, o := range outcomes {
		rows = append(rows, newWhatsmeowOutcome(g, o))
	}
	return rows
}

// newWhatsmeowCreated is a new group. Those who were refused are in its list, with their error.
func newWhatsmeowCreated(g world.View, outcomes []world.Outcome) whatsmeowGroup {
	group := newWhatsmeowGroup(g)
	for _, o := range outcomes {
		if o.Code != world.CodeDone && o.Code != world.CodeAlreadyMember {
			*group.Participants = append(*group.Participants, newWhatsmeowOutcome(g, o))
		}
	}
	return group
}
