package emulator

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// wahaGetInviteCode answers in raw text, without quotes.
func wahaGetInviteCode(_ context.Context, c *wahaCall) wire.Answer {
	code, err := c.world.InviteCode(c.params["id"])
	if err != nil {
		return c.engine.refused(c, opInvite, err)
	}
	return wire.Text(http.StatusOK, c.engine.inviteCode(code))
}

// wahaRevokeInviteCode does not revoke on GOWS, whose RevokeGroupInviteLink asks for the link with reset=false.
func wahaRevokeInviteCode(ctx context.Context, c *wahaCall) wire.Answer {
	if c.engine.name() == "GOWS" {
		return wahaGetInviteCode(ctx, c)
	}
	code, err := c.world.RevokeInvite(c.params["id"])
	if err != nil {
		return c.engine.refused(c, opRevoke, err)
	}
	return wire.Text(http.StatusOK, c.engine.inviteCode(code))
}

// codeOf takes a code or a link to it.
func codeOf(s string) string {
	s, _, _ = strings.Cut(s, "?")
	s = strings.TrimSuffix(s, "/")
	return s[strings.LastIndex(s, "/")+1:]
}

func wahaJoinInfo(_ context.Context, c *wahaCall) wire.Answer {
	if !c.Query.Has("code") {
		return c.undefined("split")
	}
	view, err := c.world.InvitedTo(codeOf(c.Query.Get("code")))
	if err != nil {
		return c.engine.refused(c, opJoinInfo, err)
	}
	return wire.JSON(http.StatusOK, c.engine.invited(view))
}

// wahaJoin answers with the group's id also where an admin has yet to approve.
func wahaJoin(_ context.Context, c *wahaCall) wire.Answer {
	view, err := c.world.Join(codeOf(c.text("code")))
	if err != nil {
		return c.engine.refused(c, opJoin, err)
	}
	return wire.JSON(http.StatusOK, map[string]string{"id": view.ID})
}
