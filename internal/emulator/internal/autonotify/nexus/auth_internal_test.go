package nexus

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// TestSecretsThatAreNone has tokens that only the server itself could make.
func TestSecretsThatAreNone(t *testing.T) {
	whatsApp, err := world.New(world.State{})
	if err != nil {
		t.Fatal(err)
	}
	d := &dialect{world: whatsApp, apiKey: "emulator"}
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
	other := &dialect{world: whatsApp, apiKey: "other"}
	_, refusal, ok := d.openSecret(other.seal("default|99999999999"))
	if ok || string(refusal.Body) != `{"error":"User secret inválido"}` {
		t.Errorf("%s", refusal.Body)
	}
	if session, _, ok := d.openSecret(d.seal("default|99999999999")); !ok || session != "default" {
		t.Errorf("session %q", session)
	}
}
