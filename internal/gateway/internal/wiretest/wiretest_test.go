package wiretest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// log is a test that only writes down what it is told.
type log struct {
	testing.TB
	told []string
}

func (l *log) Helper() {}

func (l *log) Error(args ...any) { l.told = append(l.told, fmt.Sprint(args...)) }

func (l *log) Errorf(format string, args ...any) {
	l.told = append(l.told, fmt.Sprintf(format, args...))
}

var plain = wiretest.Gateway[string]{
	ContentType: "text/plain",
	Look: func(t testing.TB, req *http.Request, route, body string) string {
		if req.Header.Get("Key") != "" {
			t.Errorf("there is a key")
		}
		return route + " " + body
	},
}

func TestServer(t *testing.T) {
	told := &log{TB: t}
	s := plain.Start(told, map[string][]wiretest.Reply{
		"POST /a%2Fb?c=d": {
			{Status: http.StatusConflict, Text: "no", Header: http.Header{"Retry-After": {"7"}}}, {File: "answer.json"},
		},
	})
	send := func(path string) (status int, retry, kind, body string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+path, strings.NewReader("sent"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		content, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, resp.Header.Get("Retry-After"), resp.Header.Get("Content-Type"), string(content)
	}
	if status, retry, kind, body := send("/a%2Fb?c=d"); status != http.StatusConflict || retry != "7" ||
		kind != "text/plain" || body != "no" {
		t.Errorf("the first answer is %d %q %q %q", status, retry, kind, body)
	}
	for range 2 {
		if status, _, _, body := send("/a%2Fb?c=d"); status != http.StatusOK || body != `{"a":[1,2]}` {
			t.Errorf("the answer is %d %q", status, body)
		}
	}
	if len(told.told) != 0 {
		t.Errorf("it fails on what is in the table: %v", told.told)
	}
	s.Sent("POST /a%2Fb?c=d sent", "POST /a%2Fb?c=d sent", "POST /a%2Fb?c=d sent")
	if status, _, _, _ := send("/other"); status != http.StatusTeapot {
		t.Errorf("what is not in the table is answered with %d", status)
	}
	s.Sent()
	if len(told.told) != 2 || told.told[0] != "unexpected: POST /other" ||
		!strings.HasPrefix(told.told[1], "what was sent") {
		t.Errorf("it told %v", told.told)
	}
}

func TestSilent(t *testing.T) {
	client := http.Client{Timeout: 20 * time.Millisecond}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, wiretest.Silent(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := client.Do(req); err == nil {
		resp.Body.Close()
		t.Error("it answers")
	}
}

func TestCheckError(t *testing.T) {
	for _, test := range []struct {
		err  error
		want int
	}{
		{&whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "short"}, 0},
		{&whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "secret"}, 1},
		{&whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: strings.Repeat("a", 100)}, 1},
		{errors.New("secret"), 2},
	} {
		told := &log{TB: t}
		wiretest.CheckError(told, "name", test.err, 100, "other", "secret")
		if len(told.told) != test.want {
			t.Errorf("%v: %v", test.err, told.told)
		}
	}
}

// careless is a gateway that takes everything and knows nothing.
type careless struct{ whatsapp.Gateway }

func (careless) UpdateMembers(
	context.Context, whatsapp.JID, whatsapp.MemberAction, []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	return nil, nil
}

func (careless) CreateGroup(context.Context, string, []whatsapp.Person) (whatsapp.Created, error) {
	return whatsapp.Created{}, nil
}

func (careless) Contact(context.Context, phone.Number) (whatsapp.Person, error) {
	return whatsapp.Person{}, nil
}

func TestCheckNames(t *testing.T) {
	told := &log{TB: t}
	wiretest.CheckNames(told, careless{}, wiretest.Group)
	// There are nine people with four actions and a group each. Six have a number, which is looked up.
	if want := 9*(4+1) + 6; len(told.told) != want {
		t.Errorf("it fails %d times, not %d: %v", len(told.told), want, told.told)
	}
}

func TestRecorded(t *testing.T) {
	if diff := cmp.Diff([]string{"{\n  \"a\": [1, 2]\n}\n"}, func() (texts []string) {
		for _, content := range wiretest.Recorded(t) {
			texts = append(texts, string(content))
		}
		return texts
	}()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
