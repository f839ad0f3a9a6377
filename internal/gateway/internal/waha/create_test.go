package waha_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestCreateGroupOfEachEngine(t *testing.T) {
	for _, test := range []struct {
		file string
		// refused is Carol's outcome, with the code of her invitation.
		refused error
		code    string
	}{
		{"create_noweb.json", nil, ""}, // It lists as a member who was refused.
		{"create_gows.json", whatsapp.ErrPrivacy, "Xy7Kp9LmQ2vR8sTa"},
		{"create_webjs.json", whatsapp.ErrPrivacy, ""},
		{"create_wpp.json", whatsapp.ErrPrivacy, "QWERTY123"},
	} {
		t.Run(test.file, func(t *testing.T) {
			adapter, w := newWire(t, map[string][]reply{onCreate: {{Status: 201, File: test.file}}})
			created, err := adapter.CreateGroup(t.Context(), "New", phones(bob, carol))
			if err != nil {
				t.Fatal(err)
			}
			if created.Group != "120363000000000009@g.us" || len(created.Outcomes) != 2 {
				t.Fatalf("created %v", created)
			}
			if o := created.Outcomes[0]; o.Person.Phone != bob || o.Err != nil {
				t.Errorf("Bob: %v", o)
			}
			o := created.Outcomes[1]
			if o.Person.Phone != carol || !errors.Is(o.Err, test.refused) {
				t.Errorf("Carol: %v", o)
			}
			var e *whatsapp.Error
			if test.code != "" && (!errors.As(o.Err, &e) || e.Invitation == nil ||
				e.Invitation.Code.Code() != test.code) {
				t.Errorf("Carol's invitation: %v", o.Err)
			}
			w.Sent(asked{Route: onCreate,
				Body: `{"name":"New","participants":[{"id":"12025550102@c.us"},{"id":"12025550103@c.us"}]}`})
		})
	}
}

func TestCreateGroupWithoutOthers(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{onCreate: {{Status: 201, File: "create_webjs_renamed.json"}}})
	created, err := adapter.CreateGroup(t.Context(), `Ops & "Dev" <1>`, nil)
	want := whatsapp.Created{Group: "120363000000000009@g.us", Outcomes: []whatsapp.Outcome{}}
	if diff := cmp.Diff(want, created); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: onCreate, Body: `{"name":"Ops & \"Dev\" <1>","participants":[]}`})
}

// TestCreateGroupIsSentOnce has the failures after which a group may or may not exist, and those after which there is
// none.
func TestCreateGroupIsSentOnce(t *testing.T) {
	for _, test := range []struct {
		name string
		body reply
		want error
	}{
		{"CreateGroupError", reply{Status: 201, File: "create_webjs_error.txt"}, whatsapp.ErrOutcomeUnknown},
		{"no id", reply{Status: 201, Text: `{"title":"New"}`}, whatsapp.ErrOutcomeUnknown},
		{"an id that is no group", reply{Status: 201, Text: `{"id":"12025550100@c.us"}`}, whatsapp.ErrOutcomeUnknown},
		{"nothing", reply{Status: 201}, whatsapp.ErrOutcomeUnknown},
		{"a timeout of NOWEB", reply{Status: 500, File: "error_500_noweb_timeout.json"}, whatsapp.ErrOutcomeUnknown},
		{"a timeout of GOWS", reply{Status: 500, File: "error_500_gows_timeout.json"}, whatsapp.ErrOutcomeUnknown},
		{"a page error", reply{Status: 500, File: "error_500_webjs.json"}, whatsapp.ErrOutcomeUnknown},
		{"a TypeError", reply{Status: 500, File: "error_500_webjs_undefined.json"}, whatsapp.ErrOutcomeUnknown},
		{"WhatsApp's own 500", reply{Status: 500, File: "error_500_noweb_internal.json"}, whatsapp.ErrOutcomeUnknown},
		{"409", reply{Status: 500, File: "error_500_noweb_conflict.json"}, whatsapp.ErrOutcomeUnknown},
		{"a proxy's 502", reply{Status: 502, File: "error_502.html"}, whatsapp.ErrOutcomeUnknown},
		{"a proxy's 504", reply{Status: 504}, whatsapp.ErrOutcomeUnknown},
		{"rate limit (NOWEB)", reply{Status: 500, File: "error_500_noweb_rate.json"}, whatsapp.ErrRateLimited},
		{"rate limit (GOWS)", reply{Status: 500, File: "error_500_gows_rate.json"}, whatsapp.ErrRateLimited},
		{"403", reply{Status: 500, File: "error_500_noweb_forbidden.json"}, whatsapp.ErrRefused},
		{"401", reply{Status: 500, File: "error_500_gows_not_authorized.json"}, whatsapp.ErrRefused},
		{"406", reply{Status: 500, File: "error_500_noweb_not_acceptable.json"}, whatsapp.ErrInvalidRequest},
		{"400", reply{Status: 500, File: "error_500_gows_bad_request.json"}, whatsapp.ErrInvalidRequest},
		{"not connected", reply{Status: 422, File: "error_422_scan.json"}, whatsapp.ErrNotConnected},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, w := newWire(t, map[string][]reply{onCreate: {test.body}})
			created, err := adapter.CreateGroup(t.Context(), "New", phones(bob))
			if !errors.Is(err, test.want) || created.Group != "" {
				t.Errorf("%v, %v, not %v", created, err, test.want)
			}
			w.Sent(asked{Route: onCreate, Body: `{"name":"New","participants":[{"id":"12025550102@c.us"}]}`})
		})
	}
}

// TestCreateGroupTimesOut gives up on a server that does not answer.
func TestCreateGroupTimesOut(t *testing.T) {
	adapter := open(t, wiretest.Silent(t), 50*time.Millisecond)
	if _, err := adapter.CreateGroup(t.Context(), "New", nil); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("%v", err)
	}
}
