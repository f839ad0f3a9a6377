package emulator

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

func whatsapiSetName(_ context.Context, c *whatsapiCall) wire.Answer {
	var body struct {
		Name string `json:"name"`
	}
	return c.setText(&body, func(id string) error { return c.world.SetName(id, body.Name) }, "Group name updated")
}

// whatsapiSetDescription replaces the description as often as is asked: SetGroupTopic names the one that it replaces.
func whatsapiSetDescription(_ context.Context, c *whatsapiCall) wire.Answer {
	var body struct {
		Description string `json:"description"`
	}
	set := func(id string) error { return c.world.SetDescription(id, body.Description) }
	return c.setText(&body, set, "Group description updated")
}

func (c *whatsapiCall) setText(body any, set func(id string) error, done string) wire.Answer {
	id, refusal, ok := c.group()
	if !ok {
		return refusal
	}
	if refusal, ok := c.decode(body); !ok {
		return refusal
	}
	if err := set(id); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return whatsapiSuccess(done, nil)
}

// whatsapiSwitch serves the two settings. The document declares their value as a part of a path that has no place for
// it; the emulator takes it in the query, as every other scalar of this API (evidence/whatsapi.md §4.1). Without it the
// default is false.
func whatsapiSwitch(name string, set func(*world.LiveGroup, bool)) func(context.Context, *whatsapiCall) wire.Answer {
	return func(_ context.Context, c *whatsapiCall) wire.Answer {
		id, refusal, ok := c.group()
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
		return whatsapiSuccess("Group "+name+" updated", nil)
	}
}

func whatsapiSetPicture(_ context.Context, c *whatsapiCall) wire.Answer {
	id, refusal, ok := c.group()
	if !ok {
		return refusal
	}
	picture, err := c.FormFile("file")
	if err != nil {
		return whatsapiFailure(http.StatusBadRequest, "Bad Request: "+err.Error())
	}
	if !world.IsJPEG(picture) {
		return c.refused(whatsmeow.Other, world.ErrNotImage)
	}
	sum := world.PictureSum(picture)
	if err := c.world.SetPicture(id, sum); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return whatsapiSuccess("Group picture updated", world.PictureID(sum))
}
