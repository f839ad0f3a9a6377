package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

func nexusSetName(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		NewName  string `json:"new_name" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "UpdateGroupNameRequest"); !ok {
		return refusal
	}
	return c.change(body.GroupJID, func() error { return c.world.SetName(body.GroupJID, body.NewName) })
}

// nexusSetTopic works once: SetGroupDescription does not name the description that it replaces, and WhatsApp answers
// with a conflict as soon as there is one (evidence/autonotify.md §3.7).
func nexusSetTopic(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		NewTopic string `json:"new_topic" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "UpdateGroupTopicRequest"); !ok {
		return refusal
	}
	return c.change(body.GroupJID, func() error { return c.world.DescribeFirst(body.GroupJID, body.NewTopic) })
}

// nexusSetPicture downloads the picture and re-encodes it; the emulator keeps the sum of what it got.
func nexusSetPicture(ctx context.Context, c *nexusCall) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		ImageURL string `json:"image_url" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "UpdateGroupPictureRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.group(body.GroupJID); !ok {
		return refusal
	}
	sum, err := wire.LinkedPicture(ctx, body.ImageURL, world.IsImage)
	var status wire.StatusError
	switch {
	case errors.Is(err, world.ErrNotImage):
		const reason = "falha ao decodificar imagem (formato: ): image: unknown format"
		return c.failedEarly("falha ao converter imagem para JPEG: " + reason)
	case errors.As(err, &status):
		return c.failedEarly(fmt.Sprintf("falha ao baixar imagem: HTTP %d - %[1]d %s", int(status), http.StatusText(int(status))))
	case err != nil:
		return c.failedEarly("falha ao baixar imagem da URL: " + err.Error())
	}
	if err := c.world.SetPicture(body.GroupJID, sum); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return nexusAnswer{
		"success": true,
		"data":    map[string]string{"message": "foto do grupo atualizada", "picture_id": world.PictureID(sum)},
		"message": c.task.done,
	}.with(http.StatusOK)
}

// nexusSetLocked can lock a group and cannot unlock it: false does not pass the validation (see bind).
func nexusSetLocked(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		Locked   bool   `json:"locked" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "SetGroupLockedRequest"); !ok {
		return refusal
	}
	return c.configure(body.GroupJID, func(g *world.LiveGroup) { g.InfoAdminsOnly = body.Locked })
}

// nexusSetAnnounce knows only one direction, as nexusSetLocked.
func nexusSetAnnounce(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		Announce bool   `json:"announce" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "SetGroupAnnounceRequest"); !ok {
		return refusal
	}
	return c.configure(body.GroupJID, func(g *world.LiveGroup) { g.MessagesAdminsOnly = body.Announce })
}

func nexusSetJoinApproval(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		Mode     string `json:"mode" bind:"required,oneof=on off"`
	}
	if refusal, ok := c.bind(&body, "SetGroupJoinApprovalModeRequest"); !ok {
		return refusal
	}
	return c.configure(body.GroupJID, func(g *world.LiveGroup) { g.JoinApprovalRequired = body.Mode == "on" })
}

func nexusSetMemberAddMode(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		Mode     string `json:"mode" bind:"required,oneof=admin_add all_member_add"`
	}
	if refusal, ok := c.bind(&body, "SetGroupMemberAddModeRequest"); !ok {
		return refusal
	}
	return c.configure(body.GroupJID, func(g *world.LiveGroup) { g.MemberAddMode = body.Mode })
}

// configure changes a setting.
func (c *nexusCall) configure(jid string, set func(*world.LiveGroup)) wire.Answer {
	return c.change(jid, func() error { return c.world.Configure(jid, set) })
}
