package autonotify

import (
	"context"
	"net/http"
	"net/url"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// nexus is one session of one server of the generation nexus (evidence/autonotify.md §3). What is said of it was SEEN
// in its source unless it says otherwise.
type nexus struct{ *connection }

var _ whatsapp.Gateway = (*nexus)(nil)

// newNexus speaks with the key and the session's name. The alternative, x-user-secret, expires after 24 hours.
func newNexus(config httpapi.Config, session string) (*nexus, error) {
	c, err := connect(config, "Autonotify (API nexus)", "X-User-ID", session)
	if err != nil {
		return nil, err
	}
	return &nexus{c}, nil
}

// do sends the call and returns the object of a 2xx answer. Every route answers with one.
func (n *nexus) do(ctx context.Context, c call) (loosejson.Object, error) {
	resp, err := n.send(ctx, c)
	if err != nil {
		return nil, err
	}
	if !resp.OK() {
		return nil, n.failure(c, resp)
	}
	o, ok := loosejson.DecodeObject(resp.Body)
	if !ok {
		return nil, unclear("its answer is no JSON object: is the endpoint an Autonotify of the API nexus?")
	}
	if success := o.Boolean("success"); success != nil && !*success {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: n.short(c, firstText(o, "error", "message"))}
	}
	return o, nil
}

// get is a call that reads.
func get(path string, query url.Values) call {
	return call{method: http.MethodGet, path: path, route: path, query: query, meaning: reading}
}

// post is a call that writes.
func post(path string, body fields, ability whatsapp.Ability) call {
	return call{method: http.MethodPost, path: path, route: path, body: body, ability: ability, meaning: changing}
}

func ofGroup(group whatsapp.JID) url.Values { return url.Values{"group_jid": {string(group)}} }

// Abilities asks nothing: there is one version.
func (n *nexus) Abilities(context.Context) (whatsapp.Abilities, error) {
	// Missing: to make a group alone (one participant is required), to clear a description (a text is required), a
	// picture from a file, the timer of disappearing messages, to look a link up, and to switch announce and locked
	// off: SEEN in handlers/group.go, a3c8f56, both are `binding:"required"`, for which gin takes false for missing.
	return whatsapp.NewAbilities(n.name,
		whatsapp.CreateGroup,
		whatsapp.WriteName,
		whatsapp.WriteDescription,
		whatsapp.WriteMessagesAdminsOnly,
		whatsapp.WriteInfoAdminsOnly,
		whatsapp.WriteMemberAddMode,
		whatsapp.WriteJoinApprovalRequired,
		whatsapp.WritePictureURL,
		whatsapp.ReadMemberAddMode,
		whatsapp.ReadJoinApprovalRequired,
		whatsapp.ReadDisappearingMessages,
		whatsapp.ChangeMembers,
		whatsapp.LeaveGroup,
		whatsapp.ReadInvite,
		whatsapp.RevokeInvite,
		whatsapp.JoinGroup,
		whatsapp.LookUpContact,
		whatsapp.TellOwnNumber,
	), nil
}
