package whatsapp

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// PhoneNumber is a phone number in international form, digits only: "5511999990000". It is what the user meant, not
// what WhatsApp registered: the two are compared with SameSubscriber.
type PhoneNumber string

// ParsePhoneNumber reads a number with its country code as people write it: "+55 (11) 99999-0000", "005511999990000",
// "5511999990000". It refuses a number of which no spelling that WhatsApp may have registered is possible. The error
// wraps ErrInvalidRequest and gives the reason.
func ParsePhoneNumber(s string) (PhoneNumber, error) {
	digits, err := phoneDigits(s)
	if err != nil {
		return "", err
	}
	number := PhoneNumber(digits)
	reason := "its country code is not known"
	for _, spelling := range number.spellings() {
		parsed, err := phonenumbers.Parse("+"+string(spelling), "")
		if err != nil {
			continue
		}
		switch phonenumbers.IsPossibleNumberWithReason(parsed) {
		case phonenumbers.IS_POSSIBLE, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
			return number, nil
		case phonenumbers.TOO_SHORT:
			reason = "it is too short for its country"
		case phonenumbers.TOO_LONG:
			reason = "it is too long for its country"
		case phonenumbers.INVALID_COUNTRY_CODE:
		default:
			reason = "it has a length that its country does not use"
		}
	}
	return "", invalid("%q is no possible phone number: %s", s, reason)
}

func phoneDigits(s string) (string, error) {
	trimmed := strings.TrimSpace(s)
	trimmed, plus := strings.CutPrefix(trimmed, "+")
	var digits strings.Builder
	for _, r := range trimmed {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case strings.ContainsRune(" -().\u00a0\u2011\u2013/", r):
		default:
			return "", invalid("%q is no phone number: it contains %q", s, r)
		}
	}
	number := digits.String()
	if !plus {
		number = strings.TrimPrefix(number, "00")
	}
	if number == "" {
		return "", invalid("%q is no phone number: it has no digits", s)
	}
	if number[0] == '0' {
		return "", invalid("%q has no country code: write it in international form, such as +5511999990000", s)
	}
	return number, nil
}

// phoneOfJID trusts the digits that WhatsApp itself gave: some numbers that it registered are impossible by the book.
func phoneOfJID(jid JID) PhoneNumber {
	if !jid.IsPhone() {
		return ""
	}
	return PhoneNumber(jid.User())
}

// String gives the canonical form "+5511999990000", or nothing for no number.
func (p PhoneNumber) String() string {
	if p == "" {
		return ""
	}
	return "+" + string(p)
}

// JID is the address of the number as it is spelled here.
func (p PhoneNumber) JID() JID {
	if p == "" {
		return ""
	}
	return JID(string(p) + "@" + serverPhone)
}

// Plausible tells whether the number lies in a range that its country has given out, as far as the library's metadata
// knows. New ranges are missing there, so an implausible number deserves a warning and not a refusal.
func (p PhoneNumber) Plausible() bool {
	for _, spelling := range p.spellings() {
		parsed, err := phonenumbers.Parse("+"+string(spelling), "")
		if err == nil && phonenumbers.IsValidNumber(parsed) {
			return true
		}
	}
	return false
}

// SameSubscriber tells whether both numbers are spellings of one number of WhatsApp. WhatsApp registers some numbers of
// Brazil without the ninth digit, of Mexico with a 1 and of Argentina with a 9 behind the country code, by rules that
// have exceptions; so the spellings are compared as a class and never rewritten.
func (p PhoneNumber) SameSubscriber(other PhoneNumber) bool {
	return p != "" && p.class() == other.class()
}

// class is a name that all spellings of a subscriber have in common.
func (p PhoneNumber) class() PhoneNumber { return p.spellings()[0] }

// spellings lists every form under which WhatsApp may have registered the number, the shortest first.
func (p PhoneNumber) spellings() []PhoneNumber {
	number := string(p)
	switch {
	case strings.HasPrefix(number, "55"):
		// Brazil: only the mobile numbers of old, which began with 6 to 9, were given a ninth digit. "3…" behind the 9
		// is a new mobile number, and without the 9 a landline of somebody else.
		if len(number) == 12 && number[4] >= '6' {
			return []PhoneNumber{p, PhoneNumber(number[:4] + "9" + number[4:])}
		}
		if len(number) == 13 && number[4] == '9' && number[5] >= '6' {
			return []PhoneNumber{PhoneNumber(number[:4] + number[5:]), p}
		}
	case strings.HasPrefix(number, "521") && len(number) == 13:
		return []PhoneNumber{PhoneNumber("52" + number[3:]), p}
	case strings.HasPrefix(number, "52") && len(number) == 12:
		return []PhoneNumber{p, PhoneNumber("521" + number[2:])}
	case strings.HasPrefix(number, "549") && len(number) == 13:
		return []PhoneNumber{PhoneNumber("54" + number[3:]), p}
	case strings.HasPrefix(number, "54") && len(number) == 12:
		return []PhoneNumber{p, PhoneNumber("549" + number[2:])}
	}
	return []PhoneNumber{p}
}
