package phone

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// writtenNumber is what the way a number is written tells of it.
type writtenNumber struct {
	// digits has at least one, and neither the plus sign nor the "00" in front.
	digits string
	// international: there was a plus sign or "00" in front.
	international bool
	// bracketed: the number begins with digits in brackets, as area codes are written: "(11) 99999-0000".
	bracketed bool
}

// readWrittenNumber takes the digits out of a number and leaves behind what people and phones put around them.
func readWrittenNumber(s string) (writtenNumber, error) {
	var digits strings.Builder
	var plus, opened bool
	inBrackets := 0
	for _, r := range withoutScheme(s) {
		digit, isDigit := digitOf(r)
		switch {
		case isDigit:
			digits.WriteByte(digit)
		case isPlus(r) && digits.Len() == 0 && !plus:
			plus = true
		case r == '(':
			opened = opened || digits.Len() == 0
		case r == ')':
			if opened && inBrackets == 0 {
				inBrackets = digits.Len()
			}
		case isBlank(r) || isDash(r) || r == '.' || r == '/':
		default:
			return writtenNumber{}, fmt.Errorf("%s is not a phone number: it contains %q", shown(s), r)
		}
	}
	if digits.Len() == 0 {
		return writtenNumber{}, fmt.Errorf("%q is not a phone number: it has no digits", s)
	}
	number, zeros := digits.String(), false
	if len(number) > len("00") {
		// No country code begins with a 0, so that this is the international prefix even behind a plus sign.
		number, zeros = strings.CutPrefix(number, "00")
	}
	return writtenNumber{
		digits:        number,
		international: plus || zeros,
		bracketed:     inBrackets > 0 && inBrackets < len(number),
	}, nil
}

// shown is a text in messages, unless it may be an invite link or code, which are longer than numbers and have letters.
func shown(s string) string {
	if len(s) >= 16 && strings.ContainsFunc(s, unicode.IsLetter) {
		return "the text"
	}
	return strconv.Quote(s)
}

// withoutScheme drops the scheme of a link to a number, and what cannot be seen in front of it.
func withoutScheme(s string) string {
	const scheme = "tel:"
	trimmed := strings.TrimLeftFunc(s, isBlank)
	if len(trimmed) >= len(scheme) && strings.EqualFold(trimmed[:len(scheme)], scheme) {
		return trimmed[len(scheme):]
	}
	return trimmed
}

// digitOf reads the decimal digits of every script, such as the Arabic and the fullwidth ones. Unicode has them in rows
// from 0 to 9.
func digitOf(r rune) (digit byte, is bool) {
	if r >= '0' && r <= '9' {
		return byte(r), true
	}
	if r < utf8.RuneSelf || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, row := range unicode.Nd.R16 {
		if r >= rune(row.Lo) && r <= rune(row.Hi) {
			return byte('0' + (r-rune(row.Lo))%10), true
		}
	}
	for _, row := range unicode.Nd.R32 {
		if r >= rune(row.Lo) && r <= rune(row.Hi) {
			return byte('0' + (r-rune(row.Lo))%10), true
		}
	}
	return 0, false
}

// isPlus knows the fullwidth form too, which East Asian keyboards write.
func isPlus(r rune) bool { return r == '+' || r == '\uff0b' }

// isBlank tells what leaves no ink: spaces of every width, and the marks of text direction and the joiners that come
// along with a number copied from a phone's contacts.
func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

// isDash knows all dashes, and the minus sign, which is none to Unicode.
func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '\u2212' }
