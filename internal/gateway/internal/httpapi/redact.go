package httpapi

import (
	"regexp"
	"strings"
	"unicode"
)

const placeholder = "(secret)"

var (
	inviteLink = regexp.MustCompile(`(?i)(chat\.whatsapp\.com/)[^\s"'<>)\]}]+`)
	// codeLike finds words of the length of WhatsApp's invite codes, which are 22 letters and digits today.
	codeLike = regexp.MustCompile(`\b[A-Za-z0-9_-]{20,26}\b`)
)

// Redact makes a text of the gateway fit to be shown: without the key, the configured headers, the secrets given, such
// as an invite code that was sent, and whatever looks like an invite link or an invite code.
func (c *Client) Redact(text string, secrets ...string) string {
	for _, secret := range append([]string{c.config.AuthValue}, secrets...) {
		text = without(text, secret)
	}
	for _, value := range c.config.Headers {
		// Shorter ones are words like "1" or "ops" and keep nothing safe.
		if len(value) >= 6 {
			text = without(text, value)
		}
	}
	if password, set := c.base.User.Password(); set {
		text = without(text, password)
	}
	text = inviteLink.ReplaceAllString(text, "${1}"+placeholder)
	return codeLike.ReplaceAllStringFunc(text, func(word string) string {
		if strings.ContainsFunc(word, unicode.IsUpper) && strings.ContainsFunc(word, unicode.IsLower) &&
			strings.ContainsFunc(word, unicode.IsDigit) {
			return placeholder
		}
		return word
	})
}

func without(text, secret string) string {
	if secret == "" {
		return text
	}
	return strings.ReplaceAll(text, secret, placeholder)
}
