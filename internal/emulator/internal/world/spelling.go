package world

import (
	"slices"
	"strings"
)

// optionalDigits are the digits that a number may have or lack. WhatsApp registers a subscriber under one spelling of
// the number, and three countries have numbers with two: with a certain digit, or without it (evidence/whatsapp.md §3).
// Which of the two a subscriber has is an accident of WhatsApp's history. So the state says it of everybody it lists,
// and everybody else has the usual one.
var optionalDigits = []struct {
	country string
	digit   string
	at      int // Where the digit stands.
}{
	{country: "55", digit: "9", at: 4}, // Brazil: after the area code.
	{country: "52", digit: "1", at: 2}, // Mexico.
	{country: "54", digit: "9", at: 2}, // Argentina.
}

// lengthWithout is how long a number of any of the three countries is without its digit.
const lengthWithout = 12

// ninthDigitAreas are Brazil's area codes where WhatsApp usually keeps the ninth digit. The rule has exceptions.
var ninthDigitAreas = strings.Fields("11 12 13 14 15 16 17 18 19 21 22 24 27 28")

// spelling reports whether a number is spelled as WhatsApp usually registers it. The other spelling is empty if there
// is none.
func spelling(phone string) (usual bool, other string) {
	without, with := spellings(phone)
	if without == with {
		return true, ""
	}
	usually := with
	if strings.HasPrefix(phone, "55") && !slices.Contains(ninthDigitAreas, phone[2:4]) {
		usually = without
	}
	if other = with; phone == with {
		other = without
	}
	return phone == usually, other
}

// spellings are a number without the optional digit and with it. If the number has only one spelling, both are that
// one.
func spellings(phone string) (without, with string) {
	for _, optional := range optionalDigits {
		if !strings.HasPrefix(phone, optional.country) {
			continue
		}
		switch {
		case len(phone) == lengthWithout:
			without, with = phone, phone[:optional.at]+optional.digit+phone[optional.at:]
		case len(phone) == lengthWithout+1 && strings.HasPrefix(phone[optional.at:], optional.digit):
			without, with = phone[:optional.at]+phone[optional.at+1:], phone
		default:
			return phone, phone
		}
		// Only Brazil's mobile numbers of old, which began with 6 to 9, were given the digit. What begins with 2 to 5
		// is a landline, and what has a 9 before that is somebody else's new mobile number.
		if optional.country == "55" && without[optional.at] < '6' {
			return phone, phone
		}
		return without, with
	}
	return phone, phone
}
