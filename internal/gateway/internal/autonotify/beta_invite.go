package autonotify

import (
	"context"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCode reads the code.
func (b *beta) InviteCode(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c, err := b.call(opInvite, whatsapp.ReadInvite, group, whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	body, err := b.do(ctx, c.reads(inviting))
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return inviteCodeOf(betaText(body, "inviteCode", "invite_code", "code", "inviteLink", "invite_link", "link", "url", "data"))
}

// RevokeInvite asks for a new code.
func (b *beta) RevokeInvite(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c, err := b.call(opRevokeInvite, whatsapp.RevokeInvite, group, whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	c.meaning = inviting
	body, err := b.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return inviteCodeOf(betaText(body, "inviteCode", "invite_code", "code", "inviteLink", "invite_link", "link", "url", "data"))
}

// InviteInfo is missing: no operation of that kind is in the documentation.
func (b *beta) InviteInfo(context.Context, whatsapp.InviteCode) (whatsapp.Group, error) {
	return whatsapp.Group{}, b.missing(whatsapp.ReadInviteInfo)
}

// Join enters the group, or asks to. Baileys answers with the id of the group.
func (b *beta) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	c, err := b.call(opJoin, whatsapp.JoinGroup, "", code)
	if err != nil {
		return "", err
	}
	c.body = fields{"inviteCode": code.Code()}
	c.meaning = joining
	body, err := b.do(ctx, c)
	if err != nil {
		return "", err
	}
	if id, _, ok := betaCreated(body); ok {
		return id, nil
	}
	id, err := whatsapp.ParseGroupJID(betaText(body, "groupId", "group", "id", "jid", "data", "result"))
	if err != nil {
		return "", unclear("it does not tell which group was joined")
	}
	return id, nil
}

// betaText finds a text that is the whole answer, bare or as JSON, or is at one of the keys, there or one level down.
func betaText(body []byte, keys ...string) string {
	for _, value := range within(body) {
		o, ok := loosejson.DecodeObject(value)
		if text := firstText(o, keys...); ok && text != "" {
			return text
		}
	}
	if text := loosejson.Text(body); text != "" {
		return text
	}
	if text := string(body); !strings.ContainsAny(text, " <>{}[]\"\n") {
		return text
	}
	return ""
}
