package emulator

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

// wahaGetPicture has a link that says nothing about the picture, and null for none and for every error.
func wahaGetPicture(_ context.Context, c *wahaCall) wire.Answer {
	var link *string
	if view, err := c.world.Group(c.params["id"]); err == nil && view.Joined && view.PictureSHA256 != "" {
		signed := fmt.Sprintf("https://pps.whatsapp.net/v/t61.24694-24/emulated.jpg?oe=%X", time.Now().Add(time.Hour).Unix())
		link = &signed
	}
	return wire.JSON(http.StatusOK, map[string]*string{"url": link})
}

func wahaDeletePicture(_ context.Context, c *wahaCall) wire.Answer {
	if c.engine.traits(c.version).noPictures {
		return c.notImplemented()
	}
	if err := c.world.SetPicture(c.params["id"], ""); err != nil {
		return c.engine.refused(c, opPicture, err)
	}
	return success()
}

func wahaSetPicture(ctx context.Context, c *wahaCall) wire.Answer {
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
			// The words are those of Axios, WAHA's client.
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

// file reads the object with the picture. WAHA takes what it knows, and a name is known in one spelling only.
func (c *wahaCall) file(raw json.RawMessage) map[string]*string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		c.MarkUnknown()
	}
	file := map[string]*string{}
	for name, value := range fields {
		var text *string
		if !slices.Contains([]string{"data", "url", "mimetype", "filename"}, name) || json.Unmarshal(value, &text) != nil {
			c.MarkUnknown()
			continue
		}
		file[name] = text
	}
	return file
}
