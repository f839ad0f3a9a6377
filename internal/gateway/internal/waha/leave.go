package waha

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// LeaveGroup takes the own account out. All engines answer with an empty 200; NOWEB also when WhatsApp did not answer
// it.
func (a *Adapter) LeaveGroup(ctx context.Context, group whatsapp.JID) error {
	c := a.onGroup(http.MethodPost, group, "leave")
	c.ability = whatsapp.LeaveGroup
	c.meaning = leaving
	body, err := a.do(ctx, c)
	if err != nil {
		return err
	}
	return a.refusedIfFalse(c, body)
}

// DeleteChat deletes the chat that WEBJS and WPP keep, and answer true (SEEN, SRC). NOWEB and GOWS answer 501.
func (a *Adapter) DeleteChat(ctx context.Context, group whatsapp.JID) error {
	c := a.onGroup(http.MethodDelete, group)
	c.ability = whatsapp.DeleteChat
	body, err := a.do(ctx, c)
	if err != nil {
		return err
	}
	if err := a.refusedIfFalse(c, body); err != nil {
		return err
	}
	if !protocol.Affirms(body) {
		return protocol.Unsaid()
	}
	return nil
}
