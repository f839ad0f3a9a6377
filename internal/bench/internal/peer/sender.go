package peer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// sender is what the resources do to WhatsApp.
type sender interface {
	// create makes a group and returns its id.
	create(ctx context.Context, name string) (string, error)
	// put changes one setting of a group.
	put(ctx context.Context, group, setting, field string, value any) error
	// post does something to a group, or to one person in it if a number is given.
	post(ctx context.Context, group, action, number string) error
}

// made is how many groups this process has made up.
var made atomic.Int64

// silent does nothing.
type silent struct{}

func (silent) create(ctx context.Context, _ string) (string, error) {
	return fmt.Sprintf("120363%012d@g.us", made.Add(1)), ctx.Err()
}

func (silent) put(context.Context, string, string, string, any) error { return nil }

func (silent) post(context.Context, string, string, string) error { return nil }

// httpSender sends one request for each change and believes the answer, as people do with curl.
type httpSender struct {
	client *http.Client
	groups string // The URL of all groups.
	key    string
}

// idleConnections are enough for what Terraform does at a time, so that the client does not dial for each request.
const idleConnections = 100

func newHTTPSender(endpoint, key string) *httpSender {
	transport := &http.Transport{MaxIdleConnsPerHost: idleConnections}
	return &httpSender{
		client: &http.Client{Transport: transport}, groups: endpoint + "/api/default/groups", key: key,
	}
}

func (s *httpSender) create(ctx context.Context, name string) (string, error) {
	var group struct{ ID string }
	err := s.send(ctx, http.MethodPost, "", map[string]any{"name": name, "participants": []any{}}, &group)
	return group.ID, err
}

func (s *httpSender) put(ctx context.Context, group, setting, field string, value any) error {
	return s.send(ctx, http.MethodPut, "/"+group+"/"+setting, map[string]any{field: value}, nil)
}

func (s *httpSender) post(ctx context.Context, group, action, number string) error {
	body := map[string]any{}
	if number != "" {
		body["participants"] = []any{map[string]string{"id": strings.TrimPrefix(number, "+") + "@c.us"}}
	}
	return s.send(ctx, http.MethodPost, "/"+group+"/"+action, body, nil)
}

func (s *httpSender) send(ctx context.Context, method, path string, body, answer any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, s.groups+path, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Api-Key", s.key)
	resp, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, got)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(got, answer)
}
