package chaos

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// open makes the way of a run to the gateway.
func (r *run) open(ctx context.Context, name string, configured Run, s Step) (*outcome, error) {
	writes, err := regexp.Compile(r.d.requests[aWrite])
	if err != nil {
		return nil, err
	}
	d := &door{
		server: r.server, clock: r.clock, writes: writes, acts: s.Acts, end: s.End, trace: r.trace,
		gone:  make(chan struct{}),
		asked: map[string]bool{}, process: r.CLI != nil, stop: func() {},
	}
	for _, f := range s.Faults {
		if !f.atTheDoor() || f.Name == accepted && s.Together {
			continue
		}
		lie, err := f.lie(r.d)
		if err != nil {
			return nil, err
		}
		d.lies = append(d.lies, lie)
	}
	r.mu.Lock()
	r.doors[name] = d
	r.mu.Unlock()
	provided := fmt.Sprintf(`
provider "whatsapp" {
  %s
  endpoint = "%s/%s%s"
  api_key = %q
  request_timeout = %q
  max_retries = %d
  %s
}
`, r.d.arguments, r.url, name, r.d.prefix, apiKey, requestTimeout, r.Retries, r.pace())
	o := &outcome{Run: configured, door: d}
	o.config = configured.Config.hcl(provided)
	return o, ctx.Err()
}

func (r *run) pace() string {
	if r.Paced {
		return ""
	}
	return "adds_per_minute = 0\n  groups_per_day = 0\n  writes_per_minute = 0"
}

// serve finds the door of a request.
func (r *run) serve(w http.ResponseWriter, req *http.Request) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/"), "/")
	r.mu.Lock()
	d := r.doors[first]
	r.mu.Unlock()
	if d == nil {
		http.NotFound(w, req)
		return
	}
	req.URL.Path = "/" + rest
	if raw := req.URL.RawPath; raw != "" {
		req.URL.RawPath = strings.TrimPrefix(raw, "/"+first)
	}
	d.ServeHTTP(w, req)
}
