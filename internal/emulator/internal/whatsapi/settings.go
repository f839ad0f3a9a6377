package whatsapi

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// settingRoutes are the routes that change what a group is like.
var settingRoutes = []wire.Route[*call]{
	{Method: "PUT", Path: groupPath + "/name", Serve: setName},
	{Method: "PUT", Path: groupPath + "/description", Serve: setDescription},
	{Method: "PUT", Path: groupPath + "/profile-pic", Serve: setPicture},
	{
		Method: "PUT", Path: groupPath + "/announce", Query: []string{"announce"},
		Serve: onOff("announce", func(g *world.LiveGroup, on bool) { g.MessagesAdminsOnly = on }),
	},
	{
		Method: "PUT", Path: groupPath + "/lock", Query: []string{"locked"},
		Serve: onOff("locked", func(g *world.LiveGroup, on bool) { g.InfoAdminsOnly = on }),
	},
}

func setName(_ context.Context, c *call) wire.Answer {
	var body struct {
		Name string `json:"name"`
	}
	return c.setText(&body, func(id string) error { return c.world.SetName(id, body.Name) }, "Group name updated")
}

// setDescription replaces the description as often as it is asked to: SetGroupTopic names the one that it replaces.
func setDescription(_ context.Context, c *call) wire.Answer {
	var body struct {
		Description string `json:"description"`
	}
	set := func(id string) error { return c.world.SetDescription(id, body.Description) }
	return c.setText(&body, set, "Group description updated")
}

// setText reads a body and sets what it has.
func (c *call) setText(body any, set func(id string) error, done string) wire.Answer {
	id, refusal, ok := c.groupID()
	if !ok {
		return refusal
	}
	if refusal, ok := c.decode(body); !ok {
		return refusal
	}
	if err := set(id); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return success(done, nil)
}

// onOff serves the two settings. The document declares their value as a part of a path that has no place for it. The
// emulator takes it in the query, like every other scalar of this API (evidence/whatsapi.md §4.1). Without it the
// default is false.
func onOff(name string, set func(*world.LiveGroup, bool)) func(context.Context, *call) wire.Answer {
	return func(_ context.Context, c *call) wire.Answer {
		id, refusal, ok := c.groupID()
		if !ok {
			return refusal
		}
		value := c.Query.Get(name)
		if c.Query.Has(name) && value != "true" && value != "false" {
			return c.badRequest(name + " is no boolean")
		}
		if err := c.world.Configure(id, func(g *world.LiveGroup) { set(g, value == "true") }); err != nil {
			return c.refused(whatsmeow.Other, err)
		}
		return success("Group "+name+" updated", nil)
	}
}

func setPicture(_ context.Context, c *call) wire.Answer {
	id, refusal, ok := c.groupID()
	if !ok {
		return refusal
	}
	picture, err := c.FormFile("file")
	if err != nil {
		return failure(http.StatusBadRequest, "Bad Request: "+err.Error())
	}
	if !world.IsJPEG(picture) {
		return c.refused(whatsmeow.Other, world.ErrNotImage)
	}
	sum := world.PictureSum(picture)
	if err := c.world.SetPicture(id, sum); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return success("Group picture updated", world.PictureID(sum))
}
