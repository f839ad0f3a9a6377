package whatsapi_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestCreateGroup(t *testing.T) {
	for _, test := range []struct {
		name  string
		reply []reply
		// refused is Carol's outcome.
		refused error
	}{
		{"whatsmeow's object", file("create.json"), whatsapp.ErrPrivacy},
		{"that of 2022", file("create_2022.json"), nil},
		{
			"a wrapped one",
			data(`{"group":{"id":"120363000000000009@g.us","participants":[{"id":"12025550103","error":"403"}]}}`),
			whatsapp.ErrPrivacy,
		},
		{"the id alone", data(`{"group_id":"120363000000000009@g.us"}`), nil},
	} {
		adapter, w := newWire(t, map[string][]reply{createGroup: test.reply})
		made, err := adapter.CreateGroup(t.Context(), "New",
			append(phones(bob), whatsapp.Person{Phone: carol, LID: "103@lid"}))
		if err != nil {
			t.Fatal(err)
		}
		if made.Group != "120363000000000009@g.us" || len(made.Outcomes) != 2 {
			t.Fatalf("%s: created %v", test.name, made)
		}
		if o := made.Outcomes[0]; o.Person.Phone != bob || o.Err != nil {
			t.Errorf("%s: Bob: %v", test.name, o)
		}
		if o := made.Outcomes[1]; o.Person.Phone != carol || !errors.Is(o.Err, test.refused) {
			t.Errorf("%s: Carol: %v", test.name, o)
		}
		w.Sent(asked{createGroup, jsonType, `{"group_name":"New","participants":["12025550102","12025550103"]}`})
	}
}

func TestCreateGroupWithoutOthers(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{createGroup: file("create_2022.json")})
	made, err := adapter.CreateGroup(t.Context(), "New", nil)
	want := whatsapp.Created{Group: "120363000000000009@g.us", Outcomes: []whatsapp.Outcome{}}
	if diff := cmp.Diff(want, made); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{createGroup, jsonType, `{"group_name":"New","participants":[]}`})
}

// TestCreateGroupIsSentOnce has the failures after which a group may or may not exist, and those after which there is
// none.
func TestCreateGroupIsSentOnce(t *testing.T) {
	for _, test := range []struct {
		name  string
		reply reply
		want  error
	}{
		{"no id", reply{Text: `{"error":false,"data":{"Name":"New"}}`}, whatsapp.ErrOutcomeUnknown},
		{
			"an id that is no group", reply{Text: `{"error":false,"data":{"JID":"12025550100@s.whatsapp.net"}}`},
			whatsapp.ErrOutcomeUnknown,
		},
		{"no data", reply{Text: `{"error":false}`}, whatsapp.ErrOutcomeUnknown},
		{"nothing", reply{}, whatsapp.ErrOutcomeUnknown},
		{"a timeout", reply{Status: 500, File: "error_timeout.json"}, whatsapp.ErrOutcomeUnknown},
		{"a disconnect", reply{Status: 500, File: "error_disconnected.json"}, whatsapp.ErrOutcomeUnknown},
		{"an unexpected answer", reply{Status: 500, File: "error_unexpected.json"}, whatsapp.ErrOutcomeUnknown},
		{"an unknown text", reply{Status: 500, File: "error_plain_500.json"}, whatsapp.ErrOutcomeUnknown},
		{"an unknown text with 400", reply{Status: 400, File: "error_bad_request.json"}, whatsapp.ErrOutcomeUnknown},
		{"WhatsApp's own 500", reply{Status: 500, File: "error_iq_500.json"}, whatsapp.ErrOutcomeUnknown},
		{"409", reply{Status: 500, File: "error_iq_409.json"}, whatsapp.ErrOutcomeUnknown},
		{"404", reply{Status: 500, File: "error_iq_404.json"}, whatsapp.ErrOutcomeUnknown},
		{"a proxy's 502", reply{Status: 502, File: "error_502.html"}, whatsapp.ErrOutcomeUnknown},
		{"a proxy's 504", reply{Status: 504}, whatsapp.ErrOutcomeUnknown},
		{"rate limit", reply{Status: 500, File: "error_iq_429.json"}, whatsapp.ErrRateLimited},
		{"403", reply{Status: 500, File: "error_iq_403.json"}, whatsapp.ErrRefused},
		{"401", reply{Status: 500, File: "error_iq_401.json"}, whatsapp.ErrRefused},
		{"406", reply{Status: 500, File: "error_iq_406.json"}, whatsapp.ErrInvalidRequest},
		{"400", reply{Status: 500, File: "error_iq_400.json"}, whatsapp.ErrInvalidRequest},
		{"not connected", reply{Status: 500, File: "error_websocket.json"}, whatsapp.ErrNotConnected},
		{"no instance", reply{Status: 404, File: "error_instance.json"}, whatsapp.ErrSessionUnknown},
		{"a wrong key", reply{Status: 401, File: "error_unauthorized.json"}, whatsapp.ErrUnauthorized},
	} {
		adapter, w := newWire(t, map[string][]reply{createGroup: {test.reply}})
		made, err := adapter.CreateGroup(t.Context(), "New", phones(bob))
		if !errors.Is(err, test.want) || made.Group != "" {
			t.Errorf("%s: %v, %v, not %v", test.name, made, err, test.want)
		}
		w.Sent(asked{createGroup, jsonType, `{"group_name":"New","participants":["12025550102"]}`})
	}
	adapter, w := newWire(t, nil)
	if _, err := adapter.CreateGroup(t.Context(), "New", []whatsapp.Person{{}}); !errors.Is(err,
		whatsapp.ErrInvalidRequest) {
		t.Errorf("nobody: %v", err)
	}
	w.Sent()
}
