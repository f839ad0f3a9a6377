package beta

import (
	"context"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCode reads the code.
func (a *Adapter) InviteCode(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c, err := a.call(opInvite, string(whatsapp.ReadInvite), group, whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	body, err := a.do(ctx, c.reads(wire.Inviting))
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return inviteCodeIn(body)
}

// RevokeInvite asks for a new code.
func (a *Adapter) RevokeInvite(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c, err := a.call(opRevoke, string(whatsapp.RevokeInvite), group, whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	c.Meaning = wire.Inviting
	body, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return inviteCodeIn(body)
}

// InviteInfo is missing: no operation of that kind is in the documentation.
func (a *Adapter) InviteInfo(context.Context, whatsapp.InviteCode) (whatsapp.Group, error) {
	return whatsapp.Group{}, a.connection.Missing(whatsapp.ReadInviteInfo)
}

// Join enters the group, or asks to. Baileys answers with the id of the group, and with nothing where the account has
// to wait for approval. How the gateway hands that on is INFERRED (evidence/autonotify.md §2.2).
func (a *Adapter) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	c, err := a.call(opJoin, string(whatsapp.JoinGroup), "", code)
	if err != nil {
		return "", err
	}
	c.Body = wire.Fields{"inviteCode": code.Code()}
	c.Meaning = wire.Joining
	body, err := a.do(ctx, c)
	if err != nil {
		return "", err
	}
	if id, _, ok := createdIn(body); ok {
		return id, nil
	}
	if loosejson.IsNothing(body) || string(body) == "{}" {
		return "", nil
	}
	id, err := whatsapp.ParseGroupJID(textIn(body, "groupId", "group", "id", "jid", "data", "result"))
	if err != nil {
		return "", protocol.Unclear("it does not say which group was joined")
	}
	return id, nil
}

// inviteCodeIn reads a code or a link, which is the answer or in a field of it.
func inviteCodeIn(body []byte) (whatsapp.InviteCode, error) {
	return protocol.InviteCodeOf(textIn(body,
		"inviteCode", "invite_code", "code", "inviteLink", "invite_link", "link", "url", "data"))
}

// textIn finds a text that is the whole answer, bare or as JSON, or is at one of the keys, there or one level down.
func textIn(body []byte, keys ...string) string {
	for _, value := range within(body) {
		o, ok := loosejson.DecodeObject(value)
		if text := o.FirstText(keys...); ok && text != "" {
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
