package beta

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

func getInviteCode(_ context.Context, c *call, id string) wire.Answer {
	return c.inviteCode(c.world.InviteCode(id))
}

func revokeInviteCode(_ context.Context, c *call, id string) wire.Answer {
	return c.inviteCode(c.world.RevokeInvite(id))
}

// inviteCode is the code alone, which is what Baileys returns.
func (c *call) inviteCode(code string, err error) wire.Answer {
	if err != nil {
		return c.refused(err, false)
	}
	return wire.JSON(http.StatusOK, map[string]string{"inviteCode": code})
}

// join answers with nothing if an admin still has to approve: Baileys looks for the group in WhatsApp's answer, and
// finds a request for membership instead.
func join(_ context.Context, c *call) wire.Answer {
	code, refusal, ok := c.text("inviteCode")
	if !ok {
		return refusal
	}
	view, err := c.world.Join(code)
	if err != nil {
		return c.refused(err, false)
	}
	if !view.Joined {
		return done()
	}
	return wire.JSON(http.StatusOK, map[string]string{"groupId": view.ID})
}
