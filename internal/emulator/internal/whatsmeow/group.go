// Package whatsmeow is what whatsmeow writes: its groups, participants and errors. Gateways that are built on it pass
// them on.
package whatsmeow

import (
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// Group is types.GroupInfo of whatsmeow as Go marshals it: embedded structs are flat, an empty JID is "", a zero time
// is the year 1.
type Group struct {
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
	Participants                  *[]Participant `json:",omitempty"`
	ParticipantCount              int
	MemberAddMode                 string
	Suspended                     bool
}

// Participant is types.GroupParticipant. IsAdmin is true for superadmins too.
type Participant struct {
	JID          string
	PhoneNumber  string
	LID          string
	IsAdmin      bool
	IsSuperAdmin bool
	DisplayName  string
	Error        int
	AddRequest   *AddRequest
}

// AddRequest is types.GroupParticipantAddRequest: what a person who cannot be added can join with.
type AddRequest struct {
	Code       string
	Expiration time.Time
}

// NewGroup is a group that the account sees.
func NewGroup(g world.View) Group {
	owner, ownerPN := g.CreatorJIDs()
	participants := make([]Participant, 0, len(g.Members))
	for _, m := range g.Members {
		participants = append(participants, NewParticipant(g, m))
	}
	timer := g.DisappearingSeconds()
	group := Group{
		JID: g.ID, OwnerJID: owner, OwnerPN: ownerPN,
		Name: g.Name, NameSetAt: g.CreatedAt, NameSetBy: owner, NameSetByPN: ownerPN,
		IsLocked: g.InfoAdminsOnly, IsAnnounce: g.MessagesAdminsOnly,
		IsEphemeral: timer != 0, DisappearingTimer: timer,
		IsJoinApprovalRequired: g.JoinApprovalRequired, AddressingMode: g.AddressingMode,
		GroupCreated: g.CreatedAt, Participants: &participants, ParticipantCount: g.Size,
		MemberAddMode: g.MemberAddMode,
		IsParent:      g.Kind == world.KindCommunity, LinkedParentJID: g.CommunityID,
		IsDefaultSubGroup: g.Kind == world.KindAnnouncement,
	}
	if g.Description != "" {
		group.Topic, group.TopicID, group.TopicSetAt = g.Description, g.DescriptionID(), g.CreatedAt
		group.TopicSetBy, group.TopicSetByPN = owner, ownerPN
	}
	return group
}

// NewParticipant is a member of a group.
func NewParticipant(g world.View, m world.Member) Participant {
	return Participant{
		JID: g.JID(m), PhoneNumber: m.PhoneJID(), LID: m.LID,
		IsAdmin: m.IsAdmin(), IsSuperAdmin: m.Role == world.RoleSuperadmin,
	}
}
