package waha

// events are those of the closed list that a webhook may name (evidence/waha.md §13). "*" stands for all of them.
var events = []string{
	"*", "session.status",
	"message", "message.any", "message.reaction", "message.ack", "message.ack.group", "message.waiting",
	"message.revoked", "message.edited",
	"group.join", "group.leave", "group.v2.join", "group.v2.leave", "group.v2.update", "group.v2.participants",
	"group.v2.participants.join-request",
	"presence.update", "chat.archive", "poll.vote", "poll.vote.failed", "event.response", "event.response.failed",
	"call.received", "call.accepted", "call.rejected",
	"label.upsert", "label.deleted", "label.chat.added", "label.chat.deleted",
	"state.change", "engine.event",
}

// Events lists the events of WAHA.
func (*Adapter) Events() (names []string, server, version string) { return events, "WAHA", "2026.8.2" }
