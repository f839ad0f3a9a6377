package beta_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestErrors has guesses at what a wrapper of Baileys answers, on the renaming of a group.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		status int
		file   string
		want   error
		text   string
	}{
		{401, "error_401.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key"},
		{403, "error_403.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key"},
		{
			404, "error_404_route.json", errors.ErrUnsupported,
			"unsupported operation: Autonotify (API beta) does not know the path PUT " +
				"/api/v1/group (HTTP status 404 Not Found), which is a guess or from the configuration: " +
				"check the path of the endpoint, or give the right one as autonotify = { " +
				`paths = { update = "METHOD /path" } }`,
		},
		{
			404, "error_404_router.txt", errors.ErrUnsupported,
			"unsupported operation: Autonotify (API beta) does not know the path PUT " +
				"/api/v1/group (HTTP status 404 Not Found), which is a guess or from the configuration: " +
				"check the path of the endpoint, or give the right one as autonotify = { " +
				`paths = { update = "METHOD /path" } }`,
		},
		{
			404, "error_404_session.json", whatsapp.ErrSessionUnknown,
			"the gateway does not know the session: Session not found",
		},
		{404, "error_404_group.json", whatsapp.ErrGroupNotFound, "the group was not found: Group not found"},
		{404, "error_500.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: Internal server error"},
		{
			400, "error_400.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: participants must be an array; Bad Request",
		},
		{429, "error_502.html", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls"},
		{500, "error_500.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: Internal server error"},
		{500, "error_500_forbidden.json", whatsapp.ErrNotAdmin, "the account is not an admin of the group: forbidden"},
		{403, "error_500_forbidden.json", whatsapp.ErrNotAdmin, "the account is not an admin of the group: forbidden"},
		{
			500, "error_500_item_not_found.json", whatsapp.ErrGroupNotFound,
			"the group was not found: Error: item-not-found",
		},
		{
			500, "error_500_rate.json", whatsapp.ErrRateLimited,
			"WhatsApp refuses because of too many calls: rate-overlimit",
		},
		{
			500, "error_500_closed.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: Connection Closed",
		},
		{
			500, "error_500_offline.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status session is not connected)",
		},
		{
			502, "error_502.html", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: HTTP status 502 Bad Gateway",
		},
		{200, "error_200.json", whatsapp.ErrNotAdmin, "the account is not an admin of the group: forbidden"},
		{
			200, "error_200_words.json", whatsapp.ErrRefused,
			"WhatsApp refused: something failed with (secret) and (secret)",
		},
	} {
		t.Run(test.file, func(t *testing.T) {
			g, w := newWire(t, unverified, map[string][]reply{onUpdate: fault(test.status, test.file)})
			err := g.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops"))
			if !errors.Is(err, test.want) || err.Error() != test.text {
				t.Errorf("%v", err)
			}
			w.Sent(asked{Route: onUpdate, Body: `{"subject":"Ops"}`})
		})
	}
	reads, _ := newWire(t, unverified, map[string][]reply{onGroups: fault(500, "error_500_closed.json")})
	var closed *whatsapp.Error
	if _, err := reads.Groups(t.Context(), true); !errors.Is(err, whatsapp.ErrNotConnected) ||
		!errors.As(err, &closed) || closed.Status != "Connection Closed" {
		t.Errorf("a reading while the connection is closed: %v", err)
	}
	g, _ := newWire(t, published, map[string][]reply{onMembers: fault(404, "error_404_router.txt")})
	_, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob))
	if !errors.Is(err, whatsapp.ErrWrongServer) || !strings.Contains(err.Error(), `autonotify = { api = "nexus" }`) {
		t.Errorf("on nexus: %v", err)
	}
}

func TestErrorsKeepSecrets(t *testing.T) {
	open := func(endpoint string) whatsapp.Gateway { return open(t, endpoint, unverified, 5*time.Second) }
	wiretest.CheckRecorded(t, open, nil, []int{404, 500}, func(name string, err error) {
		wiretest.CheckError(t, name, err, 500, "cV0oyyBsD49e6Plw")
	})
}

func TestErrorsOnTheWay(t *testing.T) {
	open := func(endpoint string, timeout time.Duration) whatsapp.Gateway {
		return open(t, endpoint, unverified, timeout)
	}
	unsent := []string{
		"Abilities", "Session", "Contact", "InviteInfo",
		"ClearDescription", "SetMessagesAdminsOnly", "SetPicture",
	}
	wiretest.CheckOnTheWay(t, open, unsent, func(name string, err error) { wiretest.CheckError(t, name, err, 500) })
}
