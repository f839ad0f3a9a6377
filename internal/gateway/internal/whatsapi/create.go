package whatsapi

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// CreateGroup is never repeated: WhatsApp would make a second group.
func (a *Adapter) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	ids, err := participants(members)
	if err != nil {
		return whatsapp.Created{}, err
	}
	data, err := a.do(ctx, call{
		method:  http.MethodPost,
		route:   "/instances/{instance_key}/groups/create",
		json:    fields{"group_name": name, "participants": ids},
		meaning: creating,
	})
	if err != nil {
		return whatsapp.Created{}, err
	}
	o, id, ok := groupObject(data)
	if !ok {
		return whatsapp.Created{}, protocol.Unclear("its answer has no group id")
	}
	// whatsmeow lists those that WhatsApp refused among the participants, with an error. In the group they are not.
	listed, _ := decodeParticipants(o.First(participantKeys...))
	m := protocol.MatchRows(members, rowsOf(listed))
	return whatsapp.Created{Group: id, Outcomes: m.Outcomes(whatsapp.AddMembers)}, nil
}
