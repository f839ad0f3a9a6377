package whatsapp

import (
	"context"
	"time"
)

// The roles that a gateway may have beyond the contract. What only some gateways have, and what callers do without, is
// a role: an adapter that has it implements the interface, and one that lacks it has no method at all. What a caller
// has to be told of where it is missing is in the contract instead, and fails there with errors.ErrUnsupported.
//
// A role says what a kind of gateway can ever do. An ability says what this server can do, in its engine and version.
// So a gateway with the ability of a role has the role, and one with the role may lack the ability; then the role's
// method fails with errors.ErrUnsupported. The rules of Gateway hold for roles too.

// LIDLister is a gateway that keeps a list of LIDs. There is no ability for it.
type LIDLister interface {
	// LIDs lists the pairs of phone number and LID that the gateway knows; a person with only one of them is left out.
	LIDs(ctx context.Context) ([]Person, error)
}

// AdminLister is a gateway that lists the groups of which the account is an admin. There is no ability for it: callers
// who know who the account is find them among all groups.
type AdminLister interface {
	// AdminGroups lists their ids.
	AdminGroups(ctx context.Context) ([]JID, error)
}

// Refresher is a gateway that remembers groups. There is no ability for it.
type Refresher interface {
	// Refresh makes the gateway forget what it remembers of groups, so that the next reading comes from WhatsApp. It
	// returns nil where there is nothing to forget.
	Refresh(ctx context.Context) error
}

// ChatDeleter is a gateway that keeps the chats of groups that were left, with some engines. Its ability is DeleteChat.
type ChatDeleter interface {
	// DeleteChat deletes the chat of a group that was left. WhatsApp has no way to delete a group.
	DeleteChat(ctx context.Context, group JID) error
}

// InvitationSender is a gateway that sends private invitations. Its ability is SendInvitation.
type InvitationSender interface {
	// SendInvitation sends a person a message by which they get into a group. A nil error says that the gateway
	// accepted it; nothing that is read shows it.
	SendInvitation(ctx context.Context, group JID, person Person, invitation Invitation) error
}

// JoinApprover is a gateway that shows who asks to join a group. Its ability is ApproveJoinRequests.
type JoinApprover interface {
	// JoinRequests lists who asks to join a group, which WhatsApp shows to admins alone. It fails as Group does, and
	// with ErrNotAdmin where the gateway tells it.
	JoinRequests(ctx context.Context, group JID) ([]JoinRequest, error)

	// ApproveJoinRequests lets people in, each by the names that JoinRequests gave them, and returns an outcome for
	// each, in their order. The outcomes are those of MemberWriter.UpdateMembers for people who are added, but that
	// whoever does not ask, or asks no more, is ErrNoSuchMember. The error is about the call as a whole.
	ApproveJoinRequests(ctx context.Context, group JID, people []Person) ([]Outcome, error)
}

// LinkAdvisor is a gateway of which it is known how people link an account to it. There is no ability for it.
type LinkAdvisor interface {
	// HowToLink says what to do when the account is not connected, in one or two sentences.
	HowToLink() string
}

// WebhookWriter is a gateway that sends what happens in WhatsApp to webhooks. Its ability is WriteWebhook. A gateway
// may restart its session for a change, so that the account is not connected for some seconds.
type WebhookWriter interface {
	// PutWebhook makes a webhook, or changes the one of this address. Everything else that the session is configured
	// with stays as it is. Where the gateway lacks WriteWebhookDetails, only the address counts; where it lacks
	// ReadWebhook too, it has one webhook, which this replaces.
	PutWebhook(ctx context.Context, webhook Webhook) error

	// DeleteWebhook removes the webhook of this address. It returns nil where there is none.
	DeleteWebhook(ctx context.Context, url string) error
}

// WebhookReader is a gateway that shows its webhooks. Its ability is ReadWebhook.
type WebhookReader interface {
	// Webhooks lists them. An empty list says that there is none. It works also while the account is not connected.
	Webhooks(ctx context.Context) ([]Webhook, error)
}

// EventLister is a gateway of which it is known what it sends to webhooks. There is no ability for it.
type EventLister interface {
	// Events lists the names of events that a webhook may have, with the name of the server and its version that has
	// these. A newer one may have more.
	Events() (names []string, server, version string)
}

// Dated is a gateway whose answers have a date. There is no ability for it.
type Dated interface {
	// Date is that of the last answer, and zero where it had none.
	Date() time.Time
}

// Unwrapper is a gateway that decorates another one. A decorator forwards no role by hand: As looks behind it.
type Unwrapper interface {
	// Unwrap is the gateway that is decorated.
	Unwrap() Gateway
}

// As finds the role R in a gateway or, where it has none of its own, in one that it decorates.
func As[R any](g Gateway) (R, bool) {
	for g != nil {
		if role, has := g.(R); has {
			return role, true
		}
		decorator, is := g.(Unwrapper)
		if !is {
			break
		}
		g = decorator.Unwrap()
	}
	var none R
	return none, false
}
