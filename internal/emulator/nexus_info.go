package emulator

import (
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// nexusGroup is the gateway's own form of whatsmeow's group (evidence/autonotify.md §3.5).
type nexusGroup struct {
	JID          string             `json:"jid"`
	OwnerJID     string             `json:"owner_jid,omitempty"`
	OwnerPN      string             `json:"owner_pn,omitempty"`
	NameInfo     nexusName          `json:"name_info"`
	TopicInfo    nexusTopic         `json:"topic_info"`
	Metadata     nexusMetadata      `json:"metadata"`
	Participants []nexusParticipant `json:"participants"`
	Count        int                `json:"participant_count"`
	Settings     nexusSettings      `json:"settings"`
	Invite       *nexusInvite       `json:"invite_info,omitempty"`
	Permissions  nexusPermissions   `json:"user_permissions"`
	Name         string             `json:"name"`
	Topic        string             `json:"topic"`
	Created      time.Time          `json:"created"`
	Creator      string             `json:"creator"`
}

type nexusName struct {
	Name    string    `json:"name"`
	SetAt   time.Time `json:"name_set_at"`
	SetBy   string    `json:"name_set_by,omitempty"`
	SetByPN string    `json:"name_set_by_pn,omitempty"`
}

type nexusTopic struct {
	Topic   string     `json:"topic"`
	ID      string     `json:"topic_id,omitempty"`
	SetAt   *time.Time `json:"topic_set_at,omitempty"`
	SetBy   string     `json:"topic_set_by,omitempty"`
	SetByPN string     `json:"topic_set_by_pn,omitempty"`
	Deleted bool       `json:"topic_deleted"`
}

type nexusMetadata struct {
	Created time.Time `json:"group_created"`
}

type nexusParticipant struct {
	JID          string `json:"jid"`
	PhoneNumber  string `json:"phone_number,omitempty"`
	LID          string `json:"lid,omitempty"`
	IsAdmin      bool   `json:"is_admin"`
	IsSuperAdmin bool   `json:"is_super_admin"`
}

type nexusSettings struct {
	IsLocked          bool   `json:"is_locked"`
	IsAnnounce        bool   `json:"is_announce"`
	IsEphemeral       bool   `json:"is_ephemeral"`
	DisappearingTimer int    `json:"disappearing_timer"`
	IsIncognito       bool   `json:"is_incognito"`
	MemberAddMode     string `json:"member_add_mode"`
	IsJoinApproval    bool   `json:"is_join_approval_required"`
	IsParent          bool   `json:"is_parent"`
	IsDefaultSubGroup bool   `json:"is_default_sub_group"`
	AddressingMode    string `json:"addressing_mode,omitempty"`
}

type nexusInvite struct {
	Code        string `json:"code"`
	RevokeCount int    `json:"revoke_count"`
}

// nexusPermissions are what the account may do. The gateway looks for the account among the participants by the id of
// its device, which nobody there has. So the account is never found, and only what everybody may is true
// (evidence/autonotify.md §3.7).
type nexusPermissions struct {
	IsParticipant     bool `json:"is_participant"`
	IsAdmin           bool `json:"is_admin"`
	IsSuperAdmin      bool `json:"is_super_admin"`
	CanSendMessages   bool `json:"can_send_messages"`
	CanEditInfo       bool `json:"can_edit_info"`
	CanAddMembers     bool `json:"can_add_members"`
	CanRemoveMembers  bool `json:"can_remove_members"`
	CanPromoteMembers bool `json:"can_promote_members"`
}

func newNexusGroup(view world.View) nexusGroup {
	g := whatsmeow.NewGroup(view)
	group := nexusGroup{
		JID: g.JID, OwnerJID: g.OwnerJID, OwnerPN: g.OwnerPN,
		NameInfo: nexusName{Name: g.Name, SetAt: g.NameSetAt, SetBy: g.NameSetBy, SetByPN: g.NameSetByPN},
		TopicInfo: nexusTopic{
			Topic: g.Topic, ID: g.TopicID, SetBy: g.TopicSetBy, SetByPN: g.TopicSetByPN, Deleted: g.TopicDeleted,
		},
		Metadata:     nexusMetadata{Created: g.GroupCreated},
		Participants: []nexusParticipant{}, Count: g.ParticipantCount,
		Settings: nexusSettings{
			IsLocked: g.IsLocked, IsAnnounce: g.IsAnnounce, IsEphemeral: g.IsEphemeral, DisappearingTimer: g.DisappearingTimer,
			MemberAddMode: g.MemberAddMode, IsJoinApproval: g.IsJoinApprovalRequired, AddressingMode: g.AddressingMode,
		},
		Permissions: nexusPermissions{
			CanSendMessages: !g.IsAnnounce, CanEditInfo: !g.IsLocked, CanAddMembers: g.MemberAddMode == world.AddModeMembers,
		},
		Name: g.Name, Topic: g.Topic, Created: g.GroupCreated, Creator: g.OwnerJID,
	}
	if !g.TopicSetAt.IsZero() {
		group.TopicInfo.SetAt = &g.TopicSetAt
	}
	for _, p := range *g.Participants {
		group.Participants = append(group.Participants, nexusParticipant{
			JID: p.JID, PhoneNumber: p.PhoneNumber, LID: p.LID, IsAdmin: p.IsAdmin, IsSuperAdmin: p.IsSuperAdmin,
		})
	}
	return group
}

// groupInfo is a group as it is shown alone: with its invite where the gateway thinks that the account may change the
// group, which is where everybody may, and where WhatsApp gives the link to the account.
func (c *nexusCall) groupInfo(view world.View) nexusGroup {
	group := newNexusGroup(view)
	if group.Permissions.CanEditInfo {
		if code, err := c.world.InviteCode(view.ID); err == nil {
			group.Invite = &nexusInvite{Code: code}
		}
	}
	return group
}
