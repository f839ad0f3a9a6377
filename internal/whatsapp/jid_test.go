package whatsapp_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestParseJID(t *testing.T) {
	for written, want := range map[string]whatsapp.JID{
		"12025550101@c.us":                "12025550101@s.whatsapp.net",
		"12025550101@s.whatsapp.net":      "12025550101@s.whatsapp.net",
		"12025550101:12@s.whatsapp.net":   "12025550101@s.whatsapp.net",
		" 12025550101@C.US ":              "12025550101@s.whatsapp.net",
		"100000000000001@lid":             "100000000000001@lid",
		"100000000000001:3@lid":           "100000000000001@lid",
		"120363000000000001@g.us":         "120363000000000001@g.us",
		"12025550101-1588883724@g.us":     "12025550101-1588883724@g.us",
		"12025550101":                     "",
		"120363000000000001":              "",
		"@g.us":                           "",
		"a@lid":                           "",
		"12025550101@example.org":         "",
		"12025550101-@g.us":               "",
		"120363000000000001@g.us@lid":     "",
		"120363000000000001@newsletter":   "",
		"12025550101@s.whatsapp.net/path": "",
	} {
		got, err := whatsapp.ParseJID(written)
		if got != want {
			t.Errorf("ParseJID(%q) = %q, want %q", written, got, want)
		}
		if want == "" && !errors.Is(err, whatsapp.ErrInvalidRequest) {
			t.Errorf("ParseJID(%q) fails with %v, want ErrInvalidRequest", written, err)
		}
	}
}

func TestParseGroupJIDRefusesPeople(t *testing.T) {
	_, err := whatsapp.ParseGroupJID("12025550101@c.us")
	if want := `the request is not valid: "12025550101@c.us" is not a WhatsApp group JID: it must end in @g.us`; err == nil ||
		err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}

func FuzzParseJID(f *testing.F) {
	for _, seed := range []string{
		"12025550101@c.us", "12025550101:2@c.us", " 12025550101:12@S.WhatsApp.Net ", "100000000000001@lid",
		"100000000000001:3@LID",
		"120363000000000001@g.us", "12025550101-1588883724@g.us", "12025550101-1588883724:2@g.us",
		"12025550101.0:2@s.whatsapp.net",
		"120363000000000001@newsletter", "status@broadcast", "12025550101", "12025550101@", "1@lid@lid", ":1@c.us",
		"-@g.us", "@", "", "\xff@lid",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		jid, err := whatsapp.ParseJID(s)
		if err != nil {
			if jid != "" || !errors.Is(err, whatsapp.ErrInvalidRequest) {
				t.Errorf("ParseJID(%q) = %q, %v", s, jid, err)
			}
			return
		}
		again, err := whatsapp.ParseJID(jid.String())
		if err != nil || again != jid {
			t.Errorf("ParseJID(%q) = %q, which reads as %q, %v", s, jid, again, err)
		}
		if server, known := strings.CutPrefix(
			jid.String(),
			jid.User()+"@",
		); !known ||
			strings.Trim(jid.User(), "0123456789-") != "" {
			t.Errorf("ParseJID(%q) = %q, of user %q at %q", s, jid, jid.User(), server)
		}
		person, err := whatsapp.PersonOfJID(s)
		if jid.IsGroup() != (err != nil) {
			t.Errorf("ParseJID(%q) = %q, and PersonOfJID fails with %v", s, jid, err)
		}
		if _, err := whatsapp.ParseGroupJID(s); jid.IsGroup() != (err == nil) {
			t.Errorf("ParseJID(%q) = %q, and ParseGroupJID fails with %v", s, jid, err)
		}
		if err == nil && person.JID() != jid {
			t.Errorf("ParseJID(%q) = %q, of a person at %q", s, jid, person.JID())
		}
		if device, err := whatsapp.ParseJID(
			strings.Replace(jid.String(), "@", ":7@", 1),
		); !jid.IsGroup() &&
			(err != nil || device != jid) {
			t.Errorf("a device of %q is %q, %v", jid, device, err)
		}
		if kinds := count(jid.IsGroup(), jid.IsLID(), jid.IsPhone()); kinds != 1 {
			t.Errorf("%q is of %d kinds", jid, kinds)
		}
	})
}

func count(truths ...bool) (n int) {
	for _, truth := range truths {
		if truth {
			n++
		}
	}
	return n
}
