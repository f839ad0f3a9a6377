package emulator

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wahaSwitch is one of a group's security settings, all of which are booleans.
type wahaSwitch struct {
	path  string
	field string
	since wahaVersion
	// saysTrue is for the newer settings, which answer `true` on every engine (evidence/waha.md §7.4).
	saysTrue bool
	history  bool
	value    func(world.View) bool
	set      func(*world.LiveGroup, bool)
}

var wahaSettings = []wahaSwitch{
	{
		path: "info-admin-only", field: "adminsOnly",
		value: func(g world.View) bool { return g.InfoAdminsOnly },
		set:   func(g *world.LiveGroup, on bool) { g.InfoAdminsOnly = on },
	},
	{
		path: "messages-admin-only", field: "adminsOnly",
		value: func(g world.View) bool { return g.MessagesAdminsOnly },
		set:   func(g *world.LiveGroup, on bool) { g.MessagesAdminsOnly = on },
	},
	{
		path: "member-add-mode", field: "membersCanAddNewMember", since: wahaAddMode,
		value: func(g world.View) bool { return g.MemberAddMode == world.AddModeMembers },
		set: func(g *world.LiveGroup, on bool) {
			g.MemberAddMode = world.AddModeAdmins
			if on {
				g.MemberAddMode = world.AddModeMembers
			}
		},
	},
	{
		path: "membership-approval", field: "newMembersApprovalRequired", since: wahaApproval, saysTrue: true,
		value: func(g world.View) bool { return g.JoinApprovalRequired },
		set:   func(g *world.LiveGroup, on bool) { g.JoinApprovalRequired = on },
	},
	{
		path: "member-share-history-mode", field: "membersCanShareHistory", since: wahaShareHistory, saysTrue: true, history: true,
		value: func(g world.View) bool { return g.ShareHistory },
		set:   func(g *world.LiveGroup, on bool) { g.ShareHistory = on },
	},
}

func (s wahaSwitch) get(_ context.Context, c *wahaCall) wire.Answer {
	if s.history && c.engine.traits(c.version).noHistoryMode {
		return c.notImplemented()
	}
	view, absent, ok := c.visible(readSetting, s.field)
	if !ok {
		return absent
	}
	return wire.JSON(http.StatusOK, map[string]bool{s.field: s.value(view)})
}

func (s wahaSwitch) put(_ context.Context, c *wahaCall) wire.Answer {
	traits := c.engine.traits(c.version)
	if s.history && traits.noHistoryMode {
		return c.notImplemented()
	}
	on, present := c.truth(s.field)
	if !present {
		on = traits.missingIsTrue
	}
	c.aboutToWrite()
	if err := c.world.Configure(c.params["id"], func(g *world.LiveGroup) { s.set(g, on) }); err != nil {
		return c.engine.refused(c, opSetting, err)
	}
	if s.saysTrue {
		return boolAnswer(true)
	}
	return c.engine.done(opSetting)
}
