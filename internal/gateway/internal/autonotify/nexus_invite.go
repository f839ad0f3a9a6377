package autonotify

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCode reads the link, which is at the top of the answer and not in "data".
func (n *nexus) InviteCode(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c := get("/api/v1/group/invite-link", ofGroup(group))
	c.ability = whatsapp.ReadInvite
	c.meaning = inviting
	o, err := n.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return inviteCodeOf(o.Text("invite_link"))
}

// RevokeInvite asks for a new link.
func (n *nexus) RevokeInvite(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c := post("/api/v1/group/invite-link/revoke", fields{"group_jid": string(group)}, whatsapp.RevokeInvite)
	c.meaning = inviting
	o, err := n.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return inviteCodeOf(o.Text("invite_link"))
}

// InviteInfo is missing: there is no route for it.
func (n *nexus) InviteInfo(context.Context, whatsapp.InviteCode) (whatsapp.Group, error) {
	return whatsapp.Group{}, n.missing(whatsapp.ReadInviteInfo)
}

// Join enters the group, or asks to. The server reads the group right after, and fails where it cannot yet.
func (n *nexus) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	// user_id is required, though only the header counts.
	c := post("/api/v1/group/join", fields{"user_id": n.session, "link": code.URL()}, whatsapp.JoinGroup)
	c.meaning = joining
	c.secrets = []string{code.Code()}
	o, err := n.do(ctx, c)
	if err != nil {
		return "", err
	}
	id, ok := groupIDOf(o.Object("data"))
	if !ok {
		return "", unclear("it does not tell which group was joined")
	}
	return id, nil
}

// inviteCodeOf reads a link or a code of an answer. What is wrong is the answer then, and not a user's invite.
func inviteCodeOf(text string) (whatsapp.InviteCode, error) {
	switch text {
	case "", "true", "false", "null", "undefined":
		return whatsapp.InviteCode{}, unclear("it answers without an invite code")
	}
	code, err := whatsapp.ParseInviteCode(text)
	if err != nil {
		return whatsapp.InviteCode{}, unclear("its invite code cannot be read")
	}
	return code, nil
}
