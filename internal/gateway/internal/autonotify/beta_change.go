package autonotify

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ChangeGroup sends one change. The bodies are guesses (evidence/autonotify.md §2.3).
func (b *beta) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	var (
		op      operation
		body    fields
		secrets []string
	)
	switch change := change.(type) {
	case whatsapp.SetName:
		op, body = opUpdate, fields{"subject": string(change)}
	case whatsapp.SetDescription:
		if change == "" {
			// Whether an empty text clears, or counts as left out, is not known.
			return b.missing(whatsapp.ClearDescription)
		}
		op, body = opUpdate, fields{"description": string(change)}
	case whatsapp.SetMemberAddMode:
		op, body = opMemberAddMode, fields{"mode": string(change)}
	case whatsapp.SetPictureURL:
		op, body, secrets = opPicture, fields{"url": string(change)}, []string{string(change)}
	default:
		return b.missing(change.Ability())
	}
	c, err := b.call(op, change.Ability(), group, whatsapp.InviteCode{})
	if err != nil {
		return err
	}
	c.body = body
	c.secrets = append(c.secrets, secrets...)
	_, err = b.do(ctx, c)
	return err
}
