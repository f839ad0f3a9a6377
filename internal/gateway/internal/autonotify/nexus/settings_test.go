package nexus_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestSendsEachChange(t *testing.T) {
	for _, test := range []struct {
		change whatsapp.Change
		route  string
		body   string
	}{
		{whatsapp.SetName("Night"), onName, `"new_name":"Night"`},
		{whatsapp.SetDescription("On <call>"), onTopic, `"new_topic":"On <call>"`},
		{whatsapp.SetMessagesAdminsOnly(true), "POST /api/v1/group/set-announce", `"announce":true`},
		{whatsapp.SetMessagesAdminsOnly(false), "POST /api/v1/group/set-announce", `"announce":false`},
		{whatsapp.SetInfoAdminsOnly(true), "POST /api/v1/group/set-locked", `"locked":true`},
		{
			whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd), "POST /api/v1/group/set-member-add-mode",
			`"mode":"all_member_add"`,
		},
		{whatsapp.SetMemberAddMode(whatsapp.AdminAdd), "POST /api/v1/group/set-member-add-mode", `"mode":"admin_add"`},
		{whatsapp.SetJoinApprovalRequired(true), "POST /api/v1/group/set-join-approval", `"mode":"on"`},
		{whatsapp.SetJoinApprovalRequired(false), "POST /api/v1/group/set-join-approval", `"mode":"off"`},
		{
			whatsapp.SetPictureURL("https://example.org/a.jpg?x=1&y=2"), onPicture,
			`"image_url":"https://example.org/a.jpg?x=1&y=2"`,
		},
	} {
		answer := "done.json"
		if test.route == onPicture {
			answer = "picture.json"
		}
		g, w := newWire(t, map[string][]reply{test.route: file(answer)})
		if err := g.ChangeGroup(t.Context(), group, test.change); err != nil {
			t.Errorf("%T: %v", test.change, err)
		}
		// Keys are sent in order.
		body := `{"group_jid":"120363000000000001@g.us",` + test.body + `}`
		if strings.HasPrefix(test.body, `"announce"`) {
			body = `{` + test.body + `,"group_jid":"120363000000000001@g.us"}`
		}
		w.Sent(asked{Route: test.route, Body: body})
	}
}

// TestDescriptionConflict explains the second edit and does not try again.
func TestDescriptionConflict(t *testing.T) {
	g, w := newWire(t, map[string][]reply{onTopic: fault(500, "error_500_iq_409.json")})
	err := g.ChangeGroup(t.Context(), group, whatsapp.SetDescription("Changed"))
	want := "WhatsApp refused: Autonotify can write the first description of a group only: it does not name the one " +
		"that it replaces, and WhatsApp answers that with a conflict. Edit it in the app; it may turn out to be " +
		"frozen there too"
	if !errors.Is(err, whatsapp.ErrRefused) || err.Error() != want {
		t.Errorf("%v", err)
	}
	w.Sent(asked{Route: onTopic, Body: `{"group_jid":"120363000000000001@g.us","new_topic":"Changed"}`})
}
