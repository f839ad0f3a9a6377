package protocol_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestDisappearingMessages(t *testing.T) {
	for seconds, want := range map[int64]whatsapp.DisappearingMessages{0: "off", 86400: "24h", 604800: "7d",
		7776000: "90d"} {
		if got := protocol.ParseDisappearingMessages(seconds); got == nil || *got != want {
			t.Errorf("%d is %v", seconds, got)
		}
	}
	if got := protocol.ParseDisappearingMessages(60); got != nil {
		t.Errorf("60 is %v", *got)
	}
}

func TestMemberAddMode(t *testing.T) {
	for _, want := range []whatsapp.MemberAddMode{whatsapp.AdminAdd, whatsapp.AllMemberAdd} {
		if got := protocol.ParseMemberAddMode(string(want)); got == nil || *got != want {
			t.Errorf("%s is %v", want, got)
		}
	}
	for _, word := range []string{"", "true", "ADMIN_ADD"} {
		if got := protocol.ParseMemberAddMode(word); got != nil {
			t.Errorf("%q is %v", word, *got)
		}
	}
}

func TestSize(t *testing.T) {
	for told, want := range map[int64]int{0: 0, 7: 7, 1 << 20: 1 << 20, 1<<20 + 1: 0, -1: 0} {
		if got := protocol.GroupSize(told, true); got != want {
			t.Errorf("%d is %d", told, got)
		}
	}
	if got := protocol.GroupSize(7, false); got != 0 {
		t.Errorf("what was not told is %d", got)
	}
}
