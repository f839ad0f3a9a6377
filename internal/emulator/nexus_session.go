package emulator

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// nexusHealth needs no key. It is how a client tells this generation from the other.
func nexusHealth(context.Context, *nexusCall) wire.Answer {
	return nexusAnswer{
		"status": "ok", "timestamp": time.Now().UTC().Format(time.RFC3339), "service": "WhatsApp API",
	}.with(http.StatusOK)
}

// nexusGetSession tells the account's own number while it is logged in.
func nexusGetSession(_ context.Context, c *nexusCall) wire.Answer {
	if c.session != nexusSession {
		return nexusRefusal(http.StatusNotFound, "Sessão não encontrada")
	}
	session := struct {
		ID          string `json:"id"`
		Status      string `json:"status"`
		Connected   bool   `json:"connected"`
		CreatedAt   string `json:"created_at"`
		LastActive  string `json:"last_active"`
		PhoneNumber string `json:"phone_number,omitempty"`
	}{
		ID: nexusSession, Status: "not_authenticated",
		CreatedAt: c.started.Format(time.RFC3339), LastActive: c.started.Format(time.RFC3339),
	}
	if account := c.world.Account(); account.Status == world.StatusConnected {
		session.Status, session.Connected, session.PhoneNumber = "connected", true, account.Phone
	}
	return wire.JSON(http.StatusOK, session)
}

func nexusEncryptSession(_ context.Context, c *nexusCall) wire.Answer {
	if refusal, ok := c.checkAdmin(); !ok {
		return refusal
	}
	var body struct {
		UserID string `json:"user_id"`
	}
	if err := c.DecodeGo(&body); err != nil || body.UserID == "" {
		return nexusAnswer{
			"error":   "Invalid request format",
			"details": "Key: 'EncryptSessionRequest.UserID' Error:Field validation for 'UserID' failed on the 'required' tag",
		}.with(http.StatusBadRequest)
	}
	secret, expires := c.newSecret(body.UserID)
	return wire.JSON(http.StatusOK, struct {
		UserSecret string `json:"user_secret"`
		ExpiresAt  string `json:"expires_at"`
		UserID     string `json:"user_id"`
	}{secret, expires.Format(time.RFC3339), body.UserID})
}

// active is the handler's own look at the session, which only some routes take. Its answers are no 500s.
func (c *nexusCall) active(notConnected string) (refusal wire.Answer, ok bool) {
	switch {
	case c.session != nexusSession:
		return nexusRefusal(http.StatusNotFound, "Sessão não encontrada"), false
	case c.world.Account().Status != world.StatusConnected:
		return nexusRefusal(http.StatusBadRequest, notConnected), false
	}
	return wire.Answer{}, true
}

// nexusCheckNumber returns no JID. That it does not take the number for a Brazilian one is inferred.
func nexusCheckNumber(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		Number string `json:"number" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "CheckNumberRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.active("Cliente não está conectado"); !ok {
		return refusal
	}
	_, exists := c.world.RegisteredNumber(cleanNumber(body.Number))
	return wire.JSON(http.StatusOK, struct {
		Number string `json:"number"`
		Exists bool   `json:"exists"`
		Status string `json:"status"`
	}{body.Number, exists, "checked"})
}
