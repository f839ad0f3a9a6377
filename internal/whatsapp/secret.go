package whatsapp

import (
	"fmt"
	"log/slog"
)

// Secret is a text that no log and no error may give away. It prints as a placeholder, whatever the verb; Reveal
// reveals it. The zero value is no secret at all.
type Secret struct{ text string }

var (
	_ fmt.Formatter  = Secret{}
	_ slog.LogValuer = Secret{}
)

// NewSecret makes a secret of a text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal reveals the text.
func (s Secret) Reveal() string { return s.text }

// IsZero reports whether there is no text.
func (s Secret) IsZero() bool { return s.text == "" }

// Format prints the placeholder for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("(secret)")) }

// LogValue logs the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }
