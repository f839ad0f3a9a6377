package autonotify

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// UpdateMembers is the one operation that the documentation shows: PUT /api/v1/group/members?groupId= (seed 000).
func (b *beta) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if len(people) == 0 {
		return nil, nil
	}
	switch action {
	case whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers:
	default:
		return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: fmt.Sprintf("%q is no action", action)}
	}
	participants, err := betaParticipants(action, people)
	if err != nil {
		return nil, err
	}
	c, err := b.call(opMembers, whatsapp.ChangeMembers, group, whatsapp.InviteCode{})
	if err != nil {
		return nil, err
	}
	c.body = fields{"participants": participants, "action": string(action)}
	body, err := b.do(ctx, c)
	if err != nil {
		return nil, err
	}
	return outcomesOf(action, people, betaRows(body)), nil
}

// betaParticipants are objects with digits. A member whose number is hidden has no other name than the LID, which goes in its
// place. INFERRED: an address passes as it is, as "id" does everywhere else in the documentation. Somebody is never added
// like that: were the address cut down to its digits, these would be the number of a stranger.
func betaParticipants(action whatsapp.MemberAction, people []whatsapp.Person) ([]fields, error) {
	if err := protocol.CheckPeople(people); err != nil {
		return nil, err
	}
	participants := make([]fields, 0, len(people))
	for _, person := range people {
		switch {
		case person.Phone != "":
			participants = append(participants, fields{"phoneNumber": string(person.Phone)})
		case action != whatsapp.AddMembers:
			participants = append(participants, fields{"phoneNumber": string(person.LID)})
		default:
			return nil, &whatsapp.Error{
				Kind:   whatsapp.ErrInvalidRequest,
				Detail: "Autonotify's API beta adds people by number only, and the number of one is not known",
			}
		}
	}
	return participants, nil
}

// betaRows finds the rows of Baileys' groupParticipantsUpdate, bare or one level down. The documentation's {} has none, and
// then nothing is told: HTTP 200 alone proves nothing.
func betaRows(body []byte) []protocol.MemberRow {
	for _, value := range within(body) {
		if rows := decodeRows(value); len(rows) > 0 {
			return rows
		}
	}
	return nil
}

// CreateGroup is never repeated: WhatsApp would make a second group.
func (b *beta) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	c, err := b.call(opCreate, whatsapp.CreateGroup, "", whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.Created{}, err
	}
	if len(members) == 0 {
		// Baileys would take it; what the wrapper checks is not known.
		return whatsapp.Created{}, b.missing(whatsapp.CreateEmptyGroup)
	}
	participants, err := betaParticipants(whatsapp.AddMembers, members)
	if err != nil {
		return whatsapp.Created{}, err
	}
	c.body = fields{"subject": name, "participants": participants}
	c.meaning = creatingOnBeta
	body, err := b.do(ctx, c)
	if err != nil {
		return whatsapp.Created{}, err
	}
	id, participantsOf, ok := betaCreated(body)
	if !ok {
		return whatsapp.Created{}, unclear("its answer has no group id")
	}
	// Baileys lists whoever was asked for; only an error in a row says something of the person.
	return whatsapp.Created{Group: id, Outcomes: invitedTo(members, decodeRows(participantsOf))}, nil
}

func betaCreated(body []byte) (id whatsapp.JID, participants json.RawMessage, ok bool) {
	for _, value := range within(body) {
		o, _ := loosejson.DecodeObject(value)
		if id, ok := groupIDOf(o); ok {
			return id, o["participants"], true
		}
	}
	return "", nil, false
}

// LeaveGroup takes the own account out.
func (b *beta) LeaveGroup(ctx context.Context, group whatsapp.JID) error {
	c, err := b.call(opLeave, whatsapp.LeaveGroup, group, whatsapp.InviteCode{})
	if err != nil {
		return err
	}
	c.meaning = leaving
	_, err = b.do(ctx, c)
	return err
}

// DeleteChat is missing: no operation of that kind is in the documentation.
func (b *beta) DeleteChat(context.Context, whatsapp.JID) error { return b.missing(whatsapp.DeleteChat) }
