package beta_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestSendsEachChange(t *testing.T) {
	for _, test := range []struct {
		change whatsapp.Change
		route  string
		body   string
	}{
		{whatsapp.SetName("Night"), onUpdate, `{"subject":"Night"}`},
		{whatsapp.SetDescription("On call"), onUpdate, `{"description":"On call"}`},
		{
			whatsapp.SetPictureURL("https://example.org/a.jpg?x=1&y=2"), onPicture,
			`{"url":"https://example.org/a.jpg?x=1&y=2"}`,
		},
		{whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd), onMode, `{"mode":"all_member_add"}`},
	} {
		for _, answer := range []string{``, `{}`, `{"success":true}`, `true`} {
			g, w := newWire(t, unverified, map[string][]reply{test.route: text(answer)})
			err := g.ChangeGroup(t.Context(), group, test.change)
			// Of a picture nothing but the answer tells.
			unsaid := test.route == onPicture && (answer == `` || answer == `{}`)
			if unsaid && !errors.Is(err, whatsapp.ErrOutcomeUnknown) || !unsaid && err != nil {
				t.Errorf("%T with %q: %v", test.change, answer, err)
			}
			w.Sent(asked{Route: test.route, Body: test.body})
		}
	}
}
