// Package baileys is what Baileys writes: its groups, rows and errors. Gateways that are built on it pass them on.
package baileys

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"

// Participant is a member in Baileys' GroupMetadata. Hidden numbers are absent.
type Participant struct {
	ID          string  `json:"id"`
	PhoneNumber string  `json:"phoneNumber,omitempty"` // Only in groups addressed by LID.
	LID         string  `json:"lid,omitempty"`         // Only in groups addressed by phone.
	Admin       *string `json:"admin"`
}

// Group is GroupMetadata of Baileys.
type Group struct {
	ID                string         `json:"id"`
	AddressingMode    string         `json:"addressingMode"`
	Subject           string         `json:"subject"`
	SubjectOwner      string         `json:"subjectOwner,omitempty"`
	SubjectOwnerPN    string         `json:"subjectOwnerPn,omitempty"`
	SubjectTime       int64          `json:"subjectTime"`
	Size              int            `json:"size"`
	Creation          int64          `json:"creation"`
	Owner             string         `json:"owner,omitempty"`
	OwnerPN           string         `json:"ownerPn,omitempty"`
	Desc              string         `json:"desc,omitempty"`
	DescID            string         `json:"descId,omitempty"`
	Restrict          bool           `json:"restrict"`
	Announce          bool           `json:"announce"`
	LinkedParent      string         `json:"linkedParent,omitempty"`
	IsCommunity       bool           `json:"isCommunity"`
	IsAnnounce        bool           `json:"isCommunityAnnounce"`
	JoinApprovalMode  bool           `json:"joinApprovalMode"`
	MemberAddMode     bool           `json:"memberAddMode"`
	EphemeralDuration int            `json:"ephemeralDuration,omitempty"`
	Participants      *[]Participant `json:"participants,omitempty"`
}

// NewGroup is a group that the account sees.
func NewGroup(g world.View) Group {
	owner, ownerPN := g.CreatorJIDs()
	if g.AddressingMode == world.AddressedByPhone {
		ownerPN = ""
	}
	participants := NewParticipants(g)
	return Group{
		ID: g.ID, AddressingMode: g.AddressingMode,
		Subject: g.Name, SubjectOwner: owner, SubjectOwnerPN: ownerPN, SubjectTime: g.CreatedAt.Unix(),
		Size: g.Size, Creation: g.CreatedAt.Unix(), Owner: owner, OwnerPN: ownerPN,
		Desc: g.Description, DescID: g.DescriptionID(), Restrict: g.InfoAdminsOnly, Announce: g.MessagesAdminsOnly,
		JoinApprovalMode: g.JoinApprovalRequired, MemberAddMode: g.MemberAddMode == world.AddModeMembers,
		LinkedParent: g.CommunityID, IsCommunity: g.Kind == world.KindCommunity,
		IsAnnounce:        g.Kind == world.KindAnnouncement,
		EphemeralDuration: g.DisappearingSeconds(), Participants: &participants,
	}
}

// NewParticipants are the members of a group.
func NewParticipants(g world.View) []Participant {
	participants := []Participant{}
	for _, m := range g.Members {
		p := Participant{ID: g.JID(m)}
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
