package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// privatePeople has what was told of the people of a map, by key.
const privatePeople = "people"

// invitationLasts is how long an invitation is good for where that is not told (evidence/whatsapp.md §8.3).
const invitationLasts = 72 * time.Hour

// remembered is what was told of a person of the map: by it they are found where WhatsApp hides the number, or has it
// in another spelling.
type remembered struct {
	LID   whatsapp.JID `json:"lid,omitempty"`
	Phone phone.Number `json:"phone,omitempty"`
	// Expires is when the invitation of the person does.
	Expires *time.Time `json:"expires,omitempty"`
}

// roster has what was told of each person of a map, by key.
type roster map[string]remembered

func peopleIn(ctx context.Context, private privateState, diags *diag.Diagnostics) roster {
	stored, storedDiags := private.GetKey(ctx, privatePeople)
	diags.Append(storedDiags...)
	var known roster
	if len(stored) == 0 || json.Unmarshal(stored, &known) != nil || known == nil {
		return roster{}
	}
	return known
}

// keep writes what is remembered, unless it is what was written before.
func (p roster) keep(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	written, err := json.Marshal(p)
	if err != nil {
		diags.AddError("People not stored", err.Error())
		return
	}
	if stored, _ := private.GetKey(ctx, privatePeople); !bytes.Equal(stored, written) {
		diags.Append(private.SetKey(ctx, privatePeople, written)...)
	}
}

// person is the one of a key, by every name that is known of them. The spelling under which they were seen last goes
// before the written one: that may be a stranger's by now.
func (p roster) person(key string) whatsapp.Person {
	person, _ := parsePerson(key) // The validator has read it.
	known := p[key]
	if person.LID == "" {
		person.LID = known.LID
	}
	if known.Phone != "" {
		person.Phone = known.Phone
	}
	return person
}

func (p roster) persons(keys []string) []whatsapp.Person {
	persons := make([]whatsapp.Person, len(keys))
	for i, key := range keys {
		persons[i] = p.person(key)
	}
	return persons
}

// saw remembers the names of a person who is in the group. A LID that was told once stays.
func (p roster) saw(key string, told whatsapp.Person) {
	known := p[key]
	known.Expires = nil
	if known.LID == "" {
		known.LID = told.LID
	}
	if written, _ := parsePerson(key); written.Phone != "" && told.Phone != "" && told.Phone != written.Phone {
		known.Phone = told.Phone
	}
	if known == (remembered{}) {
		delete(p, key)
		return
	}
	p[key] = known
}

// invited remembers an invitation.
func (p roster) invited(key string, invitation whatsapp.Invitation) {
	known := p[key]
	expires := invitation.Expires.UTC()
	if invitation.Expires.IsZero() {
		expires = time.Now().Add(invitationLasts).UTC().Truncate(time.Second)
	}
	known.Expires = &expires
	p[key] = known
}

// hasLapsed reports whether a person's invitation is good no more.
func (p roster) hasLapsed(key string) bool {
	expires := p[key].Expires
	return expires != nil && time.Now().After(*expires)
}

// only forgets everybody who is none of the keys.
func (p roster) only(keys map[string]string) {
	for key := range p {
		if _, is := keys[key]; !is {
			delete(p, key)
		}
	}
}
