package phone

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
)

// The longest and the shortest number behind a country code, as the library counts.
const (
	longestNational  = 17
	shortestNational = 2
)

// splitCountryCode parts a number in two; the code is empty where it is not known. No code is the beginning of another.
func splitCountryCode(p Number) (code, national string) {
	for i := 1; i <= 3 && i <= len(p); i++ {
		if mainRegion(string(p[:i])) != phonenumbers.UNKNOWN_REGION {
			return string(p[:i]), string(p[i:])
		}
	}
	return "", ""
}

// mainRegion is the region that stands for all those of a country code, such as "US" for 1 and "GB" for 44.
func mainRegion(code string) string {
	number, err := strconv.Atoi(code)
	if err != nil {
		return phonenumbers.UNKNOWN_REGION
	}
	return phonenumbers.GetRegionCodeForCountryCode(number)
}

// libraryNumber is the number digit by digit, where the library's own parser would take prefixes away. It is nil where
// the library cannot hold it.
func libraryNumber(p Number) *phonenumbers.PhoneNumber {
	code, national := splitCountryCode(p)
	if len(national) < shortestNational || len(national) > longestNational {
		return nil
	}
	countryCode, err := strconv.ParseInt(code, 10, 32)
	if err != nil {
		return nil
	}
	value, err := strconv.ParseUint(national, 10, 64)
	if err != nil {
		return nil
	}
	number := &phonenumbers.PhoneNumber{CountryCode: new(int32(countryCode)), NationalNumber: &value}
	// Of zeros alone the last one is the value.
	if zeros := min(len(national)-len(strings.TrimLeft(national, "0")), len(national)-1); zeros > 0 {
		number.ItalianLeadingZero = new(true)
		number.NumberOfLeadingZeros = new(int32(zeros))
	}
	return number
}

// digitsOf is the number as the library holds it.
func digitsOf(number *phonenumbers.PhoneNumber) Number {
	return Number(strconv.Itoa(int(number.GetCountryCode())) + phonenumbers.GetNationalSignificantNumber(number))
}

// givenOut reports whether the country has given out exactly these digits, as far as the library knows.
func givenOut(p Number) bool {
	number := libraryNumber(p)
	return number != nil && phonenumbers.IsValidNumber(number)
}

// kindOf is what the library knows of exactly these digits.
func kindOf(p Number) phonenumbers.PhoneNumberType {
	number := libraryNumber(p)
	if number == nil {
		return phonenumbers.UNKNOWN
	}
	return phonenumbers.GetNumberType(number)
}

// fault tells why no spelling of the number is possible, and is empty where one is. It means nothing for a number that
// is Plausible.
func (p Number) fault() string {
	fault := spellingFault(p)
	if other := p.otherSpelling(); fault != "" && other != "" && spellingFault(other) == "" {
		return ""
	}
	return fault
}

func spellingFault(p Number) string {
	const (
		tooShort   = "it is too short for its country"
		tooLong    = "it is too long for its country"
		noAreaCode = "its area code is missing"
	)
	code, national := splitCountryCode(p)
	number := libraryNumber(p)
	switch {
	case code == "":
		return "its country code is not known"
	case len(national) > longestNational:
		return tooLong
	case number == nil:
		return tooShort
	}
	switch phonenumbers.IsPossibleNumberWithReason(number) {
	case phonenumbers.IS_POSSIBLE:
		if slices.Contains(lengthsWithoutAreaCode()[mainRegion(code)], int32(len(national))) {
			return noAreaCode
		}
		return ""
	case phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return noAreaCode
	case phonenumbers.TOO_SHORT:
		return tooShort
	case phonenumbers.TOO_LONG:
		return tooLong
	default:
		return "it has a length that its country does not use"
	}
}

// lengthsWithoutAreaCode has, by region, the lengths that landlines and mobile numbers have only without their area
// code. The library calls a number of such a length possible where a service has it too: "+55 99999-0000" is as long as
// a Brazilian "0800" number. It is made once, by the first number that is in no known range.
var lengthsWithoutAreaCode = sync.OnceValue(func() map[string][]int32 {
	lengths := map[string][]int32{}
	// The library has read the same metadata to get here, so it cannot fail; without it the check would be left out.
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		return lengths
	}
	for _, metadata := range collection.GetMetadata() {
		var local, whole []int32
		for _, kind := range []*phonenumbers.PhoneNumberDesc{metadata.GetMobile(), metadata.GetFixedLine()} {
			local = append(local, kind.GetPossibleLengthLocalOnly()...)
			if possible := kind.GetPossibleLength(); len(possible) > 0 {
				whole = append(whole, possible...)
			} else {
				whole = append(whole, metadata.GetGeneralDesc().GetPossibleLength()...)
			}
		}
		lengths[metadata.GetId()] = slices.DeleteFunc(
			local,
			func(length int32) bool { return slices.Contains(whole, length) },
		)
	}
	return lengths
})
