package waha_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/waha"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestWhatIsAskedOnTheSideFails has calls that need a second answer, and that one fails or cannot be read.
func TestWhatIsAskedOnTheSideFails(t *testing.T) {
	timeout := fault(500, "error_500_noweb_timeout.json")
	group1 := func(a *waha.Adapter) error {
		_, err := a.Group(t.Context(), group)
		return err
	}
	members := func(a *waha.Adapter) error {
		_, err := a.Members(t.Context(), group)
		return err
	}
	invite := func(a *waha.Adapter) error {
		_, err := a.InviteCode(t.Context(), group)
		return err
	}
	revoke := func(a *waha.Adapter) error {
		_, err := a.RevokeInvite(t.Context(), group)
		return err
	}
	for name, test := range map[string]struct {
		replies map[string][]reply
		call    func(*waha.Adapter) error
	}{
		"the settings that the object lacks": {known("webjs", map[string][]reply{
			onGroup: file("group_webjs_bare.json"), "GET " + security + "info-admin-only": timeout,
		}), group1},
		"who the account is": {map[string][]reply{
			onVersion: file("version_gows.json"), onSession: timeout, onGroup: file("group_gows.json"),
		}, group1},
		"the members": {known("noweb", map[string][]reply{onV1: timeout}), members},
		"the members, and then the group": {known("noweb", map[string][]reply{
			onV1: text("[]"), onGroup: timeout,
		}), members},
		"the engine, of an empty code":   {map[string][]reply{onVersion: timeout, onInvite: text("")}, invite},
		"a code that is half a text":     {known("wpp", map[string][]reply{onInvite: text(`"` + code)}), invite},
		"the engine, before a revoking":  {map[string][]reply{onVersion: timeout}, revoke},
		"the new code after a revoking":  {known("wpp", map[string][]reply{onRevoke: text("true")}), revoke},
		"the code before a GOWS revokes": {known("gows", map[string][]reply{onInvite: timeout}), revoke},
	} {
		adapter, _ := newWire(t, test.replies)
		if err := test.call(adapter); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLookUpsInTheMapAreExtras has a map of LIDs that fails. What it would add is left out.
func TestLookUpsInTheMapAreExtras(t *testing.T) {
	const check = "GET /api/contacts/check-exists?phone=12025550102&session=default"
	timeout := fault(500, "error_500_noweb_timeout.json")
	for answer, want := range map[string]whatsapp.Person{
		`{"numberExists":true,"chatId":"12025550102@c.us"}`: {Phone: bob},
		`{"numberExists":true,"chatId":"102@lid"}`:          {LID: "102@lid"},
	} {
		adapter, _ := newWire(t, map[string][]reply{
			check: text(answer), "GET /api/default/lids/pn/12025550102": timeout,
			"GET /api/default/lids/102@lid": timeout,
		})
		if got, err := adapter.Contact(t.Context(), bob); err != nil || got != want {
			t.Errorf("%s: %v, %v", answer, got, err)
		}
	}
	adapter, _ := newWire(t, map[string][]reply{
		onAdd: text(`[{"status":"403","jid":"102@lid"},` +
			`{"status":"200","jid":"12025550103@c.us"}]`),
		"GET /api/default/lids/102@lid": timeout,
	})
	outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob, carol))
	if err != nil || !errors.Is(outcomes[0].Err, whatsapp.ErrPrivacy) || outcomes[1].Err != nil {
		t.Errorf("the outcomes are %v, %v", outcomes, err)
	}
}

// TestJoinIsRefused has the two ways to say no with a 200.
func TestJoinIsRefused(t *testing.T) {
	for _, answer := range []string{"false", `{"success":false}`} {
		adapter, _ := newWire(t, map[string][]reply{onJoin: text(answer)})
		if id, err := adapter.Join(t.Context(), inviteCode(t)); !errors.Is(err, whatsapp.ErrRefused) || id != "" {
			t.Errorf("%s: %s, %v", answer, id, err)
		}
	}
}

// TestConnectionClosed has Baileys' code of a connection that closed, perhaps while it waited for WhatsApp.
func TestConnectionClosed(t *testing.T) {
	adapter, _ := newWire(t, map[string][]reply{
		putGroup + "subject": {{Status: 500, Text: `{"exception":{"message":"Connection Closed","data":428}}`}},
	})
	err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops"))
	if !errors.Is(err, whatsapp.ErrOutcomeUnknown) ||
		err.Error() != "the gateway gave no clear answer: Connection Closed" {
		t.Errorf("%v", err)
	}
}

func TestUpdateMembersKnowsItsActions(t *testing.T) {
	adapter, w := newWire(t, nil)
	if _, err := adapter.UpdateMembers(t.Context(), group, "ban", phones(bob)); !errors.Is(err,
		whatsapp.ErrInvalidRequest) {
		t.Errorf("%v", err)
	}
	w.Sent()
}

// TestLIDsOfNOWEBWithoutAStore has a session that keeps no LIDs, which is no failure. It is asked once.
func TestLIDsOfNOWEBWithoutAStore(t *testing.T) {
	const (
		onLIDs = "GET /api/default/lids?limit=500&offset=0"
		check  = "GET /api/contacts/check-exists?phone=12025550102&session=default"
	)
	adapter, w := newWire(t, known("noweb", map[string][]reply{
		onLIDs: fault(400, "error_400_store.json"),
		check:  text(`{"numberExists":true,"chatId":"12025550102@c.us"}`),
	}))
	for range 2 {
		if people, err := adapter.LIDs(t.Context()); err != nil || len(people) > 0 {
			t.Errorf("%v, %v", people, err)
		}
	}
	person, err := adapter.Contact(t.Context(), bob)
	if want := (whatsapp.Person{Phone: bob}); err != nil || person != want {
		t.Errorf("%+v, %v", person, err)
	}
	w.Sent(asked{Route: onLIDs}, asked{Route: check})
}
