package world

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// How WhatsApp keeps texts. Which of the two it does is not known (cases of both are reported), so a state says it.
const (
	TextsAsSent = "as_sent"
	// TextsNormalised is without white space at the ends, with LF for CRLF, and in Unicode's form NFC.
	TextsNormalised = "normalised"
)

// WhatsApp's limits, from its own client's properties group_max_subject and group_description_length. That it counts in
// units of UTF-16, as JavaScript does, is inferred.
const (
	maxName        = 100
	maxDescription = 2048
)

// text is a text as WhatsApp keeps it.
func (w *WhatsApp) text(text string) string {
	if w.texts != TextsNormalised {
		return text
	}
	return norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}

// name is a name as WhatsApp keeps it, or ErrBadName. That a blank name and one of several lines are refused is
// inferred.
func (w *WhatsApp) name(name string) (string, error) {
	kept := w.text(name)
	if strings.TrimSpace(kept) == "" || strings.ContainsAny(kept, "\r\n") {
		return "", ErrBadName
	}
	return kept, checkLength(kept, maxName)
}

func checkLength(text string, limit int) error {
	if len(utf16.Encode([]rune(text))) > limit {
		return ErrTooLong
	}
	return nil
}
