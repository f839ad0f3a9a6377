// Package phone reads phone numbers as people write them and compares them as WhatsApp registers them.
package phone

import (
	"fmt"
	"strings"
)

// Number is a phone number in international form, digits only: "5511999990000". It is what the user meant, not
// what WhatsApp registered: the two are compared with SameSubscriber.
type Number string

// Parse reads a number with its country code as people write it: "+55 (11) 99999-0000", "005511999990000",
// "5511999990000", "+44 (0)7911 123456", "+54 11 15 1234-5678". The digits stay as they were written; only a domestic
// prefix behind the country code is left out.
//
// It refuses a number of which no spelling that WhatsApp may have registered is possible, and one that has no country
// code, with the likely international form. A plus sign or "00" in front settles that there is one. The error is the
// reason, fit to be shown.
func Parse(s string) (Number, error) {
	read := readings.answer(s, func(s string) reading {
		number, err := parse(s)
		return reading{number, err}
	})
	return read.number, read.err
}

// ParseShown is Parse for what may be shown of somebody who is on WhatsApp already. It also takes the canonical form of
// numbers that Parse refuses for their length: WhatsApp may keep a number that its country has made longer since.
func ParseShown(s string) (Number, error) {
	number, err := Parse(s)
	if err == nil {
		return number, nil
	}
	shown := Number(strings.TrimPrefix(s, "+"))
	if shown.String() != s || len(shown) < shortestShown || len(shown) > longestShown {
		return "", err
	}
	if strings.Trim(string(shown), "0123456789") != "" {
		return "", err
	}
	if code, _ := splitCountryCode(shown); code == "" {
		return "", err
	}
	return shown, nil
}

// How many digits a number of WhatsApp has: the most that E.164 allows, and fewer than any country has given out.
const (
	shortestShown = 7
	longestShown  = 15
)

type reading struct {
	number Number
	err    error
}

// What Parse and Plausible said.
var (
	readings       memory[reading]
	plausibilities memory[bool]
)

func parse(s string) (Number, error) {
	written, err := readWrittenNumber(s)
	if err != nil {
		return "", err
	}
	if written.digits[0] == '0' {
		return "", lacksCountryCode(s, likelyNational(written.digits, countriesByTrunkZero))
	}
	number, fault := readInternational(written.digits)
	if !written.international {
		if national, missing := missesCountryCode(written, number); missing {
			return "", lacksCountryCode(s, national)
		}
	}
	if fault != "" {
		return "", fmt.Errorf("%q is not a possible phone number: %s", s, fault)
	}
	return number, nil
}

// String gives the canonical form "+5511999990000", or nothing for no number.
func (p Number) String() string {
	if p == "" {
		return ""
	}
	return "+" + string(p)
}

// Plausible reports whether the number lies in a range that its country has given out, as far as the library's metadata
// knows. New ranges are missing there, so an implausible number deserves a warning and not a refusal. All spellings of
// a subscriber are equally plausible.
func (p Number) Plausible() bool {
	return plausibilities.answer(string(p), func(digits string) bool { return Number(digits).plausible() })
}

// plausible is for the many readings that one number may have, which nobody asks for again.
func (p Number) plausible() bool {
	return givenOut(p) || givenOut(p.otherSpelling())
}
