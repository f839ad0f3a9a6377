package nexus

import (
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// groupInfo is the gateway's own form of whatsmeow's group (evidence/autonotify.md §3.5).
type groupInfo struct {
	JID          string        `json:"jid"`
	OwnerJID     string        `json:"owner_jid,omitempty"`
	OwnerPN      string        `json:"owner_pn,omitempty"`
	NameInfo     nameInfo      `json:"name_info"`
	TopicInfo    topicInfo     `json:"topic_info"`
	Metadata     metadata      `json:"metadata"`
	Participants []participant `json:"participants"`
	Count        int           `json:"participant_count"`
	Settings     settings      `json:"settings"`
	Invite       *inviteInfo   `json:"invite_info,omitempty"`
	Permissions  permissions   `json:"user_permissions"`
	Name         string        `json:"name"`
	Topic        string        `json:"topic"`
	Created      time.Time     `json:"created"`
	Creator      string        `json:"creator"`
}

type metadata struct {
	Created time.Time `json:"group_created"`
}

type participant struct {
	JID          string `json:"jid"`
	PhoneNumber  string `json:"phone_number,omitempty"`
	LID          string `json:"lid,omitempty"`
	IsAdmin      bool   `json:"is_admin"`
	IsSuperAdmin bool   `json:"is_super_admin"`
}

type inviteInfo struct {
	Code        string `json:"code"`
	RevokeCount int    `json:"revoke_count"`
}

// permissions are what the account may do. The gateway looks for the account among the participants by the id of its
// device, which nobody there has. So it never finds the account, and only what everybody may do is true
// (evidence/autonotify.md §3.7).
type permissions struct {
	IsParticipant     bool `json:"is_participant"`
	IsAdmin           bool `json:"is_admin"`
	IsSuperAdmin      bool `json:"is_super_admin"`
	CanSendMessages   bool `json:"can_send_messages"`
	CanEditInfo       bool `json:"can_edit_info"`
	CanAddMembers     bool `json:"can_add_members"`
	CanRemoveMembers  bool `json:"can_remove_members"`
	CanPromoteMembers bool `json:"can_promote_members"`
}

// newGroupInfo is a group as lists show it.
func newGroupInfo(view world.View) groupInfo {
	g := whatsmeow.NewGroup(view)
	info := groupInfo{
		JID: g.JID, OwnerJID: g.OwnerJID, OwnerPN: g.OwnerPN,
		NameInfo: newNameInfo(g), TopicInfo: newTopicInfo(g), Metadata: metadata{Created: g.GroupCreated},
		Participants: []participant{}, Count: g.ParticipantCount, Settings: newSettings(g),
		Permissions: permissions{
			CanSendMessages: !g.IsAnnounce, CanEditInfo: !g.IsLocked,
			CanAddMembers: g.MemberAddMode == world.AddModeMembers,
		},
		Name: g.Name, Topic: g.Topic, Created: g.GroupCreated, Creator: g.OwnerJID,
	}
	for _, p := range *g.Participants {
		info.Participants = append(info.Participants, participant{
			JID: p.JID, PhoneNumber: p.PhoneNumber, LID: p.LID, IsAdmin: p.IsAdmin, IsSuperAdmin: p.IsSuperAdmin,
		})
	}
	return info
}

// shownAlone is a group as it is shown outside of lists: with its invite, if the gateway thinks that the account may
// change the group, and if WhatsApp gives the link to the account. The gateway thinks so if everybody may.
func (c *call) shownAlone(view world.View) groupInfo {
	info := newGroupInfo(view)
	if info.Permissions.CanEditInfo {
		if code, err := c.world.InviteCode(view.ID); err == nil {
			info.Invite = &inviteInfo{Code: code}
		}
	}
	return info
}
