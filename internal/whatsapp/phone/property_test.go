package phone_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// exampleNumbers has the library's example numbers: of every kind, from every region and every service without one.
func exampleNumbers(t *testing.T) []*phonenumbers.PhoneNumber {
	t.Helper()
	var examples []*phonenumbers.PhoneNumber
	add := func(number *phonenumbers.PhoneNumber) {
		if number != nil && phonenumbers.IsValidNumber(number) {
			examples = append(examples, number)
		}
	}
	for region := range phonenumbers.GetSupportedRegions() {
		for kind := phonenumbers.FIXED_LINE; kind < phonenumbers.UNKNOWN; kind++ {
			add(phonenumbers.GetExampleNumberForType(region, kind))
		}
	}
	for code := range phonenumbers.GetSupportedGlobalNetworkCallingCodes() {
		add(phonenumbers.GetExampleNumberForNonGeoEntity(code))
	}
	slices.SortFunc(examples, func(a, b *phonenumbers.PhoneNumber) int { return strings.Compare(e164(a), e164(b)) })
	examples = slices.CompactFunc(examples, func(a, b *phonenumbers.PhoneNumber) bool { return e164(a) == e164(b) })
	if len(examples) < 500 {
		t.Fatalf("%d examples", len(examples))
	}
	return examples
}

func e164(number *phonenumbers.PhoneNumber) string {
	return phonenumbers.Format(number, phonenumbers.E164)
}

func numberOf(number *phonenumbers.PhoneNumber) phone.Number {
	return phone.Number(e164(number)[1:])
}

// randomNumbers has the examples, numbers near them, and many from the countries of several spellings.
func randomNumbers(t *testing.T, random *rand.Rand) []phone.Number {
	t.Helper()
	var numbers []phone.Number
	for _, example := range exampleNumbers(t) {
		number := numberOf(example)
		numbers = append(numbers, number)
		for range 2 {
			numbers = append(numbers, nearby(random, number))
		}
	}
	for _, beginning := range []string{"55", "5511", "55119", "5580", "52", "521", "54", "549", "5411", "541115",
		"5490", "225", "2250", "22501", "225054", "225077", "229", "22901", "229019"} {
		for range 300 {
			number := beginning
			for length := 9 + random.IntN(6); len(number) < length; {
				number += strconv.Itoa(random.IntN(10))
			}
			numbers = append(numbers, phone.Number(number))
		}
	}
	return numbers
}

// nearby is a number with one digit changed, added or taken away, which is how most spellings differ, and most typos.
func nearby(random *rand.Rand, number phone.Number) phone.Number {
	at := 1 + random.IntN(len(number)-1)
	digit := phone.Number(strconv.Itoa(random.IntN(10)))
	switch random.IntN(3) {
	case 0:
		return number[:at] + digit + number[at+1:]
	case 1:
		return number[:at] + digit + number[at:]
	default:
		return number[:at] + number[at+1:]
	}
}

var spelled = []struct {
	pattern    *regexp.Regexp
	subscriber string
}{
	{regexp.MustCompile(`^55([1-9][1-9])9?([6-9]\d{7})$`), "Brazil $1 $2"},
	{regexp.MustCompile(`^521?([2-9]\d{9})$`), "Mexico $1"},
	{regexp.MustCompile(`^549?([1-8]\d{9})$`), "Argentina $1"},
	{regexp.MustCompile(`^225(?:01)?([04-9][0-3]\d{6})$`), "Ivory Coast $1"},
	{regexp.MustCompile(`^225(?:05)?([04-9][4-6]\d{6})$`), "Ivory Coast $1"},
	{regexp.MustCompile(`^225(?:07)?([04-9][7-9]\d{6})$`), "Ivory Coast $1"},
	{regexp.MustCompile(`^229(?:01)?([2-9]\d{7})$`), "Benin $1"},
}

// subscriber names who has a number, in words of the test's own.
func subscriber(number phone.Number) string {
	for _, country := range spelled {
		if country.pattern.MatchString(string(number)) {
			return country.pattern.ReplaceAllString(string(number), country.subscriber)
		}
	}
	return string(number)
}

func TestSameSubscriberIsAnEquivalence(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 1))
	numbers := randomNumbers(t, random)
	for _, a := range numbers {
		if !a.SameSubscriber(a) {
			t.Errorf("%s is not the same as itself", a)
		}
		near := nearby(random, a)
		relatives := slices.Concat(a.Spellings(), []phone.Number{near, nearby(random, near)}, near.Spellings())
		for _, b := range relatives {
			if a.SameSubscriber(b) != b.SameSubscriber(a) {
				t.Errorf(
					"%s same as %s: %v, and the other way round %v",
					a,
					b,
					a.SameSubscriber(b),
					b.SameSubscriber(a),
				)
			}
			if a.SameSubscriber(b) != slices.Contains(a.Spellings(), b) {
				t.Errorf("%s same as %s: %v, and it is spelled %s", a, b, a.SameSubscriber(b), a.Spellings())
			}
			for _, c := range relatives {
				if a.SameSubscriber(b) && b.SameSubscriber(c) && !a.SameSubscriber(c) {
					t.Errorf(
						"%s is the same as %s, which is the same as %s, and the first and the last are not",
						a,
						b,
						c,
					)
				}
			}
		}
	}
}

// Two numbers are one subscriber where the three patterns above say so, and nowhere else.
func TestSameSubscriberMatchesNobodyElse(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2))
	numbers := randomNumbers(t, random)
	same := 0
	check := func(a, b phone.Number) {
		want := subscriber(a) == subscriber(b)
		if got := a.SameSubscriber(b); got != want {
			t.Errorf("%s same as %s: %v, want %v", a, b, got, want)
		}
		if want && a != b {
			same++
		}
	}
	for _, a := range numbers {
		check(a, numbers[random.IntN(len(numbers))])
		at := random.IntN(len(a))
		check(a, a[:at]+a[at+1:])
		for _, digit := range "0123456789" {
			check(a, a[:at]+phone.Number(digit)+a[at:])
			check(a, a[:at]+phone.Number(digit)+a[at+1:])
		}
		for at := range min(6, len(a)) {
			check(a, a[:at]+a[at+1:])
			check(a, a[:at]+"1"+a[at:])
			check(a, a[:at]+"9"+a[at:])
		}
	}
	if same < 300 {
		t.Errorf("only %d pairs had two spellings", same)
	}
}

func TestParseSurvivesAnyFormatting(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 3))
	for _, example := range exampleNumbers(t) {
		number := numberOf(example)
		for _, format := range []phonenumbers.PhoneNumberFormat{phonenumbers.INTERNATIONAL, phonenumbers.E164} {
			expectNumber(t, phonenumbers.Format(example, format), number)
		}
		for range 4 {
			expectNumber(t, formatted(random, number), number)
		}
		for _, spelling := range number.Spellings() {
			parsed, err := phone.Parse(formatted(random, spelling))
			if err != nil || parsed != spelling || !parsed.SameSubscriber(number) {
				t.Errorf("%s, a spelling of %s, reads as %q, %v", spelling, number, parsed, err)
			}
		}
	}
}

func expectNumber(t *testing.T, written string, want phone.Number) {
	t.Helper()
	if number, err := phone.Parse(written); err != nil || number != want {
		t.Errorf("Parse(%q) = %q, %v, want %q", written, number, err, want)
	}
}

// formatted writes a number as nobody in their right mind would.
func formatted(random *rand.Rand, number phone.Number) string {
	marks := []string{
		"",
		"",
		"",
		"",
		" ",
		"-",
		".",
		"/",
		"(",
		")",
		" (",
		") ",
		"\t",
		"\u00a0",
		"\u2007",
		"\u202f",
		"\u3000",
		"\u2010",
		"\u2011",
		"\u2013",
		"\u2014",
		"\u2212",
		"\uff0d",
		"\u200b",
		"\u200e",
		"\u202a",
		"\u202c",
		"\u2060",
		"\ufeff",
		"\u00ad",
	}
	mark := func() string { return marks[random.IntN(len(marks))] }
	// A link is one from its first visible character on.
	beginnings := []string{
		mark() + "+",
		mark() + "00",
		mark() + "0" + mark() + "0",
		mark() + "\uff0b",
		"tel:+",
		" TEL:00",
		"\u202atel: +",
	}
	written := beginnings[random.IntN(len(beginnings))]
	for _, digit := range string(number) {
		written += mark() + string(digit)
	}
	return written + mark()
}

// Whatever a country dials before its numbers, behind the country code it is left out, and without one it is no number.
func TestParseLeavesEveryDomesticPrefixOut(t *testing.T) {
	checked := 0
	for _, example := range exampleNumbers(t) {
		region := phonenumbers.GetRegionCodeForNumber(example)
		prefix := phonenumbers.GetNddPrefixForRegion(
			phonenumbers.GetRegionCodeForCountryCode(int(example.GetCountryCode())),
			true,
		)
		kind := phonenumbers.GetNumberType(example)
		landline := kind == phonenumbers.FIXED_LINE
		if prefix == "" || !landline && kind != phonenumbers.MOBILE && kind != phonenumbers.FIXED_LINE_OR_MOBILE {
			continue
		}
		national := phonenumbers.GetNationalSignificantNumber(example)
		for _, layout := range []string{"+%d %s%s", "+%d (%s)%s", "00%d %s %s"} {
			written := fmt.Sprintf(layout, example.GetCountryCode(), prefix, national)
			number, err := phone.Parse(written)
			if err != nil || number != numberOf(example) {
				t.Errorf("%s: Parse(%q) = %q, %v, want %q", region, written, number, err, numberOf(example))
			}
			checked++
		}
		if prefix[0] == '0' {
			if number, err := phone.Parse(prefix + national); err == nil {
				t.Errorf("%s: Parse(%q) = %q, want an error", region, prefix+national, number)
			}
		}
	}
	if checked < 300 {
		t.Errorf("only %d numbers were checked", checked)
	}
}

// A number in no known range is kept, refused, or freed of a domestic prefix. It is never made up to fit.
func TestParseMakesNobodyElseOfATypo(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for _, example := range exampleNumbers(t) {
		for range 4 {
			typo := nearby(random, numberOf(example))
			number, err := phone.Parse(typo.String())
			if err != nil || number == typo {
				continue
			}
			if !strings.HasSuffix(string(typo), string(number[len(number)-4:])) || len(number) >= len(typo) {
				t.Errorf("%s, one digit off %s, reads as %s", typo, numberOf(example), number)
			}
		}
	}
}

// What was read once reads as itself, and so does every spelling of it, also where prefixes pile up.
func TestParseReadsItsOwnResult(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 5))
	prefixes := []string{"", "0", "1", "8", "9", "15", "00", "01", "044", "06", "90", "900", "90015"}
	checked := 0
	for _, number := range randomNumbers(t, random) {
		prefix := prefixes[random.IntN(len(prefixes))]
		at := 1 + random.IntN(3)
		read, err := phone.Parse("+" + string(number[:at]) + prefix + string(number[at:]))
		if err != nil {
			continue
		}
		checked++
		for _, spelling := range read.Spellings() {
			expectNumber(t, spelling.String(), spelling)
		}
	}
	if checked < 1000 {
		t.Errorf("only %d numbers were read", checked)
	}
}

var suggestion = regexp.MustCompile(`a number of ([A-Za-z ]+), it is (\+\d+);`)

// A suggestion is the same digits with a country code in front, less a domestic prefix, and is accepted as it stands.
func TestParseSuggestsWhatItAccepts(t *testing.T) {
	suggested := 0
	for i, example := range exampleNumbers(t) {
		if i%5 != 0 {
			continue // It is slow where nothing fits.
		}
		national := phonenumbers.GetNationalSignificantNumber(example)
		for _, written := range []string{national, "0" + national, "(" + national[:2] + ") " + national[2:]} {
			_, err := phone.Parse(written)
			if err == nil {
				continue
			}
			found := suggestion.FindStringSubmatch(err.Error())
			if found == nil {
				continue
			}
			suggested++
			number, err := phone.Parse(found[2])
			if err != nil || number.String() != found[2] || !number.Plausible() {
				t.Errorf("%q: %s is suggested, which reads as %q, %v", written, found[2], number, err)
			}
			if !strings.HasSuffix(strings.TrimLeft(national, "0"), found[2][len(found[2])-4:]) {
				t.Errorf("%q: %s is suggested", written, found[2])
			}
		}
	}
	if suggested < 100 {
		t.Errorf("only %d suggestions", suggested)
	}
}
