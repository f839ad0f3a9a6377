package httpapi

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

const placeholder = "(secret)"

var (
	inviteLink = regexp.MustCompile(`(?i)(chat\.whatsapp\.com/)[^\s"'<>)\]}]+`)
	// codeLike finds words of the length of WhatsApp's invite codes, which are 22 letters and digits today.
	codeLike = regexp.MustCompile(`\b[A-Za-z0-9_-]{20,26}\b`)
)

// Redact makes a text of the gateway fit to be shown: without the client's Secrets, those that are given, such as an
// invite code that was sent, and whatever looks like an invite link or an invite code.
func (c *Client) Redact(text string, secrets ...string) string {
	var pairs []string
	for _, secret := range slices.Concat(secrets, c.secrets) {
		if secret != "" {
			pairs = append(pairs, secret, placeholder)
		}
	}
	// All at once: a secret may be a word of the placeholder.
	text = strings.NewReplacer(pairs...).Replace(text)
	text = inviteLink.ReplaceAllString(text, "${1}"+placeholder)
	return codeLike.ReplaceAllStringFunc(text, func(word string) string {
		if strings.ContainsFunc(word, unicode.IsUpper) && strings.ContainsFunc(word, unicode.IsLower) &&
			strings.ContainsFunc(word, unicode.IsDigit) {
			return placeholder
		}
		return word
	})
}
