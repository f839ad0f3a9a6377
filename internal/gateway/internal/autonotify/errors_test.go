package autonotify_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestNexusErrors has the rows of the table of errors, on the renaming of a group.
func TestNexusErrors(t *testing.T) {
	for _, test := range []struct {
		status int
		file   string
		want   error
		text   string
	}{
		{401, "nexus_error_401_missing.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: API key não fornecida"},
		{401, "nexus_error_401_format.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: Formato de API key inválido"},
		{401, "nexus_error_401_wrong.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: API key inválida"},
		{401, "nexus_error_401_expired.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: User secret expirado"},
		{401, "nexus_error_401_secret.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: User secret inválido"},
		{401, "nexus_error_401_payload.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: User secret com formato inválido"},
		{403, "nexus_error_403_admin.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key: Invalid admin key"},
		{400, "nexus_error_400_user.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session: the header X-User-ID did not arrive"},
		{400, "nexus_error_400_inactive.json", whatsapp.ErrNotConnected, "the account is not connected to WhatsApp (status sessão não está ativa ou conectada)"},
		{
			400, "nexus_error_400_binding.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: Key: 'UpdateGroupNameRequest.NewName' Error:Field validation for 'NewName' failed on the 'required' tag",
		},
		{400, "nexus_error_400_query.json", whatsapp.ErrInvalidRequest, "the request is not valid: group_jid query parameter is required"},
		{
			400, "nexus_error_400_locked.json", errors.ErrUnsupported, "unsupported operation: Autonotify (API nexus) can switch this setting on " +
				"and not off: its server takes false for a missing value",
		},
		{
			400, "nexus_error_400_announce.json", errors.ErrUnsupported, "unsupported operation: Autonotify (API nexus) can switch this setting " +
				"on and not off: its server takes false for a missing value",
		},
		{404, "nexus_error_404_session.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session"},
		{404, "nexus_error_404_route.txt", errors.ErrUnsupported, "unsupported operation: Autonotify (API nexus) cannot change the name of a group"},
		{404, "nexus_error_400_query.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: group_jid query parameter is required"},
		{413, "error_502.html", whatsapp.ErrInvalidRequest, "the request is not valid: HTTP status 413 Request Entity Too Large"},
		{429, "error_502.html", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls"},
		{502, "error_502.html", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: HTTP status 502 Bad Gateway"},
		{500, "error_502.html", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: HTTP status 500 Internal Server Error"},
		{500, "nexus_error_500_admin_list.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: Formato de resposta inválido"},
		{
			500, "nexus_error_500_iq_400.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao atualizar nome do grupo: info query returned status 400: bad-request",
		},
		{
			500, "nexus_error_500_iq_401.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: falha ao atualizar nome do grupo: info query returned status 401: not-authorized",
		},
		{
			500, "nexus_error_500_iq_403.json", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: falha ao atualizar nome do grupo: info query returned status 403: forbidden",
		},
		{
			500, "nexus_error_500_iq_404.json", whatsapp.ErrGroupNotFound,
			"the group was not found: falha ao atualizar nome do grupo: info query returned status 404: item-not-found",
		},
		{500, "nexus_error_500_iq_405.json", whatsapp.ErrRefused, "WhatsApp refused: falha ao atualizar nome do grupo: info query returned status 405: not-allowed"},
		{
			500, "nexus_error_500_iq_406.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao atualizar nome do grupo: info query returned status 406: not-acceptable",
		},
		{500, "nexus_error_500_iq_409.json", whatsapp.ErrRefused, "WhatsApp refused: falha ao atualizar nome do grupo: info query returned status 409: conflict"},
		{
			500, "nexus_error_500_iq_419.json", whatsapp.ErrGroupFull,
			"the group is full: falha ao atualizar nome do grupo: info query returned status 419: resource-limit",
		},
		{
			500, "nexus_error_500_iq_429.json", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls: " +
				"falha ao atualizar nome do grupo: info query returned status 429: rate-overlimit",
		},
		{
			500, "nexus_error_500_iq_500.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: " +
				"falha ao atualizar nome do grupo: info query returned status 500: internal-server-error",
		},
		{
			500, "nexus_error_500_iq_503.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: " +
				"falha ao atualizar nome do grupo: info query returned status 503: service-unavailable",
		},
		{500, "nexus_error_500_iq_timeout.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: falha ao atualizar nome do grupo: info query timed out"},
		{
			500, "nexus_error_500_websocket.json", whatsapp.ErrNotConnected,
			"the account is not connected to WhatsApp (status websocket not connected)",
		},
		{500, "nexus_error_500_no_group.json", whatsapp.ErrGroupNotFound, "the group was not found: falha ao obter informações do grupo: that group does not exist"},
		{
			500, "nexus_error_500_not_member.json", whatsapp.ErrNotMember,
			"not a member of the group: falha ao obter informações do grupo: you're not participating in that group",
		},
		{500, "nexus_error_500_no_session.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session: sessão não encontrada: (secret)"},
		{500, "nexus_error_500_offline.json", whatsapp.ErrNotConnected, "the account is not connected to WhatsApp (status sessão não conectada)"},
		{500, "nexus_error_500_task_timeout.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: it gave up waiting for WhatsApp after 30 seconds"},
		{500, "nexus_error_500_submit.json", whatsapp.ErrUnreachable, "the gateway cannot be reached: its worker for the session does not run"},
		{500, "nexus_error_500_worker.json", whatsapp.ErrUnreachable, "the gateway cannot be reached: it could not start a worker for the session"},
		{500, "nexus_error_500_jid.json", whatsapp.ErrInvalidRequest, "the request is not valid: JID de grupo inválido: invalid JID"},
		{500, "nexus_error_500_not_a_group.json", whatsapp.ErrInvalidRequest, "the request is not valid: JID não é um grupo: 12025550101@s.whatsapp.net"},
		{
			500, "nexus_error_500_participant.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao validar participante : número do participante não pode estar vazio", //nolint:misspell // Portuguese.
		},
		{500, "nexus_error_500_download.json", whatsapp.ErrInvalidRequest, "the request is not valid: Autonotify cannot load the picture from its address"},
		{500, "nexus_error_500_download_404.json", whatsapp.ErrInvalidRequest, "the request is not valid: Autonotify cannot load the picture from its address"},
		{500, "nexus_error_500_no_image.json", whatsapp.ErrInvalidRequest, "the request is not valid: what is at the address of the picture is no GIF, PNG or JPEG"},
		{
			500, "nexus_error_500_image.json", whatsapp.ErrInvalidRequest,
			"the request is not valid: falha ao atualizar foto do grupo: the given data is not a valid image",
		},
	} {
		t.Run(test.file, func(t *testing.T) {
			g, w := newWire(t, nexus, map[string][]reply{onName: fault(test.status, test.file)})
			err := g.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops"))
			if !errors.Is(err, test.want) || err.Error() != test.text {
				t.Errorf("%v", err)
			}
			w.Sent(asked{onName, `{"group_jid":"120363000000000001@g.us","new_name":"Ops"}`})
		})
	}
}

// TestNexusDescriptionConflict explains the second edit and does not try again.
func TestNexusDescriptionConflict(t *testing.T) {
	g, w := newWire(t, nexus, map[string][]reply{onTopic: fault(500, "nexus_error_500_iq_409.json")})
	err := g.ChangeGroup(t.Context(), group, whatsapp.SetDescription("Changed"))
	want := "WhatsApp refused: Autonotify can write the first description of a group only: it does not name the one that it replaces, and " +
		"WhatsApp answers that with a conflict. Edit it in the app; it may turn out to be frozen there too"
	if !errors.Is(err, whatsapp.ErrRefused) || err.Error() != want {
		t.Errorf("%v", err)
	}
	w.Sent(asked{onTopic, `{"group_jid":"120363000000000001@g.us","new_topic":"Changed"}`})
}

// TestBetaErrors has guesses at what a wrapper of Baileys answers, on the renaming of a group.
func TestBetaErrors(t *testing.T) {
	for _, test := range []struct {
		status int
		file   string
		want   error
		text   string
	}{
		{401, "beta_error_401.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key"},
		{403, "beta_error_403.json", whatsapp.ErrUnauthorized, "the gateway refuses the API key"},
		{
			404, "beta_error_404_route.json", errors.ErrUnsupported, "unsupported operation: Autonotify (API beta) does not know the path PUT " +
				"/api/v1/group (HTTP status 404 Not Found), which is a guess or from the configuration: give the right one as autonotify = { " +
				`paths = { update = "METHOD /path" } }`,
		},
		{
			404, "nexus_error_404_route.txt", errors.ErrUnsupported, "unsupported operation: Autonotify (API beta) does not know the path PUT " +
				"/api/v1/group (HTTP status 404 Not Found), which is a guess or from the configuration: give the right one as autonotify = { " +
				`paths = { update = "METHOD /path" } }`,
		},
		{404, "beta_error_404_session.json", whatsapp.ErrSessionUnknown, "the gateway does not know the session: Session not found"},
		{404, "beta_error_404_group.json", whatsapp.ErrGroupNotFound, "the group was not found: Group not found"},
		{404, "beta_error_500.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: Internal server error"},
		{400, "beta_error_400.json", whatsapp.ErrInvalidRequest, "the request is not valid: participants must be an array; Bad Request"},
		{429, "error_502.html", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls"},
		{500, "beta_error_500.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: Internal server error"},
		{500, "beta_error_500_forbidden.json", whatsapp.ErrNotAdmin, "the account is not an admin of the group: forbidden"},
		{403, "beta_error_500_forbidden.json", whatsapp.ErrNotAdmin, "the account is not an admin of the group: forbidden"},
		{500, "beta_error_500_item_not_found.json", whatsapp.ErrGroupNotFound, "the group was not found: Error: item-not-found"},
		{500, "beta_error_500_rate.json", whatsapp.ErrRateLimited, "WhatsApp refuses because of too many calls: rate-overlimit"},
		{500, "beta_error_500_closed.json", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: Connection Closed"},
		{500, "beta_error_500_offline.json", whatsapp.ErrNotConnected, "the account is not connected to WhatsApp (status session is not connected)"},
		{502, "error_502.html", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: HTTP status 502 Bad Gateway"},
		{200, "beta_error_200.json", whatsapp.ErrNotAdmin, "the account is not an admin of the group: forbidden"},
		{200, "beta_error_200_words.json", whatsapp.ErrRefused, "WhatsApp refused: something failed with (secret) and (secret)"},
	} {
		t.Run(test.file, func(t *testing.T) {
			g, w := newWire(t, betaFull, map[string][]reply{betaUpdate: fault(test.status, test.file)})
			err := g.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops"))
			if !errors.Is(err, test.want) || err.Error() != test.text {
				t.Errorf("%v", err)
			}
			w.Sent(asked{betaUpdate, `{"subject":"Ops"}`})
		})
	}
	reads, _ := newWire(t, betaFull, map[string][]reply{betaGroups: fault(500, "beta_error_500_closed.json")})
	var closed *whatsapp.Error
	if _, err := reads.Groups(t.Context(), true); !errors.Is(err, whatsapp.ErrNotConnected) || !errors.As(err, &closed) || closed.Status != "Connection Closed" {
		t.Errorf("a reading while the connection is closed: %v", err)
	}
	g, _ := newWire(t, beta, map[string][]reply{betaMembers: fault(404, "nexus_error_404_route.txt")})
	_, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob))
	if !errors.Is(err, whatsapp.ErrUnreachable) || !strings.Contains(err.Error(), `autonotify = { api = "nexus" }`) {
		t.Errorf("on nexus: %v", err)
	}
}

// TestMemberErrors has the codes of one person.
func TestMemberErrors(t *testing.T) {
	for _, test := range []struct {
		action whatsapp.MemberAction
		code   string
		want   error
	}{
		{whatsapp.AddMembers, "200", nil},
		{whatsapp.AddMembers, "409", nil},
		{whatsapp.AddMembers, "400", whatsapp.ErrNotOnWhatsApp},
		{whatsapp.AddMembers, "401", whatsapp.ErrRefused},
		{whatsapp.AddMembers, "403", whatsapp.ErrPrivacy},
		{whatsapp.AddMembers, "404", whatsapp.ErrNotOnWhatsApp},
		{whatsapp.AddMembers, "408", whatsapp.ErrRecentlyLeft},
		{whatsapp.AddMembers, "417", whatsapp.ErrRefused},
		{whatsapp.AddMembers, "419", whatsapp.ErrGroupFull},
		{whatsapp.AddMembers, "500", whatsapp.ErrGroupFull},
		{whatsapp.AddMembers, "429", whatsapp.ErrRateLimited},
		{whatsapp.AddMembers, "599", whatsapp.ErrRefused},
		{whatsapp.RemoveMembers, "404", nil},
		{whatsapp.PromoteMembers, "404", whatsapp.ErrNotMember},
		{whatsapp.PromoteMembers, "409", nil},
		{whatsapp.DemoteMembers, "429", whatsapp.ErrRateLimited},
		{whatsapp.DemoteMembers, "403", whatsapp.ErrRefused},
	} {
		g, _ := newWire(t, beta, map[string][]reply{
			betaMembers: text(`[{"status":"` + test.code + `","jid":"12025550102@s.whatsapp.net"}]`),
		})
		outcomes, err := g.UpdateMembers(t.Context(), group, test.action, phones(bob))
		if err != nil || len(outcomes) != 1 || !errors.Is(outcomes[0].Err, test.want) {
			t.Errorf("%s %s: %v, %v", test.action, test.code, outcomes, err)
		}
	}
}

// TestErrorsKeepSecrets gives every recorded answer, with the statuses that are read further, to every call of both
// generations, and looks for the key, the code and the address of the picture.
func TestErrorsKeepSecrets(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		for _, status := range []int{200, 404, 500} {
			body := testdata(t, entry.Name())
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body))
			}))
			for _, options := range []autonotify.Options{nexus, betaFull} {
				g, err := autonotify.New(httpapi.Config{
					Endpoint: server.URL, AuthValue: key, Headers: map[string]string{"X-Proxy": "proxy-password"},
				}, "default", options)
				if err != nil {
					t.Fatal(err)
				}
				for name, err := range callEverything(t.Context(), g, inviteCode(t)) {
					if err != nil {
						checkError(t, entry.Name()+" "+name, err)
					}
				}
			}
			server.Close()
		}
	}
}

// TestErrorsOnTheWayKeepSecrets has a server that is not there, one that cuts, and one that is silent.
func TestErrorsOnTheWayKeepSecrets(t *testing.T) {
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer cut.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, options := range []autonotify.Options{nexus, betaFull} {
		for name, test := range map[string]struct {
			endpoint string
			want     error
		}{"cut": {cut.URL, whatsapp.ErrOutcomeUnknown}, "gone": {gone.URL, whatsapp.ErrUnreachable}} {
			g, err := autonotify.New(httpapi.Config{Endpoint: test.endpoint, AuthValue: key, RetryWait: time.Millisecond}, "default", options)
			if err != nil {
				t.Fatal(err)
			}
			checkWay(t, name, g, test.want)
		}
		checkWay(t, "silent", silent(t, options, 20*time.Millisecond), whatsapp.ErrOutcomeUnknown)
	}
}

// checkWay calls everything; what is sent at all fails with want.
func checkWay(t *testing.T, name string, g whatsapp.Gateway, want error) {
	t.Helper()
	for call, err := range callEverything(t.Context(), g, inviteCode(t)) {
		if err == nil || errors.Is(err, errors.ErrUnsupported) {
			continue
		}
		if !errors.Is(err, want) {
			t.Errorf("%s %s: %v", name, call, err)
		}
		checkError(t, name+" "+call, err)
	}
}

func checkError(t *testing.T, name string, err error) {
	t.Helper()
	wiretest.CheckError(t, name, err, 500, key, code, "proxy-password", "cV0oyyBsD49e6Plw", "<html", "\n", "picture-token")
}

// callEverything calls every method that asks the server once.
func callEverything(ctx context.Context, g whatsapp.Gateway, code whatsapp.InviteCode) map[string]error {
	return wiretest.CallEverything(ctx, g, group, phones(bob), code, "On call")
}

// silent is a gateway of a server that never answers.
func silent(t *testing.T, options autonotify.Options, timeout time.Duration) whatsapp.Gateway {
	t.Helper()
	g, err := autonotify.New(httpapi.Config{Endpoint: wiretest.Silent(t), AuthValue: key, RequestTimeout: timeout}, "default", options)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
