package whatsapi

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// memberVerbs are the methods of the routes. Removing is a DELETE with a body, which some proxies strip
// (evidence/whatsapi.md §4.3).
var memberVerbs = map[whatsapp.MemberAction]string{
	whatsapp.AddMembers:     http.MethodPost,
	whatsapp.RemoveMembers:  http.MethodDelete,
	whatsapp.PromoteMembers: http.MethodPut,
	whatsapp.DemoteMembers:  http.MethodPut,
}

// UpdateMembers sends one action for all the people.
func (a *Adapter) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if len(people) == 0 {
		return nil, nil
	}
	ids, err := participants(people)
	if err != nil {
		return nil, err
	}
	if err := protocol.CheckAction(action); err != nil {
		return nil, err
	}
	data, err := a.do(ctx, call{
		method:  memberVerbs[action],
		route:   "/instances/{instance_key}/groups/{group_id}/participants/" + string(action),
		group:   group,
		json:    fields{"participants": ids},
		meaning: changing,
	})
	if err != nil {
		return nil, err
	}
	// That the data tells of the people is INFERRED. Where it does not, the outcomes say nothing, and the caller reads
	// back.
	rows, _ := decodeParticipants(data)
	return outcomes(action, people, rows), nil
}

// participants are digits, and the whole JID where only a LID is known. INFERRED: the predecessor's documents say
// that there must be no "@s.whatsapp.net" (evidence/whatsapi.md §4.5), and whoever parses both forms has to tell a LID
// from a number by its server.
func participants(people []whatsapp.Person) ([]string, error) {
	if err := protocol.CheckPeople(people); err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(people))
	for _, person := range people {
		id := string(person.LID)
		if person.Phone != "" {
			id = string(person.Phone)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// outcomes gives each person what their row says. For a number that was answered with a LID alone, the place in the
// list counts.
func outcomes(action whatsapp.MemberAction, people []whatsapp.Person, participants []participant) []whatsapp.Outcome {
	m := protocol.MatchRows(people, rowsOf(participants))
	m.ByPlace()
	return m.Outcomes(action)
}

func rowsOf(participants []participant) []protocol.MemberRow {
	rows := make([]protocol.MemberRow, len(participants))
	for i, p := range participants {
		rows[i] = p.row()
	}
	return rows
}
