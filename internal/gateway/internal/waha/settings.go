package waha

import (
	"context"
	"encoding/base64"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What WAHA knows of a group's settings is all in this file.

// settingAbilities are those that settings need.
func (s server) settingAbilities() []whatsapp.Ability {
	v := parseVersion(s.version)
	can := []whatsapp.Ability{
		whatsapp.WriteName,
		whatsapp.WriteDescription,
		whatsapp.WriteMessagesAdminsOnly,
		whatsapp.LiftMessagesAdminsOnly,
		whatsapp.WriteInfoAdminsOnly,
		whatsapp.LiftInfoAdminsOnly,
	}
	// GOWS never answers a request that clears a description (waha#2257), until 2026.9.
	if s.engine != engineGOWS || v.atLeast(version{2026, 9, 0}) {
		can = append(can, whatsapp.ClearDescription)
	}
	// The route came between 2026.7.1, which lacks it, and 2026.7.2, where it was seen. Its answers are known of NOWEB,
	// GOWS and WPP; that WEBJS implements it is INFERRED from whatsapp-web.js, which can do it. A 501 would tell.
	memberAddMode := v.atLeast(version{2026, 7, 2})
	if memberAddMode {
		can = append(can, whatsapp.WriteMemberAddMode)
	}
	approval := v.atLeast(version{2026, 8, 2})
	if approval {
		can = append(can, whatsapp.WriteJoinApprovalRequired)
	}
	// NOWEB and GOWS tell both in the group object, whatever the version.
	inObject := s.engine == engineNOWEB || s.engine == engineGOWS
	if inObject || memberAddMode {
		can = append(can, whatsapp.ReadMemberAddMode)
	}
	if inObject || approval {
		can = append(can, whatsapp.ReadJoinApprovalRequired)
	}
	// Until the editions were merged in 2026.6.1, pictures were for Plus, and for WPP.
	if s.engine == engineWPP || s.tier == "PLUS" || v.atLeast(version{2026, 6, 1}) {
		can = append(can, whatsapp.WritePicture, whatsapp.WritePictureURL)
	}
	if s.engine == engineGOWS {
		can = append(can, whatsapp.ReadDisappearingMessages)
	}
	return can
}

// decodeSettings reads those of a group object and of the metadata in it, which with WEBJS and WPP is a chat with
// metadata, and with NOWEB the metadata alone, twice. Baileys' and WhatsApp Web's metadata have most names in common.
func decodeSettings(o, metadata loosejson.Object) whatsapp.Settings {
	settings := whatsapp.Settings{
		Name:                 metadata.Text("subject"),
		Description:          new(metadata.Text("desc")), // Absent where there is none.
		MessagesAdminsOnly:   metadata.Boolean("announce"),
		InfoAdminsOnly:       metadata.Boolean("restrict"),
		JoinApprovalRequired: metadata.Boolean("joinApprovalMode"),
		MemberAddMode:        protocol.ParseMemberAddMode(metadata.Text("memberAddMode")),
	}
	if settings.Name == "" {
		settings.Name = o.Text("name")
	}
	if settings.Name == "" && o.Has("groupMetadata") {
		settings.Name = o.Text("formattedTitle")
	}
	if settings.JoinApprovalRequired == nil {
		settings.JoinApprovalRequired = metadata.Boolean("membershipApprovalMode")
	}
	// NOWEB has a boolean where WhatsApp Web has the mode's name.
	if everybody := metadata.Boolean("memberAddMode"); everybody != nil {
		settings.MemberAddMode = new(protocol.MemberAddModeOf(*everybody))
	}
	return settings
}

// decodeGOWSSettings reads those of whatsmeow's GroupInfo.
func decodeGOWSSettings(o loosejson.Object) whatsapp.Settings {
	settings := whatsapp.Settings{
		Name:                 o.Text("Name"),
		Description:          new(o.Text("Topic")),
		MessagesAdminsOnly:   o.Boolean("IsAnnounce"),
		InfoAdminsOnly:       o.Boolean("IsLocked"),
		JoinApprovalRequired: o.Boolean("IsJoinApprovalRequired"),
		MemberAddMode:        protocol.ParseMemberAddMode(o.Text("MemberAddMode")),
	}
	if seconds, told := o.Number("DisappearingTimer"); told {
		settings.DisappearingMessages = protocol.ParseDisappearingMessages(seconds)
	}
	return settings
}

// readSettings reads what the group object left out, from the settings' own routes. They are asked only for a group
// that has been read: WPP answers {"adminsOnly":false} for one that does not exist.
func (a *Adapter) readSettings(ctx context.Context, g *whatsapp.Group) error {
	for _, setting := range []struct {
		route, key string
		told       bool
		keep       func(bool)
	}{
		{
			"info-admin-only", "adminsOnly", g.InfoAdminsOnly != nil,
			func(on bool) { g.InfoAdminsOnly = &on },
		},
		{
			"messages-admin-only", "adminsOnly", g.MessagesAdminsOnly != nil,
			func(on bool) { g.MessagesAdminsOnly = &on },
		},
		{
			"member-add-mode", "membersCanAddNewMember", g.MemberAddMode != nil,
			func(on bool) { g.MemberAddMode = new(protocol.MemberAddModeOf(on)) },
		},
		{
			"membership-approval", "newMembersApprovalRequired", g.JoinApprovalRequired != nil,
			func(on bool) { g.JoinApprovalRequired = &on },
		},
	} {
		if setting.told {
			continue
		}
		c := a.onGroup(http.MethodGet, g.ID, "settings", "security", setting.route)
		body, answered, err := a.ask(ctx, c)
		if err != nil {
			return err
		}
		o, _ := loosejson.DecodeObject(body)
		if on := o.Boolean(setting.key); answered && on != nil {
			setting.keep(*on)
		}
	}
	return nil
}

// ChangeGroup sends one change.
func (a *Adapter) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	put := func(body fields, segments ...string) error { return a.put(ctx, group, change, body, segments...) }
	putSecurity := func(route string, body fields) error { return put(body, "settings", "security", route) }
	switch change := change.(type) {
	case whatsapp.SetName:
		return put(fields{"subject": string(change)}, "subject")
	case whatsapp.SetDescription:
		return a.setDescription(ctx, group, change)
	case whatsapp.SetMessagesAdminsOnly:
		return putSecurity("messages-admin-only", fields{"adminsOnly": bool(change)})
	case whatsapp.SetInfoAdminsOnly:
		return putSecurity("info-admin-only", fields{"adminsOnly": bool(change)})
	case whatsapp.SetMemberAddMode:
		everybody := whatsapp.MemberAddMode(change) == whatsapp.AllMemberAdd
		return putSecurity("member-add-mode", fields{"membersCanAddNewMember": everybody})
	case whatsapp.SetJoinApprovalRequired:
		return putSecurity("membership-approval", fields{"newMembersApprovalRequired": bool(change)})
	// The mimetype is required by the published schema, though the documentation's examples leave it out.
	case whatsapp.SetPicture:
		jpeg, err := protocol.PictureJPEG(change)
		if err != nil {
			return err
		}
		data := base64.StdEncoding.EncodeToString(jpeg)
		return put(fields{"file": fields{"mimetype": "image/jpeg", "filename": "picture.jpg", "data": data}}, "picture")
	case whatsapp.SetPictureURL:
		return put(fields{"file": fields{"mimetype": "image/jpeg", "url": string(change)}}, "picture")
	}
	if _, err := a.knownServer(ctx); err != nil {
		return err
	}
	return a.missing(change.Ability())
}

// fields is a JSON object to send. WAHA validates nothing here: a boolean that is a string locks a group by being
// truthy.
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
	if err := a.refusedIfFalse(c, answer); err != nil {
		return err
	}
	switch change.(type) {
	case whatsapp.SetPicture, whatsapp.SetPictureURL:
		// {"success":true} on all engines (SEEN, SRC).
		if !protocol.Affirms(answer) {
			return protocol.Unsaid()
		}
	}
	return nil
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
	// WhatsApp wants the id of the description that is replaced. 409 says that the engine remembers an old one
	// (waha#1014) and that nothing was changed; so after a refresh the same text may be sent again, once.
	if err := a.fetchAnew(ctx); err != nil {
		return err
	}
	return send()
}
