package whatsmeow

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"

// newOutcome is a participant as whatsmeow returns it from a change, with the error that WhatsApp gave.
func newOutcome(g world.View, o world.Outcome) Participant {
	p := NewParticipant(g, o.Member)
	if o.Code == world.CodeDone {
		return p
	}
	p.Error = o.Code
	if o.Invitation.Code != "" {
		p.AddRequest = &AddRequest{Code: o.Invitation.Code, Expiration: o.Invitation.Expires}
	}
	return p
}

// NewOutcomes is what whatsmeow returns from a change of members.
func NewOutcomes(g world.View, outcomes []world.Outcome) []Participant {
	rows := []Participant{}
	for _, o := range outcomes {
		rows = append(rows, newOutcome(g, o))
	}
	return rows
}

// NewCreated is a new group. Those who were refused are in its list, with their error.
func NewCreated(g world.View, outcomes []world.Outcome) Group {
	group := NewGroup(g)
	for _, o := range outcomes {
		if o.Code != world.CodeDone && o.Code != world.CodeAlreadyMember {
			*group.Participants = append(*group.Participants, newOutcome(g, o))
		}
	}
	return group
}
