package whatsapp_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestMaxMembers: only the announcement group of a community holds more than others (evidence/whatsapp.md §5).
func TestMaxMembers(t *testing.T) {
	for kind, want := range map[whatsapp.GroupKind]int{
		"": 1024, whatsapp.KindGroup: 1024, whatsapp.KindCommunity: 1024, whatsapp.KindAnnouncement: 5000,
	} {
		if got := kind.MaxMembers(); got != want {
			t.Errorf("%q holds %d, want %d", kind, got, want)
		}
	}
}
