package waha

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// approvesJoining reports whether the server has the routes of those who ask to join (evidence/waha.md §7.4).
func (s server) approvesJoining() bool { return parseVersion(s.version).atLeast(version{2026, 8, 2}) }

// joinRequests is a call on those who ask to join a group. Whoever is no admin is refused them.
func (a *Adapter) joinRequests(
	ctx context.Context, method string, group whatsapp.JID, segments ...string,
) (call, error) {
	s, err := a.knownServer(ctx)
	if err != nil {
		return call{}, err
	}
	c := a.onGroup(method, group, append([]string{"participants", "join-requests"}, segments...)...)
	c.ability = whatsapp.ApproveJoinRequests
	c.meaning = inviting
	c.meaning.undefined = whatsapp.ErrGroupNotFound
	return c, s.abilities().Require(whatsapp.ApproveJoinRequests)
}

// JoinRequests lists who asks to join a group.
func (a *Adapter) JoinRequests(ctx context.Context, group whatsapp.JID) ([]whatsapp.JoinRequest, error) {
	c, err := a.joinRequests(ctx, http.MethodGet, group)
	if err != nil {
		return nil, err
	}
	body, err := a.do(ctx, c)
	if err != nil {
		return nil, err
	}
	requests, ok := decodeJoinRequests(body)
	if !ok {
		return nil, protocol.Unclear("its list of those who ask to join cannot be read")
	}
	return requests, nil
}

// decodeJoinRequests reads [{"requesterId","requesterPn","addedById","parentGroupId","requestMethod","timestamp"}]. An
// empty answer is no empty list: NOWEB answers so where WhatsApp did not answer in time.
func decodeJoinRequests(raw json.RawMessage) ([]whatsapp.JoinRequest, bool) {
	list, ok := loosejson.DecodeList(raw)
	if !ok {
		return nil, false
	}
	requests := make([]whatsapp.JoinRequest, 0, len(list))
	for _, entry := range list {
		o, ok := loosejson.DecodeObject(entry)
		person := personOf(o["requesterId"], o["requesterPn"])
		if !ok || person.IsZero() {
			return nil, false // A person who is left out would be added instead of let in.
		}
		request := whatsapp.JoinRequest{
			Person: person, AddedBy: personOf(o["addedById"]), RequestedAt: o.Moment("timestamp"),
			Method: whatsapp.ParseJoinMethod(o.Text("requestMethod")),
		}
		if community, err := whatsapp.ParseJID(addressOf(o["parentGroupId"])); err == nil && community.IsGroup() {
			request.Community = community
		}
		requests = append(requests, request)
	}
	return requests, true
}

// ApproveJoinRequests lets people in. Each is named as their request is: by the LID where it has one.
func (a *Adapter) ApproveJoinRequests(
	ctx context.Context, group whatsapp.JID, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if len(people) == 0 {
		return nil, nil
	}
	c, err := a.joinRequests(ctx, http.MethodPost, group, "approve")
	if err != nil {
		return nil, err
	}
	asked := make([]whatsapp.Person, len(people))
	for i, person := range people {
		if asked[i] = person; person.LID != "" {
			asked[i].Phone = ""
		}
	}
	ids, err := participants(asked)
	if err != nil {
		return nil, err
	}
	c.meaning = changing
	c.body = fields{"participants": ids}
	body, err := a.do(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := a.refusedIfFalse(c, body); err != nil {
		return nil, err
	}
	if err := a.answered(ctx, whatsapp.AddMembers, body); err != nil {
		return nil, err
	}
	return protocol.MatchRows(people, decodeDecisions(body)).OutcomesBy(whatsapp.AddMembers, notApproved), nil
}

// decodeDecisions reads [{"requesterId":"…","success":true} or {"requesterId":"…","success":false,"error":404}].
func decodeDecisions(raw json.RawMessage) []protocol.MemberRow {
	list, _ := decodeList(raw)
	var rows []protocol.MemberRow
	for _, entry := range list {
		o, ok := loosejson.DecodeObject(entry)
		if !ok {
			continue
		}
		row := protocol.MemberRow{Person: personOf(o["requesterId"])}
		if code, told := o.Number("error"); told && code > 0 && code < 1000 {
			row.Code = int(code)
		} else if loosejson.IsFalse(o.Boolean("success")) {
			row.Code = noReason
		}
		rows = append(rows, row)
	}
	return rows
}

// noReason stands for a refusal without a code. WhatsApp has none like it.
const noReason = 1

// notApproved is what is said of a person who was not let in: as of one who was not added, but that 404 is of a request
// that is there no more. That is INFERRED: the published example of a refusal has the code, and not what it means.
func notApproved(row protocol.MemberRow) error {
	switch row.Code {
	case http.StatusNotFound:
		return &whatsapp.Error{Kind: whatsapp.ErrNoSuchMember, Detail: "they do not ask to join any more"}
	case noReason:
		return &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "the gateway does not say why"}
	}
	return row.Err(whatsapp.AddMembers)
}
