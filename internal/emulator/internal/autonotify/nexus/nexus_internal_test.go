package nexus

import "testing"

// TestNexusSecretsThatAreNone has tokens that only the server itself could make.
func TestNexusSecretsThatAreNone(t *testing.T) {
	d := &dialect{apiKey: "emulator"}
	for payload, want := range map[string]string{
		"default":          "User secret com formato inválido",
		"default|tomorrow": "User secret com timestamp inválido",
		"default|1":        "User secret expirado",
	} {
		_, refusal, ok := d.openSecret(d.seal(payload))
		if got := string(refusal.Body); ok || refusal.Status != 401 || got != `{"error":"`+want+`"}` {
			t.Errorf("%q: %t %d %s", payload, ok, refusal.Status, got)
		}
	}
	other := &dialect{apiKey: "other"}
	_, refusal, ok := d.openSecret(other.seal("default|99999999999"))
	if ok || string(refusal.Body) != `{"error":"User secret inválido"}` {
		t.Errorf("%s", refusal.Body)
	}
	if session, _, ok := d.openSecret(d.seal("default|99999999999")); !ok || session != "default" {
		t.Errorf("session %q", session)
	}
}

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
