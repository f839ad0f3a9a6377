package autonotify

import (
	"context"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// CreateGroup is never repeated: WhatsApp would make a second group.
func (n *nexus) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	if len(members) == 0 {
		return whatsapp.Created{}, n.missing(whatsapp.CreateEmptyGroup)
	}
	participants, err := nexusParticipants(members)
	if err != nil {
		return whatsapp.Created{}, err
	}
	c := post("/api/v1/group/create", fields{"name": name, "participants": participants}, whatsapp.CreateGroup)
	c.meaning = creating
	o, err := n.do(ctx, c)
	if err != nil {
		return whatsapp.Created{}, err
	}
	// The group itself, or an object around it where a participant did not pass the server's own checks.
	data := o.Object("data")
	info := data
	if data.Has("group_info") {
		info = data.Object("group_info")
	}
	id, ok := groupIDOf(info)
	if !ok {
		return whatsapp.Created{}, unclear("its answer has no group id")
	}
	outcomes := outcomesOf(whatsapp.AddMembers, members, decodeRows(info["participants"]))
	for i, sent := range participants {
		if reason, failed := data.Object("participant_errors")[sent]; failed {
			outcomes[i].Err = &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: n.short(c, loosejson.Text(reason))}
		}
	}
	return whatsapp.Created{Group: id, Outcomes: outcomes}, nil
}

// UpdateMembers sends one action for all the people. What WhatsApp said of each is dropped by the server (§2.4), so that no
// outcome has an error and only a reading tells.
func (n *nexus) UpdateMembers(
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
	participants, err := nexusParticipants(people)
	if err != nil {
		return nil, err
	}
	c := post("/api/v1/group/participants/"+string(action),
		fields{"group_jid": string(group), "participants": participants}, whatsapp.ChangeMembers)
	if _, err := n.do(ctx, c); err != nil {
		return nil, err
	}
	return outcomesOf(action, people, nil), nil
}

// LeaveGroup takes the own account out.
func (n *nexus) LeaveGroup(ctx context.Context, group whatsapp.JID) error {
	c := post("/api/v1/group/leave", fields{"group_jid": string(group)}, whatsapp.LeaveGroup)
	c.meaning = leaving
	_, err := n.do(ctx, c)
	return err
}

// DeleteChat is missing: nexus keeps no chats.
func (n *nexus) DeleteChat(context.Context, whatsapp.JID) error {
	return n.missing(whatsapp.DeleteChat)
}

// nexusParticipants are digits where the server may look them up, which finds Brazil's other spelling, and else addresses,
// which it passes on. Ten and eleven digits it takes for a Brazilian number without country code if they begin like one, as
// all of North America's do: +1 202 555 0101 would add +55 12 02555-0101 (SEEN in messaging/group.go).
func nexusParticipants(people []whatsapp.Person) ([]string, error) {
	participants := make([]string, 0, len(people))
	for _, person := range people {
		switch digits := string(person.Phone); {
		case len(digits) >= 12:
			participants = append(participants, digits)
		case digits != "":
			participants = append(participants, string(person.Phone.JID()))
		case person.LID != "":
			participants = append(participants, string(person.LID))
		default:
			return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "a person has neither number nor LID"}
		}
	}
	return participants, nil
}
