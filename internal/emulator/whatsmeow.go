package emulator

import "time"

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

func newWhatsmeowGroup(g groupView) whatsmeowGroup {
	owner, ownerPN := g.ownerJIDs()
	participants := make([]whatsmeowParticipant, 0, len(g.Members))
	for _, m := range g.Members {
		participants = append(participants, newWhatsmeowParticipant(g, m))
	}
	timer := disappearingSeconds(g.DisappearingMessages)
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
		group.Topic, group.TopicID, group.TopicSetAt = g.Description, descriptionID(g.Description), g.CreatedAt
		group.TopicSetBy, group.TopicSetByPN = owner, ownerPN
	}
	return group
}

func newWhatsmeowParticipant(g groupView, m Member) whatsmeowParticipant {
	p := whatsmeowParticipant{JID: g.jid(m), LID: m.LID, IsAdmin: m.admin(), IsSuperAdmin: m.Role == RoleSuperadmin}
	if phone := m.visiblePhone(); phone != "" {
		p.PhoneNumber = phone + "@s.whatsapp.net"
	}
	return p
}

// newWhatsmeowOutcome is a participant as whatsmeow returns it from a change, with the error that WhatsApp gave.
func newWhatsmeowOutcome(g groupView, o outcome) whatsmeowParticipant {
	p := newWhatsmeowParticipant(g, o.member)
	if o.code == codeDone {
		return p
	}
	p.Error = o.code
	if o.invitation.code != "" {
		p.AddRequest = &whatsmeowAddRequest{Code: o.invitation.code, Expiration: o.invitation.expires}
	}
	return p
}

// newWhatsmeowOutcomes is what whatsmeow returns from a change of members.
func newWhatsmeowOutcomes(g groupView, outcomes []outcome) []whatsmeowParticipant {
	rows := []whatsmeowParticipant{}
	for _, o := range outcomes {
		rows = append(rows, newWhatsmeowOutcome(g, o))
	}
	return rows
}

// newWhatsmeowCreated is a new group. Those who were refused are in its list, with their error.
func newWhatsmeowCreated(g groupView, outcomes []outcome) whatsmeowGroup {
	group := newWhatsmeowGroup(g)
	for _, o := range outcomes {
		if o.code != codeDone && o.code != codeMember {
			*group.Participants = append(*group.Participants, newWhatsmeowOutcome(g, o))
		}
	}
	return group
}
