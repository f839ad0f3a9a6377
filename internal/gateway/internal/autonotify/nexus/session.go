package nexus

import (
	"context"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Session asks for the state: "connected", "authenticated_disconnected" or "not_authenticated". The path ends in a
// slash.
func (a *Adapter) Session(ctx context.Context) (whatsapp.Session, error) {
	o, err := a.do(ctx, get("/api/v1/session/", nil))
	if err != nil {
		return whatsapp.Session{}, err
	}
	connected, status := o.Boolean("connected"), o.Text("status")
	if connected == nil && status == "" {
		return whatsapp.Session{}, protocol.Unclear("it does not show the state of the session")
	}
	return whatsapp.Session{
		Connected: connected != nil && *connected || connected == nil && status == "connected",
		// All that is linked and not connected is one word, a ban for a time too (evidence/whatsapp.md §10).
		Starting: status == "authenticated_disconnected",
		Status:   a.short(call{}, status),
		Self:     personOfNumber(o.Text("phone_number")),
	}, nil
}

// personOfNumber reads a number or an address. Which of them phone_number is was not seen.
func personOfNumber(text string) whatsapp.Person {
	if !strings.Contains(text, "@") {
		text = strings.TrimPrefix(text, "+") + "@s.whatsapp.net"
	}
	person, err := whatsapp.PersonOfJID(text)
	if err != nil {
		return whatsapp.Person{}
	}
	return person
}

// Contact asks whether the number is on WhatsApp. The answer tells only that, and neither under which spelling nor the
// LID.
func (a *Adapter) Contact(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	if err := protocol.CheckNumber(number); err != nil {
		return whatsapp.Person{}, err
	}
	// Digits alone: the server puts the plus in front and makes no Brazilian of them here, unlike of a participant.
	c := post("/api/v1/message/check-number", wire.Fields{"number": string(number)}, whatsapp.LookUpContact)
	c.Meaning = wire.Reading
	c.Repeat = httpapi.RepeatAlways
	o, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.Person{}, err
	}
	exists := o.Boolean("exists")
	if exists == nil {
		return whatsapp.Person{}, protocol.Unclear("it does not say whether the number is on WhatsApp")
	}
	if !*exists {
		return whatsapp.Person{}, &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}
	}
	return whatsapp.Person{}, nil
}
