package waha_test

import (
	"errors"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestErrors has the rows of the table of errors, on the renaming of a group.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		status int
		file   string
		want   error
		text   string
	}{
		{401, "error_401.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key"},
		{
			403, "error_403.json", whatsapp.ErrUnauthorized,
			"the gateway refuses the API key: the key is known, but may not do this: it needs the scopes read and " +
				"send for the session",
		},
		{
			404, "error_404_cannot_put.json", errors.ErrUnsupported,
			"unsupported operation: this WAHA cannot change the name of a group",
		},
		{404, "error_404_not_started.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{404, "error_404_session.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{
			404, "error_404_file.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: WAHA does not find the file",
		},
		{
			422, "error_422_stopped.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status STOPPED)",
		},
		{
			422, "error_422_scan.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status SCAN_QR_CODE)",
		},
		{422, "error_422_no_session.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{
			422, "error_422_core.json", whatsapp.ErrSessionUnknown,
			"the gateway does not know the session: this WAHA Core has only the session default",
		},
		{
			422, "error_422_plus.json", errors.ErrUnsupported,
			"unsupported operation: this WAHA cannot change the name of a group",
		},
		{
			422, "error_422_lid.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: Invalid LID - it must end with @lid",
		},
		{
			501, "error_501.json", errors.ErrUnsupported,
			"unsupported operation: this WAHA cannot change the name of a group",
		},
		{
			400, "error_400_list.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: sortBy must be one of the following values: id, subject",
		},
		{400, "error_400.json", whatsapp.ErrInvalidRequest, "the request is not valid: Unexpected end of JSON input"},
		{
			500, "error_500_noweb_rate.json", whatsapp.ErrRateLimited,
			"WhatsApp refuses because of too many calls: rate-overlimit",
		},
		{
			500, "error_500_gows_rate.json", whatsapp.ErrRateLimited,
			"WhatsApp refuses because of too many calls: info query returned status 429: rate-overlimit",
		},
		{
			500, "error_500_noweb_forbidden.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: forbidden",
		},
		{
			500, "error_500_gows_forbidden.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: info query returned status 403: forbidden",
		},
		{
			500, "error_500_noweb_data_object.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: Connection Failure",
		},
		{
			500, "error_500_gows_websocket.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp: websocket not connected",
		},
		{
			500, "error_500_gows_timeout.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: info query timed out",
		},
		{500, "error_500_webjs.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: r"},
		{
			502, "error_502.html", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: HTTP status 502 Bad Gateway",
		},
		{
			500, "error_404_session.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: Session not found",
		},
		{
			418, "error_502.html", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: HTTP status 418 I'm a teapot",
		},
		{429, "error_502.html", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls"},
	} {
		t.Run(test.file, func(t *testing.T) {
			adapter, _ := newWire(t, map[string][]reply{putGroup + "subject": fault(test.status, test.file)})
			err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops"))
			if !errors.Is(err, test.want) || err.Error() != test.text {
				t.Errorf("%v", err)
			}
			var e *whatsapp.Error
			if !errors.As(err, &e) {
				t.Errorf("%T is no *whatsapp.Error", err)
			}
		})
	}
}

func TestErrorsKeepSecrets(t *testing.T) {
	open := func(endpoint string) whatsapp.Gateway { return open(t, endpoint, 5*time.Second) }
	version := map[string]string{"/api/server/version": `{"version":"2026.9.0","engine":"GOWS"}`}
	wiretest.CheckRecorded(t, open, version, []int{404, 422, 500}, func(name string, err error) {
		wiretest.CheckError(t, name, err, 400, "QWERTY123", "Xy7Kp9LmQ2vR8sTa", "stack")
	})
}

func TestErrorsOnTheWay(t *testing.T) {
	open := func(endpoint string, timeout time.Duration) whatsapp.Gateway { return open(t, endpoint, timeout) }
	wiretest.CheckOnTheWay(t, open, nil, func(name string, err error) { wiretest.CheckError(t, name, err, 400) })
}
