package beta

import (
	"context"
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// UpdateMembers is the one operation that the documentation shows: PUT /api/v1/group/members?groupId= (seed 000).
func (a *Adapter) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if len(people) == 0 {
		return nil, nil
	}
	if err := protocol.CheckAction(action); err != nil {
		return nil, err
	}
	participants, err := participantsOf(action, people)
	if err != nil {
		return nil, err
	}
	c, err := a.call(opMembers, string(whatsapp.ChangeMembers), group, whatsapp.InviteCode{})
	if err != nil {
		return nil, err
	}
	c.Body = wire.Fields{"participants": participants, "action": string(action)}
	body, err := a.do(ctx, c)
	if err != nil {
		return nil, err
	}
	return wire.Outcomes(action, people, rowsIn(body)), nil
}

// participantsOf are objects with digits. A member whose number is hidden has no other name than the LID, which goes in
// its place. INFERRED: an address passes as it is, as "id" does everywhere else in the documentation. Somebody is never
// added like that: were the address cut down to its digits, these would be the number of a stranger.
func participantsOf(action whatsapp.MemberAction, people []whatsapp.Person) ([]wire.Fields, error) {
	if err := protocol.CheckPeople(people); err != nil {
		return nil, err
	}
	participants := make([]wire.Fields, 0, len(people))
	for _, person := range people {
		switch {
		case person.Phone != "":
			participants = append(participants, wire.Fields{"phoneNumber": string(person.Phone)})
		case action != whatsapp.AddMembers:
			participants = append(participants, wire.Fields{"phoneNumber": string(person.LID)})
		default:
			return nil, &whatsapp.Error{
				Kind:   whatsapp.ErrInvalidRequest,
				Detail: "Autonotify's API beta adds people by number only, and the number of one is not known",
			}
		}
	}
	return participants, nil
}

// rowsIn finds the rows of Baileys' groupParticipantsUpdate, bare or one level down. The documentation's {} has none,
// and then nothing is told: HTTP 200 alone proves nothing.
func rowsIn(body []byte) []protocol.MemberRow {
	for _, value := range within(body) {
		if rows := wire.Rows(value); len(rows) > 0 {
			return rows
		}
	}
	return nil
}

// CreateGroup is never repeated: WhatsApp would make a second group.
func (a *Adapter) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	c, err := a.call(opCreate, string(whatsapp.CreateGroup), "", whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.Created{}, err
	}
	if len(members) == 0 {
		// Baileys would take it; what the wrapper checks is not known.
		return whatsapp.Created{}, a.connection.Missing(whatsapp.CreateEmptyGroup)
	}
	participants, err := participantsOf(whatsapp.AddMembers, members)
	if err != nil {
		return whatsapp.Created{}, err
	}
	c.Body = wire.Fields{"subject": name, "participants": participants}
	c.Meaning = creating
	body, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.Created{}, err
	}
	id, rows, ok := createdIn(body)
	if !ok {
		return whatsapp.Created{}, protocol.Unclear("its answer has no group id")
	}
	// Baileys lists whoever was asked for; only an error in a row says something of the person.
	return whatsapp.Created{Group: id, Outcomes: wire.OutcomesOfCreate(members, wire.Rows(rows))}, nil
}

func createdIn(body []byte) (id whatsapp.JID, participants json.RawMessage, ok bool) {
	for _, value := range within(body) {
		o, _ := loosejson.DecodeObject(value)
		if id, ok := wire.GroupIDOf(o); ok {
			return id, o["participants"], true
		}
	}
	return "", nil, false
}

// LeaveGroup takes the own account out.
func (a *Adapter) LeaveGroup(ctx context.Context, group whatsapp.JID) error {
	c, err := a.call(opLeave, string(whatsapp.LeaveGroup), group, whatsapp.InviteCode{})
	if err != nil {
		return err
	}
	c.Meaning = wire.Leaving
	_, err = a.do(ctx, c)
	return err
}
