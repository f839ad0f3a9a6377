package whatsapp

import (
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// The servers of a JID, the part behind the "@".
const (
	serverPhone = "s.whatsapp.net"
	serverLID   = "lid"
	serverGroup = "g.us"
)

// JID is an address in WhatsApp in its canonical form: "5511999990000@s.whatsapp.net" for a phone number,
// "123456789@lid" for a LID, "120363000000000001@g.us" for a group. The empty JID addresses nobody.
type JID string

// ParseJID reads an address as any gateway or user writes it. The legacy server "c.us" becomes "s.whatsapp.net", and a
// device suffix (":12") is dropped. The error wraps ErrInvalidRequest.
func ParseJID(s string) (JID, error) {
	trimmed := strings.TrimSpace(s)
	user, server, found := strings.Cut(trimmed, "@")
	if !found {
		return "", invalid("%s is not a WhatsApp JID: it has no @", shown(s))
	}
	server = strings.ToLower(server)
	switch server {
	case "c.us", serverPhone:
		server = serverPhone
		user = withoutDevice(user)
	case serverLID:
		user = withoutDevice(user)
	case serverGroup:
		// Groups made before 2022 are named after their creator and the time: "5511999990000-1588883724".
		creator, made, old := strings.Cut(user, "-")
		if old && (!isDigits(creator) || !isDigits(made)) || !old && !isDigits(user) {
			return "", invalid("%s is not a WhatsApp group JID: it must have digits before @g.us", shown(s))
		}
		return address(user, server, trimmed), nil
	default:
		return "", invalid("%s is not a WhatsApp JID: the server %s is not known", shown(s), shown(server))
	}
	if !isDigits(user) {
		return "", invalid("%s is not a WhatsApp JID: it must have digits before the @", shown(s))
	}
	return address(user, server, trimmed), nil
}

// address is what was written, where that is canonical, which costs no memory.
func address(user, server, written string) JID {
	if len(written) == len(user)+len("@")+len(server) && strings.HasSuffix(written, server) {
		return JID(written)
	}
	return JID(user + "@" + server)
}

// ParseGroupJID reads the address of a group. The error wraps ErrInvalidRequest.
func ParseGroupJID(s string) (JID, error) {
	jid, err := ParseJID(s)
	if err != nil {
		return "", err
	}
	if !jid.IsGroup() {
		return "", invalid("%s is not a WhatsApp group JID: it must end in @g.us", shown(s))
	}
	return jid, nil
}

// PhoneJID is the address of a phone number as it is spelled here, and empty for no number.
func PhoneJID(number phone.Number) JID {
	if number == "" {
		return ""
	}
	return JID(string(number) + "@" + serverPhone)
}

// PhoneNumber is the number that the JID addresses, and empty where it addresses none. The digits are taken as WhatsApp
// gave them: some numbers that it registered are impossible by the book.
func (j JID) PhoneNumber() phone.Number {
	if !j.IsPhone() {
		return ""
	}
	return phone.Number(j.User())
}

// User is the part before the "@".
func (j JID) User() string {
	user, _, _ := strings.Cut(string(j), "@")
	return user
}

// IsGroup reports whether the JID addresses a group.
func (j JID) IsGroup() bool { return strings.HasSuffix(string(j), "@"+serverGroup) }

// IsLID reports whether the JID addresses a person without giving the phone number away.
func (j JID) IsLID() bool { return strings.HasSuffix(string(j), "@"+serverLID) }

// IsPhone reports whether the JID addresses a person by phone number.
func (j JID) IsPhone() bool { return strings.HasSuffix(string(j), "@"+serverPhone) }

func (j JID) String() string { return string(j) }

func withoutDevice(user string) string {
	user, _, _ = strings.Cut(user, ":")
	return user
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

func invalid(format string, args ...any) error {
	return &Error{Kind: ErrInvalidRequest, Detail: fmt.Sprintf(format, args...)}
}
