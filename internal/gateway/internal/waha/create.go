package waha

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// CreateGroup is never repeated: WhatsApp would make a second group.
func (a *Adapter) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	ids, err := participants(members)
	if err != nil {
		return whatsapp.Created{}, err
	}
	c := a.onSession(http.MethodPost, "groups", "groups")
	// The list must be there, or WAHA fails with a TypeError.
	c.body = fields{"name": name, "participants": ids}
	c.ability = whatsapp.CreateGroup
	c.meaning = creating
	body, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.Created{}, err
	}
	if err := a.refusedIfText(c, body); err != nil {
		return whatsapp.Created{}, err
	}
	id, ok := groupIDOf(body)
	if !ok {
		return whatsapp.Created{}, protocol.Unclear("its answer has no group id")
	}
	o, _ := loosejson.DecodeObject(body)
	participants := o["participants"]
	if o.Has("Participants") {
		participants = o["Participants"]
	}
	// NOWEB lists whoever was asked for, also those that WhatsApp refused (2 listed, 1 in the group).
	m := a.match(ctx, members, decodeRows(participants))
	return whatsapp.Created{Group: id, Outcomes: m.Outcomes(whatsapp.AddMembers)}, nil
}
