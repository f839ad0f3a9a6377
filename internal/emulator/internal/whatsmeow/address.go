package whatsmeow

import (
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// InviteLink is what comes before the code of an invite. whatsmeow returns codes with it.
const InviteLink = "https://chat.whatsapp.com/"

// ParseAddress reads the id of a person. What is no LID is a phone, with or without its suffix.
func ParseAddress(id string) (world.Address, error) {
	user, server, _ := strings.Cut(strings.TrimPrefix(id, "+"), "@")
	switch {
	case world.IsDigits(user) && server == "lid":
		return world.Address{LID: id}, nil
	case world.IsDigits(user) && (server == "" || server == "c.us" || server == "s.whatsapp.net"):
		return world.Address{Phone: user}, nil
	}
	return world.Address{}, world.ErrBadRequest
}
