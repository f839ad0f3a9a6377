package whatsapi

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
)

// BenchmarkGroups decodes the list of all groups with their members. Its goal is at most 3 of "x-structs".
func BenchmarkGroups(b *testing.B) {
	body := wiretest.WhatsmeowGroups()
	adapter := func(body []byte) int {
		groups, _ := decodeGroups(body)
		return len(groups)
	}
	b.Run("whatsmeow", func(b *testing.B) { wiretest.BenchmarkDecoding(b, body, adapter, groupsInStructs) })
	b.Run("whatsmeow/structs", func(b *testing.B) { wiretest.BenchmarkStructs(b, body, groupsInStructs) })
}

// groupsInStructs reads what decodeGroup reads of groups, without the other names of their fields.
func groupsInStructs(body []byte) int {
	var groups []struct {
		JID                    string
		OwnerJID               string
		OwnerPN                string
		Name                   string
		Topic                  *string
		IsLocked               *bool
		IsAnnounce             *bool
		DisappearingTimer      int64
		IsParent               *bool
		LinkedParentJID        string
		IsDefaultSubGroup      *bool
		IsJoinApprovalRequired *bool
		MemberAddMode          string
		GroupCreated           time.Time
		ParticipantCount       int
		Participants           []struct {
			JID          string
			PhoneNumber  string
			LID          string
			IsAdmin      bool
			IsSuperAdmin bool
			Error        int
			AddRequest   *struct {
				Code       string
				Expiration time.Time
			}
		}
	}
	if json.Unmarshal(body, &groups) != nil {
		return 0
	}
	return len(groups)
}
