package waha

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCode reads the code.
func (a *Adapter) InviteCode(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	c := a.onGroup(http.MethodGet, group, "invite-code")
	c.ability = whatsapp.ReadInvite
	c.meaning = inviting
	c.meaning.undefined = whatsapp.ErrGroupNotFound
	body, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	if len(body) == 0 {
		// WEBJS has this empty answer for whoever is no admin; with NOWEB it may be WhatsApp that did not answer.
		s, err := a.knownServer(ctx)
		if err != nil {
			return whatsapp.InviteCode{}, err
		}
		if s.engine == engineWEBJS {
			return whatsapp.InviteCode{}, &whatsapp.Error{Kind: whatsapp.ErrNotAdmin}
		}
	}
	return decodeInviteCode(body)
}

// RevokeInvite asks for a new code.
func (a *Adapter) RevokeInvite(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	s, err := a.knownServer(ctx)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	var before whatsapp.InviteCode
	if s.engine == engineGOWS {
		if before, err = a.InviteCode(ctx, group); err != nil {
			return whatsapp.InviteCode{}, err
		}
	}
	c := a.onGroup(http.MethodPost, group, "invite-code", "revoke")
	c.ability = whatsapp.RevokeInvite
	c.meaning = inviting
	body, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	code, err := decodeInviteCode(body)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	if code == before {
		// GOWS, as it was read up to 2026.9, only reads the link here. A later one may revoke: so it is asked, and
		// believed by the code.
		return whatsapp.InviteCode{}, a.missing(whatsapp.RevokeInvite)
	}
	return code, nil
}

// decodeInviteCode reads a bare code (NOWEB, WEBJS, WPP), a link (GOWS), or either as a JSON string.
func decodeInviteCode(body []byte) (whatsapp.InviteCode, error) {
	text := string(body)
	if strings.HasPrefix(text, `"`) {
		if err := json.Unmarshal(body, &text); err != nil {
			return whatsapp.InviteCode{}, protocol.Unclear("its invite code cannot be read")
		}
	}
	return protocol.InviteCodeOf(text)
}

// InviteInfo looks the group of a code up.
func (a *Adapter) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (whatsapp.Group, error) {
	c := a.onSession(http.MethodGet, "groups/join-info", "groups", "join-info")
	c.query = url.Values{"code": {code.Code()}}
	c.ability = whatsapp.ReadInviteInfo
	c.meaning = joining
	c.secrets = []string{code.Code()}
	body, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.Group{}, err
	}
	if loosejson.IsNothing(body) {
		return whatsapp.Group{}, &whatsapp.Error{Kind: whatsapp.ErrInviteInvalid}
	}
	g, ok := decodeGroup(body)
	if !ok {
		if o, isObject := loosejson.DecodeObject(body); isObject {
			// WhatsApp Web's own answer to a dead code is an object with nothing but its code.
			if status, told := o.Number("status"); told && status >= 400 {
				return whatsapp.Group{}, joining.of(int(status), "")
			}
		}
		return whatsapp.Group{}, protocol.Unclear("its invite info cannot be read")
	}
	// WhatsApp shows outsiders a few of the members at most, which is no list of members and no count of them.
	o, _ := loosejson.DecodeObject(body)
	g.Size = protocol.GroupSize(o.Number("size", "ParticipantCount"))
	g.Members = nil
	return g, nil
}

// Join enters the group, or asks to.
func (a *Adapter) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	c := a.onSession(http.MethodPost, "groups/join", "groups", "join")
	c.body = fields{"code": code.Code()}
	c.ability = whatsapp.JoinGroup
	c.meaning = joining
	c.secrets = []string{code.Code()}
	body, err := a.do(ctx, c)
	if refused := protocol.CodeOf(err); refused == 304 || refused == 409 {
		// Already a member, to which WhatsApp does not say of what.
		g, unknown := a.InviteInfo(ctx, code)
		if unknown != nil {
			return "", err
		}
		return g.ID, nil
	}
	if err != nil {
		return "", err
	}
	if err := a.refusedIfFalse(c, body); err != nil {
		return "", err
	}
	id, ok := groupIDOf(body)
	if !ok {
		return "", protocol.Unclear("it does not say which group was joined")
	}
	return id, nil
}
