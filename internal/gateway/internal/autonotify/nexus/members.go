package nexus

import (
	"context"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// CreateGroup is never repeated: WhatsApp would make a second group.
func (a *Adapter) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	if len(members) == 0 {
		return whatsapp.Created{}, a.connection.Missing(whatsapp.CreateEmptyGroup)
	}
	participants, err := participantsOf(members)
	if err != nil {
		return whatsapp.Created{}, err
	}
	c := post("/api/v1/group/create", wire.Fields{"name": name, "participants": participants}, whatsapp.CreateGroup)
	c.Meaning = creating
	o, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.Created{}, err
	}
	// The group itself, or an object around it where a participant did not pass the server's own checks.
	data := o.Object("data")
	info := data
	if data.Has("group_info") {
		info = data.Object("group_info")
	}
	id, ok := wire.GroupIDOf(info)
	if !ok {
		return whatsapp.Created{}, protocol.Unclear("its answer has no group id")
	}
	outcomes := wire.OutcomesOfCreate(members, wire.Rows(info["participants"]))
	for i, sent := range participants {
		if reason, failed := data.Object("participant_errors")[sent]; failed {
			outcomes[i].Err = &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
				Detail: a.short(c, loosejson.Text(reason))}
		}
	}
	return whatsapp.Created{Group: id, Outcomes: outcomes}, nil
}

// UpdateMembers sends one action for all the people. What WhatsApp said of each is dropped by the server
// (evidence/autonotify.md §3.7), so that no outcome has an error and only a reading tells.
func (a *Adapter) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if len(people) == 0 {
		return nil, nil
	}
	if err := protocol.CheckAction(action); err != nil {
		return nil, err
	}
	participants, err := participantsOf(people)
	if err != nil {
		return nil, err
	}
	c := post("/api/v1/group/participants/"+string(action),
		wire.Fields{"group_jid": string(group), "participants": participants}, whatsapp.ChangeMembers)
	if _, err := a.do(ctx, c); err != nil {
		return nil, err
	}
	return wire.Outcomes(action, people, nil), nil
}

// LeaveGroup takes the own account out.
func (a *Adapter) LeaveGroup(ctx context.Context, group whatsapp.JID) error {
	c := post("/api/v1/group/leave", wire.Fields{"group_jid": string(group)}, whatsapp.LeaveGroup)
	c.Meaning = wire.Leaving
	_, err := a.do(ctx, c)
	return err
}

// participantsOf are digits where the server may look them up, and else addresses, which it passes on.
func participantsOf(people []whatsapp.Person) ([]string, error) {
	if err := protocol.CheckPeople(people); err != nil {
		return nil, err
	}
	participants := make([]string, 0, len(people))
	for _, person := range people {
		participant := string(person.JID())
		if mayLookUp(person.Phone) {
			participant = string(person.Phone)
		}
		participants = append(participants, participant)
	}
	return participants, nil
}

// mayLookUp reports whether the server finds the owner of a number and nobody else (evidence/autonotify.md §3.6). Ten
// and eleven digits it takes for a Brazilian number without country code if they begin like one, as all of North
// America's do: +1 202 555 0101 would add +55 12 02555-0101. And where a number of Brazil is not found, it leaves out
// the 9 of one like +55 11 93333-4444, which is nobody's old mobile number: what is left is the landline of a stranger.
func mayLookUp(number phone.Number) bool {
	digits := string(number)
	if strings.HasPrefix(digits, "55") {
		return len(number.Spellings()) > 1
	}
	return len(digits) >= 12
}
