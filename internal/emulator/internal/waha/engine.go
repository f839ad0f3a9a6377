package waha

import (
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// operation is what a route does and WhatsApp may refuse.
type operation string

const (
	opCreate      operation = "create"
	opLeave       operation = "leave"
	opDeleteChat  operation = "delete chat"
	opSubject     operation = "subject"
	opDescription operation = "description"
	opSetting     operation = "setting"
	opPicture     operation = "picture"
	opAdd         operation = "add"
	opRemove      operation = "remove"
	opPromote     operation = "promote"
	opDemote      operation = "demote"
	opInvite      operation = "invite-code"
	opRevoke      operation = "revoke"
	opJoinInfo    operation = "join-info"
	opJoin        operation = "join"
	opRequests    operation = "join-requests"
)

// changesMembers reports whether an operation is one of those that take participants.
func (op operation) changesMembers() bool {
	return op == opAdd || op == opRemove || op == opPromote || op == opDemote
}

// reading is the part of a group that a route shows. A group that is absent looks different in each.
type reading string

const (
	readGroup          reading = "group"
	readParticipants   reading = "participants"
	readParticipantsV2 reading = "participants/v2"
	readSetting        reading = "setting"
)

// traits are the differences between the engines that are a yes or no.
type traits struct {
	chats         bool // It lists chats, and a chat stays when the account leaves (evidence/waha.md §9).
	stale         bool // The first read after a write shows the old state.
	refreshes     bool // POST /groups/refresh makes the next read a true one.
	hidesOwnLID   bool // The session does not say the account's LID.
	missingIsTrue bool // A setting without its boolean is switched on.
	hangs         bool // It never answers an empty description (WAHA issue 2257).
	noPictures    bool // It cannot change a picture.
	noHistoryMode bool // It cannot say whether members share history.
	// It joins no group that the account is in already (evidence/waha.md §8.3).
	looksBeforeJoin bool
}

// participantRow is a row of participants/v2, which looks nearly the same on every engine. PN is left out if JavaScript
// would have undefined.
type participantRow struct {
	ID   string `json:"id"`
	PN   any    `json:"pn,omitempty"`
	Role string `json:"role"`
}

// engine is what differs from engine to engine.
type engine interface {
	name() string
	traits(version) traits

	// address reads a participant's id. The error is world.ErrBadRequest.
	address(id string) (world.Address, error)

	// created answers a create. Each id has the outcome with the same index.
	created(g world.View, ids []string, outcomes []world.Outcome) wire.Answer
	// list answers with groups.
	list(groups []world.View, withParticipants bool) wire.Answer
	// group is one group as GET /groups/{id} shows it.
	group(g world.View) any
	// participants is the list of the first version, participant a row of the second.
	participants(g world.View) any
	participant(g world.View, m world.Member) participantRow
	// absent answers the read of a group that does not exist, or that is not the account's.
	absent(c *call, read reading, field string) wire.Answer

	// done answers a write that worked.
	done(op operation) wire.Answer
	// precheck refuses a whole request before it is sent, if the engine does so.
	precheck(c *call, op operation, g world.View, people []world.Person) (refusal wire.Answer, ok bool)
	// changed answers a change of members.
	changed(op operation, g world.View, ids []string, outcomes []world.Outcome) wire.Answer
	// refused answers what WhatsApp, or the engine before it, refused.
	refused(c *call, op operation, err error) wire.Answer
	// rateLimited answers when there have been too many requests.
	rateLimited(c *call) wire.Answer

	// inviteCode is the code as the engine gives it out.
	inviteCode(code string) string
	// invited is a group that is seen through its invite.
	invited(g world.View) any
}
