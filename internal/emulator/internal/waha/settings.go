package waha

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// settingRoutes are the routes that show and change what a group is like.
func settingRoutes() []route {
	routes := []route{
		onGroup("PUT", "/subject", setSubject, "subject"),
		onGroup("PUT", "/description", setDescription, "description"),
		onGroup("GET", "/picture", getPicture).asking("refresh"),
		onGroup("PUT", "/picture", setPicture, "file"),
		onGroup("DELETE", "/picture", deletePicture),
	}
	for _, s := range switches {
		path := "/settings/security/" + s.path
		routes = append(routes,
			onGroup("GET", path, s.get).from(s.since),
			onGroup("PUT", path, s.put, s.field).from(s.since))
	}
	return routes
}

// onOff is one of a group's security settings, all of which are booleans.
type onOff struct {
	path  string
	field string
	since version
	// saysTrue is for the newer settings, which answer `true` on every engine (evidence/waha.md §7.4).
	saysTrue bool
	history  bool // Some engines do not have it.
	value    func(world.View) bool
	set      func(*world.LiveGroup, bool)
}

// switches are the settings that are switched by a route of their own.
var switches = []onOff{
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
		path: "member-add-mode", field: "membersCanAddNewMember", since: version{2026, 7, 2},
		value: func(g world.View) bool { return g.MemberAddMode == world.AddModeMembers },
		set: func(g *world.LiveGroup, on bool) {
			g.MemberAddMode = world.AddModeAdmins
			if on {
				g.MemberAddMode = world.AddModeMembers
			}
		},
	},
	{
		path: "membership-approval", field: "newMembersApprovalRequired", since: approvalSince, saysTrue: true,
		value: func(g world.View) bool { return g.JoinApprovalRequired },
		set:   func(g *world.LiveGroup, on bool) { g.JoinApprovalRequired = on },
	},
	{
		path: "member-share-history-mode", field: "membersCanShareHistory", since: version{2026, 9, 0},
		saysTrue: true, history: true,
		value: func(g world.View) bool { return g.ShareHistory },
		set:   func(g *world.LiveGroup, on bool) { g.ShareHistory = on },
	},
}

func (s onOff) get(_ context.Context, c *call) wire.Answer {
	if s.history && c.engine.traits(c.version).noHistoryMode {
		return c.notImplemented()
	}
	view, absent, ok := c.visible(readSetting, s.field)
	if !ok {
		return absent
	}
	return wire.JSON(http.StatusOK, map[string]bool{s.field: s.value(view)})
}

func (s onOff) put(_ context.Context, c *call) wire.Answer {
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

// setSubject refuses an empty subject since 2026.9.0.
func setSubject(_ context.Context, c *call) wire.Answer {
	subject := c.text("subject")
	if subject == "" && c.version.atLeast(version{2026, 9, 0}) {
		return wire.Problem(http.StatusBadRequest, "Bad Request", []string{"subject should not be empty"})
	}
	c.aboutToWrite()
	if err := c.world.SetName(c.params["id"], subject); err != nil {
		return c.engine.refused(c, opSubject, err)
	}
	return c.engine.done(opSubject)
}

func setDescription(ctx context.Context, c *call) wire.Answer {
	description := c.text("description")
	if description == "" && c.engine.traits(c.version).hangs {
		<-ctx.Done()
		return wire.NoAnswer
	}
	c.aboutToWrite()
	if err := c.world.SetDescription(c.params["id"], description); err != nil {
		return c.engine.refused(c, opDescription, err)
	}
	return c.engine.done(opDescription)
}

// getPicture answers with a link that says nothing about the picture. Without a picture, and for every error, it is
// null.
func getPicture(_ context.Context, c *call) wire.Answer {
	var link *string
	if view, err := c.world.Group(c.params["id"]); err == nil && view.Joined && view.PictureSHA256 != "" {
		expires := c.world.Clock().Now().Add(time.Hour).Unix()
		signed := fmt.Sprintf("https://pps.whatsapp.net/v/t61.24694-24/emulated.jpg?oe=%X", expires)
		link = &signed
	}
	return wire.JSON(http.StatusOK, map[string]*string{"url": link})
}

func deletePicture(_ context.Context, c *call) wire.Answer {
	if c.engine.traits(c.version).noPictures {
		return c.notImplemented()
	}
	if err := c.world.SetPicture(c.params["id"], ""); err != nil {
		return c.engine.refused(c, opPicture, err)
	}
	return success()
}

func setPicture(ctx context.Context, c *call) wire.Answer {
	if c.engine.traits(c.version).noPictures {
		return c.notImplemented()
	}
	raw, ok := c.fields["file"]
	if !ok {
		return c.undefined("url")
	}
	file := c.file(raw)
	var sum string
	switch data, link := file["data"], file["url"]; {
	case data != nil:
		picture, err := base64.StdEncoding.DecodeString(*data)
		if err != nil || !world.IsJPEG(picture) {
			return c.engine.refused(c, opPicture, world.ErrNotImage)
		}
		sum = world.PictureSum(picture)
	case link != nil:
		var err error
		if sum, err = wire.LinkedPicture(ctx, *link, world.IsJPEG); errors.Is(err, world.ErrNotImage) {
			return c.engine.refused(c, opPicture, world.ErrNotImage)
		} else if err != nil {
			// Axios is WAHA's client.
			return c.exception(thrown{err.Error(), "AxiosError", stack("AxiosError: " + err.Error())})
		}
	default:
		return c.undefined("url")
	}
	if err := c.world.SetPicture(c.params["id"], sum); err != nil {
		return c.engine.refused(c, opPicture, err)
	}
	return success()
}

// file reads the object with the picture. WAHA takes what it knows, and knows a name in one spelling only.
func (c *call) file(raw json.RawMessage) map[string]*string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		c.MarkUnknown()
	}
	file := map[string]*string{}
	for name, value := range fields {
		var text *string
		known := slices.Contains([]string{"data", "url", "mimetype", "filename"}, name)
		if !known || json.Unmarshal(value, &text) != nil {
			c.MarkUnknown()
			continue
		}
		file[name] = text
	}
	return file
}
