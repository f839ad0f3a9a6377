package beta

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// settingRoutes are the routes that change what a group is like.
var settingRoutes = []route{
	onGroup("PUT", "", updateGroup, "subject", "description", "settings"),
	onGroup("PUT", "/member-add-mode", setMemberAddMode, "mode"),
	onGroup("PUT", "/profile-picture", setPicture, "url"),
}

// switches are the words of Baileys' groupSettingUpdate.
var switches = map[string]func(*world.LiveGroup){
	"announcement":     func(g *world.LiveGroup) { g.MessagesAdminsOnly = true },
	"not_announcement": func(g *world.LiveGroup) { g.MessagesAdminsOnly = false },
	"locked":           func(g *world.LiveGroup) { g.InfoAdminsOnly = true },
	"unlocked":         func(g *world.LiveGroup) { g.InfoAdminsOnly = false },
}

// updateGroup changes what it is given, one after the other. What was changed before something is refused stays
// changed. Nothing is published about a group's settings. They are assumed to be here, as a list of Baileys' words.
func updateGroup(_ context.Context, c *call, id string) wire.Answer {
	var changes []func() error
	if _, ok := c.fields["subject"]; ok {
		subject, refusal, ok := c.text("subject")
		if !ok {
			return refusal
		}
		changes = append(changes, func() error { return c.world.SetName(id, subject) })
	}
	if _, ok := c.fields["description"]; ok {
		description, refusal, ok := c.text("description")
		if !ok {
			return refusal
		}
		changes = append(changes, func() error { return c.world.SetDescription(id, description) })
	}
	if raw, ok := c.fields["settings"]; ok {
		var settings []string
		if json.Unmarshal(raw, &settings) != nil {
			return c.badRequest("settings must be an array of strings")
		}
		for _, setting := range settings {
			set, known := switches[setting]
			if !known {
				return c.badRequest("settings must be of: announcement, not_announcement, locked, unlocked")
			}
			changes = append(changes, func() error { return c.world.Configure(id, set) })
		}
	}
	if len(changes) == 0 {
		return c.badRequest("there is nothing to update")
	}
	for _, change := range changes {
		if err := change(); err != nil {
			return c.refused(err, false)
		}
	}
	return done()
}

func setMemberAddMode(_ context.Context, c *call, id string) wire.Answer {
	mode, refusal, ok := c.text("mode")
	if !ok {
		return refusal
	}
	if mode != world.AddModeAdmins && mode != world.AddModeMembers {
		return c.badRequest("mode must be one of the following values: admin_add, all_member_add")
	}
	if err := c.world.Configure(id, func(g *world.LiveGroup) { g.MemberAddMode = mode }); err != nil {
		return c.refused(err, false)
	}
	return done()
}

// setPicture makes a JPEG of whatever image there is, as Baileys does.
func setPicture(ctx context.Context, c *call, id string) wire.Answer {
	link, refusal, ok := c.text("url")
	if !ok {
		return refusal
	}
	sum, err := wire.LinkedPicture(ctx, link, world.IsImage)
	if errors.Is(err, world.ErrNotImage) {
		// The words of sharp, Baileys' image library.
		return boom("Input buffer contains unsupported image format", 0)
	} else if err != nil {
		return boom(err.Error(), 0)
	}
	if err := c.world.SetPicture(id, sum); err != nil {
		return c.refused(err, false)
	}
	// Inferred: what this route answers is not published. Of a picture nothing else could tell.
	return wire.JSON(http.StatusOK, map[string]bool{"success": true})
}
