package httpapi

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// logExchange logs what cannot be secret: no header, no query, no body, and the route instead of the path. The status
// is 0 where there was no answer.
func logExchange(ctx context.Context, request Request, status int, took time.Duration) {
	tflog.Debug(ctx, "asked the gateway", map[string]any{
		"method":      request.Method,
		"route":       request.Route,
		"status":      status,
		"duration_ms": took.Milliseconds(),
	})
}
