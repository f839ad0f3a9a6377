package emulator

import (
	"context"
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// nexusChangeMembers discards what became of each person: 200 does not mean that anybody was added.
func nexusChangeMembers(change world.MemberChange, name string) func(context.Context, *nexusCall) wire.Answer {
	return func(_ context.Context, c *nexusCall) wire.Answer {
		var body struct {
			GroupJID     string   `json:"group_jid" bind:"required"`
			Participants []string `json:"participants" bind:"required,min=1"`
		}
		if refusal, ok := c.bind(&body, name); !ok {
			return refusal
		}
		if refusal, ok := c.group(body.GroupJID); !ok {
			return refusal
		}
		people := make([]world.Address, 0, len(body.Participants))
		for _, participant := range body.Participants {
			if strings.TrimSpace(participant) == "" {
				return c.failedEarly(fmt.Sprintf(nexusNotValid, participant, nexusNoNumber))
			}
			a, err := nexusAddress(c.world, participant)
			if err != nil {
				return c.refused(whatsmeow.UpdateGroupParticipants, err)
			}
			people = append(people, a)
		}
		if _, err := c.world.ChangeMembers(body.GroupJID, change, people); err != nil {
			return c.refused(whatsmeow.UpdateGroupParticipants, err)
		}
		return c.done()
	}
}
