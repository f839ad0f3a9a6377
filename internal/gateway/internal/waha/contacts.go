package waha

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// lidPageSize is how many pairs are asked for at a time.
const lidPageSize = 500

// LIDs lists the pairs that the session has met. WAHA reads them from a local map, which grows by reading groups.
func (a *Adapter) LIDs(ctx context.Context) ([]whatsapp.Person, error) {
	var people []whatsapp.Person
	seen := map[whatsapp.JID]struct{}{}
	// Whether the server caps the limit is not known, so that only a page without news is the last one.
	for offset := 0; ; {
		c := a.onSession(http.MethodGet, "lids", "lids")
		c.query = url.Values{"limit": {strconv.Itoa(lidPageSize)}, "offset": {strconv.Itoa(offset)}}
		body, answered, err := a.askLIDs(ctx, c)
		if err != nil || !answered {
			return nil, err
		}
		rows, ok := decodeList(body)
		if !ok {
			return nil, protocol.Unclear("its list of LIDs cannot be read")
		}
		news := false
		for _, row := range rows {
			o, _ := loosejson.DecodeObject(row)
			lid := personOf(o["lid"]).LID
			if _, known := seen[lid]; known || lid == "" {
				continue
			}
			seen[lid] = struct{}{}
			news = true
			if person := personOf(o["lid"], o["pn"]); person.Phone != "" {
				people = append(people, person)
			}
		}
		if !news {
			return people, nil
		}
		offset += len(rows)
	}
}

// askLIDs asks the local map of LIDs. Before 2025.5.4 WAHA had none, and NOWEB has one only with its store, which it
// keeps only where it is configured (2026.4.1). A session that lacks it is asked once.
func (a *Adapter) askLIDs(ctx context.Context, c call) (body []byte, answered bool, err error) {
	a.mu.Lock()
	lacking := a.lacksLIDs
	a.mu.Unlock()
	if lacking {
		return nil, false, nil
	}
	body, answered, err = a.ask(ctx, c)
	if err == nil && !answered {
		a.mu.Lock()
		a.lacksLIDs = true
		a.mu.Unlock()
	}
	return body, answered, err
}

// lidOf looks one LID up in the local map. It is empty where the map does not have it: unknown is null, never 404.
func (a *Adapter) lidOf(ctx context.Context, number phone.Number) (whatsapp.JID, error) {
	c := a.onSession(http.MethodGet, "lids/pn/{phone}", "lids", "pn", string(number))
	body, _, err := a.askLIDs(ctx, c)
	if err != nil {
		return "", err
	}
	o, _ := loosejson.DecodeObject(body)
	return personOf(o["lid"]).LID, nil
}

// phoneOf looks the number of a LID up in the local map.
func (a *Adapter) phoneOf(ctx context.Context, lid whatsapp.JID) (phone.Number, error) {
	c := a.onSession(http.MethodGet, "lids/{lid}", "lids", string(lid))
	body, _, err := a.askLIDs(ctx, c)
	if err != nil {
		return "", err
	}
	o, _ := loosejson.DecodeObject(body)
	return personOf(o["pn"]).Phone, nil
}

// Contact asks WhatsApp for the number. The answer's chatId may be another spelling than was asked for: the ninth digit
// of Brazil, and the like. An answer without the registered number leaves it empty: what was asked for may be no name
// of the person's.
func (a *Adapter) Contact(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	if err := protocol.CheckNumber(number); err != nil {
		return whatsapp.Person{}, err
	}
	body, err := a.do(ctx, call{
		method:  http.MethodGet,
		path:    []string{"contacts", "check-exists"},
		route:   "contacts/check-exists",
		query:   url.Values{"phone": {string(number)}, "session": {a.session}},
		ability: whatsapp.LookUpContact,
	})
	if err != nil {
		return whatsapp.Person{}, err
	}
	o, ok := loosejson.DecodeObject(body)
	exists := o.Boolean("numberExists")
	if !ok || exists == nil {
		return whatsapp.Person{}, protocol.Unclear("it does not say whether the number is on WhatsApp")
	}
	if !*exists {
		return whatsapp.Person{}, &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}
	}
	person := personOf(o["chatId"])
	// The other half is an extra from a local map, so that a failure there is no failure of the look-up.
	switch {
	case person.Phone != "" && person.LID == "":
		person.LID, _ = a.lidOf(ctx, person.Phone)
	case person.Phone == "" && person.LID != "":
		person.Phone, _ = a.phoneOf(ctx, person.LID)
	}
	return person, nil
}
