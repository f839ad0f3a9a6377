// Package wire is what the dialects share of HTTP: calls, answers, routes and bodies. It knows no gateway.
package wire

import "context"

// Session is the one session, or instance, that every gateway of the emulator has.
const Session = "default"

// Dialect is one gateway's way to speak about the world.
type Dialect interface {
	// Prefix is the path under which the dialect is served.
	Prefix() string
	// Serve answers a call. If the gateway would not answer at all, it waits for ctx, which ends when the client has
	// gone, and returns NoAnswer.
	Serve(ctx context.Context, c *Call) Answer
	// UsesSession reports whether a call goes to WhatsApp, over the one socket of the session.
	UsesSession(c *Call) bool
	// RateLimited is the answer when WhatsApp says that there have been too many requests.
	RateLimited(c *Call) Answer
	// WorldReplaced says that every cache has heard of a new world.
	WorldReplaced()
}
