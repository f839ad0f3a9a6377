package emulator

import (
	"context"
	"slices"
	"strings"
)

// route is one route of a gateway whose router minds every slash. C is the gateway's call.
type route[C any] struct {
	method string
	path   string   // A segment {name} takes anything.
	query  []string // The parameters it knows.
	serve  func(context.Context, C) answer
}

// findRoute returns the first route for a path and what its placeholders stand for.
func findRoute[C any](routes []route[C], method, path string) (*route[C], map[string]string) {
	segments := strings.Split(path, "/")
	for i := range routes {
		if routes[i].method != method {
			continue
		}
		if params, ok := matchSegments(strings.Split(routes[i].path, "/"), segments); ok {
			return &routes[i], params
		}
	}
	return nil, nil
}

// checkQuery marks a call that has a query parameter that its route does not know.
func (c *call) checkQuery(known []string) {
	for name := range c.query {
		if !slices.Contains(known, name) {
			c.unknown()
		}
	}
}
