package phone

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// country is one whose people may leave the country code out.
type country struct{ code, name string }

// countriesByUsers is the order in which a number without country code and without a 0 in front is tried. It goes by
// the number of people who use WhatsApp, with exceptions that cost the others little. Brazil is first, because its
// eleven digits fit hardly anywhere else and half of the gateways are made there. Mexico is before North America,
// because the same ten digits are a number in both, and in Mexico nearly everybody uses WhatsApp. Russia is before
// Indonesia, because the 8 of "8 912 345-67-89" is dialled there, where Indonesians write a 0. Germany and others are
// left out, because numbers are written with a 0 there, and without it nearly any digits are a landline.
var countriesByUsers = []country{
	{"55", "Brazil"},
	{"91", "India"},
	{"52", "Mexico"},
	{"1", "North America"},
	{"7", "Russia"},
	{"62", "Indonesia"},
	{"54", "Argentina"},
	{"57", "Colombia"},
	{"34", "Spain"},
	{"39", "Italy"},
	{"44", "the United Kingdom"},
	{"351", "Portugal"},
	{"51", "Peru"},
	{"56", "Chile"},
	{"234", "Nigeria"},
	{"27", "South Africa"},
}

// countriesByTrunkZero is the order for a number with a 0 in front: the countries where it is dialled before a domestic
// number, and Italy, where it belongs to landlines. India is last although it has most users: mobile numbers are
// written without the 0 there, and with it they look like those of others.
var countriesByTrunkZero = []country{
	{"55", "Brazil"},
	{"54", "Argentina"},
	{"62", "Indonesia"},
	{"44", "the United Kingdom"},
	{"49", "Germany"},
	{"92", "Pakistan"},
	{"234", "Nigeria"},
	{"27", "South Africa"},
	{"90", "Turkey"},
	{"20", "Egypt"},
	{"33", "France"},
	{"39", "Italy"},
	{"52", "Mexico"},
	{"91", "India"},
}

// nationalReading is what digits mean inside a country. It is zero where they mean nothing.
type nationalReading struct {
	number  Number
	country string
	mobile  bool
}

// IsRegion reports whether ParseIn knows a region.
func IsRegion(region string) bool { return phonenumbers.GetCountryCodeForRegion(region) != 0 }

// ParseIn is Parse for lists of one region, in which people leave the country code out. The region is that of ISO 3166,
// such as "BR". A number that is written with a plus sign or "00" keeps its own country code, and so does one that is
// none of the region and begins with the region's own.
func ParseIn(s, region string) (Number, error) {
	code := strconv.Itoa(phonenumbers.GetCountryCodeForRegion(region))
	written, err := readWrittenNumber(s)
	if err != nil || written.international || !IsRegion(region) {
		return Parse(s)
	}
	national, fault := readInternational(code + written.digits)
	if fault == "" && national.plausible() {
		return national, nil
	}
	if strings.HasPrefix(written.digits, code) {
		whole, wholeFault := readInternational(written.digits)
		if wholeFault == "" && (fault != "" || whole.plausible()) {
			return whole, nil
		}
	}
	if fault != "" {
		return "", fmt.Errorf("%q is not a possible phone number of %s: %s", s, region, fault)
	}
	return national, nil
}

// likelyNational reads digits as a number of the first country where they are a mobile number, or else of the first
// where they are a landline. It is a guess, good for a message and never for a decision about who is added.
func likelyNational(digits string, countries []country) nationalReading {
	var landline nationalReading
	for _, country := range countries {
		number, fault := readInternational(country.code + digits)
		if fault != "" {
			continue
		}
		reading := nationalReading{number: number, country: country.name}
		if reading.mobile = isMobile(number); reading.mobile {
			return reading
		}
		// To the library a Brazilian mobile number without the ninth digit is nothing at all.
		old := len(number.otherSpelling()) > len(number) && isMobile(number.otherSpelling())
		if landline.number == "" && (old || kindOf(number) == phonenumbers.FIXED_LINE) {
			landline = reading
		}
	}
	return landline
}

// isMobile leaves out what was a mobile number in Brazil before the ninth digit. Few people there write one any more,
// and its ten digits are a mobile number in many countries.
func isMobile(p Number) bool {
	kind := kindOf(p)
	return (kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE) && (p[:2] != "55" || len(p) != 12)
}

// missesCountryCode reports whether a number with neither plus sign nor "00" is national rather than international,
// given what its digits mean as an international one.
func missesCountryCode(written writtenNumber, international Number) (nationalReading, bool) {
	if !international.plausible() {
		national := likelyNational(written.digits, countriesByUsers)
		return national, national.number != ""
	}
	if !written.bracketed {
		return nationalReading{}, false
	}
	// Only the brackets around the area code tell the Brazilian "(51) 99999-0000" from a number of Peru. Country codes
	// are put in brackets too, so that a landline, which nearly any digits are somewhere, proves nothing.
	national := likelyNational(written.digits, countriesByUsers)
	return national, national.mobile && national.number != international
}

func lacksCountryCode(s string, likely nationalReading) error {
	if likely.number == "" {
		return fmt.Errorf(
			"%q has no country code: write it in international form with a plus sign, such as +5511999990000",
			s,
		)
	}
	return fmt.Errorf(
		"%q has no country code: if it is a number of %s, it is %s; write it in international form with a plus sign",
		s,
		likely.country,
		likely.number,
	)
}
