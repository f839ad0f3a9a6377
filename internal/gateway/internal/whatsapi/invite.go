package whatsapi

import (
	"context"
	"net/http"
	"net/url"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCode reads the code.
func (a *Adapter) InviteCode(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c := get("/instances/{instance_key}/groups/{group_id}/invite-code", group)
	c.meaning = inviting
	data, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return decodeInviteCode(data)
}

// RevokeInvite is not offered.
func (*Adapter) RevokeInvite(context.Context, whatsapp.JID) (whatsapp.InviteCode, error) {
	return whatsapp.InviteCode{}, missing(whatsapp.RevokeInvite)
}

// InviteInfo looks the group of a code up. The route wants the whole link, where that of joining wants the bare code.
func (a *Adapter) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (whatsapp.Group, error) {
	data, err := a.do(ctx, call{
		method:  http.MethodGet,
		route:   "/instances/{instance_key}/groups/invite-info",
		query:   url.Values{"invite_link": {code.URL()}},
		meaning: joining,
		secrets: []string{code.Code()},
	})
	if err != nil {
		return whatsapp.Group{}, err
	}
	g, ok := decodeGroup(data)
	if !ok {
		return whatsapp.Group{}, protocol.Unclear("its invite info cannot be read")
	}
	// WhatsApp shows outsiders a few of the members at most, which is no list of members and no count of them.
	o, _, _ := groupObject(data)
	g.Size = protocol.GroupSize(o.Integer(sizeKeys...))
	g.Members = nil
	return g, nil
}

// Join enters the group, or asks to. It is a GET that does something, so it is never repeated.
func (a *Adapter) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	data, err := a.do(ctx, call{
		method:  http.MethodGet,
		route:   "/instances/{instance_key}/groups/join",
		query:   url.Values{"invite_code": {code.Code()}},
		repeat:  httpapi.RepeatNever,
		meaning: joining,
		secrets: []string{code.Code()},
	})
	if refused := protocol.CodeOf(err); err != nil && refused != alreadyMember && refused != conflict {
		return "", err
	}
	if id, ok := groupIDOf(data); ok {
		return id, nil
	}
	// WhatsApp does not tell of what group one is a member already, and WhatsAPI may not tell which group was joined.
	g, unknown := a.InviteInfo(ctx, code)
	switch {
	case unknown == nil:
		return g.ID, nil
	case err != nil:
		return "", err
	}
	return "", protocol.Unclear("it does not say which group was joined")
}

// WhatsApp's codes of a join that has nothing to do. The second also is that of an add
// (evidence/whatsapp.md §4.3, §4.2).
const (
	alreadyMember = 304
	conflict      = 409
)
