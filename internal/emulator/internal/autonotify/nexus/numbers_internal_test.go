package nexus

import "testing"

func TestOtherNinthDigit(t *testing.T) {
	for number, want := range map[string]string{
		"5511987654321": "551187654321",
		"551187654321":  "5511987654321",
		"556187654321":  "5561987654321",
		"5511933334444": "551133334444", // Somebody else's.
		"551199990000":  "",             // It begins with a 9 already.
		"551133334444":  "",
		"5511887654321": "",
		"12025550101":   "",
		"5215512345678": "",
		"55":            "",
	} {
		if got := otherNinthDigit(number); got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
}
