package wire

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"sync/atomic"
)

// MaxBody is WAHA's limit, and generous for every other gateway.
const MaxBody = 50 << 20

// Call is a request as it reached a dialect, with the body read and the dialect's prefix taken off.
type Call struct {
	Method string
	Path   string // Decoded, without query.
	URI    string // As it was sent, with query.
	Query  url.Values
	Header http.Header
	Body   []byte
	// Pause, if there is one, gives the turn to other calls while a function runs. Use Aside.
	Pause func(func())

	unknown atomic.Bool
}

// Aside waits for something that is no work of the session's, and lets other calls go on meanwhile.
func (c *Call) Aside(wait func()) {
	if c.Pause == nil {
		wait()
		return
	}
	c.Pause(wait)
}

// MarkUnknown marks a call that uses something that the gateway does not know or would misunderstand: a route, a
// method, a field, a query parameter, a value of the wrong type. It is answered as the gateway does, but no client of
// ours should send it.
func (c *Call) MarkUnknown() {
	c.unknown.Store(true)
}

// Unknown reports whether the call was marked.
func (c *Call) Unknown() bool {
	return c.unknown.Load()
}

// CheckQuery marks a call that has a query parameter that its route does not know.
func (c *Call) CheckQuery(known []string) {
	for name := range c.Query {
		if !slices.Contains(known, name) {
			c.MarkUnknown()
		}
	}
}

// HasJSON reports whether the body is of a type that Express parses. Express passes over any other.
func (c *Call) HasJSON() bool {
	mediaType, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/json" && len(c.Body) > 0
}
