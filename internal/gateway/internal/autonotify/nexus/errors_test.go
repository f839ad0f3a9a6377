package nexus_test

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
		{
			401, "error_401_missing.json", whatsapp.ErrUnauthorized,
			"the gateway refuses the API key: API key não fornecida",
		},
		{
			401, "error_401_format.json", whatsapp.ErrUnauthorized,
			"the gateway refuses the API key: Formato de API key inválido",
		},
		{401, "error_401_wrong.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: API key inválida"},
		{
			401, "error_401_expired.json", whatsapp.ErrUnauthorized,
			"the gateway refuses the API key: User secret expirado",
		},
		{
			401, "error_401_secret.json", whatsapp.ErrUnauthorized,
			"the gateway refuses the API key: User secret inválido",
		},
		{
			401, "error_401_payload.json", whatsapp.ErrUnauthorized,
			"the gateway refuses the API key: User secret com formato inválido",
		},
		{403, "error_403_admin.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: Invalid admin key"},
		{
			400, "error_400_user.json", whatsapp.ErrSessionUnknown,
			"the gateway does not know the session: the header X-User-ID did not arrive",
		},
		{
			400, "error_400_inactive.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status sessão não está ativa ou conectada)",
		},
		{
			400, "error_400_binding.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: Key: 'UpdateGroupNameRequest.NewName' Error:Field validation for 'NewName' " +
				"failed on the 'required' tag",
		},
		{
			400, "error_400_query.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: group_jid query parameter is required",
		},
		{
			400, "error_400_locked.json", errors.ErrUnsupported,
			"unsupported operation: Autonotify (API nexus) can switch this setting on " +
				"and not off, because its build is older than June 5, 2025: update it to nexus-go aad68a0 or newer",
		},
		{
			400, "error_400_announce.json", errors.ErrUnsupported,
			"unsupported operation: Autonotify (API nexus) can switch this setting on and not off, because its build " +
				"is older than June 5, 2025: update it to nexus-go aad68a0 or newer",
		},
		{404, "error_404_session.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{
			404, "error_404_route.txt", errors.ErrUnsupported,
			"unsupported operation: Autonotify (API nexus) cannot change the name of a group",
		},
		{
			404, "error_400_query.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: group_jid query parameter is required",
		},
		{
			413, "error_502.html", whatsapp.ErrInvalidRequest,
			"the request is not valid: HTTP status 413 Request Entity Too Large",
		},
		{429, "error_502.html", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls"},
		{
			502, "error_502.html", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: HTTP status 502 Bad Gateway",
		},
		{
			500, "error_502.html", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: HTTP status 500 Internal Server Error",
		},
		{
			500, "error_500_admin_list.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: Formato de resposta inválido",
		},
		{
			500, "error_500_iq_400.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao atualizar nome do grupo: info query returned status 400: bad-request",
		},
		{
			500, "error_500_iq_401.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: falha ao atualizar nome do grupo: info query returned status " +
				"401: not-authorized",
		},
		{
			500, "error_500_iq_403.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: falha ao atualizar nome do grupo: info query returned status " +
				"403: forbidden",
		},
		{
			500, "error_500_iq_404.json", whatsapp.ErrGroupNotFound,
			"the group was not found: falha ao atualizar nome do grupo: info query returned status 404: item-not-found",
		},
		{
			500, "error_500_iq_405.json", whatsapp.ErrRefused,
			"WhatsApp refused: falha ao atualizar nome do grupo: info query returned status 405: not-allowed",
		},
		{
			500, "error_500_iq_406.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao atualizar nome do grupo: info query returned status 406: " +
				"not-acceptable",
		},
		{
			500, "error_500_iq_409.json", whatsapp.ErrRefused,
			"WhatsApp refused: falha ao atualizar nome do grupo: info query returned status 409: conflict",
		},
		{
			500, "error_500_iq_419.json", whatsapp.ErrGroupFull,
			"the group is full: falha ao atualizar nome do grupo: info query returned status 419: resource-limit",
		},
		{
			500, "error_500_iq_429.json", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls: " +
				"falha ao atualizar nome do grupo: info query returned status 429: rate-overlimit",
		},
		{
			500, "error_500_iq_500.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: " +
				"falha ao atualizar nome do grupo: info query returned status 500: internal-server-error",
		},
		{
			500, "error_500_iq_503.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: " +
				"falha ao atualizar nome do grupo: info query returned status 503: service-unavailable",
		},
		{
			500, "error_500_iq_timeout.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: falha ao atualizar nome do grupo: info query timed out",
		},
		{
			500, "error_500_websocket.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status websocket not connected)",
		},
		{
			500, "error_500_no_group.json", whatsapp.ErrGroupNotFound,
			"the group was not found: falha ao obter informações do grupo: that group does not exist",
		},
		{
			500, "error_500_not_member.json", whatsapp.ErrNotMember,
			"the account is not a member of the group: falha ao obter informações do grupo: you're not " +
				"participating in that group",
		},
		{
			500, "error_500_no_session.json", whatsapp.ErrSessionUnknown,
			"the gateway does not know the session: sessão não encontrada: (secret)",
		},
		{
			500, "error_500_offline.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status sessão não conectada)",
		},
		{
			500, "error_500_task_timeout.json", whatsapp.ErrOutcomeUnknown,
			"the gateway gave no clear answer: it gave up waiting for WhatsApp after 30 seconds",
		},
		{
			500, "error_500_submit.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp: its worker for the session does not run",
		},
		{
			500, "error_500_worker.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp: it could not start a worker for the session",
		},
		{
			500, "error_500_jid.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: JID de grupo inválido: invalid JID",
		},
		{
			500, "error_500_not_a_group.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: JID não é um grupo: 12025550101@s.whatsapp.net",
		},
		{
			500, "error_500_participant.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao validar participante : " + //nolint:misspell // Portuguese.
				"número do participante não pode estar vazio", //nolint:misspell // Portuguese.
		},
		{
			500, "error_500_download.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: Autonotify cannot load the picture from its address",
		},
		{
			500, "error_500_download_404.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: Autonotify cannot load the picture from its address",
		},
		{
			500, "error_500_no_image.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: what is at the address of the picture is no GIF, PNG or JPEG",
		},
		{
			500, "error_500_image.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao atualizar foto do grupo: the given data is not a valid image",
		},
	} {
		t.Run(test.file, func(t *testing.T) {
			g, w := newWire(t, map[string][]reply{onName: fault(test.status, test.file)})
			err := g.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops"))
			if !errors.Is(err, test.want) || err.Error() != test.text {
				t.Errorf("%v", err)
			}
			w.Sent(asked{Route: onName, Body: `{"group_jid":"120363000000000001@g.us","new_name":"Ops"}`})
		})
	}
}

func TestErrorsKeepSecrets(t *testing.T) {
	open := func(endpoint string) whatsapp.Gateway { return open(t, endpoint, false, 5*time.Second) }
	wiretest.CheckRecorded(t, open, nil, []int{404, 500}, func(name string, err error) {
		wiretest.CheckError(t, name, err, 500)
	})
}

// unsent are the calls that send nothing where it is certain that the server is nexus.
var unsent = []string{"Abilities", "InviteInfo", "ClearDescription", "SetPicture"}

func TestErrorsOnTheWay(t *testing.T) {
	open := func(endpoint string, timeout time.Duration) whatsapp.Gateway {
		return open(t, endpoint, false, timeout)
	}
	wiretest.CheckOnTheWay(t, open, unsent, func(name string, err error) { wiretest.CheckError(t, name, err, 500) })
}
