package protocol_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestKind(t *testing.T) {
	for name, test := range map[string]struct {
		meaning protocol.CodeMeaning
		codes   map[int]error
	}{
		"any call": {protocol.CodeMeaning{}, map[int]error{
			200: whatsapp.ErrOutcomeUnknown, 304: whatsapp.ErrRefused, 400: whatsapp.ErrInvalidRequest,
			401: whatsapp.ErrRefused,
			403: whatsapp.ErrRefused, 404: whatsapp.ErrGroupNotFound, 406: whatsapp.ErrInvalidRequest,
			408: whatsapp.ErrOutcomeUnknown,
			409: whatsapp.ErrRefused, 419: whatsapp.ErrGroupFull, 428: whatsapp.ErrRefused,
			429: whatsapp.ErrRateLimited,
			500: whatsapp.ErrOutcomeUnknown, 503: whatsapp.ErrOutcomeUnknown,
		}},
		"reading": {
			protocol.WhenReading,
			map[int]error{401: whatsapp.ErrRefused, 403: whatsapp.ErrNotMember, 404: whatsapp.ErrGroupNotFound},
		},
		"changing": {
			protocol.WhenChanging,
			map[int]error{401: whatsapp.ErrNotAdmin, 403: whatsapp.ErrNotAdmin, 409: whatsapp.ErrRefused},
		},
		"leaving": {protocol.WhenLeaving, map[int]error{401: whatsapp.ErrNotMember, 403: whatsapp.ErrNotMember}},
		"creating": {protocol.WhenCreating, map[int]error{
			400: whatsapp.ErrInvalidRequest, 401: whatsapp.ErrRefused, 403: whatsapp.ErrRefused,
			404: whatsapp.ErrOutcomeUnknown,
			409: whatsapp.ErrOutcomeUnknown, 419: whatsapp.ErrOutcomeUnknown, 429: whatsapp.ErrRateLimited,
		}},
		"inviting": {protocol.WhenInviting, map[int]error{401: whatsapp.ErrNotAdmin, 403: whatsapp.ErrNotMember}},
		"joining": {protocol.WhenJoining, map[int]error{
			400: whatsapp.ErrInviteInvalid, 404: whatsapp.ErrInviteInvalid, 406: whatsapp.ErrInviteInvalid,
			304: whatsapp.ErrAlreadyMember, 409: whatsapp.ErrAlreadyMember,
			410: whatsapp.ErrInviteRevoked, 412: whatsapp.ErrGroupFull, 419: whatsapp.ErrGroupFull,
		}},
	} {
		for code, want := range test.codes {
			if got := test.meaning.Kind(code); !errors.Is(got, want) {
				t.Errorf("%s: %d is %v, not %v", name, code, got, want)
			}
		}
	}
}

func TestCodes(t *testing.T) {
	told := &whatsapp.Error{Kind: whatsapp.ErrNotAdmin, Detail: "forbidden"}
	err := protocol.WithCode(403, told)
	if got := protocol.CodeOf(fmt.Errorf("around it: %w", err)); got != 403 {
		t.Errorf("the code is %d", got)
	}
	var e *whatsapp.Error
	if !errors.Is(err, whatsapp.ErrNotAdmin) || !errors.As(err, &e) || e != told || err.Error() != told.Error() {
		t.Errorf("the error is %v", err)
	}
	if protocol.CodeOf(told) != 0 || protocol.CodeOf(nil) != 0 {
		t.Error("a code of what has none")
	}
	for text, want := range map[string]int{
		"info query returned status 403: forbidden":              403,
		"failed: info query returned status 404: item-not-found": 404,
		"info query returned status 4039":                        0,
		"status 403: forbidden":                                  0,
		"":                                                       0,
	} {
		if got, told := protocol.CodeInText(text); got != want || told != (want != 0) {
			t.Errorf("%q: %d", text, got)
		}
	}
	for _, phrase := range protocol.WhatsmeowPhrases {
		if phrase.Part != strings.ToLower(phrase.Part) {
			t.Errorf("%q would never be found", phrase.Part)
		}
	}
}
