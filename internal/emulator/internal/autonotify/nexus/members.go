//nolint:misspell // The gateway speaks Portuguese.
package nexus

import (
	"context"
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// What the gateway says of participants before it asks WhatsApp.
const (
	noNumber = "número do participante não pode estar vazio"
	notValid = "falha ao validar participante %s: %s"
	nobody   = "nenhum participante válido fornecido"
)

// changeMembers discards what became of each person: 200 does not mean that anybody was added.
func changeMembers(change world.MemberChange, name string) func(context.Context, *call) wire.Answer {
	return func(_ context.Context, c *call) wire.Answer {
		var body struct {
			GroupJID     string   `json:"group_jid" bind:"required"`
			Participants []string `json:"participants" bind:"required,min=1"`
		}
		if refusal, ok := c.bind(&body, name); !ok {
			return refusal
		}
		if refusal, ok := c.checkGroup(body.GroupJID); !ok {
			return refusal
		}
		people := make([]world.Address, 0, len(body.Participants))
		for _, participant := range body.Participants {
			if strings.TrimSpace(participant) == "" {
				return c.failedEarly(fmt.Sprintf(notValid, participant, noNumber))
			}
			a, err := parseAddress(c.world, participant)
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
