package httpapi_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
)

// FuzzLine shows any text of a gateway, with the key in it: one line of what is to be seen, without the key.
func FuzzLine(f *testing.F) {
	const secret = "k3y-t0-b3-h1dd3n"
	client, err := httpapi.New(httpapi.Config{Endpoint: "http://localhost", AuthHeader: "X-Api-Key", AuthValue: secret})
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		"", " the key\n\t", "\x1b[2J\u202e", "\xff\xfe", "https://chat.whatsapp.com/AbC", "(secret)", "é\u0301", "<&>",
	} {
		f.Add(text, " in ")
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))} {
			line := client.Line(before + form + after)
			if strings.Contains(line, secret) || strings.Contains(line, form) {
				t.Errorf("%q and %q: %q tells the key", before, after, line)
			}
			if strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) || !utf8.ValidString(line) {
				t.Errorf("%q and %q: %q has what is not to be seen", before, after, line)
			}
			if short := httpapi.Short(line); utf8.RuneCountInString(short) > 160 {
				t.Errorf("%q and %q: %q is long", before, after, short)
			}
		}
	})
}
