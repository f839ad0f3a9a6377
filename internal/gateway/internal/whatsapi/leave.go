package whatsapi

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// LeaveGroup takes the own account out. The route has a slash at its end, unlike that of reading the group.
func (a *Adapter) LeaveGroup(ctx context.Context, group whatsapp.JID) error {
	_, err := a.do(ctx, call{
		method:  http.MethodDelete,
		route:   "/instances/{instance_key}/groups/{group_id}/",
		group:   group,
		meaning: leaving,
	})
	return err
}
