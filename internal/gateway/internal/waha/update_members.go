package waha

import (
	"bytes"
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

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
	var segments []string
	switch action {
	case whatsapp.AddMembers, whatsapp.RemoveMembers:
		segments = []string{"participants", string(action)}
	case whatsapp.PromoteMembers, whatsapp.DemoteMembers:
		segments = []string{"admin", string(action)}
	}
	c := a.onGroup(http.MethodPost, group, segments...)
	c.ability = whatsapp.ChangeMembers
	c.body = fields{"participants": ids}
	body, err := a.do(ctx, c)
	if err != nil {
		return aboutOne(action, people, err)
	}
	if err := a.refusedIfText(c, body); err != nil {
		return nil, err
	}
	if err := a.refusedIfFalse(c, body); err != nil {
		return nil, err
	}
	if err := a.answered(ctx, action, body); err != nil {
		return nil, err
	}
	m := a.match(ctx, people, decodeRows(body))
	// For a number whose LID is in no map. There is a row for each person that was asked for (seen with NOWEB).
	m.ByPlace()
	return m.Outcomes(action), nil
}

// participants are always objects: WAHA takes strings with a 201 and makes garbage of them. Digits with @c.us are
// understood by all engines; a "+" makes NOWEB's whole call a bad-request (waha#266).
func participants(people []whatsapp.Person) ([]fields, error) {
	if err := protocol.CheckPeople(people); err != nil {
		return nil, err
	}
	ids := make([]fields, 0, len(people))
	for _, person := range people {
		id := string(person.LID)
		if person.Phone != "" {
			id = string(person.Phone) + "@c.us"
		}
		ids = append(ids, fields{"id": id})
	}
	return ids, nil
}

// answered fails on an answer that is empty where the engine has more to say. With NOWEB, [] is what WhatsApp's silence
// looks like after 120 s. WPP really answers removals and demotions with nothing.
func (a *Adapter) answered(ctx context.Context, action whatsapp.MemberAction, body []byte) error {
	if !loosejson.IsNothing(body) && !bytes.Equal(body, []byte("[]")) {
		return nil
	}
	if loosejson.IsNothing(body) && action != whatsapp.AddMembers {
		if s, err := a.knownServer(ctx); err == nil && s.engine == engineWPP {
			return nil
		}
	}
	return protocol.Unclear("it tells no outcome: WhatsApp may not have answered it")
}

// aboutOne handles the errors of wa-js (WPP) that are about one of the people. It checks all of them before it does
// anything, so that with several people the caller has to split, as for a bad number.
func aboutOne(action whatsapp.MemberAction, people []whatsapp.Person, err error) ([]whatsapp.Outcome, error) {
	stranger, already := mentions(err, notAMember), mentions(err, alreadyAnAdmin) || mentions(err, notAnAdmin)
	if !stranger && !already {
		return nil, err
	}
	if len(people) > 1 {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
			Detail: "one of the people keeps WAHA from handling the others"}
	}
	outcome := whatsapp.Outcome{Person: people[0]}
	if stranger && action != whatsapp.RemoveMembers {
		outcome.Err = &whatsapp.Error{Kind: whatsapp.ErrNoSuchMember}
	}
	return []whatsapp.Outcome{outcome}, nil
}

// match goes by number and LID. WhatsApp answers with the LID where the number was asked for. What was refused is worth
// a look into the map.
func (a *Adapter) match(ctx context.Context, people []whatsapp.Person, rows []protocol.MemberRow) *protocol.RowMatch {
	m := protocol.MatchRows(people, rows)
	m.LookUp(func(r protocol.MemberRow) phone.Number {
		if r.Done() || r.Person.LID == "" {
			return ""
		}
		phone, err := a.phoneOf(ctx, r.Person.LID)
		if err != nil {
			return ""
		}
		return phone
	})
	return m
}
