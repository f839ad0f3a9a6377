package emulator

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
)

// dialect is one gateway's way to speak about the world.
type dialect interface {
	// prefix is the path under which the dialect is served. Its name in the list of requests is the same with dashes.
	prefix() string
	// serve answers a call. Where the gateway would not answer at all it waits for ctx, which ends when the client has gone,
	// and returns noAnswer.
	serve(ctx context.Context, c *call) answer
	// rateLimited is the answer when WhatsApp says that there have been too many requests.
	rateLimited(c *call) answer
	// worldReplaced says that every cache has heard of a new world.
	worldReplaced()
}

// call is a request as it reached a dialect, with the body read and the dialect's prefix taken off.
type call struct {
	method string
	path   string // Decoded, without query.
	uri    string // As it was sent, with query.
	query  url.Values
	header http.Header
	body   []byte

	strange atomic.Bool
}

// unknown marks a call that uses something the gateway does not know or would misunderstand: a route, a method, a field, a
// query parameter, a value of the wrong type. It is answered as the gateway does, but no client of ours should send it.
func (c *call) unknown() {
	c.strange.Store(true)
}

// answer is what goes back to the client.
type answer struct {
	status      int
	contentType string // Empty for none.
	body        []byte
}

// noAnswer closes the connection instead.
var noAnswer = answer{}

func (a answer) write(w http.ResponseWriter) {
	if a.status == 0 {
		// net/http closes the connection without a word.
		panic(http.ErrAbortHandler)
	}
	if a.contentType != "" {
		w.Header().Set("Content-Type", a.contentType)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // A client that has gone away is no concern of ours.
}

// dialectFor returns the dialect of a path, or nil.
func (s *Server) dialectFor(path string) dialect {
	for _, d := range s.dialects {
		if path == d.prefix() || strings.HasPrefix(path, d.prefix()+"/") {
			return d
		}
	}
	return nil
}

// prefixes lists the dialects for somebody who has found none of them.
func (s *Server) prefixes() string {
	list := make([]string, 0, len(s.dialects))
	for _, d := range s.dialects {
		list = append(list, d.prefix())
	}
	return strings.Join(list, ", ")
}

func dialectName(d dialect) string {
	if d == nil {
		return ""
	}
	return strings.ReplaceAll(strings.TrimPrefix(d.prefix(), "/"), "/", "-")
}
