package nexus

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// settingRoutes are the routes that change what a group is like.
var settingRoutes = []route{
	post("/group/update/name", setName, task{
		failure: "Falha ao atualizar nome do grupo", worker: "falha ao atualizar nome do grupo",
		service: "falha ao atualizar nome do grupo", done: "Nome do grupo atualizado com sucesso",
	}),
	post("/group/update/topic", setTopic, task{
		failure: "Falha ao atualizar tópico do grupo", worker: "falha ao atualizar tópico do grupo",
		service: "falha ao atualizar tópico do grupo", done: "Tópico do grupo atualizado com sucesso",
	}),
	post("/group/update/picture", setPicture, task{
		failure: "Falha ao atualizar foto do grupo", worker: "falha ao atualizar foto do grupo",
		service: "falha ao atualizar foto do grupo", done: "Foto do grupo atualizada com sucesso",
	}),
	post("/group/set-locked", setLocked, task{
		failure: "Falha ao alterar status de bloqueio do grupo",
		worker:  "falha ao alterar status de bloqueio do grupo",
		service: "falha ao alterar status de bloqueio do grupo",
		done:    "Status de bloqueio do grupo alterado com sucesso",
	}),
	post("/group/set-announce", setAnnounce, task{
		failure: "Falha ao alterar modo de anúncio do grupo", worker: "falha ao alterar modo de anúncio do grupo",
		service: "falha ao alterar modo de anúncio do grupo", done: "Modo de anúncio do grupo alterado com sucesso",
	}),
	post("/group/set-join-approval", setJoinApproval, task{
		failure: "Falha ao alterar modo de aprovação de entrada do grupo",
		worker:  "falha ao alterar modo de aprovação de entrada do grupo",
		service: "falha ao alterar modo de aprovação de entrada do grupo",
		done:    "Modo de aprovação de entrada do grupo alterado com sucesso",
	}),
	post("/group/set-member-add-mode", setMemberAddMode, task{
		failure: "Falha ao alterar modo de adição de membros do grupo",
		worker:  "falha ao alterar modo de adição de membros do grupo",
		service: "falha ao alterar modo de adição de membros do grupo",
		done:    "Modo de adição de membros do grupo alterado com sucesso",
	}),
}

// nameInfo is the part of a group that is about its name.
type nameInfo struct {
	Name    string    `json:"name"`
	SetAt   time.Time `json:"name_set_at"`
	SetBy   string    `json:"name_set_by,omitempty"`
	SetByPN string    `json:"name_set_by_pn,omitempty"`
}

// topicInfo is the part of a group that is about its description.
type topicInfo struct {
	Topic   string     `json:"topic"`
	ID      string     `json:"topic_id,omitempty"`
	SetAt   *time.Time `json:"topic_set_at,omitempty"`
	SetBy   string     `json:"topic_set_by,omitempty"`
	SetByPN string     `json:"topic_set_by_pn,omitempty"`
	Deleted bool       `json:"topic_deleted"`
}

// settings is the part of a group that is about its settings.
type settings struct {
	IsLocked          bool   `json:"is_locked"`
	IsAnnounce        bool   `json:"is_announce"`
	IsEphemeral       bool   `json:"is_ephemeral"`
	DisappearingTimer int    `json:"disappearing_timer"`
	IsIncognito       bool   `json:"is_incognito"`
	MemberAddMode     string `json:"member_add_mode"`
	IsJoinApproval    bool   `json:"is_join_approval_required"`
	IsParent          bool   `json:"is_parent"`
	IsDefaultSubGroup bool   `json:"is_default_sub_group"`
	LinkedParentJID   string `json:"linked_parent_jid,omitempty"`
	AddressingMode    string `json:"addressing_mode,omitempty"`
}

func newNameInfo(g whatsmeow.Group) nameInfo {
	return nameInfo{Name: g.Name, SetAt: g.NameSetAt, SetBy: g.NameSetBy, SetByPN: g.NameSetByPN}
}

func newTopicInfo(g whatsmeow.Group) topicInfo {
	topic := topicInfo{
		Topic: g.Topic, ID: g.TopicID, SetBy: g.TopicSetBy, SetByPN: g.TopicSetByPN, Deleted: g.TopicDeleted,
	}
	if !g.TopicSetAt.IsZero() {
		topic.SetAt = &g.TopicSetAt
	}
	return topic
}

func newSettings(g whatsmeow.Group) settings {
	return settings{
		IsLocked: g.IsLocked, IsAnnounce: g.IsAnnounce,
		IsEphemeral: g.IsEphemeral, DisappearingTimer: g.DisappearingTimer,
		MemberAddMode: g.MemberAddMode, IsJoinApproval: g.IsJoinApprovalRequired, AddressingMode: g.AddressingMode,
		IsParent: g.IsParent, IsDefaultSubGroup: g.IsDefaultSubGroup, LinkedParentJID: g.LinkedParentJID,
	}
}

func setName(_ context.Context, c *call) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		NewName  string `json:"new_name" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "UpdateGroupNameRequest"); !ok {
		return refusal
	}
	return c.change(body.GroupJID, func() error { return c.world.SetName(body.GroupJID, body.NewName) })
}

// setTopic works once: SetGroupDescription does not name the description that it replaces, and WhatsApp answers with a
// conflict if there is one (evidence/autonotify.md §3.7).
func setTopic(_ context.Context, c *call) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		NewTopic string `json:"new_topic" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "UpdateGroupTopicRequest"); !ok {
		return refusal
	}
	return c.change(body.GroupJID, func() error { return c.world.DescribeFirst(body.GroupJID, body.NewTopic) })
}

// setPicture downloads the picture and encodes it anew. The emulator keeps the sum of what it got.
func setPicture(ctx context.Context, c *call) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		ImageURL string `json:"image_url" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "UpdateGroupPictureRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.checkGroup(body.GroupJID); !ok {
		return refusal
	}
	sum, err := wire.LinkedPicture(ctx, body.ImageURL, world.IsImage)
	var status wire.StatusError
	switch {
	case errors.Is(err, world.ErrNotImage):
		const reason = "falha ao decodificar imagem (formato: ): image: unknown format"
		return c.failedEarly("falha ao converter imagem para JPEG: " + reason)
	case errors.As(err, &status):
		reason := fmt.Sprintf("HTTP %d - %[1]d %s", int(status), http.StatusText(int(status)))
		return c.failedEarly("falha ao baixar imagem: " + reason)
	case err != nil:
		return c.failedEarly("falha ao baixar imagem da URL: " + err.Error())
	}
	if err := c.world.SetPicture(body.GroupJID, sum); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return object{
		"success": true,
		"data":    map[string]string{"message": "foto do grupo atualizada", "picture_id": world.PictureID(sum)},
		"message": c.task.done,
	}.answer(http.StatusOK)
}

// setLocked could lock a group and not unlock it until aad68a0.
func setLocked(_ context.Context, c *call) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		Locked   bool   `json:"locked" strict:"required"`
	}
	if refusal, ok := c.bind(&body, "SetGroupLockedRequest"); !ok {
		return refusal
	}
	return c.configure(body.GroupJID, func(g *world.LiveGroup) { g.InfoAdminsOnly = body.Locked })
}

// setAnnounce had only one direction too.
func setAnnounce(_ context.Context, c *call) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		Announce bool   `json:"announce" strict:"required"`
	}
	if refusal, ok := c.bind(&body, "SetGroupAnnounceRequest"); !ok {
		return refusal
	}
	return c.configure(body.GroupJID, func(g *world.LiveGroup) { g.MessagesAdminsOnly = body.Announce })
}

func setJoinApproval(_ context.Context, c *call) wire.Answer {
	var body struct {
		GroupJID string `json:"group_jid" bind:"required"`
		Mode     string `json:"mode" bind:"required,oneof=on off"`
	}
	if refusal, ok := c.bind(&body, "SetGroupJoinApprovalModeRequest"); !ok {
		return refusal
	}
	return c.configure(body.GroupJID, func(g *world.LiveGroup) { g.JoinApprovalRequired = body.Mode == "on" })
}

func setMemberAddMode(_ context.Context, c *call) wire.Answer {
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
func (c *call) configure(jid string, set func(*world.LiveGroup)) wire.Answer {
	return c.change(jid, func() error { return c.world.Configure(jid, set) })
}
