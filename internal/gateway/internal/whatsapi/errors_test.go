package whatsapi_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestErrors has the rows of the table of texts, on the renaming of a group.
func TestErrors(t *testing.T) {
	const unclear, limited = "the gateway gave no clear answer: ", "WhatsApp refuses because of too many calls"
	for _, test := range []struct {
		status int
		file   string
		want   error
		text   string
	}{
		{401, "error_unauthorized.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key"},
		{
			401, "error_502.html", whatsapp.ErrUnauthorized,
			"the gateway refuses the API key: HTTP status 401 Unauthorized",
		},
		{403, "error_502.html", whatsapp.ErrUnauthorized, "the gateway refuses the API key: HTTP status 403 Forbidden"},
		{404, "error_instance.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{200, "error_instance.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{404, "error_404_silent.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{404, "error_404_other.json", whatsapp.ErrOutcomeUnknown, unclear + "record not found"},
		{404, "error_route.json", whatsapp.ErrWrongServer, answerOfNoRoutes},
		{404, "error_404_fiber.txt", whatsapp.ErrWrongServer, answerOfNoRoutes},
		{
			404, "error_502.html", whatsapp.ErrWrongServer, "the server at the endpoint does not answer as the " +
				"gateway does: it answers with HTTP status 404 Not Found: check the path of the endpoint",
		},
		{
			400, "error_bad_request.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: Bad Request: group_name is missing",
		},
		{400, "error_502.html", whatsapp.ErrOutcomeUnknown, unclear + "HTTP status 400 Bad Request"},
		{
			413, "error_502.html", whatsapp.ErrInvalidRequest,
			"the request is not valid: HTTP status 413 Request Entity Too Large",
		},
		{429, "error_502.html", whatsapp.ErrRateLimited, limited},
		{502, "error_502.html", whatsapp.ErrOutcomeUnknown, unclear + "HTTP status 502 Bad Gateway"},
		{599, "error_502.html", whatsapp.ErrOutcomeUnknown, unclear + "HTTP status 599"},
		{200, "error_502.html", whatsapp.ErrOutcomeUnknown, answerOfNoForm},

		{500, "error_no_group.json", whatsapp.ErrGroupNotFound, "the group was not found: that group does not exist"},
		{
			500, "error_not_in_group.json", whatsapp.ErrNotMember,
			"the account is not a member of the group: you're not participating in that group",
		},
		{
			400, "error_not_in_group_400.json", whatsapp.ErrNotMember,
			"the account is not a member of the group: you're not participating in that group",
		},
		{
			404, "error_not_in_group.json", whatsapp.ErrNotMember,
			"the account is not a member of the group: you're not participating in that group",
		},
		{
			500, "error_topic.json", whatsapp.ErrNotMember,
			"the account is not a member of the group: failed to get old group info to update topic: you're not " +
				"participating in " +
				"that group",
		},
		{
			500, "error_no_permission.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: you don't have the permission to get the group's invite link",
		},
		{
			500, "error_revoked.json", whatsapp.ErrInviteRevoked,
			"the invite link has been revoked: that group invite link has been revoked",
		},
		{
			500, "error_invalid.json", whatsapp.ErrInviteInvalid,
			"the invite link is not valid: that group invite link is not valid",
		},
		{
			500, "error_image.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: the given data is not a valid image",
		},
		{500, "error_timeout.json", whatsapp.ErrOutcomeUnknown, unclear + "info query timed out"},
		{
			500, "error_disconnected.json", whatsapp.ErrOutcomeUnknown, unclear +
				"websocket disconnected before info query returned response",
		},
		{
			500, "error_websocket.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status websocket not connected)",
		},
		{
			500, "error_no_device.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status the store doesn't contain a device JID)",
		},
		{
			500, "error_unexpected.json", whatsapp.ErrOutcomeUnknown, unclear +
				"info query returned unexpected response:",
		},
		{500, "error_plain_500.json", whatsapp.ErrOutcomeUnknown, unclear + "something went wrong"},
		{500, "error_silent_500.json", whatsapp.ErrOutcomeUnknown, unclear + "HTTP status 500 Internal Server Error"},
		{
			500, "error_echo.json", whatsapp.ErrOutcomeUnknown, unclear +
				"failed with https://chat.whatsapp.com/(secret) and code (secret) by (secret)",
		},

		{
			500, "error_iq_400.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: info query returned status 400: bad-request",
		},
		{
			500, "error_iq_401.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: info query returned status 401: not-authorized",
		},
		{
			401, "error_iq_401.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: info query returned status 401: not-authorized",
		},
		{
			500, "error_iq_403.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: info query returned status 403: forbidden",
		},
		{
			500, "error_wrapped.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: info query returned status 403: forbidden",
		},
		{
			500, "error_data_text.json", whatsapp.ErrNotMember,
			"the account is not a member of the group: you're not participating in that group",
		},
		{
			500, "error_iq_404.json", whatsapp.ErrGroupNotFound,
			"the group was not found: info query returned status 404: item-not-found",
		},
		{
			500, "error_iq_405.json", whatsapp.ErrRefused,
			"WhatsApp refused: info query returned status 405: not-allowed",
		},
		{
			500, "error_iq_406.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: info query returned status 406: not-acceptable",
		},
		{
			500, "error_iq_408.json", whatsapp.ErrOutcomeUnknown, unclear +
				"info query returned status 408: request-timeout",
		},
		{500, "error_iq_409.json", whatsapp.ErrRefused, "WhatsApp refused: info query returned status 409: conflict"},
		{500, "error_iq_410.json", whatsapp.ErrRefused, "WhatsApp refused: info query returned status 410: gone"},
		{
			500, "error_iq_419.json", whatsapp.ErrGroupFull,
			"the group is full: info query returned status 419: resource-limit",
		},
		{500, "error_iq_423.json", whatsapp.ErrRefused, "WhatsApp refused: info query returned status 423: locked"},
		{
			500, "error_iq_429.json", whatsapp.ErrRateLimited, limited +
				": info query returned status 429: rate-overlimit",
		},
		{
			500, "error_iq_500.json", whatsapp.ErrOutcomeUnknown, unclear +
				"info query returned status 500: internal-server-error",
		},
		{
			500, "error_iq_503.json", whatsapp.ErrOutcomeUnknown, unclear +
				"info query returned status 503: service-unavailable",
		},
	} {
		adapter, _ := newWire(t, map[string][]reply{setName: fault(test.status, test.file)})
		err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops"))
		if !errors.Is(err, test.want) || err.Error() != test.text {
			t.Errorf("%s with %d: %v", test.file, test.status, err)
		}
		var e *whatsapp.Error
		if !errors.As(err, &e) {
			t.Errorf("%T is no *whatsapp.Error", err)
		}
	}
}

// TestErrorsInOtherWords has the predecessor's texts, which may live on.
func TestErrorsInOtherWords(t *testing.T) {
	for text, want := range map[string]error{
		"Instance not logged in":                    whatsapp.ErrNotConnected,
		"instance is not connected":                 whatsapp.ErrNotConnected,
		"Group not found":                           whatsapp.ErrGroupNotFound,
		"Invalid instance_key supplied":             whatsapp.ErrSessionUnknown,
		"Instance ops-1 not found":                  whatsapp.ErrSessionUnknown,
		"instance does not exist":                   whatsapp.ErrSessionUnknown,
		"no instance of that group, item not found": whatsapp.ErrOutcomeUnknown,
	} {
		for _, status := range []int{403, 404, 500} {
			adapter, _ := newWire(t, map[string][]reply{setName: {{Status: status, Text: `{"error":true,"message":"` +
				text + `"}`}}})
			if err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops")); !errors.Is(err, want) {
				t.Errorf("%s with %d: %v", text, status, err)
			}
		}
	}
}

func TestErrorsKeepSecrets(t *testing.T) {
	open := func(endpoint string) whatsapp.Gateway { return open(t, endpoint, 5*time.Second) }
	wiretest.CheckRecorded(t, open, nil, []int{400, 404, 500}, func(name string, err error) {
		wiretest.CheckError(t, name, err, 400, "Xy7Kp9LmQ2vR8sTa", "<", "nginx")
	})
}

func TestErrorsOnTheWay(t *testing.T) {
	open := func(endpoint string, timeout time.Duration) whatsapp.Gateway { return open(t, endpoint, timeout) }
	unsent := []string{"Contact", "RevokeInvite", "SetPictureURL"}
	wiretest.CheckOnTheWay(t, open, unsent, func(name string, err error) {
		wiretest.CheckError(t, name, err, 400, "<", "nginx")
	})
}

// TestErrorsKeepOddCodes has a code that does not look like one, and a server that repeats what it was asked.
func TestErrorsKeepOddCodes(t *testing.T) {
	const odd = "oddcode"
	code, err := whatsapp.ParseInviteCode(odd)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte(`{"error":true,"message":"cannot use ` + odd + `"}`))
	}))
	defer server.Close()
	adapter := open(t, server.URL, 5*time.Second)
	_, infoErr := adapter.InviteInfo(t.Context(), code)
	_, joinErr := adapter.Join(t.Context(), code)
	for _, err := range []error{infoErr, joinErr} {
		if err == nil || strings.Contains(err.Error(), odd) {
			t.Errorf("%v", err)
		}
	}
}
