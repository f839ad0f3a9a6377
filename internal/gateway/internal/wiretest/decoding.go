package wiretest

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

// The size of the list that the benchmarks of the adapters decode: an account with many large groups.
const (
	benchGroups  = 200
	benchMembers = 500
)

// BenchmarkDecoding measures how an adapter decodes a body, and how often that takes the time in which encoding/json
// decodes the same body into structs, which the metric "x-structs" says. Both are measured in turn, since machines are
// faster at one time than at another, and without a second processor that would collect the garbage of either.
func BenchmarkDecoding(b *testing.B, body []byte, adapter, structs func(body []byte) (groups int)) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	var inStructs time.Duration
	for b.Loop() {
		if got := adapter(body); got != benchGroups {
			b.Fatalf("the adapter reads %d groups", got)
		}
		b.StopTimer()
		began := time.Now()
		if got := structs(body); got != benchGroups {
			b.Fatalf("encoding/json reads %d groups", got)
		}
		inStructs += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(b.Elapsed().Seconds()/inStructs.Seconds(), "x-structs")
}

// BenchmarkStructs measures encoding/json alone, for its allocations.
func BenchmarkStructs(b *testing.B, body []byte, structs func(body []byte) (groups int)) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		structs(body)
	}
}

// BaileysGroups is a list of groups as Baileys has them, with all fields that were recorded.
func BaileysGroups() []byte {
	return manyGroups(`{"id":"12036300000%07[1]d@g.us","addressingMode":"lid","subject":"Group %[1]d",`+
		`"subjectOwner":"100@lid","subjectOwnerPn":"12025550100@s.whatsapp.net","subjectTime":1790000000,"size":500,`+
		`"creation":1790000000,"owner":"100@lid","ownerPn":"12025550100@s.whatsapp.net","restrict":true,`+
		`"announce":false,"isCommunity":false,"isCommunityAnnounce":false,"joinApprovalMode":false,`+
		`"memberAddMode":true,"desc":"On call \u2014 all day","descId":"3EB0AAAA","participants":[`,
		`{"id":"1000000%07[1]d@lid","phoneNumber":"5511%09[1]d@s.whatsapp.net","admin":null}`, `]}`)
}

// WhatsmeowGroups is a list of groups as whatsmeow has them, with all fields that were recorded.
func WhatsmeowGroups() []byte {
	return manyGroups(`{"JID":"12036300000%07[1]d@g.us","OwnerJID":"100@lid",`+
		`"OwnerPN":"12025550100@s.whatsapp.net","Name":"Group %[1]d","NameSetAt":"2026-01-01T00:00:00Z",`+
		`"NameSetBy":"100@lid","NameSetByPN":"12025550100@s.whatsapp.net","Topic":"On call \u2014 all day",`+
		`"TopicID":"3EB0AAAA","TopicSetAt":"0001-01-01T00:00:00Z","TopicSetBy":"","TopicSetByPN":"",`+
		`"TopicDeleted":false,"IsLocked":true,"IsAnnounce":false,"AnnounceVersionID":"","IsEphemeral":true,`+
		`"DisappearingTimer":604800,"IsIncognito":false,"IsParent":false,"DefaultMembershipApprovalMode":"",`+
		`"LinkedParentJID":"","IsDefaultSubGroup":false,"IsJoinApprovalRequired":false,"AddressingMode":"lid",`+
		`"GroupCreated":"2026-09-21T14:13:20Z","CreatorCountryCode":"US","ParticipantVersionID":"1790000000000000",`+
		`"Participants":[`,
		`{"JID":"1000000%07[1]d@lid","PhoneNumber":"5511%09[1]d@s.whatsapp.net","LID":"1000000%07[1]d@lid",`+
			`"IsAdmin":false,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null}`,
		`],"ParticipantCount":500,"MemberAddMode":"all_member_add","Suspended":false}`)
}

func manyGroups(head, member, tail string) []byte {
	var body bytes.Buffer
	before := byte('[')
	for group := range benchGroups {
		body.WriteByte(before)
		before = ','
		fmt.Fprintf(&body, head, group)
		for i := range benchMembers {
			if i > 0 {
				body.WriteByte(',')
			}
			// Neighbouring groups have members in common.
			fmt.Fprintf(&body, member, group*benchMembers/2+i)
		}
		body.WriteString(tail)
	}
	body.WriteByte(']')
	return body.Bytes()
}
