package waha

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/baileys"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// noweb is the engine on Baileys. Without its store, which is the default, every read is live.
type noweb struct{ store bool }

var _ engine = noweb{}

func (noweb) name() string { return "NOWEB" }

func (noweb) traits(v version) traits {
	return traits{noPictures: !v.atLeast(version{2026, 6, 1})}
}

// address takes an id as it is. An id that is undefined gets through and names nobody.
func (noweb) address(id string) (world.Address, error) {
	if id == jsUndefined {
		return world.Address{LID: jsUndefined}, nil
	}
	return baileys.ParseAddress(id)
}

func (noweb) created(g world.View, _ []string, outcomes []world.Outcome) wire.Answer {
	return wire.JSON(http.StatusCreated, baileys.NewCreated(g, outcomes))
}

// list is an object keyed by id, in the order of the list (lodash.keyBy).
func (noweb) list(groups []world.View, withParticipants bool) wire.Answer {
	var body bytes.Buffer
	body.WriteByte('{')
	for i, g := range groups {
		if i > 0 {
			body.WriteByte(',')
		}
		group := baileys.NewGroup(g)
		if !withParticipants {
			group.Participants = nil
		}
		body.WriteString(strconv.Quote(g.ID) + ":")
		body.Write(wire.JSON(http.StatusOK, group).Body)
	}
	body.WriteByte('}')
	return wire.JSON(http.StatusOK, json.RawMessage(body.Bytes()))
}

func (noweb) group(g world.View) any { return baileys.NewGroup(g) }

func (noweb) participants(g world.View) any { return baileys.NewParticipants(g) }

// participant has a pn only in groups that are addressed by LID. In all others the id is the phone, and nothing tells
// the LID, which the older route does (2026.4.1).
func (noweb) participant(g world.View, m world.Member) participantRow {
	row := participantRow{ID: toCUS(g.JID(m))}
	if phone := m.VisiblePhone(); phone != "" && g.AddressingMode == world.AddressedByLID {
		row.PN = phone + "@c.us"
	}
	return row
}

func (noweb) absent(c *call, read reading, _ string) wire.Answer {
	if read == readParticipants {
		return c.undefined("participants")
	}
	message := "Group with id '" + c.params["id"] + "' not found"
	return c.exception(thrown{message, "Error", stack("Error: " + message)})
}

func (noweb) done(operation) wire.Answer { return emptyAnswer() }

func (noweb) precheck(*call, operation, world.View, []world.Person) (wire.Answer, bool) {
	return wire.Answer{}, true
}

func (noweb) changed(_ operation, g world.View, _ []string, outcomes []world.Outcome) wire.Answer {
	return wire.JSON(http.StatusOK, baileys.NewRows(g, outcomes))
}

// refused is a Boom error with WhatsApp's code in data.
func (e noweb) refused(c *call, op operation, err error) wire.Answer {
	message, code := baileys.Error(err, op.changesMembers())
	if code == 0 {
		return c.exception(thrown{message, "Error", stack("Error: " + message)})
	}
	return e.boom(c, message, code)
}

func (e noweb) rateLimited(c *call) wire.Answer { return e.boom(c, "rate-overlimit", 429) }

func (noweb) boom(c *call, message string, code int) wire.Answer {
	return c.exception(struct {
		Message  string   `json:"message"`
		Data     int      `json:"data"`
		IsBoom   bool     `json:"isBoom"`
		IsServer bool     `json:"isServer"`
		Output   struct{} `json:"output"`
		Name     string   `json:"name"`
		Stack    string   `json:"stack"`
	}{Message: message, Data: code, IsBoom: true, IsServer: true, Name: "Error", Stack: stack("Error: " + message)})
}

func (noweb) inviteCode(code string) string { return code }

func (noweb) invited(g world.View) any { return baileys.NewGroup(g) }
