package waha

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// getInviteCode answers in raw text, without quotes.
func getInviteCode(_ context.Context, c *call) wire.Answer {
	code, err := c.world.InviteCode(c.params["id"])
	if err != nil {
		return c.engine.refused(c, opInvite, err)
	}
	return wire.Text(http.StatusOK, c.engine.inviteCode(code))
}

// revokeInviteCode revokes nothing on GOWS, whose RevokeGroupInviteLink asks for the link with reset=false.
func revokeInviteCode(ctx context.Context, c *call) wire.Answer {
	if c.engine.name() == "GOWS" {
		return getInviteCode(ctx, c)
	}
	code, err := c.world.RevokeInvite(c.params["id"])
	if err != nil {
		return c.engine.refused(c, opRevoke, err)
	}
	return wire.Text(http.StatusOK, c.engine.inviteCode(code))
}

// codeOf returns the code of a link, or of what is a code already.
func codeOf(s string) string {
	s, _, _ = strings.Cut(s, "?")
	s = strings.TrimSuffix(s, "/")
	return s[strings.LastIndex(s, "/")+1:]
}

func joinInfo(_ context.Context, c *call) wire.Answer {
	if !c.Query.Has("code") {
		return c.undefined("split")
	}
	view, err := c.world.InvitedTo(codeOf(c.Query.Get("code")))
	if err != nil {
		return c.engine.refused(c, opJoinInfo, err)
	}
	return wire.JSON(http.StatusOK, c.engine.invited(view))
}

// join answers with the group's id even if an admin still has to approve. An engine that looks before it asks also does
// if the account is in the group already.
func join(_ context.Context, c *call) wire.Answer {
	if _, sent := c.fields["code"]; !sent {
		c.MarkUnknown()
		return c.undefined("split")
	}
	view, err := c.world.Join(codeOf(c.text("code")))
	looked := errors.Is(err, world.ErrAlreadyIn) && c.engine.traits(c.version).looksBeforeJoin
	if err != nil && !looked {
		return c.engine.refused(c, opJoin, err)
	}
	return wire.JSON(http.StatusOK, map[string]string{"id": view.ID})
}
