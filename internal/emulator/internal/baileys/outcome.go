package baileys

import (
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// NewCreated is a new group. It lists those who were refused as if they were members: Baileys drops the errors of
// WhatsApp's answer (evidence/whatsapp.md §13.1).
func NewCreated(g world.View, outcomes []world.Outcome) Group {
	group := NewGroup(g)
	for _, o := range outcomes {
		if o.Code != world.CodeDone && o.Code != world.CodeAlreadyMember {
			*group.Participants = append(*group.Participants, Participant{ID: g.JID(o.Member)})
		}
	}
	group.Size = len(*group.Participants)
	return group
}

// Node is a node of WhatsApp's own protocol, which Baileys passes on.
type Node struct {
	Tag     string            `json:"tag"`
	Attrs   map[string]string `json:"attrs"`
	Content []Node            `json:"content,omitempty"`
}

// Row is what Baileys says about one person of a change. The status is a string. The id is in WhatsApp's form, and not
// in that of the request.
type Row struct {
	Status  string `json:"status"`
	JID     string `json:"jid"`
	Content Node   `json:"content"`
}

// NewRows is what Baileys returns from a change of members.
func NewRows(g world.View, outcomes []world.Outcome) []Row {
	rows := []Row{}
	for _, o := range outcomes {
		status, jid := strconv.Itoa(o.Code), g.JID(o.Member)
		node := Node{Tag: "participant", Attrs: map[string]string{"jid": jid}}
		if o.Code != world.CodeDone {
			node.Attrs["error"] = status
		}
		if o.Invitation.Code != "" {
			node.Content = []Node{{Tag: "add_request", Attrs: map[string]string{
				"code": o.Invitation.Code, "expiration": strconv.FormatInt(o.Invitation.Expires.Unix(), 10),
			}}}
		}
		rows = append(rows, Row{status, jid, node})
	}
	return rows
}
