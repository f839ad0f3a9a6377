package gateway

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"

// OpenWithin is Open with a limit of its own for the size of an answer.
func OpenWithin(config Config, maxAnswer int64) (whatsapp.Gateway, error) {
	client := config.client()
	client.MaxAnswer = maxAnswer
	return open(config, client, "default")
}
