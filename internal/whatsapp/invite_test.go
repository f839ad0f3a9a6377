package whatsapp_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestParseInviteCode(t *testing.T) {
	for _, written := range []string{
		"AbCdEfGhIjKlMnOpQrStUv", "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv",
		"chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv/",
		"https://chat.whatsapp.com/invite/AbCdEfGhIjKlMnOpQrStUv?mode=ac_t", " AbCdEfGhIjKlMnOpQrStUv\n",
	} {
		code, err := whatsapp.ParseInviteCode(written)
		if err != nil || code.Code() != "AbCdEfGhIjKlMnOpQrStUv" ||
			code.URL() != "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv" {
			t.Errorf("ParseInviteCode(%q) = %q, %v", written, code.Code(), err)
		}
	}
	for _, written := range []string{"", "chat.whatsapp.com/?", "https://example.org/AbCd", "secret code",
		strings.Repeat("a", 65)} {
		_, err := whatsapp.ParseInviteCode(written)
		if !errors.Is(err, whatsapp.ErrInviteInvalid) {
			t.Errorf("ParseInviteCode(%q) fails with %v", written, err)
		} else if written != "" && strings.Contains(err.Error(), written) {
			t.Errorf("the error repeats the code: %v", err)
		}
	}
}

func TestInviteCodeIsNeverPrinted(t *testing.T) {
	code, err := whatsapp.ParseInviteCode("AbCdEfGhIjKlMnOpQrStUv")
	if err != nil {
		t.Fatal(err)
	}
	invitation := &whatsapp.Error{Kind: whatsapp.ErrPrivacy, Invitation: &whatsapp.Invitation{Code: code}}
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("revoked", "code", code)
	for _, printed := range []string{
		fmt.Sprint(code), fmt.Sprintf("%s %v %+v %#v %q %x", code, code, code, code, code, code),
		fmt.Sprintf("%+v", invitation.Invitation), fmt.Sprintf("%v", invitation), log.String(),
	} {
		if strings.Contains(printed, "AbCdEf") || strings.Contains(printed, "4162436445") {
			t.Errorf("the code is printed: %s", printed)
		}
	}
}

func TestErrorsAreFoundThroughWrapping(t *testing.T) {
	err := fmt.Errorf(
		"add: %w",
		fmt.Errorf("read: %w", &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: "SCAN_QR_CODE"}),
	)
	var found *whatsapp.Error
	if !errors.Is(err, whatsapp.ErrNotConnected) || !errors.As(err, &found) || found.Status != "SCAN_QR_CODE" {
		t.Errorf("%v is not found", err)
	}
	if err := whatsapp.MissingAbility(
		"WAHA 2024.1.1 (engine NOWEB)",
		whatsapp.RevokeInvite,
	); !errors.Is(
		err,
		errors.ErrUnsupported,
	) {
		t.Errorf("%v is not unsupported", err)
	}
}
