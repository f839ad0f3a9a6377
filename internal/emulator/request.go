package emulator

import (
	"strings"
	"sync"
	"time"
)

// Request is one thing that a dialect was asked.
type Request struct {
	Time    time.Time `json:"time"`
	Dialect string    `json:"dialect"` // Its prefix with dashes: "waha", "autonotify-nexus".
	Method  string    `json:"method"`
	Path    string    `json:"path"`   // With the dialect's prefix, decoded, without query; of a long one the beginning.
	Status  int       `json:"status"` // 0 while there is no answer, or if there never was one.
	// Unknown says that the request has a route, method, field, query parameter or type that the gateway does not know.
	Unknown bool `json:"unknown,omitempty"`
}

// maxRequests is how many requests the list keeps. An emulator that runs for days must not grow for ever.
const maxRequests = 100_000

// requestLog is the list of requests. Each is in it as soon as it arrives, so that one that hangs can be seen too.
type requestLog struct {
	mu      sync.Mutex
	entries []*Request
	dropped int // The oldest, for which there was no room.
}

func (l *requestLog) add(now time.Time, dialect, method, path string) *Request {
	entry := &Request{Time: now.UTC(), Dialect: dialect, Method: listed(method), Path: listed(path)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) >= maxRequests {
		half := len(l.entries) / 2
		l.entries, l.dropped = append([]*Request(nil), l.entries[half:]...), l.dropped+half
	}
	l.entries = append(l.entries, entry)
	return entry
}

// maxListed is how much of a method or path the list keeps.
const maxListed = 512

// listed is a copy, since what it is cut from is a part of the request's whole header.
func listed(text string) string {
	return strings.Clone(text[:min(len(text), maxListed)])
}

// finish completes an entry. It is called before the answer goes out, so that a client that has its answer finds it in
// the list.
func (l *requestLog) finish(entry *Request, status int, unknown bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry.Status, entry.Unknown = status, unknown
}

func (l *requestLog) all() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]Request, 0, len(l.entries))
	for _, entry := range l.entries {
		all = append(all, *entry)
	}
	return all
}

// missing is how many requests were dropped since the list was cleared.
func (l *requestLog) missing() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dropped
}

func (l *requestLog) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries, l.dropped = nil, 0
}
