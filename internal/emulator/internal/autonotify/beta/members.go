package beta

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/baileys"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// actions are the changes in the gateway's words.
var actions = map[string]world.MemberChange{
	"add":     world.AddMember,
	"remove":  world.RemoveMember,
	"promote": world.PromoteMember,
	"demote":  world.DemoteMember,
}

// changeMembers is the one route that is published. Its answer is documented as {}. That it has what Baileys returns is
// inferred.
func changeMembers(_ context.Context, c *call, id string) wire.Answer {
	action, refusal, ok := c.text("action")
	if !ok {
		return refusal
	}
	change, known := actions[action]
	if !known {
		return c.badRequest("action must be one of the following values: add, remove, promote, demote")
	}
	people, refusal, ok := c.people()
	if !ok {
		return refusal
	}
	if len(people) == 0 {
		return c.refused(world.ErrBadRequest, true) // WhatsApp does not take a change of nobody.
	}
	view, err := c.world.Group(id)
	if err != nil {
		return c.refused(err, true)
	}
	outcomes, err := c.world.ChangeMembers(id, change, people)
	if err != nil {
		return c.refused(err, true)
	}
	return wire.JSON(http.StatusOK, baileys.NewRows(view, outcomes))
}

// people reads participants, which are objects with a phone number, as documented. That a JID may stand in its place is
// inferred: a member without a visible phone has no other name.
func (c *call) people() (people []world.Address, refusal wire.Answer, ok bool) {
	var items []map[string]json.RawMessage
	if json.Unmarshal(c.fields["participants"], &items) != nil || items == nil {
		return nil, c.badRequest("participants must be an array"), false
	}
	people = []world.Address{}
	for _, item := range items {
		var number *string
		if json.Unmarshal(item["phoneNumber"], &number) != nil || number == nil {
			return nil, c.badRequest("each value in participants must have a phoneNumber"), false
		}
		if len(item) > 1 {
			c.MarkUnknown()
		}
		a, err := parseAddress(*number)
		if err != nil {
			return nil, c.refused(err, true), false
		}
		people = append(people, a)
	}
	return people, wire.Answer{}, true
}

// parseAddress reads the number of a person: digits, or a JID. A plus sign makes an id that WhatsApp refuses.
func parseAddress(number string) (world.Address, error) {
	if world.IsDigits(number) {
		return world.Address{Phone: number}, nil
	}
	return baileys.ParseAddress(number)
}
