package gatewaytest

import (
	"cmp"
	"slices"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// World is a hand on WhatsApp itself, past the gateway: what other people and the server do there.
type World interface {
	// Groups are all groups that there are, also those without the account.
	Groups() []WorldGroup
	// Put adds groups, and replaces those with the same id, as if their admins had acted.
	Put(...WorldGroup) error
	// LogOut unlinks the account.
	LogOut() error
	// Start makes the session one that is starting, and goes on to.
	Start() error
	// Renumber gives the account another number, in its groups too. It keeps its LID.
	Renumber(phone.Number) error
	// Fail makes every write go wrong from now on.
	Fail(Failure) error
	// Excuse makes the server answer every write with 200 and a body, and do nothing, from now on.
	Excuse(body map[string]any) error
	// Echo makes the server answer everything with an error that repeats the text, from now on.
	Echo(text string) error
	// Sent lists what the server was asked since the last Fail, Echo or Forget.
	Sent() []Sent
	// Forget empties that list.
	Forget()
}

// Failure is a way for a write to go wrong.
type Failure string

// The ways.
const (
	// Cut closes the connection before anything is done.
	Cut Failure = "a cut connection"
	// LoseAnswer does what was asked and then closes the connection.
	LoseAnswer Failure = "a lost answer"
	// Delay does what was asked and then takes Delayed to answer.
	Delay Failure = "a late answer"
	// RateLimit refuses because of too many calls, in the server's own way.
	RateLimit Failure = "a rate limit"
	// ProxyLimit is the refusal of a proxy because of too many calls, which asks to wait for LimitedFor.
	ProxyLimit Failure = "a proxy's limit"
	// ProxyPage is an answer of 502 with a page of HTML in which the word RawAnswer is.
	ProxyPage Failure = "a proxy's page"
)

// Delayed is how long an answer takes with Delay.
const Delayed = 5 * time.Second

// LimitedFor is how long ProxyLimit asks to wait.
const LimitedFor = 7 * time.Second

// RawAnswer is a word of an answer that must not reach an error.
const RawAnswer = "raw-answer-of-a-proxy"

// Sent is one request.
type Sent struct {
	// Request is fit for a message: "POST /waha/api/default/groups".
	Request string
	// Write says that the request asks for a change in WhatsApp.
	Write bool
}

// WorldGroup is a group as WhatsApp has it.
type WorldGroup struct {
	ID                   whatsapp.JID
	Kind                 whatsapp.GroupKind // Empty means KindGroup.
	Community            whatsapp.JID
	Name                 string
	Description          string
	MessagesAdminsOnly   bool
	InfoAdminsOnly       bool
	MemberAddMode        whatsapp.MemberAddMode
	JoinApprovalRequired bool
	DisappearingMessages whatsapp.DisappearingMessages
	// ByLID says that the members are addressed by LID.
	ByLID bool
	// HidesNumbers says that WhatsApp shows only the LIDs of the members, except for the account.
	HidesNumbers bool
	Owner        phone.Number
	CreatedAt    time.Time
	Invite       whatsapp.InviteCode
	// Picture is another text for each picture, and empty for none.
	Picture      string
	Members      []WorldMember
	RecentlyLeft []phone.Number
	// Asking are the people who ask to join.
	Asking []WorldRequest
}

// WorldRequest is somebody who asks to join a group, by number and LID.
type WorldRequest struct {
	whatsapp.JoinRequest
	// Hidden says that WhatsApp shows only the LID.
	Hidden bool
}

// WorldMember is a member of a group, by number and LID.
type WorldMember struct {
	whatsapp.Member
	// Hidden says that WhatsApp shows only the LID, whatever the group does.
	Hidden bool
}

// NewWorldMember is a member who hides nothing.
func NewWorldMember(person whatsapp.Person, role whatsapp.Role) WorldMember {
	return WorldMember{Member: whatsapp.Member{Person: person, Role: role}}
}

// NewWorldCreator is the creator of a group.
func NewWorldCreator(person whatsapp.Person) WorldMember {
	return WorldMember{Member: whatsapp.Member{Person: person, Role: whatsapp.RoleAdmin, Creator: true}}
}

// Group is the group with everything told.
func (g WorldGroup) Group() whatsapp.Group {
	group := whatsapp.Group{
		ID: g.ID, Kind: cmp.Or(g.Kind, whatsapp.KindGroup), Community: g.Community,
		Settings: whatsapp.Settings{
			Name: g.Name, Description: &g.Description,
			MessagesAdminsOnly: &g.MessagesAdminsOnly, InfoAdminsOnly: &g.InfoAdminsOnly,
			MemberAddMode: &g.MemberAddMode, JoinApprovalRequired: &g.JoinApprovalRequired,
			DisappearingMessages: &g.DisappearingMessages,
		},
		Owner: whatsapp.Person{Phone: g.Owner}, CreatedAt: g.CreatedAt, Size: len(g.Members),
	}
	for _, member := range g.Members {
		group.Members = append(group.Members, member.Member)
	}
	return group
}

// remove takes a person out.
func (g *WorldGroup) remove(person whatsapp.Person) {
	g.Members = slices.DeleteFunc(g.Members, func(m WorldMember) bool { return same(m.Person, person) })
}

// attributes are the values of all attributes, to tell what a write has changed.
func (g WorldGroup) attributes() map[whatsapp.Attribute]any {
	return map[whatsapp.Attribute]any{
		whatsapp.AttributeName:                 g.Name,
		whatsapp.AttributeDescription:          g.Description,
		whatsapp.AttributeMessagesAdminsOnly:   g.MessagesAdminsOnly,
		whatsapp.AttributeInfoAdminsOnly:       g.InfoAdminsOnly,
		whatsapp.AttributeMemberAddMode:        g.MemberAddMode,
		whatsapp.AttributeJoinApprovalRequired: g.JoinApprovalRequired,
		whatsapp.AttributeDisappearingMessages: g.DisappearingMessages,
		whatsapp.AttributePicturePath:          g.Picture,
	}
}

// same reports whether both are one person by LID or by number, whichever both have.
func same(a, b whatsapp.Person) bool {
	return a.Same(b) || a.Phone.SameSubscriber(b.Phone)
}

func find(members []whatsapp.Member, person whatsapp.Person) (whatsapp.Member, bool) {
	for _, member := range members {
		if same(member.Person, person) {
			return member, true
		}
	}
	return whatsapp.Member{}, false
}
