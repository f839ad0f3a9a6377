package wire

import (
	"context"
	"strings"
)

// Route is one route of a gateway. C is the gateway's call.
type Route[C any] struct {
	Method string
	Path   string   // A segment {name} takes anything but nothing.
	Query  []string // The parameters it knows.
	Serve  func(context.Context, C) Answer
}

// Match reports whether the route serves a request, and returns what its placeholders stand for. Every slash counts.
func (r Route[C]) Match(method, path string) (params map[string]string, ok bool) {
	pattern, segments := strings.Split(r.Path, "/"), strings.Split(path, "/")
	if r.Method != method || len(pattern) != len(segments) {
		return nil, false
	}
	params = map[string]string{}
	for i, want := range pattern {
		switch {
		case strings.HasPrefix(want, "{") && segments[i] != "":
			params[strings.Trim(want, "{}")] = segments[i]
		case want != segments[i]:
			return nil, false
		}
	}
	return params, true
}

// matcher is a route, or a dialect's own kind of route that has one within.
type matcher interface {
	Match(method, path string) (params map[string]string, ok bool)
}

// FindRoute returns the first route that serves a request, and what its placeholders stand for; or nil.
func FindRoute[R matcher](routes []R, method, path string) (*R, map[string]string) {
	for i, r := range routes {
		if params, ok := r.Match(method, path); ok {
			return &routes[i], params
		}
	}
	return nil, nil
}
