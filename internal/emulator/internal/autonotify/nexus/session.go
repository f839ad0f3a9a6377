package nexus

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// health needs no key. By it a client tells this generation from the other.
func health(_ context.Context, c *call) wire.Answer {
	return object{
		"status": "ok", "timestamp": c.world.Clock().Now().UTC().Format(time.RFC3339), "service": "WhatsApp API",
	}.answer(http.StatusOK)
}

// getSession tells the account's own number while it is logged in.
func getSession(_ context.Context, c *call) wire.Answer {
	if c.session != onlySession {
		return refuse(http.StatusNotFound, "Sessão não encontrada")
	}
	session := struct {
		ID          string `json:"id"`
		Status      string `json:"status"`
		Connected   bool   `json:"connected"`
		CreatedAt   string `json:"created_at"`
		LastActive  string `json:"last_active"`
		PhoneNumber string `json:"phone_number,omitempty"`
	}{
		ID: onlySession, Status: "not_authenticated",
		CreatedAt: c.started.Format(time.RFC3339), LastActive: c.started.Format(time.RFC3339),
	}
	switch account := c.world.Account(); account.Status {
	case world.StatusConnected:
		session.Status, session.Connected, session.PhoneNumber = "connected", true, account.Phone
	case world.StatusLoggedOut:
	default:
		// All that is linked and not connected, a temporary ban too, is one word here. That the number is still told is
		// inferred.
		session.Status, session.PhoneNumber = "authenticated_disconnected", account.Phone
	}
	return wire.JSON(http.StatusOK, session)
}

func encryptSession(_ context.Context, c *call) wire.Answer {
	if refusal, ok := c.checkAdmin(); !ok {
		return refusal
	}
	var body struct {
		UserID string `json:"user_id"`
	}
	if err := c.DecodeGo(&body); err != nil || body.UserID == "" {
		return object{
			"error": "Invalid request format",
			"details": "Key: 'EncryptSessionRequest.UserID' " +
				"Error:Field validation for 'UserID' failed on the 'required' tag",
		}.answer(http.StatusBadRequest)
	}
	secret, expires := c.newSecret(body.UserID)
	return wire.JSON(http.StatusOK, struct {
		UserSecret string `json:"user_secret"`
		ExpiresAt  string `json:"expires_at"`
		UserID     string `json:"user_id"`
	}{secret, expires.Format(time.RFC3339), body.UserID})
}

// active is the handler's own check of the session, which only some routes have. Its answers are no 500s.
func (c *call) active(notConnected string) (refusal wire.Answer, ok bool) {
	switch {
	case c.session != onlySession:
		return refuse(http.StatusNotFound, "Sessão não encontrada"), false
	case c.world.Account().Status != world.StatusConnected:
		return refuse(http.StatusBadRequest, notConnected), false
	}
	return wire.Answer{}, true
}

// checkNumber answers without a JID. That it does not take the number for a Brazilian one is inferred.
func checkNumber(_ context.Context, c *call) wire.Answer {
	var body struct {
		Number string `json:"number" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "CheckNumberRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.active("Cliente não está conectado"); !ok {
		return refusal
	}
	if err := c.world.AskForNumber(); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	_, exists := c.world.RegisteredNumber(cleanNumber(body.Number))
	return wire.JSON(http.StatusOK, struct {
		Number string `json:"number"`
		Exists bool   `json:"exists"`
		Status string `json:"status"`
	}{body.Number, exists, "checked"})
}
