package whatsapp

import (
	"maps"
	"slices"
)

// Ability is something that a gateway can do or cannot, in its engine and version; what its kind can ever do is a role
// (role.go). The text completes "the gateway cannot …".
type Ability string

// The abilities beside those that settings need, which are in settings.go. What is listed in neither, every gateway can
// do.
const (
	CreateGroup      Ability = "create a group"
	CreateEmptyGroup Ability = "create a group without other members"
	ChangeMembers    Ability = "add, remove, promote and demote members"
	LeaveGroup       Ability = "leave a group"
	DeleteChat       Ability = "delete the chat that is left over after leaving"
	ReadInvite       Ability = "read the invite link of a group"
	RevokeInvite     Ability = "revoke the invite link of a group"
	ReadInviteInfo   Ability = "look up the group of an invite link"
	JoinGroup        Ability = "join a group by its invite link"
	LookUpContact    Ability = "find out whether a number is on WhatsApp"
	SendInvitation   Ability = "send a private invitation to a group"
	// ApproveJoinRequests is one ability for both: what shows the requests lets people in too.
	ApproveJoinRequests Ability = "show who asks to join a group, and let them in"
	// InviteByAdding is no choice: the gateway does it whenever somebody is added who lets nobody add them.
	InviteByAdding Ability = "send a private invitation by itself to everybody who refuses to be added"
	TellGroupKind  Ability = "tell communities from groups"
	TellOwnNumber  Ability = "show the account's own number"
	// NameAdded is about the answer to adding one person alone.
	NameAdded Ability = "say by number or LID who was added, if WhatsApp hides the number"

	WriteWebhook Ability = "send events to a webhook"
	// ReadWebhook comes with any number of webhooks, and a gateway without it has one.
	ReadWebhook         Ability = "show its webhooks"
	WriteWebhookDetails Ability = "choose the events, the HMAC key, the headers and the retries of a webhook"
)

// Abilities is what a gateway, in its version and engine, can do.
type Abilities struct {
	// Gateway names the gateway for messages, such as "WAHA 2026.9.0 (engine GOWS)".
	Gateway string
	// AtOnce is how many people one call of MemberWriter.UpdateMembers takes; no less than 1.
	AtOnce int
	// Engine is what is behind the gateway's interface, such as "GOWS" or, of a gateway in generations, "nexus". Like
	// Version it is empty where the gateway does not tell.
	Engine, Version string
	set             map[Ability]struct{}
}

// NewAbilities makes the set of the abilities given, of a gateway that takes one person at once.
func NewAbilities(gateway string, abilities ...Ability) Abilities {
	set := make(map[Ability]struct{}, len(abilities))
	for _, a := range abilities {
		set[a] = struct{}{}
	}
	return Abilities{Gateway: gateway, AtOnce: 1, set: set}
}

// TakingAtOnce gives the abilities of a gateway that takes several people at once.
func (a Abilities) TakingAtOnce(people int) Abilities {
	a.AtOnce = people
	return a
}

// On gives the abilities of a gateway on an engine, in a version.
func (a Abilities) On(engine, version string) Abilities {
	a.Engine, a.Version = engine, version
	return a
}

// Can reports whether the gateway has the ability.
func (a Abilities) Can(ability Ability) bool {
	_, can := a.set[ability]
	return can
}

// Require fails where the ability is missing, with an error that is errors.ErrUnsupported and names the gateway.
func (a Abilities) Require(ability Ability) error {
	if a.Can(ability) {
		return nil
	}
	return MissingAbility(a.Gateway, ability)
}

// List gives the abilities in a fixed order.
func (a Abilities) List() []Ability { return slices.Sorted(maps.Keys(a.set)) }
