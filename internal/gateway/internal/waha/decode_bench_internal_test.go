package waha

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
)

// BenchmarkGroups decodes the list of all groups with their members. Its goal is at most 3 of "x-structs".
func BenchmarkGroups(b *testing.B) {
	adapter := func(body []byte) int {
		groups, _, _ := decodeGroups(body)
		return len(groups)
	}
	for _, engine := range []struct {
		name    string
		body    []byte
		structs func([]byte) int
	}{
		{engineNOWEB, wiretest.BaileysGroups(), groupsInStructs[nowebGroup]},
		{engineGOWS, wiretest.WhatsmeowGroups(), groupsInStructs[gowsGroup]},
	} {
		b.Run(engine.name, func(b *testing.B) { wiretest.BenchmarkDecoding(b, engine.body, adapter, engine.structs) })
		b.Run(engine.name+"/structs", func(b *testing.B) { wiretest.BenchmarkStructs(b, engine.body, engine.structs) })
	}
}

func groupsInStructs[G any](body []byte) int {
	var groups []G
	if json.Unmarshal(body, &groups) != nil {
		return 0
	}
	return len(groups)
}

// nowebGroup has what decodeGroup reads of NOWEB's groups.
type nowebGroup struct {
	ID                  string `json:"id"`
	Subject             string `json:"subject"`
	Description         string `json:"desc"`
	Owner               string `json:"owner"`
	OwnerPN             string `json:"ownerPn"`
	Creation            int64  `json:"creation"`
	Size                int    `json:"size"`
	Restrict            *bool  `json:"restrict"`
	Announce            *bool  `json:"announce"`
	IsCommunity         *bool  `json:"isCommunity"`
	IsCommunityAnnounce *bool  `json:"isCommunityAnnounce"`
	LinkedParent        string `json:"linkedParent"`
	JoinApprovalMode    *bool  `json:"joinApprovalMode"`
	MemberAddMode       *bool  `json:"memberAddMode"`
	Participants        []struct {
		ID          string `json:"id"`
		PhoneNumber string `json:"phoneNumber"`
		LID         string `json:"lid"`
		Admin       string `json:"admin"`
	} `json:"participants"`
}

// gowsGroup has what decodeGroup reads of GOWS's groups.
type gowsGroup struct {
	JID                    string
	OwnerJID               string
	OwnerPN                string
	Name                   string
	Topic                  string
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
	}
}
