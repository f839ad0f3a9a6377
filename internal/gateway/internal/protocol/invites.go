package protocol

import (
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCodeOf reads the invite code or the link of an answer. What is wrong is the answer then, and not a user's
// invite.
func InviteCodeOf(text string) (whatsapp.InviteCode, error) {
	switch strings.TrimSpace(text) {
	case "", "true", "false", "null", "undefined":
		return whatsapp.InviteCode{}, Unclear("it answers without an invite code")
	}
	code, err := whatsapp.ParseInviteCode(text)
	if err != nil {
		return whatsapp.InviteCode{}, Unclear("its invite code cannot be read")
	}
	return code, nil
}

// InvitationOf is the private way into the group of somebody who could not be added. It is nil for a code that is none.
func InvitationOf(code string, expires time.Time) *whatsapp.Invitation {
	if code == "" {
		return nil
	}
	parsed, err := whatsapp.ParseInviteCode(code)
	if err != nil {
		return nil
	}
	return &whatsapp.Invitation{Code: parsed, Expires: expires}
}

// AddRequestIn finds the invitation in the content of Baileys' node of somebody who could not be added:
// {"content":[{"tag":"add_request","attrs":{"code","expiration"}}]}. It is nil where there is none.
func AddRequestIn(content loosejson.Object) loosejson.Object {
	children, _ := loosejson.DecodeList(content["content"])
	for _, child := range children {
		if tag, _ := loosejson.DecodeObject(child); tag.Text("tag") == "add_request" {
			return tag.Object("attrs")
		}
	}
	return nil
}
