package emulator

import (
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wahaOp is something that a route does and that WhatsApp may refuse.
type wahaOp string

const (
	opCreate      wahaOp = "create"
	opLeave       wahaOp = "leave"
	opDeleteChat  wahaOp = "delete chat"
	opSubject     wahaOp = "subject"
	opDescription wahaOp = "description"
	opSetting     wahaOp = "setting"
	opPicture     wahaOp = "picture"
	opAdd         wahaOp = "add"
	opRemove      wahaOp = "remove"
	opPromote     wahaOp = "promote"
	opDemote      wahaOp = "demote"
	opInvite      wahaOp = "invite-code"
	opRevoke      wahaOp = "revoke"
	opJoinInfo    wahaOp = "join-info"
	opJoin        wahaOp = "join"
	opRequests    wahaOp = "join-requests"
)

// wahaRead is a part of a group that a route shows. An absent group looks different in each.
type wahaRead string

const (
	readGroup          wahaRead = "group"
	readParticipants   wahaRead = "participants"
	readParticipantsV2 wahaRead = "participants/v2"
	readSetting        wahaRead = "setting"
)

// wahaTraits are those differences between the engines that are a yes or no.
type wahaTraits struct {
	chats         bool // It lists chats, and a chat stays when the account leaves (evidence/waha.md §9).
	stale         bool // The first read after a write shows the old state.
	refreshes     bool // POST /groups/refresh makes the next read a true one.
	hidesOwnLID   bool
	missingIsTrue bool // A setting without its boolean is switched on.
	hangs         bool // It never answers to an empty description (WAHA issue 2257).
	noPictures    bool // 501 before 2026.6.1.
	noHistoryMode bool
}

// wahaParticipant is a row of participants/v2, which looks nearly the same on every engine. PN is left out where
// JavaScript would have had undefined.
type wahaParticipant struct {
	ID   string `json:"id"`
	PN   any    `json:"pn,omitempty"`
	Role string `json:"role"`
}

// wahaEngine is what differs from engine to engine.
type wahaEngine interface {
	name() string
	traits(wahaVersion) wahaTraits

	// address reads a participant's id. The error is ErrBadRequest.
	address(id string) (world.Address, error)

	// created answers a create; ids and outcomes belong together by their index.
	created(g world.View, ids []string, outcomes []world.Outcome) wire.Answer
	// list answers with groups.
	list(groups []world.View, withParticipants bool) wire.Answer
	// group is one group as GET /groups/{id} shows it.
	group(g world.View) any
	// participants is the list of the first version, participant a row of the second.
	participants(g world.View) any
	participant(g world.View, m world.Member) wahaParticipant
	// absent answers the read of a group that does not exist, or that is not the account's.
	absent(c *wahaCall, read wahaRead, field string) wire.Answer

	// done answers a write that worked.
	done(op wahaOp) wire.Answer
	// precheck is for the engine that refuses a whole request before sending it.
	precheck(c *wahaCall, op wahaOp, g world.View, people []world.Person) (refusal wire.Answer, ok bool)
	// changed answers a change of members.
	changed(op wahaOp, g world.View, ids []string, outcomes []world.Outcome) wire.Answer
	// refused answers what WhatsApp, or the engine before it, refused.
	refused(c *wahaCall, op wahaOp, err error) wire.Answer
	rateLimited(c *wahaCall) wire.Answer

	// inviteCode is the code as the engine gives it out; invited is a group seen through its invite.
	inviteCode(code string) string
	invited(g world.View) any
}
