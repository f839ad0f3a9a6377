package whatsapp_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
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

// TestNoErrorRepeatsAnInvite has links and codes written where something else is wanted.
func TestNoErrorRepeatsAnInvite(t *testing.T) {
	const code = "AbCdEfGhIjKlMnOpQrStU1"
	for _, written := range []string{
		code, "https://chat.whatsapp.com/" + code, "Join us: HTTPS://Chat.WhatsApp.com/invite/" + code + "?mode=x",
		code + "@g.us", "12025550101@" + code, "tel:" + code, "120363000000000001@g.us/" + code, "C0nf0rm4nceC0de1",
	} {
		if !whatsapp.MayBeInvite(written) {
			t.Errorf("%q may not be an invite", written)
		}
		_, jid := whatsapp.ParseJID(written)
		_, group := whatsapp.ParseGroupJID(written)
		_, person := whatsapp.PersonOfJID(written)
		_, number := phone.Parse(written)
		for _, err := range []error{jid, group, person, number} {
			if err == nil || strings.Contains(err.Error(), "CdEf") || strings.Contains(err.Error(), "C0de1") {
				t.Errorf("%q: %v", written, err)
			}
		}
	}
	for _, harmless := range []string{
		"", "Friends", "120363000000000001@g.us", "12025550101-1588883724@g.us", "120363000000000001@g.us/+12025550101",
		"123456789012345@lid", "12025550101@s.whatsapp.net", "engineering-department", "+1 (202) 555-0101",
	} {
		if whatsapp.MayBeInvite(harmless) {
			t.Errorf("%q is taken for an invite", harmless)
		}
	}
}

// TestParseWrittenInvite refuses what is too short to be the code of a group.
func TestParseWrittenInvite(t *testing.T) {
	for _, written := range []string{"AbCdEfGhIjKlMnOpQrStUv", "chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"} {
		if code, err := whatsapp.ParseWrittenInvite(written); err != nil || code.Code() != "AbCdEfGhIjKlMnOpQrStUv" {
			t.Errorf("ParseWrittenInvite(%q) = %q, %v", written, code.Code(), err)
		}
	}
	for written, want := range map[string]string{
		"hello": "is too short", "https://chat.whatsapp.com/AbCdEfGh": "is too short", "no code": "neither a code",
	} {
		_, err := whatsapp.ParseWrittenInvite(written)
		if !errors.Is(err, whatsapp.ErrInviteInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseWrittenInvite(%q) fails with %v", written, err)
		}
	}
}

func FuzzParseInviteCode(f *testing.F) {
	for _, written := range []string{
		"AbCdEfGhIjKlMnOpQrStUv", "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv",
		"chat.whatsapp.com/invite/AbCd?x=1",
		" AbCdEfGhIjKlMnOpQrStUv\n", "https://example.org/AbCd", "", "chat.whatsapp.com/?", "chat.whatsapp.com/%41",
		"https://chat.whatsapp",
	} {
		f.Add(written)
	}
	_, refused := whatsapp.ParseInviteCode("")
	f.Fuzz(func(t *testing.T, written string) {
		code, err := whatsapp.ParseInviteCode(written)
		if err != nil {
			if err.Error() != refused.Error() {
				t.Errorf("the error of %q tells of it: %v", written, err)
			}
			return
		}
		if strings.Trim(code.Code(), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
			t.Errorf("%q has the code %q", written, code.Code())
		}
		for _, again := range []string{code.Code(), code.URL()} {
			if same, err := whatsapp.ParseInviteCode(again); err != nil || same != code {
				t.Errorf("%q has the code %q, and %q has %q: %v", written, code.Code(), again, same.Code(), err)
			}
		}
	})
}
