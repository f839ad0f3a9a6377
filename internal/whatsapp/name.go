package whatsapp

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// SameName reports whether two names of groups are one name to WhatsApp, which may store another writing of it: without
// outer white space, with other line ends, or with other characters for the same letters.
func SameName(a, b string) bool { return a == b || canonicalText(a) == canonicalText(b) }

func canonicalText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(norm.NFC.String(s))
}
