package whatsapp

import (
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"
)

const inviteHost = "chat.whatsapp.com/"

// InviteCode lets whoever has it into a group. It prints as a placeholder, whatever the verb, so that no log and no
// error can give it away; Code and URL reveal it.
type InviteCode struct{ code string }

var (
	_ fmt.Formatter  = InviteCode{}
	_ slog.LogValuer = InviteCode{}
)

// ParseInviteCode reads a code or a link ("https://chat.whatsapp.com/CODE", also with "invite/" and a query). The error
// wraps ErrInviteInvalid and does not repeat the text.
func ParseInviteCode(s string) (InviteCode, error) {
	code := strings.TrimSpace(s)
	if i := strings.Index(code, inviteHost); i >= 0 {
		code = strings.TrimPrefix(code[i+len(inviteHost):], "invite/")
		code, _, _ = strings.Cut(code, "?")
		code = strings.Trim(code, "/")
	}
	// WhatsApp's codes are 22 letters and digits today, and others in length for private invitations: only what can be
	// no code at all is refused here.
	if code == "" || len(code) > 64 || strings.ContainsFunc(code, notInCode) {
		return InviteCode{}, &Error{
			Kind:   ErrInviteInvalid,
			Detail: "it is neither a code nor a https://chat.whatsapp.com/ link",
		}
	}
	return InviteCode{code}, nil
}

// shortestCode is the length of the shortest codes that were seen, those of private invitations. Codes of groups are 22
// letters and digits today.
const shortestCode = 16

// ParseWrittenInvite is ParseInviteCode for what somebody has written, which is no code where it is too short for one.
// What a gateway tells is taken at any length.
func ParseWrittenInvite(s string) (InviteCode, error) {
	code, err := ParseInviteCode(s)
	if err == nil && len(code.code) < shortestCode {
		return InviteCode{}, &Error{
			Kind:   ErrInviteInvalid,
			Detail: "its code is too short: the code of a group has 22 letters and digits",
		}
	}
	return code, err
}

func notInCode(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '_' && r != '-'
}

// MayBeInvite reports whether a text that somebody wrote for something else may have an invite link or a code in it, so
// that no message may repeat it.
func MayBeInvite(s string) bool {
	if strings.Contains(strings.ToLower(s), strings.TrimSuffix(inviteHost, "/")) {
		return true
	}
	return slices.ContainsFunc(strings.FieldsFunc(s, notInCode), func(word string) bool {
		lower, upper := strings.ToLower(word), strings.ToUpper(word)
		mixed := word != lower && word != upper || lower != upper && strings.ContainsAny(word, "0123456789")
		return len(word) >= shortestCode && mixed
	})
}

// shown is a text in messages, unless it may be an invite.
func shown(s string) string {
	if MayBeInvite(s) {
		return "the text"
	}
	return strconv.Quote(s)
}

// Code reveals the bare code.
func (c InviteCode) Code() string { return c.code }

// URL reveals the link that people open.
func (c InviteCode) URL() string { return "https://" + inviteHost + c.code }

// IsZero reports whether there is no code.
func (c InviteCode) IsZero() bool { return c.code == "" }

// Format prints the placeholder for every verb.
func (c InviteCode) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("(invite code)")) }

// LogValue logs the placeholder.
func (c InviteCode) LogValue() slog.Value { return slog.StringValue("(invite code)") }

// Invitation is a private way into the group for one person whose settings keep others from adding them.
type Invitation struct {
	// Code is empty where the gateway does not tell it.
	Code InviteCode
	// Expires is zero where the gateway does not tell it.
	Expires time.Time
	// Sent says that the gateway has sent the invitation to the person by itself.
	Sent bool
}
