package whatsapp

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// SameText reports whether two names of groups, or two descriptions, are one text to WhatsApp, which may store another
// writing of it: without outer white space, with other line ends, or with other characters for the same letters.
func SameText(a, b string) bool { return a == b || canonicalText(a) == canonicalText(b) }

func canonicalText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(norm.NFC.String(s))
}

// CheckNew refuses a change that gives a group a text which WhatsApp does not take. Groups that exist may have such a
// text all the same, so it is for what is about to be written. The error wraps ErrInvalidRequest.
func CheckNew(change Change) error {
	switch change := change.(type) {
	case SetName:
		return checkName(canonicalText(string(change)))
	case SetDescription:
		return checkLength("description", canonicalText(string(change)), MaxDescriptionLength)
	}
	return nil
}

func checkName(kept string) error {
	switch {
	case kept == "":
		return invalid("a group needs a name with at least one visible character")
	case strings.ContainsAny(kept, "\r\n"):
		return invalid("the name of a group must be one line, and this one has several")
	}
	return checkLength("name", kept, MaxNameLength)
}

// checkLength counts the characters that WhatsApp keeps at least.
func checkLength(what, text string, limit int) error {
	if n := utf8.RuneCountInString(text); n > limit {
		return invalid("the %s of a group has at most %d characters, and this one has %d", what, limit, n)
	}
	return nil
}

// NamePattern compiles a regular expression for names of groups. It matches a name that it matches as both are written,
// or with one form of Unicode for the same letters.
func NamePattern(pattern string) (matches func(name string) bool, err error) {
	written, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	composed, err := regexp.Compile(norm.NFC.String(pattern))
	if err != nil {
		composed = written
	}
	return func(name string) bool {
		return written.MatchString(name) || composed.MatchString(norm.NFC.String(name))
	}, nil
}
