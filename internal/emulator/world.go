package emulator

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"

// The world belongs to the package world. These are its names for those who use the emulator.
type (
	World   = world.State
	Account = world.Account
	Person  = world.Person
	Group   = world.Group
	Member  = world.Member

	JoinRequest = world.JoinRequest

	Limits   = world.Limits
	Duration = world.Duration
	Passed   = world.Passed
)

// The values that a World knows.
const (
	StatusConnected = world.StatusConnected
	StatusStarting  = world.StatusStarting
	StatusLoggedOut = world.StatusLoggedOut
	StatusFailed    = world.StatusFailed
	StatusStopped   = world.StatusStopped
	StatusBanned    = world.StatusBanned

	AddsEveryone = world.AddsEveryone
	AddsNobody   = world.AddsNobody

	RoleMember     = world.RoleMember
	RoleAdmin      = world.RoleAdmin
	RoleSuperadmin = world.RoleSuperadmin

	AddModeAdmins  = world.AddModeAdmins
	AddModeMembers = world.AddModeMembers

	AddressedByPhone = world.AddressedByPhone
	AddressedByLID   = world.AddressedByLID

	DisappearingOff = world.DisappearingOff

	TextsAsSent     = world.TextsAsSent
	TextsNormalised = world.TextsNormalised

	AskedByInviteLink = world.AskedByInviteLink
	AskedFromLinked   = world.AskedFromLinked
	AskedByMember     = world.AskedByMember

	RegisteredAsEverywhere = world.RegisteredAsEverywhere
	RegisteredAsInLookUps  = world.RegisteredAsInLookUps

	KindGroup        = world.KindGroup
	KindCommunity    = world.KindCommunity
	KindAnnouncement = world.KindAnnouncement
)

// ParseLimits reads limits as the flag -limits has them: "groups_per_day=45,adds=4/2s,lock=1h".
func ParseLimits(text string) (Limits, error) { return world.ParseLimits(text) }
