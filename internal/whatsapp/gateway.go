// Package whatsapp has the vocabulary of the provider: groups, people, invite links, what can go wrong with them, and
// the contract of a Gateway through which they are reached. It knows neither HTTP nor Terraform.
package whatsapp

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Gateway reaches one WhatsApp account through a server that speaks for it. One adapter per kind of server implements
// it; everything that gateways have in common, such as sharing, pacing and confirming, is in package account.
//
// The contract, for every method:
//
//   - Errors are of the closed set in errors.go. Absence is an error, never a zero value. What the gateway lacks in its
//     engine or version is errors.ErrUnsupported. An answer that cannot be understood is ErrOutcomeUnknown.
//   - A nil error of a write says that the gateway accepted it, not that WhatsApp shows it. Callers read back.
//   - A write is sent at most once. Only what is harmless to repeat is retried inside.
//   - Ids are taken and given in canonical form, whatever the gateway's own spelling is.
//   - Methods are safe for concurrent use. They return once ctx ends; whether a write then happened is unknown, and the
//     error is ErrOutcomeUnknown unless nothing was sent.
//   - Nothing secret is in an error: no key, no header, no invite code, no raw answer.
//
// What only some gateways have, and callers do without, is a role of its own (role.go), which As finds.
type Gateway interface {
	SessionReader
	GroupReader
	GroupWriter
	MemberWriter
	Inviter
}

// SessionReader is asked about the gateway itself and the account behind it.
type SessionReader interface {
	// Abilities asks for engine and version where they matter. It works also while the account is not connected.
	Abilities(ctx context.Context) (Abilities, error)

	// Session asks for the state of the linked account. A session that is not connected is no error here.
	Session(ctx context.Context) (Session, error)

	// Contact looks a number up on WhatsApp and returns the person as WhatsApp registered them, which may be another
	// spelling of the number; what the gateway does not tell of them is empty, even everything. It fails with
	// ErrNotOnWhatsApp. Look-ups are rate limited, and many get an account banned.
	Contact(ctx context.Context, number phone.Number) (Person, error)
}

// Session is the state of the linked account.
type Session struct {
	// Connected reports whether groups can be read and written now.
	Connected bool
	// Starting reports whether a session that is not connected is on its way and may be so in some seconds. Where the
	// gateway has one word for that and for a ban for some time, it is that word.
	Starting bool
	// Assumed reports whether Connected is only not contradicted, because the gateway tells nothing of its sessions.
	Assumed bool
	// Status is the gateway's own word, such as "WORKING" or "SCAN_QR_CODE".
	Status string
	// Self is the account itself. It is zero where the gateway cannot tell.
	Self Person
}

// GroupReader reads groups.
type GroupReader interface {
	// Groups lists the groups that the account is in, all pages of them. Entries may be incomplete (Group.Complete),
	// and without members where the gateway does not list them. A caller who needs no members spares a gateway that can
	// leave them out. A group that the account has left is not listed. An empty list is not proof: gateways have
	// returned it for a failed fetch.
	Groups(ctx context.Context, withMembers bool) ([]Group, error)

	// Group reads one group with its members. It fails with ErrNotMember where the gateway says that the account is not
	// in it, and with ErrGroupNotFound where it only says that it has no such group. An incomplete reading is
	// returned as it is.
	Group(ctx context.Context, group JID) (Group, error)

	// Members reads the members of a group as fresh as the gateway can, to confirm a write. It fails as Group does.
	Members(ctx context.Context, group JID) ([]Member, error)
}

// GroupWriter makes, changes and leaves groups.
type GroupWriter interface {
	// CreateGroup makes a group of the account itself and others. It is never repeated inside. After ErrOutcomeUnknown
	// the group may exist. That somebody could not be added is told in Created, not as an error.
	CreateGroup(ctx context.Context, name string, members []Person) (Created, error)

	// ChangeGroup carries one change out.
	ChangeGroup(ctx context.Context, group JID, change Change) error

	// LeaveGroup takes the account out of the group. To have left before is ErrNotMember or ErrGroupNotFound where the
	// gateway tells it; WAHA's WEBJS accepts a second leave, and WPP answers it without a reason.
	LeaveGroup(ctx context.Context, group JID) error
}

// Created is a group that was just made.
type Created struct {
	Group JID
	// Outcomes has an entry for each member asked for, in their order.
	Outcomes []Outcome
}

// MemberAction is what can be done with members.
type MemberAction string

// The actions of WhatsApp.
const (
	AddMembers     MemberAction = "add"
	RemoveMembers  MemberAction = "remove"
	PromoteMembers MemberAction = "promote"
	DemoteMembers  MemberAction = "demote"
)

// MemberWriter changes who is in a group, and as what.
type MemberWriter interface {
	// UpdateMembers carries one action out for several people at once and returns an outcome for each, in their order.
	// The error is about the call as a whole. To add a member again and to remove a non-member are outcomes without
	// error. To change the role of one is ErrNoSuchMember, where the gateway tells it; that the account itself is not
	// in the group is the error of the call. One malformed person may fail the whole call with ErrInvalidRequest.
	UpdateMembers(ctx context.Context, group JID, action MemberAction, people []Person) ([]Outcome, error)
}

// Outcome is what a gateway claims to have done for one person.
type Outcome struct {
	Person Person
	// LID is the one under which the gateway's answer names the person, and empty where it names none. In a group that
	// hides numbers, it alone tells which of the members the person is.
	LID JID
	// Registered is the number under which the gateway's answer names the person, where that is no spelling of theirs:
	// WhatsApp has theirs under another one. It is empty where the answer does not say so beyond doubt.
	Registered phone.Number
	// Already says that the answer states in so many words that a person who was to be added was a member before. Where
	// it is false nothing is said: some gateways answer alike for both.
	Already bool
	// Err is nil for success and also where the gateway tells nothing of the person.
	Err error
}

// Inviter handles the invite link of a group, of which there is one at a time.
type Inviter interface {
	// InviteCode reads the live code.
	InviteCode(ctx context.Context, group JID) (InviteCode, error)

	// RevokeInvite makes the live code invalid and returns the new one. Some gateways answer with the old one and do
	// nothing, so the code has to be compared with the one before.
	RevokeInvite(ctx context.Context, group JID) (InviteCode, error)

	// InviteInfo reads of a group what its invite code shows to outsiders. It fails with ErrInviteRevoked or
	// ErrInviteInvalid where the gateway tells that the code is dead, else with ErrOutcomeUnknown.
	InviteInfo(ctx context.Context, code InviteCode) (Group, error)

	// Join enters the group of a code. A nil error does not tell whether the account is in the group or waits for
	// approval. Where the gateway does not tell which group it is, the id is empty. It fails with ErrAlreadyMember for
	// a group that the account is in, where the gateway can tell nothing more of it.
	Join(ctx context.Context, code InviteCode) (JID, error)
}
