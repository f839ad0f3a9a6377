package httpapi

import (
	"fmt"
	"net/http"
	"strings"
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

// Line makes a text of the gateway one line, and redacts it.
func (c *Client) Line(text string, secrets ...string) string {
	return c.Redact(strings.Join(strings.Fields(text), " "), secrets...)
}

// StatusText is an HTTP status in words, for an answer of which nothing else is fit to be shown.
func StatusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("HTTP status %d %s", status, text)
	}
	return fmt.Sprintf("HTTP status %d", status)
}
