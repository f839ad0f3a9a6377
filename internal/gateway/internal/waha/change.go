package waha

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ChangeGroup sends one change.
func (a *Adapter) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	switch change := change.(type) {
	case whatsapp.SetName:
		return a.put(ctx, group, change, fields{"subject": string(change)}, "subject")
	case whatsapp.SetDescription:
		return a.setDescription(ctx, group, change)
	case whatsapp.SetMessagesAdminsOnly:
		return a.put(ctx, group, change, fields{"adminsOnly": bool(change)}, "settings", "security", "messages-admin-only")
	case whatsapp.SetInfoAdminsOnly:
		return a.put(ctx, group, change, fields{"adminsOnly": bool(change)}, "settings", "security", "info-admin-only")
	case whatsapp.SetMemberAddMode:
		everybody := whatsapp.MemberAddMode(change) == whatsapp.AllMemberAdd
		return a.put(ctx, group, change, fields{"membersCanAddNewMember": everybody}, "settings", "security", "member-add-mode")
	case whatsapp.SetJoinApprovalRequired:
		return a.put(ctx, group, change, fields{"newMembersApprovalRequired": bool(change)}, "settings", "security", "membership-approval")
	case whatsapp.SetPicture:
		jpeg, err := protocol.PictureJPEG(change)
		if err != nil {
			return err
		}
		return a.putPicture(ctx, group, change, fields{"filename": "picture.jpg", "data": base64.StdEncoding.EncodeToString(jpeg)})
	case whatsapp.SetPictureURL:
		return a.putPicture(ctx, group, change, fields{"url": string(change)})
	}
	if _, err := a.knownServer(ctx); err != nil {
		return err
	}
	return a.missing(change.Ability())
}

// fields is a JSON object to send. WAHA validates nothing here: a boolean that is a string locks a group by being truthy.
type fields map[string]any

func (a *Adapter) put(
	ctx context.Context, group whatsapp.JID, change whatsapp.Change, body fields, segments ...string,
) error {
	c := a.onGroup(http.MethodPut, group, segments...)
	c.ability = change.Ability()
	c.body = body
	if address, ok := change.(whatsapp.SetPictureURL); ok {
		c.secrets = []string{string(address)}
	}
	answer, err := a.do(ctx, c)
	if err != nil {
		return err
	}
	return refusedIfFalse(answer)
}

func (a *Adapter) setDescription(ctx context.Context, group whatsapp.JID, description whatsapp.SetDescription) error {
	if description == "" {
		// GOWS before 2026.9 would never answer, so that this is not left to the server to say.
		s, err := a.knownServer(ctx)
		if err != nil {
			return err
		}
		if err := s.abilities().Require(whatsapp.ClearDescription); err != nil {
			return err
		}
	}
	send := func() error {
		return a.put(ctx, group, description, fields{"description": string(description)}, "description")
	}
	err := send()
	if protocol.CodeOf(err) != 409 {
		return err
	}
	// WhatsApp wants the id of the description that is replaced. 409 says that the engine remembers an old one (waha#1014)
	// and that nothing was changed; so after a refresh the same text may be sent again, once.
	if err := a.Refresh(ctx); err != nil {
		return err
	}
	return send()
}

func (a *Adapter) putPicture(ctx context.Context, group whatsapp.JID, change whatsapp.Change, file fields) error {
	// The mimetype is required by the published schema, though the documentation's examples leave it out.
	file["mimetype"] = "image/jpeg"
	return a.put(ctx, group, change, fields{"file": file}, "picture")
}
