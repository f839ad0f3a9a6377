package baileys

import (
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// ParseAddress reads the id of a person, which Baileys passes on as it is: nothing adds a suffix or takes off a plus
// sign, so that WhatsApp refuses the whole request.
func ParseAddress(id string) (world.Address, error) {
	user, server, _ := strings.Cut(id, "@")
	switch {
	case world.IsDigits(user) && (server == "c.us" || server == "s.whatsapp.net"):
		return world.Address{Phone: user}, nil
	case world.IsDigits(user) && server == "lid":
		return world.Address{LID: id}, nil
	}
	return world.Address{}, world.ErrBadRequest
}
