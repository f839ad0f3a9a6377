package whatsapp_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestParsePhoneNumber(t *testing.T) {
	for _, written := range []string{
		"+55 (11) 99999-0000", "5511999990000", "005511999990000", "+55.11.99999/0000", " +5511999990000 ", "+55 11 99999‑0000",
	} {
		number, err := whatsapp.ParsePhoneNumber(written)
		if err != nil || number != "5511999990000" {
			t.Errorf("ParsePhoneNumber(%q) = %q, %v", written, number, err)
		}
	}
}

func TestParsePhoneNumberSaysWhatIsWrong(t *testing.T) {
	for written, want := range map[string]string{
		"":                  "it has no digits",
		"+":                 "it has no digits",
		"12025550101@c.us":  `it contains '@'`,
		"+1 202 555 CALL":   `it contains 'C'`,
		"+1202555":          "it is too short for its country",
		"+1202555010112345": "it is too long for its country",
		"+999 12345678":     "its country code is not known",
		"011 99999-0000":    "has no country code",
		"+0 11 99999 0000":  "has no country code",
	} {
		_, err := whatsapp.ParsePhoneNumber(written)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParsePhoneNumber(%q) fails with %v, want %q", written, err, want)
		}
	}
}

// The library calls these impossible or invalid, and WhatsApp has registered such numbers.
func TestParsePhoneNumberTakesWhatWhatsAppRegisters(t *testing.T) {
	for _, written := range []string{"551199990000", "5211234567890", "521234567890", "541112345678", "5491112345678"} {
		if _, err := whatsapp.ParsePhoneNumber(written); err != nil {
			t.Errorf("ParsePhoneNumber(%q): %v", written, err)
		}
	}
}

func TestSameSubscriber(t *testing.T) {
	for _, c := range []struct {
		a, b whatsapp.PhoneNumber
		want bool
	}{
		{"12025550101", "12025550101", true},
		{"12025550101", "12025550102", false},
		{"5511999990000", "551199990000", true},   // Brazil, mobile with and without the ninth digit
		{"5511933330000", "551133330000", false},  // a new mobile number and a landline
		{"5511999990000", "5521999990000", false}, // two area codes
		{"5215512345678", "525512345678", true},   // Mexico
		{"5491112345678", "541112345678", true},   // Argentina
		{"", "", false},
	} {
		if got := c.a.SameSubscriber(c.b); got != c.want {
			t.Errorf("%q same as %q: %v, want %v", c.a, c.b, got, c.want)
		}
		if got := c.b.SameSubscriber(c.a); got != c.want {
			t.Errorf("%q same as %q: %v, want %v", c.b, c.a, got, c.want)
		}
	}
}

func TestPlausible(t *testing.T) {
	for number, want := range map[whatsapp.PhoneNumber]bool{"12025550101": true, "11999990000": false, "551199990000": true} {
		if got := number.Plausible(); got != want {
			t.Errorf("%s plausible: %v, want %v", number, got, want)
		}
	}
}

func FuzzParsePhoneNumber(f *testing.F) {
	for _, seed := range []string{"+55 (11) 99999-0000", "00521 55 1234 5678", "5491112345678", "+", "١٢"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		number, err := whatsapp.ParsePhoneNumber(s)
		if err != nil {
			return
		}
		again, err := whatsapp.ParsePhoneNumber(number.String())
		if err != nil || again != number {
			t.Errorf("ParsePhoneNumber(%q) = %q, which reads as %q, %v", s, number, again, err)
		}
		if !number.SameSubscriber(number) {
			t.Errorf("%q is not the same as itself", number)
		}
	})
}
