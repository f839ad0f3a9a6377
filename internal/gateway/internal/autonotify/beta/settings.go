package beta

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What the beta knows of a group's settings is all in this file.

const (
	opUpdate        operationName = "update"
	opPicture       operationName = "picture"
	opMemberAddMode operationName = "member_add_mode"
)

// settingOperations are those of operations that change settings.
var settingOperations = []operation{
	{
		name: opUpdate, label: "Update", path: "PUT /api/v1/group?groupId=",
		// Who may send messages and edit the info has no page of its own in the documentation, so that it may be
		// changed here too; but how it would be spelled is not known even as a guess.
		abilities: []whatsapp.Ability{whatsapp.WriteName, whatsapp.WriteDescription},
	},
	{
		name: opPicture, label: "Update Profile Picture", path: "PUT /api/v1/group/profile-picture?groupId=",
		abilities: []whatsapp.Ability{whatsapp.WritePictureURL},
	},
	{
		name: opMemberAddMode, label: "Group Member Add Mode", path: "PUT /api/v1/group/member-add-mode?groupId=",
		abilities: []whatsapp.Ability{whatsapp.WriteMemberAddMode},
	},
}

// readableSettings are INFERRED: the answer is Baileys' GroupMetadata, which has these.
var readableSettings = []whatsapp.Ability{whatsapp.ReadMemberAddMode, whatsapp.ReadJoinApprovalRequired}

// decodeSettings reads those of Baileys' GroupMetadata, in which a boolean says whether all members may add (SEEN in
// Baileys). What is absent was not told; only the description is absent where there is none. The timer is left out:
// Baileys leaves it out where it is off, so that being absent says two things.
func decodeSettings(o loosejson.Object) whatsapp.Settings {
	settings := whatsapp.Settings{
		Name:                 o.FirstText("subject", "name"),
		Description:          new(o.FirstText("desc", "description")),
		MessagesAdminsOnly:   o.Boolean("announce"),
		InfoAdminsOnly:       o.Boolean("restrict"),
		MemberAddMode:        protocol.ParseMemberAddMode(o.Text("memberAddMode")),
		JoinApprovalRequired: o.Boolean("joinApprovalMode"),
	}
	if everybody := o.Boolean("memberAddMode"); everybody != nil {
		settings.MemberAddMode = new(protocol.MemberAddModeOf(*everybody))
	}
	return settings
}

// ChangeGroup sends one change. The bodies are guesses (evidence/autonotify.md §2.3).
func (a *Adapter) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	var (
		op      operationName
		body    wire.Fields
		secrets []string
	)
	switch change := change.(type) {
	case whatsapp.SetName:
		op, body = opUpdate, wire.Fields{"subject": string(change)}
	case whatsapp.SetDescription:
		if change == "" {
			// Whether an empty text clears, or counts as left out, is not known.
			return a.connection.Missing(whatsapp.ClearDescription)
		}
		op, body = opUpdate, wire.Fields{"description": string(change)}
	case whatsapp.SetMemberAddMode:
		op, body = opMemberAddMode, wire.Fields{"mode": string(change)}
	case whatsapp.SetPictureURL:
		op, body, secrets = opPicture, wire.Fields{"url": string(change)}, []string{string(change)}
	default:
		return a.connection.Missing(change.Ability())
	}
	c, err := a.call(op, string(change.Ability()), group, whatsapp.InviteCode{})
	if err != nil {
		return err
	}
	c.Body = body
	c.Secrets = append(c.Secrets, secrets...)
	answer, err := a.do(ctx, c)
	if err != nil {
		return err
	}
	if _, unseen := change.(whatsapp.SetPictureURL); unseen && !protocol.Affirms(answer) {
		return protocol.Unsaid()
	}
	return nil
}
