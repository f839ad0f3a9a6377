package whatsapi

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// getInstance answers with "instance data with connection status", about which nothing more is documented. The fields
// are inferred from whatsmeow's IsConnected and IsLoggedIn. No document promises the account's number, so it is not
// there. That the webhook is there is made up too; the adapter does not read it.
func getInstance(_ context.Context, c *call) wire.Answer {
	status := c.world.Account().Status
	connected := status == world.StatusConnected
	return success("Instance fetched", struct {
		Key       string `json:"instance_key"`
		Connected bool   `json:"connected"`
		LoggedIn  bool   `json:"logged_in"`
		Webhook   string `json:"webhook_url"`
	}{
		Key: onlyInstance, Connected: connected, LoggedIn: status != world.StatusLoggedOut, Webhook: *c.webhook.Load(),
	})
}

// changeWebhook only remembers the address: how the server's events look is not published, so it sends none.
func changeWebhook(_ context.Context, c *call) wire.Answer {
	var body struct {
		URL string `json:"webhook_url"`
	}
	if refusal, ok := c.decode(&body); !ok {
		return refusal
	}
	c.webhook.Store(&body.URL)
	return success("Webhook updated", nil)
}
