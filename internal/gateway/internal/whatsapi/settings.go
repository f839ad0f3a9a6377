package whatsapi

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What WhatsAPI knows of a group's settings is all in this file.

// settingAbilities are those that settings need. There is no route for join approval, for the member-add mode, for
// disappearing messages, or for a picture's URL.
func settingAbilities() []whatsapp.Ability {
	return []whatsapp.Ability{
		whatsapp.WriteName,
		whatsapp.WriteDescription,
		// INFERRED: whatsmeow deletes the description where the text is empty.
		whatsapp.ClearDescription,
		whatsapp.WriteMessagesAdminsOnly,
		whatsapp.LiftMessagesAdminsOnly,
		whatsapp.WriteInfoAdminsOnly,
		whatsapp.LiftInfoAdminsOnly,
		whatsapp.WritePicture,
		// INFERRED: both are in whatsmeow's group object of the time of the specification. Join approval is in later
		// ones only, and is decoded where it is told.
		whatsapp.ReadMemberAddMode,
		whatsapp.ReadDisappearingMessages,
	}
}

// decodeSettings reads those of whatsmeow's group object. The names of the fields are in the order of
// evidence/whatsapi.md §5.1.
func decodeSettings(o loosejson.Object) whatsapp.Settings {
	settings := whatsapp.Settings{
		Name:                 o.Text("Name", "name", "subject", "group_name"),
		Description:          toldIn(o, "Topic", "topic", "desc", "description"),
		MessagesAdminsOnly:   o.Boolean("IsAnnounce", "is_announce", "announce"),
		InfoAdminsOnly:       o.Boolean("IsLocked", "is_locked", "locked", "restrict"),
		JoinApprovalRequired: o.Boolean("IsJoinApprovalRequired", "is_join_approval_required"),
		MemberAddMode:        protocol.ParseMemberAddMode(o.Text("MemberAddMode", "member_add_mode")),
	}
	if seconds, told := o.Integer("DisappearingTimer", "disappearing_timer"); told {
		settings.DisappearingMessages = protocol.ParseDisappearingMessages(seconds)
	}
	return settings
}

// ChangeGroup sends one change. That WhatsAPI accepted it says even less here than elsewhere: in which form it takes
// two of the settings and the picture is INFERRED, so the callers' reading back decides.
func (a *Adapter) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	var c call
	switch change := change.(type) {
	case whatsapp.SetName:
		c = put("/instances/{instance_key}/groups/{group_id}/name", group)
		c.json = fields{"name": string(change)}
	case whatsapp.SetDescription:
		c = put("/instances/{instance_key}/groups/{group_id}/description", group)
		c.json = fields{"description": string(change)}
	case whatsapp.SetMessagesAdminsOnly:
		c = put("/instances/{instance_key}/groups/{group_id}/announce", group)
		c.query = flag("announce", bool(change))
	case whatsapp.SetInfoAdminsOnly:
		c = put("/instances/{instance_key}/groups/{group_id}/lock", group)
		c.query = flag("locked", bool(change))
	case whatsapp.SetPicture:
		c = put("/instances/{instance_key}/groups/{group_id}/profile-pic", group)
		body, contentType, err := pictureForm(change)
		if err != nil {
			return err
		}
		c.body, c.contentType, c.unseen = body, contentType, true
	default:
		return missing(change.Ability())
	}
	_, err := a.do(ctx, c)
	return err
}

// flag is a setting as a query parameter. The specification declares it as a part of the path, which has no place for
// it, so that the vendor's own clients drop it. INFERRED: all other parameters of the kind are in the query
// (evidence/whatsapi.md §4.1).
func flag(name string, on bool) url.Values {
	return url.Values{name: {strconv.FormatBool(on)}}
}

// pictureForm puts a picture into the field "file" of a form, as a JPEG, which is all that WhatsAPI takes. The
// specification says application/json of it. INFERRED: that is what became of a form's file when the document was
// converted (evidence/whatsapi.md §4.2).
func pictureForm(image []byte) (body []byte, contentType string, err error) {
	jpeg, err := protocol.PictureJPEG(image)
	if err != nil {
		return nil, "", err
	}
	var buffer bytes.Buffer
	form := multipart.NewWriter(&buffer)
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="picture.jpg"`},
		"Content-Type":        {"image/jpeg"},
	})
	if err == nil {
		_, err = part.Write(jpeg)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return nil, "", &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
			Detail: "the picture cannot be put into a form"}
	}
	return buffer.Bytes(), form.FormDataContentType(), nil
}
