package phone_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func TestParse(t *testing.T) {
	for want, spellings := range map[phone.Number][]string{
		"5511999990000": {
			"+55 (11) 99999-0000", "5511999990000", "005511999990000", "+55.11.99999/0000", " +5511999990000 ",
			"55 (11) 99999-0000",
			"(+55) 11 99999-0000", "(55) 11 99999-0000", "+0055 11 99999-0000", "(5511999990000)",
			"(0055) 11 99999-0000",
			// Spaces that do not break, of a figure's width, ideographic; a tab.
			"+55\u00a011\u202f99999\u20070000", "+55\u300011\u2009999990000", "+55\t11 99999-0000",
			// Dashes: hyphen, no-break hyphen, figure, en, em, fullwidth, minus.
			"+55\u201011\u20119999\u201290\u2013000", "+55\u201411\uff0d99999\u22120000",
			// What comes along with a number that was copied from a phone: embedding and pop, marks, joiners, soft
			// hyphen.
			"\u202a+55 11 99999-0000\u202c", "\u200e+5511\u2060999990000\ufeff", "+55 11 99999\u00ad0000",
			// Fullwidth, Arabic, Persian, Devanagari, mathematical bold digits.
			"\uff0b\uff15\uff15\uff11\uff11\uff19\uff19\uff19\uff19\uff19\uff10\uff10\uff10\uff10",
			"+\u0665\u0665 \u0661\u0661 \u0669\u0669\u0669\u0669\u0669-\u0660\u0660\u0660\u0660",
			"\u06f0\u06f0\u06f5\u06f5 \u06f1\u06f1 \u06f9\u06f9\u06f9\u06f9\u06f9\u06f0\u06f0\u06f0\u06f0",
			"+\u096b\u096b\u0967\u0967\u096f\u096f\u096f\u096f\u096f\u0966\u0966\u0966\u0966",
			"+55 11 99999 000\U0001d7ce", "+55 11 99999 000\U0001d7d8",
			"\uff0b55 11 99999-0000", "tel:+55-11-99999-0000", "TEL:5511999990000", "\u202atel: +55 11 99999-0000",
		},
		// Exact digits are kept, whatever WhatsApp would make of them.
		"551199990000":  {"+55 (11) 9999-0000", "551199990000"},
		"5215512345678": {"+52 1 55 1234 5678", "5215512345678"},
		"525512345678":  {"+52 55 1234 5678", "525512345678"},
		"541112345678":  {"+54 11 1234-5678", "541112345678"},
		// In Italy, Ivory Coast and others a 0 behind the country code is part of the number.
		"390612345678":  {"+39 06 1234 5678", "+39 (06) 12345678"},
		"2250123456789": {"+225 01 23 45 67 89"},
		// In no known range, and not too short.
		"376000000": {"+376 000 000"},
	} {
		for _, written := range spellings {
			number, err := phone.Parse(written)
			if err != nil || number != want {
				t.Errorf("Parse(%q) = %q, %v, want %q", written, number, err, want)
			}
		}
	}
}

func TestParseLeavesDomesticPrefixesOut(t *testing.T) {
	for want, spellings := range map[phone.Number][]string{
		"447911123456":  {"+44 (0)7911 123456", "+44 07911 123456", "0044 (0)7911 123456", "44 (0)7911 123456"},
		"4915112345678": {"+49 (0)151 12345678"},
		"79123456789":   {"+7 8 912 345 67 89", "+7 (8) 912 345-67-89"},
		"3612345678":    {"+36 06 1 234 5678"},
		"12025550101":   {"+1 1 202 555 0101", "+1 (0) 202 555 0101"},
		"5511999990000": {"+55 (0)11 99999-0000", "+55 011 99999-0000", "+55 0 15 11 99999-0000",
			"+55 (015 11) 99999-0000", "55 (0)11 99999-0000"},
		"5521999990000": {"+55 (0)21 99999-0000", "+55 0 21 21 99999-0000"},
		"551199990000":  {"+55 (0)11 9999-0000"},
		"525512345678":  {"+52 01 55 1234 5678", "+52 044 55 1234 5678", "+52 045 55 1234 5678"},
		// By habit, in a country that has no such prefix.
		"393471234567": {"+39 (0)347 1234567"},
		"34612345678":  {"+34 (0)612 345 678"},
		// In no known range: the 0 can be nothing else all the same.
		"446911123456": {"+44 (0)6911 123456"},
		// Argentina's mobile mark 15 is the 9 of international numbers, behind area codes of two, three and four
		// digits.
		"5491112345678": {
			"+54 11 15 1234-5678", "+54 (0)11 15-1234-5678", "+54 011 15 1234 5678", "+54 9 11 15 1234-5678",
			"+54 9 (0)11 15 1234-5678",
			"+54 9 11 1234-5678", "+54 9 (0)11 1234-5678", "54 11 15 1234-5678",
		},
		"5492211234567": {"+54 221 15 123-4567", "+54 (0221) 15 123-4567", "+54 9 221 15 123-4567",
			"+54 9 0221 15 123-4567"},
		"5492966123456": {"+54 2966 15 12-3456", "+54 (02966) 15-12-3456", "+54 9 2966 15 12-3456"},
		"541112345678":  {"+54 (0)11 1234-5678"},
		// Subscribers whose own digits have a 15 where the mark would be.
		"541115123456":  {"+54 11 1512-3456"},
		"5491115123456": {"+54 9 11 1512-3456"},
	} {
		for _, written := range spellings {
			number, err := phone.Parse(written)
			if err != nil || number != want {
				t.Errorf("Parse(%q) = %q, %v, want %q", written, number, err, want)
			}
		}
	}
}

func TestParseSuggestsTheCountry(t *testing.T) {
	for written, want := range map[string]string{
		"11999990000":             "if it is a number of Brazil, it is +5511999990000",
		"(11) 99999-0000":         "if it is a number of Brazil, it is +5511999990000",
		"011 99999-0000":          "if it is a number of Brazil, it is +5511999990000",
		"+0 11 99999 0000":        "if it is a number of Brazil, it is +5511999990000",
		"0 15 11 99999-0000":      "if it is a number of Brazil, it is +5511999990000",
		"(11) 9999-0000":          "if it is a number of Brazil, it is +551199990000",
		"(11) 3333-4444":          "if it is a number of Brazil, it is +551133334444",
		"tel:11999990000":         "if it is a number of Brazil, it is +5511999990000",
		"98765 43210":             "if it is a number of India, it is +919876543210",
		"5512345678":              "if it is a number of Mexico, it is +525512345678",
		"044 55 1234 5678":        "if it is a number of Mexico, it is +525512345678",
		"2025550101":              "if it is a number of North America, it is +12025550101",
		"(202) 555-0101":          "if it is a number of North America, it is +12025550101",
		"0812-3456-7890":          "if it is a number of Indonesia, it is +6281234567890",
		"011 15 1234-5678":        "if it is a number of Argentina, it is +5491112345678",
		"11 15 1234-5678":         "if it is a number of Argentina, it is +5491112345678",
		"(0221) 456-7890":         "if it is a number of Argentina, it is +542214567890",
		"0151 12345678":           "if it is a number of Germany, it is +4915112345678",
		"612 345 678":             "if it is a number of Spain, it is +34612345678",
		"366 1234567":             "if it is a number of Italy, it is +393661234567",
		"06 1234 5678":            "if it is a number of South Africa, it is +27612345678",
		"07911 123456":            "if it is a number of the United Kingdom, it is +447911123456",
		"8 (912) 345-67-89":       "if it is a number of Russia, it is +79123456789",
		"\u202a(11) 99999-0000":   "if it is a number of Brazil, it is +5511999990000",
		"(51) 99999-0000":         "if it is a number of Brazil, it is +5551999990000", // of Peru without brackets
		"(51) 99999 (0000)":       "if it is a number of Brazil, it is +5551999990000",
		"000000":                  "such as +5511999990000",
		"00":                      "such as +5511999990000",
		"0":                       "such as +5511999990000",
		"0000 55 11 99999-0000":   "such as +5511999990000",
		"011 44 7911 123456 7890": "such as +5511999990000",
	} {
		number, err := phone.Parse(written)
		if err == nil {
			t.Errorf("Parse(%q) = %q, want an error", written, number)
			continue
		}
		for _, part := range []string{"has no country code", want, "international form with a plus sign"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("Parse(%q) fails with %v, want %q", written, err, part)
			}
		}
	}
}

// Digits that are a number both inside a country and with the country code in front are taken as they are.
func TestParsePrefersTheCountryCode(t *testing.T) {
	for written, want := range map[string]phone.Number{
		"51999990000":       "51999990000",
		"+(51) 99999-0000":  "51999990000",
		"51 (999) 990-000":  "51999990000",
		"(51999990000)":     "51999990000",
		"(231) 21234567":    "23121234567", // in Indonesia a landline
		"1 555 555 0101":    "15555550101", // with Mexico's 52 in front a spelling, which nobody writes at home
		"(34) 612 345 678":  "34612345678",
		"(44) 7911 123456":  "447911123456",
		"(1) 202 555 0101":  "12025550101",
		"(52) 55 1234 5678": "525512345678",
		"91 98765 43210":    "919876543210",
	} {
		number, err := phone.Parse(written)
		if err != nil || number != want {
			t.Errorf("Parse(%q) = %q, %v, want %q", written, number, err, want)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for written, want := range map[string]string{
		"":                             "it has no digits",
		"+":                            "it has no digits",
		"tel:":                         "it has no digits",
		"12025550101@c.us":             `it contains '@'`,
		"+1 202 555 CALL":              `it contains 'C'`,
		"+1 202 555 0101;ext=1":        `it contains ';'`,
		"+1 202 555 0101 x2":           `it contains 'x'`,
		"++12025550101":                `it contains '+'`,
		"1202+5550101":                 `it contains '+'`,
		"+12025550101 +12025550102":    `it contains '+'`,
		"\u0661\u0662":                 "it is too short for its country",
		"+1 202 555 010\u00b9":         `it contains '¹'`,
		"+1 202 555 010\u2460":         `it contains '①'`,
		"+1 202 555 0101\x00":          `it contains '\x00'`,
		"+1202555":                     "it is too short for its country",
		"+55":                          "it is too short for its country",
		"+55 1":                        "it is too short for its country",
		"+1202555010112345":            "it is too long for its country",
		"+1" + strings.Repeat("2", 99): "it is too long for its country",
		"5211234567890":                "it is too long for its country",
		"+999 12345678":                "its country code is not known",
		"+9":                           "its country code is not known",
		"+1 555 0101":                  "its area code is missing",
		"+55 99999-0000":               "its area code is missing",
		"+55 (0)99999-0000":            "its area code is missing",
		"+52 1234 5678":                "its area code is missing",
		"+54 1234-5678":                "its area code is missing",
		"+61 9876 5432":                "its area code is missing",
		"+44 00 7911 123456":           "it is too long for its country",
		"+49 00 151 12345678":          "the 0 after its country code is not part of a number",
		"+52 00 1234 5678":             "the 0 after its country code is not part of a number",
		"+7 012 345-67-89":             "it is too short for its country",
		"+54 9 9 11 1234-5678":         "it is too long for its country",
		"+376 12":                      "it is too short for its country",
		"+376 1234567":                 "it has a length that its country does not use",
	} {
		_, err := phone.Parse(written)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q) fails with %v, want %q", written, err, want)
		}
	}
}

// What the library calls invalid is not refused while any spelling of it is possible: WhatsApp has registered such
// numbers, and new ranges are given out all the time.
func TestPlausible(t *testing.T) {
	for written, want := range map[string]bool{
		"+12025550101":      true,
		"+1 555 555 0101":   false,
		"+55 11 9999-0000":  true, // old mobile number
		"+55 11 99999-0000": true,
		"+55 11 9999-00000": true,
		"+55 11 91111-0000": true,
		"+55 11 8888-0000":  true,
		"+55 10 99999-0000": false,
		"+55 11 11111-0000": false,
		"+52 55 1234 5678":  true,
		"+52 155 1234 5678": true,
		"+52 1234567890":    false,
		"+54 11 1234-5678":  true,
		"+54 9 11 12345678": true,
		"+54 15 1234-5678":  false,
		"+54 911 1234-567":  false,
		"+44 6911 123456":   false,
		"+44 (0)6911123456": false,
		"+229 97 12 34 56":  true, // Benin before its numbers became ten digits long
		"+225 07 12 34 56":  true, // so Ivory Coast
		"+39 03471234567":   true,
		"+55 4003-1234":     true, // a service, as short as a number without area code
	} {
		number, err := phone.Parse(written)
		if err != nil {
			t.Errorf("Parse(%q): %v", written, err)
		}
		for _, spelling := range number.Spellings() {
			if got := spelling.Plausible(); got != want {
				t.Errorf("%q, spelled %s, plausible: %v, want %v", written, spelling, got, want)
			}
		}
	}
	for _, number := range []phone.Number{"", "0", "1", "55", "11999990000", "999123456", "44079111234567890123"} {
		if number.Plausible() {
			t.Errorf("%q is plausible", number)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"+55 (11) 99999-0000", "+551199990000", "00521 55 1234 5678", "+525512345678", "5491112345678", "+541112345678",
		"+", "١٢", "",
		"+44 (0)7911 123456", "+55 0 15 11 99999-0000", "+55 90 15 11 99999-0000", "+52 044 55 1234 5678",
		"+54 9 (0)11 15 1234-5678",
		"+54 2966 15 12-3456", "+7 8 912 345 67 89", "+36 06 1 234 5678", "+39 (0)347 1234567", "+378 886377",
		"+241 011123456",
		"(11) 99999-0000", "(51) 99999-0000", "07911 123456", "2025550101", "8 (912) 345-67-89", "000000000000",
		"+49 0000000000000000",
		"\u202atel:\uff0b55\u00a011\u201199999\u22120000\u202c", "TEL:+1-202-555-0101", "+1 555 0101", "+80012345678",
		"+88300000000000000000",
		"(+55) 11", "(0055) 11 99999-0000", "+5500000000000000", "+99999999999999999999999", "12025550101@c.us", "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		number, err := phone.Parse(s)
		if err != nil {
			if number != "" {
				t.Errorf("Parse(%q) = %q, %v", s, number, err)
			}
			return
		}
		if len(number) < 4 || number[0] == '0' || strings.Trim(string(number), "0123456789") != "" {
			t.Errorf("Parse(%q) = %q", s, number)
		}
		again, err := phone.Parse(number.String())
		if err != nil || again != number {
			t.Errorf("Parse(%q) = %q, which reads as %q, %v", s, number, again, err)
		}
		spellings := number.Spellings()
		if len(spellings) == 0 || spellings[0] != number {
			t.Errorf("%q is spelled %q", number, spellings)
		}
		for _, spelling := range spellings {
			if !number.SameSubscriber(spelling) || !spelling.SameSubscriber(number) {
				t.Errorf("%q is not the same as %q", number, spelling)
			}
			if others := spelling.Spellings(); len(others) != len(spellings) || !slices.Contains(others, number) {
				t.Errorf("%q is spelled %q, but %q is spelled %q", number, spellings, spelling, others)
			}
			if spelling.Plausible() != number.Plausible() {
				t.Errorf("%q and %q are not equally plausible", number, spelling)
			}
			if again, err := phone.Parse(spelling.String()); err != nil || again != spelling {
				t.Errorf("%q may be spelled %q, which reads as %q, %v", number, spelling, again, err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, written string }{
		{"canonical", "+5511987654321"},
		{"formatted", "+55 (11) 98765-4321"},
		{"other spelling", "+551187654321"},
		{"North America", "+12025550101"},
		{"without plus sign", "5511987654321"},
		{"domestic prefix", "+44 (0)7911 123456"},
		{"unknown range", "+15555550101"},
		{"national", "07911 123456"},
		{"nowhere", "12345"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				number, err := phone.Parse(c.written)
				_, _ = number, err
			}
		})
	}
}

// What a data source shows of somebody is read as it is, whatever the library thinks of it.
func TestParseShown(t *testing.T) {
	for written, want := range map[string]phone.Number{
		"+1202555019": "1202555019", "+15550101": "15550101", "+120255501011": "120255501011",
		"+37612345": "37612345", "+55 (11) 99999-0000": "5511999990000", "+22507123456": "22507123456",
		"1202555019": "", "+1 202 555 019": "", "+120255": "", "+1202555010112345": "", "+99912345678": "",
		"+": "", "": "", "+120255501x": "", "++1202555019": "",
	} {
		if number, err := phone.ParseShown(written); number != want || (err == nil) != (want != "") {
			t.Errorf("ParseShown(%q) = %q, %v, want %q", written, number, err, want)
		}
	}
}

func TestParseIn(t *testing.T) {
	for _, c := range []struct {
		written, region string
		want            phone.Number
	}{
		{"(11) 99999-0000", "BR", "5511999990000"},
		{"011 99999-0000", "BR", "5511999990000"},
		{"0 15 11 99999-0000", "BR", "5511999990000"},
		{"(55) 99999-0000", "BR", "5555999990000"}, // The area code 55, which is the country's too.
		{"5511999990000", "BR", "5511999990000"},
		{"+1 202 555 0101", "BR", "12025550101"},
		{"00 1 202 555 0101", "BR", "12025550101"},
		{"(202) 555-0101", "US", "12025550101"},
		{"1 202 555 0101", "US", "12025550101"},
		{"(202) 555-0101", "CA", "12025550101"},
		{"07911 123456", "GB", "447911123456"},
		{"8 (912) 345-67-89", "RU", "79123456789"},
		{"044 55 1234 5678", "MX", "525512345678"},
		{"011 15 1234-5678", "AR", "5491112345678"},
		{"07 12 34 56", "CI", "22507123456"},
		{"07 07 12 34 56", "CI", "2250707123456"},
		{"366 1234567", "IT", "393661234567"},
		{"99999-0000", "BR", ""},
		{"call me", "BR", ""},
		{"202 555 0101 2345 678", "US", ""},
		{"(11) 99999-0000", "Brazil", ""},
		{"(11) 99999-0000", "br", ""},
		{"+55 11 99999-0000", "001", "5511999990000"},
	} {
		if number, err := phone.ParseIn(c.written, c.region); number != c.want || (err == nil) != (c.want != "") {
			t.Errorf("ParseIn(%q, %q) = %q, %v, want %q", c.written, c.region, number, err, c.want)
		}
	}
	for region, want := range map[string]bool{
		"BR": true, "CI": true, "br": false, "Brazil": false, "": false, "001": false,
	} {
		if phone.IsRegion(region) != want {
			t.Errorf("%q is a region: %t", region, !want)
		}
	}
}
