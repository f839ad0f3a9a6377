package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// The values of a state. They are the words of the JSON at /_emulator/world.
const (
	AddsEveryone = "everyone"
	AddsNobody   = "nobody"

	RoleMember     = "member"
	RoleAdmin      = "admin"
	RoleSuperadmin = "superadmin"

	AddModeAdmins  = "admin_add"
	AddModeMembers = "all_member_add"

	AddressedByPhone = "pn"
	AddressedByLID   = "lid"

	DisappearingOff = "off"

	// The ways to ask to join a group.
	AskedByInviteLink = "invite_link"
	AskedFromLinked   = "linked_group_join"
	AskedByMember     = "non_admin_add"

	RegisteredAsEverywhere = "everywhere"
	RegisteredAsInLookUps  = "lookups"

	// The kinds of groups. A community is the parent of its groups, and has nothing but an announcement group of its
	// own to speak in.
	KindGroup        = "group"
	KindCommunity    = "community"
	KindAnnouncement = "announcement"
)

// State is everything that WhatsApp holds, as GET and PUT /_emulator/world show it. Lists are never null in JSON.
//
// Every phone is spelled as WhatsApp has registered it. If a number of Brazil, Mexico or Argentina has two spellings,
// the one that the state lists is that person's, and the other one is nobody's. If it lists both, they are two people.
type State struct {
	Account Account  `json:"account"`
	People  []Person `json:"people"`
	Texts   string   `json:"texts,omitempty"` // as_sent, which is the default, or normalised.
	Groups  []Group  `json:"groups"`
}

// Person is a person on WhatsApp, or a number that is not on WhatsApp. A state lists those who are not like everybody:
// a number that it lists nowhere is registered, under the spelling that WhatsApp usually gives it, and open to
// everyone. In JSON a missing "registered" means true; in Go the zero value is a number that is not on WhatsApp.
type Person struct {
	Phone      string `json:"phone"` // Empty if only the LID is known.
	LID        string `json:"lid"`
	Registered bool   `json:"registered"`
	Adds       string `json:"adds"` // Who may add this person to groups: everyone or nobody.
	// RegisteredAs is the number under which WhatsApp has this one, as after a country has changed its numbers. It is
	// so everywhere, or with registered_as_in "lookups" only where a number is looked up. Neither the account nor a
	// member has such a number: they have the one that is registered.
	RegisteredAs   string `json:"registered_as,omitempty"`
	RegisteredAsIn string `json:"registered_as_in,omitempty"`
	// PreviousLID is whose number this was before it moved to another account: they are in their groups still, without
	// a number, and this person has another LID, which has to be given. It is news, and not a part of the state
	// afterwards.
	PreviousLID string `json:"previous_lid,omitempty"`
}

// UnmarshalJSON makes a person registered unless the JSON says otherwise.
func (p *Person) UnmarshalJSON(data []byte) error {
	type plain Person
	person := plain{Registered: true}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&person); err != nil {
		return err
	}
	*p = Person(person)
	return nil
}

// Group is a WhatsApp group. Without a member who is the account, the account has left it or never was in it.
type Group struct {
	ID                   string    `json:"id"`
	Kind                 string    `json:"kind"`         // group, community or announcement.
	CommunityID          string    `json:"community_id"` // The community that the group belongs to, or empty.
	Name                 string    `json:"name"`
	Description          string    `json:"description"`
	MessagesAdminsOnly   bool      `json:"messages_admins_only"`
	InfoAdminsOnly       bool      `json:"info_admins_only"`
	MemberAddMode        string    `json:"member_add_mode"` // admin_add or all_member_add.
	JoinApprovalRequired bool      `json:"join_approval_required"`
	DisappearingMessages string    `json:"disappearing_messages"` // off, 24h, 7d or 90d.
	AddressingMode       string    `json:"addressing_mode"`       // pn or lid.
	HidesPhones          bool      `json:"hides_phones"`          // Of all members but the account.
	InviteCode           string    `json:"invite_code"`
	PictureSHA256        string    `json:"picture_sha256"` // Of the bytes that were received; empty without a picture.
	CreatedAt            time.Time `json:"created_at"`
	Owner                string    `json:"owner"` // The creator's phone.
	Members              []Member  `json:"members"`
	RecentlyLeft         []string  `json:"recently_left"` // Phones that are answered 408 when they are added.
	// Invited are the phones of those who have got a private invitation, once for each.
	Invited []string `json:"invited,omitempty"`
	// JoinRequests are the people who ask to join, the account among them.
	JoinRequests []JoinRequest `json:"join_requests,omitempty"`
}

// UnmarshalJSON takes an empty created_at for a missing one, as with every other field.
func (g *Group) UnmarshalJSON(data []byte) error {
	type plain Group
	var group struct {
		plain
		CreatedAt json.RawMessage `json:"created_at"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&group); err != nil {
		return err
	}
	if len(group.CreatedAt) > 0 && string(group.CreatedAt) != `""` {
		if err := json.Unmarshal(group.CreatedAt, &group.plain.CreatedAt); err != nil {
			return fmt.Errorf("created_at: %w", err)
		}
	}
	*g = Group(group.plain)
	return nil
}

// Member is a person in a group.
type Member struct {
	Phone     string `json:"phone"`
	LID       string `json:"lid"`
	Role      string `json:"role"`       // member, admin or superadmin.
	HidePhone bool   `json:"hide_phone"` // The gateways see only the LID, even if the group hides nobody's phone.
	// ListedTwice is the role of a second entry of this member, by LID alone, beside the one by phone alone. Real
	// caches have such entries. It is empty for a member who is listed once. While the phone is hidden, there is one
	// entry all the same. Whoever is promoted or demoted has their new role in both.
	ListedTwice string `json:"listed_twice,omitempty"`
}

// JoinRequest is somebody who asks to join a group, or for whom a member asks.
type JoinRequest struct {
	Phone       string    `json:"phone"`
	LID         string    `json:"lid"`
	HidePhone   bool      `json:"hide_phone"`   // The gateways see only the LID, as in a group that hides phones.
	Method      string    `json:"method"`       // invite_link, linked_group_join or non_admin_add.
	AddedBy     string    `json:"added_by"`     // The phone of the member who asks for them; empty if they ask themselves.
	RequestedAt time.Time `json:"requested_at"` // The present, if it is left out.
}

// VisiblePhone is the phone as the gateways may see it: empty if it is hidden or unknown.
func (m Member) VisiblePhone() string {
	if m.HidePhone {
		return ""
	}
	return m.Phone
}

// setRole gives the member a role, in both entries of one who is listed twice.
func (m *Member) setRole(role string) {
	m.Role = role
	if m.ListedTwice != "" {
		m.ListedTwice = role
	}
}

// IsAdmin reports whether the member has an admin's rights.
func (m Member) IsAdmin() bool {
	return m.Role == RoleAdmin || m.Role == RoleSuperadmin
}

// clone returns a deep copy whose lists are never nil.
func (w State) clone() State {
	w.People = append([]Person{}, w.People...)
	groups := make([]Group, 0, len(w.Groups))
	for _, group := range w.Groups {
		groups = append(groups, group.clone())
	}
	w.Groups = groups
	return w
}

// clone returns a deep copy whose lists are never nil.
func (g Group) clone() Group {
	g.Members = append([]Member{}, g.Members...)
	g.RecentlyLeft = append([]string{}, g.RecentlyLeft...)
	g.Invited = slices.Clone(g.Invited)
	g.JoinRequests = slices.Clone(g.JoinRequests)
	return g
}

// IndexOf returns the index of a person among the members, or -1.
func (g Group) IndexOf(p Person) int {
	return slices.IndexFunc(g.Members, func(m Member) bool {
		return m.LID != "" && m.LID == p.LID || m.Phone != "" && m.Phone == p.Phone
	})
}
