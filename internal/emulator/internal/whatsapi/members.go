package whatsapi

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// people reads participants: digits only, or a whole JID.
func (c *call) people(ids []string) ([]world.Address, error) {
	people := make([]world.Address, 0, len(ids))
	for _, id := range ids {
		a, err := whatsmeow.ParseAddress(id)
		if err != nil {
			return nil, err
		}
		people = append(people, a)
	}
	return people, nil
}

// onMembers is a route that changes members.
func onMembers(method, path string, change world.MemberChange, done string) wire.Route[*call] {
	serve := changeMembers(change, done)
	return wire.Route[*call]{Method: method, Path: groupPath + "/participants/" + path, Serve: serve}
}

// changeMembers answers with a row for each person, with the error of that person.
func changeMembers(change world.MemberChange, done string) func(context.Context, *call) wire.Answer {
	return func(_ context.Context, c *call) wire.Answer {
		id, refusal, ok := c.groupID()
		if !ok {
			return refusal
		}
		var body struct {
			Participants []string `json:"participants"`
		}
		if refusal, ok := c.decode(&body); !ok {
			return refusal
		}
		people, err := c.people(body.Participants)
		if err == nil && len(people) == 0 {
			err = world.ErrBadRequest // WhatsApp does not take a change of nobody.
		}
		if err != nil {
			return c.refused(whatsmeow.UpdateGroupParticipants, err)
		}
		view, err := c.world.Group(id)
		if err != nil {
			return c.refused(whatsmeow.UpdateGroupParticipants, err)
		}
		outcomes, err := c.world.ChangeMembers(id, change, people)
		if err != nil {
			return c.refused(whatsmeow.UpdateGroupParticipants, err)
		}
		return success(done, whatsmeow.NewOutcomes(view, outcomes))
	}
}
