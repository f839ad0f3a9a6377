package gateway_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/hostile"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// roleCalls are those of what some gateways have beside the contract of all, in the order in which they find something
// to do.
func roleCalls() []hostileCall {
	webhook := whatsapp.Webhook{URL: "https://hooks.example.org/whatsapp", Events: []string{"group.v2.join"}}
	asks := []whatsapp.Person{{Phone: "12025550199"}}
	deleting := writing("DeleteWebhook", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
		if role, has := whatsapp.As[whatsapp.WebhookWriter](g); has {
			return nothing{}, role.DeleteWebhook(ctx, webhook.URL)
		}
		return nothing{}, nil
	})
	deleting.prepare = hasWebhook(webhook)
	return []hostileCall{
		reading("JoinRequests", ofRole(func(
			g whatsapp.JoinApprover, ctx context.Context,
		) ([]whatsapp.JoinRequest, error) {
			return g.JoinRequests(ctx, groupID)
		})),
		writing("ApproveJoinRequests", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
			if role, has := whatsapp.As[whatsapp.JoinApprover](g); has {
				return role.ApproveJoinRequests(ctx, groupID, asks)
			}
			return nothing{}, nil
		}),
		writing("PutWebhook", func(ctx context.Context, g whatsapp.Gateway) (any, error) {
			if role, has := whatsapp.As[whatsapp.WebhookWriter](g); has {
				return nothing{}, role.PutWebhook(ctx, webhook)
			}
			return nothing{}, nil
		}),
		reading("Webhooks", ofRole(whatsapp.WebhookReader.Webhooks)),
		deleting,
	}
}

// hasWebhook has the session of WAHA send to a webhook already.
func hasWebhook(webhook whatsapp.Webhook) func(testing.TB, *emulator.Server) {
	return func(t testing.TB, server *emulator.Server) {
		t.Helper()
		body := fmt.Sprintf(`{"config":{"webhooks":[{"url":%q,"events":["%s"]}]}}`, webhook.URL, webhook.Events[0])
		r := httptest.NewRequestWithContext(
			t.Context(), http.MethodPut, "/waha/api/sessions/default", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Api-Key", hostile.Key)
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, r)
		if answer.Code != http.StatusOK {
			t.Fatal(answer.Code, answer.Body)
		}
	}
}
