package wire_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestMeaning(t *testing.T) {
	for _, test := range []struct {
		meaning wire.Meaning
		code    int
		detail  string
		want    error
		text    string
	}{
		{wire.Changing, 403, "forbidden", whatsapp.ErrNotAdmin, "the account is not an admin of the group: forbidden"},
		{
			wire.Changing, 403, "", whatsapp.ErrNotAdmin,
			"the account is not an admin of the group: WhatsApp's code is 403",
		},
		{wire.Changing, 428, "closed", whatsapp.ErrOutcomeUnknown, "the gateway gave no clear answer: closed"},
		{
			wire.Joining, 409, "conflict", whatsapp.ErrAlreadyMember,
			"the account is in the group of the invite link already: Autonotify does not say which group that is",
		},
	} {
		if err := test.meaning.Of(test.code, test.detail); !errors.Is(err, test.want) || err.Error() != test.text {
			t.Errorf("%d: %v", test.code, err)
		}
	}
}

func TestPhrase(t *testing.T) {
	offline := wire.Phrase{Part: "not connected", Kind: whatsapp.ErrNotConnected}
	explained := wire.Phrase{Part: "no image", Kind: whatsapp.ErrInvalidRequest, Detail: "there is no picture"}
	if !offline.In("Session NOT connected") || offline.In("connected") {
		t.Error("the phrase is found by its letters, whatever their case")
	}
	for _, test := range []struct {
		phrase wire.Phrase
		want   string
	}{
		{offline, "the account is not connected to WhatsApp (status not connected)"},
		{explained, "the request is not valid: there is no picture"},
		{wire.Phrase{Kind: whatsapp.ErrGroupNotFound}, "the group was not found: told"},
	} {
		if err := test.phrase.Error("told"); !errors.Is(err, test.phrase.Kind) || err.Error() != test.want {
			t.Errorf("%v", err)
		}
	}
}
