package httpapi

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestText is how much of a gateway's text is shown, in characters.
const longestText = 160

// Short cuts a text that is too long to be shown.
func Short(text string) string {
	if runes := []rune(text); len(runes) > longestText {
		text = string(runes[:longestText-1]) + "…"
	}
	return text
}

// Line makes a text of the gateway one line, redacts it, and shows what would not be seen. It is the only way of such
// a text into an error or a log.
func (c *Client) Line(text string, secrets ...string) string {
	return visible(c.Redact(strings.Join(strings.Fields(text), " "), secrets...))
}

// visible writes what is not to be seen as Go does within quotes: a control character may move the cursor of a
// terminal, and a mark of direction turns around what stands beside it. Bytes that are no text become U+FFFD.
func visible(text string) string {
	if utf8.ValidString(text) && !strings.ContainsFunc(text, isUnseen) {
		return text
	}
	var shown strings.Builder
	for _, r := range text {
		if isUnseen(r) {
			shown.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			shown.WriteRune(r)
		}
	}
	return shown.String()
}

func isUnseen(r rune) bool { return !unicode.IsPrint(r) }

// StatusText is an HTTP status in words, for an answer of which nothing else is fit to be shown.
func StatusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("HTTP status %d %s", status, text)
	}
	return fmt.Sprintf("HTTP status %d", status)
}
