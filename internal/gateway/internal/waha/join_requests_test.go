package waha_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	onRequests = onGroup + "/participants/join-requests"
	onApprove  = "POST /api/default/groups/120363000000000001@g.us/participants/join-requests/approve"
)

func ofVersion(version string) []reply {
	return text(`{"version":"` + version + `","engine":"GOWS","tier":"CORE","browser":null}`)
}

func TestJoinRequests(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{
		onVersion: ofVersion("2026.8.2"), onRequests: file("join_requests.json"),
	})
	got, err := adapter.JoinRequests(t.Context(), group)
	at := time.Unix(1772352000, 0).UTC()
	want := []whatsapp.JoinRequest{
		{Person: whatsapp.Person{Phone: bob, LID: "102@lid"}, Method: whatsapp.ByInviteLink, RequestedAt: at},
		{
			Person: whatsapp.Person{LID: "103@lid"}, Method: whatsapp.ByPlainMembers,
			AddedBy: whatsapp.Person{LID: "101@lid"}, RequestedAt: at.Add(time.Minute),
		},
		{
			Person: whatsapp.Person{Phone: "12025550105"}, Method: whatsapp.ByLinkedGroup,
			Community: "120363000000000009@g.us", RequestedAt: at.Add(2 * time.Minute),
		},
		{Person: whatsapp.Person{Phone: "12025550106", LID: "106@lid"}, RequestedAt: at.Add(3 * time.Minute)},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: onVersion}, asked{Route: onRequests})
}

// What is no list of people is no empty list: those who ask would be added.
func TestJoinRequestsThatCannotBeRead(t *testing.T) {
	for _, body := range []string{``, `null`, `{}`, `[{"requesterId":null,"requesterPn":null}]`, `["102@lid"]`} {
		adapter, _ := newWire(t, map[string][]reply{onVersion: ofVersion("2026.9.0"), onRequests: text(body)})
		if got, err := adapter.JoinRequests(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%q: %v, %v", body, got, err)
		}
	}
}

func TestApproveJoinRequests(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{onVersion: ofVersion("2026.8.2"), onApprove: text(
		`[{"requesterId":"102@lid","success":true},{"requesterId":"103@lid","success":false,"error":404},` +
			`{"requesterId":"12025550105@c.us","success":false,"error":419},{"requesterId":"106@lid","success":false},` +
			`{"requesterId":"107@lid","success":false,"error":429}]`)})
	outcomes, err := adapter.ApproveJoinRequests(t.Context(), group, []whatsapp.Person{
		{Phone: bob, LID: "102@lid"}, {LID: "103@lid"}, {Phone: "12025550105"}, {LID: "106@lid"}, {LID: "107@lid"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{
		nil, whatsapp.ErrNoSuchMember, whatsapp.ErrGroupFull, whatsapp.ErrRefused, whatsapp.ErrRateLimited,
	} {
		if got := outcomes[i].Err; !errors.Is(got, want) {
			t.Errorf("outcome %d is %v, want %v", i, got, want)
		}
	}
	w.Sent(asked{Route: onVersion}, asked{Route: onApprove, Body: `{"participants":[{"id":"102@lid"},{"id":"103@lid"},` +
		`{"id":"12025550105@c.us"},{"id":"106@lid"},{"id":"107@lid"}]}`})
}

func TestAnApprovalWithoutAnswerIsUnknown(t *testing.T) {
	for _, body := range []string{``, `[]`} {
		adapter, _ := newWire(t, map[string][]reply{onVersion: ofVersion("2026.8.2"), onApprove: text(body)})
		_, err := adapter.ApproveJoinRequests(t.Context(), group, phones(bob))
		if !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// An older server is told nothing of it, so that not even a proxy answers for it.
func TestJoinRequestsOfAnOlderServer(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{onVersion: ofVersion("2026.8.1")})
	_, listed := adapter.JoinRequests(t.Context(), group)
	_, approved := adapter.ApproveJoinRequests(t.Context(), group, phones(bob))
	for _, err := range []error{listed, approved} {
		if !errors.Is(err, errors.ErrUnsupported) {
			t.Error(err)
		}
	}
	w.Sent(asked{Route: onVersion})
}
