package emulator

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// betaSettings are the settings of Baileys' groupSettingUpdate.
var betaSettings = map[string]func(*world.LiveGroup){
	"announcement":     func(g *world.LiveGroup) { g.MessagesAdminsOnly = true },
	"not_announcement": func(g *world.LiveGroup) { g.MessagesAdminsOnly = false },
	"locked":           func(g *world.LiveGroup) { g.InfoAdminsOnly = true },
	"unlocked":         func(g *world.LiveGroup) { g.InfoAdminsOnly = false },
}

// betaUpdateGroup changes what it is given, one after the other. What was changed before something is refused stays changed.
// There is no page for a group's settings, so they are supposed to be here, as a list of Baileys' words.
func betaUpdateGroup(_ context.Context, c *betaCall, id string) wire.Answer {
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
			set, known := betaSettings[setting]
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
	return betaDone()
}

func betaSetMemberAddMode(_ context.Context, c *betaCall, id string) wire.Answer {
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
	return betaDone()
}

// betaSetPicture makes a JPEG of whatever image there is, as Baileys does.
func betaSetPicture(ctx context.Context, c *betaCall, id string) wire.Answer {
	link, refusal, ok := c.text("url")
	if !ok {
		return refusal
	}
	sum, err := wire.LinkedPicture(ctx, link, world.IsImage)
	if errors.Is(err, world.ErrNotImage) {
		return betaBoom("Input buffer contains unsupported image format", 0) // The words of sharp, Baileys' image library.
	} else if err != nil {
		return betaBoom(err.Error(), 0)
	}
	if err := c.world.SetPicture(id, sum); err != nil {
		return c.refused(err, false)
	}
	return betaDone()
}
