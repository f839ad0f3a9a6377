package autonotify

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ChangeGroup sends one change.
func (n *nexus) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	var (
		path    string
		body    fields
		secrets []string
	)
	means := changing
	switch change := change.(type) {
	case whatsapp.SetName:
		path, body = "update/name", fields{"new_name": string(change)}
	case whatsapp.SetDescription:
		if change == "" {
			// The server refuses an empty text as a missing one.
			return n.missing(whatsapp.ClearDescription)
		}
		path, body = "update/topic", fields{"new_topic": string(change)}
		means = describing
	case whatsapp.SetMessagesAdminsOnly:
		path, body = "set-announce", fields{"announce": bool(change)}
	case whatsapp.SetInfoAdminsOnly:
		path, body = "set-locked", fields{"locked": bool(change)}
	case whatsapp.SetMemberAddMode:
		path, body = "set-member-add-mode", fields{"mode": string(change)}
	case whatsapp.SetJoinApprovalRequired:
		path, body = "set-join-approval", fields{"mode": "off"}
		if change {
			body["mode"] = "on"
		}
	case whatsapp.SetPictureURL:
		path, body, secrets = "update/picture", fields{"image_url": string(change)}, []string{string(change)}
	default:
		return n.missing(change.Ability())
	}
	body["group_jid"] = string(group)
	c := post("/api/v1/group/"+path, body, change.Ability())
	c.meaning = means
	c.secrets = secrets
	_, err := n.do(ctx, c)
	return err
}
