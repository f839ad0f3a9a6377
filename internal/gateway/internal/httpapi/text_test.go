package httpapi_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		strings.Repeat("ã", 160): strings.Repeat("ã", 160),
		strings.Repeat("ã", 161): strings.Repeat("ã", 159) + "…",
	} {
		if got := httpapi.Short(text); got != want {
			t.Errorf("%q is cut to %q", text, got)
		}
	}
	client, err := httpapi.New(httpapi.Config{Endpoint: "http://localhost", AuthValue: "secret-key"})
	if err != nil {
		t.Fatal(err)
	}
	if got := client.Line(" the key\n\tsecret-key, and \r\n a token ",
		"token"); got != "the key (secret), and a (secret)" {
		t.Errorf("the line is %q", got)
	}
	for text, want := range map[string]string{
		"ñ é 日本 👍🏽 ❤️":                           "ñ é 日本 👍🏽 ❤️",
		"\x1b[2Kgone\x07":                        `\x1b[2Kgone\a`,
		"\u202egpj.exe":                          `\u202egpj.exe`,
		"a\u2066b\u200fc\u00add\ufeff\U000e0041": `a\u2066b\u200fc\u00add\ufeff\U000e0041`,
		"a\u2028b\u0085c":                        "a b c",
		"no \xff\xfe text":                       "no \ufffd\ufffd text",
	} {
		if got := client.Line(text); got != want {
			t.Errorf("%q is shown as %q", text, got)
		}
	}
	for status, want := range map[int]string{502: "HTTP status 502 Bad Gateway", 599: "HTTP status 599"} {
		if got := httpapi.StatusText(status); got != want {
			t.Errorf("%d is %q", status, got)
		}
	}
}
