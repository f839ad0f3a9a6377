package whatsapi

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Session asks for the instance, "with connection status" as the specification says, which does not say where in the
// answer.
func (a *Adapter) Session(ctx context.Context) (whatsapp.Session, error) {
	c := call{method: http.MethodGet, route: "/instances/{instance_key}/", meaning: reading}
	data, err := a.do(ctx, c)
	if err != nil {
		return whatsapp.Session{}, err
	}
	session, ok := decodeSession(data)
	if !ok {
		return whatsapp.Session{}, protocol.Unclear("it does not say whether the instance is connected")
	}
	session.Status = a.short(c, session.Status)
	return session, nil
}

// Contact is not offered.
func (*Adapter) Contact(context.Context, phone.Number) (whatsapp.Person, error) {
	return whatsapp.Person{}, missing(whatsapp.LookUpContact)
}
