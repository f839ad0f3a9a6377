package whatsapp

import (
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Person is somebody on WhatsApp, by all the names under which a gateway or the user knows them. Either may be missing,
// not both.
type Person struct {
	// Phone is empty where WhatsApp hides the number.
	Phone phone.Number
	// LID is the address that hides the number ("…@lid"), empty where it has not been told.
	LID JID
}

// PersonOfJID reads a person from one address. The error wraps ErrInvalidRequest.
func PersonOfJID(s string) (Person, error) {
	jid, err := ParseJID(s)
	if err != nil {
		return Person{}, err
	}
	switch {
	case jid.IsLID():
		return Person{LID: jid}, nil
	case jid.IsPhone():
		return Person{Phone: jid.PhoneNumber()}, nil
	}
	return Person{}, invalid("%s is not the address of a person", shown(s))
}

// IsZero reports whether nobody is meant.
func (p Person) IsZero() bool { return p == Person{} }

// JID is the address to show for the person: the phone's where it is known, else the LID.
func (p Person) JID() JID {
	if p.Phone != "" {
		return PhoneJID(p.Phone)
	}
	return p.LID
}

// String names the person in messages: the number as +digits, else the LID.
func (p Person) String() string {
	if p.Phone != "" {
		return p.Phone.String()
	}
	return string(p.LID)
}

// Same reports whether both are known to be one person, by LID or by any spelling of the number. Two people of whom one
// is known by number only and the other by LID only are not known to be the same.
func (p Person) Same(other Person) bool {
	if p.LID != "" && other.LID != "" {
		return p.LID == other.LID
	}
	return p.Phone.SameSubscriber(other.Phone)
}

// Differs reports whether two people are certainly not one. Of whom one is known by number only and the other by LID
// only, nothing is certain.
func (p Person) Differs(other Person) bool {
	canTell := p.Phone != "" && other.Phone != "" || p.LID != "" && other.LID != ""
	return canTell && !p.Same(other)
}

// Or adds the names of other that p lacks. Both have to be one person.
func (p Person) Or(other Person) Person {
	if p.Phone == "" {
		p.Phone = other.Phone
	}
	if p.LID == "" {
		p.LID = other.LID
	}
	return p
}

// Role is what a member may do in a group.
type Role string

// The roles of WhatsApp. The creator ("superadmin" on the wire) has RoleAdmin and Member.Creator.
const (
	RoleMember Role = "member"
	RoleAdmin  Role = "admin"
)

// Member is a person in a group.
type Member struct {
	Person
	Role Role
	// Creator marks the person who made the group. Nobody can remove or demote them.
	Creator bool
}

// Hidden reports whether WhatsApp shows the LID only.
func (m Member) Hidden() bool { return m.Phone == "" }

// FindMember finds a person among the members of a group: by the exact digits of the number, by the LID, and then by
// another spelling of the number, unless that member has another LID. It fails with ErrNoSuchMember, or with
// ErrInvalidRequest where several members are spellings of the number and nothing tells which of them is meant.
func FindMember(members []Member, person Person) (Member, error) {
	for _, is := range []func(Member) bool{
		func(m Member) bool { return m.Phone != "" && m.Phone == person.Phone },
		func(m Member) bool { return m.LID != "" && m.LID == person.LID },
	} {
		if i := slices.IndexFunc(members, is); i >= 0 {
			return members[i], nil
		}
	}
	var found []Member
	for _, m := range members {
		if m.Same(person) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		return Member{}, &Error{Kind: ErrNoSuchMember}
	case 1:
		return found[0], nil
	}
	return Member{}, invalid("%s may be %s or %s, and both are in the group: write the number as one of them",
		person, found[0], found[1])
}
