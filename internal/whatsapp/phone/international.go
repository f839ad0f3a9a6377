package phone

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// readInternational reads digits that begin with a country code, as their writer meant them. The fault is empty, or why
// they are no number.
//
// The digits are kept wherever they can be a number as they are: what the library calls a domestic prefix may be part
// of a spelling, like the 1 of Mexico. What it returns reads as itself.
func readInternational(digits string) (number Number, fault string) {
	number = Number(digits)
	fault = number.fault()
	possible := fault == "" && !beginsWithTrunkZero(number)
	readings := withoutTrunkPrefix(number)
	// Nearly all numbers end here, which spares them the search in the ranges of their country.
	if possible && len(readings) == 0 || number.plausible() {
		return number, ""
	}
	if i := slices.IndexFunc(readings, Number.plausible); i >= 0 {
		return readings[i], ""
	}
	// From here on the number is in no range that is known, and nothing but its length can tell what it is.
	if possible {
		return number, ""
	}
	for _, reading := range readings {
		if beginsWithTrunkZero(reading) || slices.ContainsFunc(withoutTrunkPrefix(reading), Number.plausible) {
			continue
		}
		readingFault := reading.fault()
		if readingFault == "" {
			return reading, ""
		}
		if fault == "" {
			fault = readingFault
		}
	}
	if fault == "" {
		fault = "the 0 after its country code is not part of a number"
	}
	return "", fault
}

// withoutTrunkPrefix lists what a number may mean if a prefix that is only dialled inside its country stands behind the
// country code, the likeliest first: "+44 (0)7911 123456", "+55 0 15 11 99999-0000" with the code of a carrier.
func withoutTrunkPrefix(p Number) []Number {
	code, national := splitCountryCode(p)
	if national == "" {
		return nil
	}
	var readings []Number
	add := func(reading Number) {
		// The library also adds the area code where a country has only one, which is not for us to guess.
		if len(reading) < len(p) {
			readings = append(readings, reading)
		}
	}
	if parsed, err := phonenumbers.Parse(p.String(), ""); err == nil {
		add(digitsOf(parsed))
	}
	switch code {
	case "52":
		// Mexico gave these prefixes up in 2019, and the library has forgotten them.
		for _, prefix := range []string{"01", "02", "044", "045"} {
			if rest, found := strings.CutPrefix(national, prefix); found {
				add(Number(code + rest))
			}
		}
	case "54":
		// Between the area code and a mobile number, people in Argentina dial the 15 that the 9 stands for abroad. The
		// library knows where the area code ends, but not those who write both the 9 and the 15, or a 0 behind the 9.
		if rest, mobile := strings.CutPrefix(national, "9"); mobile && !strings.HasPrefix(rest, "9") {
			if parsed, err := phonenumbers.Parse("+"+code+rest, ""); err == nil {
				add(Number(code + "9" + strings.TrimPrefix(phonenumbers.GetNationalSignificantNumber(parsed), "9")))
			}
		}
	}
	// In countries without a prefix, such as Italy, the "(0)" is written all the same, by habit. Mexico never had it.
	if rest, found := strings.CutPrefix(national, "0"); found && code != "52" {
		add(Number(code + rest))
	}
	return readings
}

// beginsWithTrunkZero reports whether a 0 stands behind the country code of a country where it can only be the prefix
// of domestic calls. In countries that have no such prefix, numbers may begin with a 0.
func beginsWithTrunkZero(p Number) bool {
	code, national := splitCountryCode(p)
	if !strings.HasPrefix(national, "0") {
		return false
	}
	return code == "52" || phonenumbers.GetNddPrefixForRegion(mainRegion(code), true) != ""
}
