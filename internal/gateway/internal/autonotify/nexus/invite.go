package nexus

import (
	"context"
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCode reads the link, which is at the top of the answer and not in "data".
func (a *Adapter) InviteCode(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c := get("/api/v1/group/invite-link", ofGroup(group))
	c.ability = whatsapp.ReadInvite
	c.Meaning = wire.Inviting
	o, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return protocol.InviteCodeOf(o.Text("invite_link"))
}

// RevokeInvite asks for a new link.
func (a *Adapter) RevokeInvite(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c := post("/api/v1/group/invite-link/revoke", wire.Fields{"group_jid": string(group)}, whatsapp.RevokeInvite)
	c.Meaning = wire.Inviting
	o, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return protocol.InviteCodeOf(o.Text("invite_link"))
}

// InviteInfo is missing: there is no route for it.
func (a *Adapter) InviteInfo(context.Context, whatsapp.InviteCode) (whatsapp.Group, error) {
	return whatsapp.Group{}, a.connection.Missing(whatsapp.ReadInviteInfo)
}

// Join enters the group, or asks to. The server reads the group right after, and fails where it cannot yet. That it has
// taken the link is certain then, and which group it is stays unknown.
func (a *Adapter) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	// user_id is required, though only the header counts.
	c := post("/api/v1/group/join", wire.Fields{"user_id": a.connection.Session, "link": code.URL()},
		whatsapp.JoinGroup)
	c.Meaning = wire.Joining
	c.Secrets = []string{code.Code()}
	o, err := a.do(ctx, c)
	if errors.Is(err, errNotReadAfterJoin) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	id, ok := wire.GroupIDOf(o.Object("data"))
	if !ok {
		return "", protocol.Unclear("it does not say which group was joined")
	}
	return id, nil
}
