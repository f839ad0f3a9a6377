package nexus

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What nexus knows of a group's settings is all in this file.

// settingAbilities are those that settings need. Missing are to clear a description (a text is required) and a picture
// from a file. Announce and locked can be switched off since aad68a0 (RUN, db0a4af).
func settingAbilities() []whatsapp.Ability {
	return []whatsapp.Ability{
		whatsapp.WriteName,
		whatsapp.WriteDescription,
		whatsapp.WriteMessagesAdminsOnly,
		whatsapp.LiftMessagesAdminsOnly,
		whatsapp.WriteInfoAdminsOnly,
		whatsapp.LiftInfoAdminsOnly,
		whatsapp.WriteMemberAddMode,
		whatsapp.WriteJoinApprovalRequired,
		whatsapp.WritePictureURL,
		whatsapp.ReadMemberAddMode,
		whatsapp.ReadJoinApprovalRequired,
		whatsapp.ReadDisappearingMessages,
	}
}

// decodeSettings reads those of GroupInfo of messaging/types.go.
func decodeSettings(o loosejson.Object) whatsapp.Settings {
	told := o.Object("settings")
	settings := whatsapp.Settings{
		Name:                 o.Text("name"),
		Description:          new(o.Text("topic")),
		MessagesAdminsOnly:   told.Boolean("is_announce"),
		InfoAdminsOnly:       told.Boolean("is_locked"),
		MemberAddMode:        protocol.ParseMemberAddMode(told.Text("member_add_mode")),
		JoinApprovalRequired: told.Boolean("is_join_approval_required"),
	}
	if settings.Name == "" {
		settings.Name = o.Object("name_info").Text("name")
	}
	if seconds, is := told.Number("disappearing_timer"); is {
		settings.DisappearingMessages = protocol.ParseDisappearingMessages(seconds)
	}
	return settings
}

// describing is what the codes mean for a description. Nexus edits one by whatsmeow's SetGroupDescription, which leaves
// the id of the one that is replaced out (evidence/autonotify.md §3.7, SEEN; whatsmeow#917). To send it again would end
// the same way.
var describing = wire.Meaning{
	CodeMeaning: protocol.WhenChanging,
	Details: map[int]string{
		409: "Autonotify can write the first description of a group only: it does not name the one that it replaces, " +
			"and WhatsApp answers that with a conflict. Edit it in the app; it may turn out to be frozen there too",
	},
}

// ChangeGroup sends one change.
func (a *Adapter) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	var (
		path    string
		body    wire.Fields
		secrets []string
	)
	meaning := wire.Changing
	switch change := change.(type) {
	case whatsapp.SetName:
		path, body = "update/name", wire.Fields{"new_name": string(change)}
	case whatsapp.SetDescription:
		if change == "" {
			// The server refuses an empty text as a missing one.
			return a.connection.Missing(whatsapp.ClearDescription)
		}
		path, body = "update/topic", wire.Fields{"new_topic": string(change)}
		meaning = describing
	case whatsapp.SetMessagesAdminsOnly:
		path, body = "set-announce", wire.Fields{"announce": bool(change)}
	case whatsapp.SetInfoAdminsOnly:
		path, body = "set-locked", wire.Fields{"locked": bool(change)}
	case whatsapp.SetMemberAddMode:
		path, body = "set-member-add-mode", wire.Fields{"mode": string(change)}
	case whatsapp.SetJoinApprovalRequired:
		path, body = "set-join-approval", wire.Fields{"mode": "off"}
		if change {
			body["mode"] = "on"
		}
	case whatsapp.SetPictureURL:
		path, body, secrets = "update/picture", wire.Fields{"image_url": string(change)}, []string{string(change)}
	default:
		return a.connection.Missing(change.Ability())
	}
	body["group_jid"] = string(group)
	c := post("/api/v1/group/"+path, body, change.Ability())
	c.Meaning = meaning
	c.Secrets = secrets
	_, c.unseen = change.(whatsapp.SetPictureURL)
	_, err := a.do(ctx, c)
	return err
}
