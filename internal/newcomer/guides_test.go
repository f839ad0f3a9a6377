package newcomer_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestAccGuideEmulator(t *testing.T) {
	g := readGuide(t, "emulator")
	g.follow("")
	// The world that was saved at the end.
	content, err := os.ReadFile(filepath.Join(g.folder, "world.json"))
	if err != nil {
		t.Fatal(err)
	}
	var world emulator.World
	if err := json.Unmarshal(content, &world); err != nil {
		t.Fatal(err)
	}
	if len(world.Groups) != 1 || world.Groups[0].Name != "Ops" || len(world.Groups[0].Members) != 0 {
		t.Errorf("WhatsApp is left with %+v, want the group Ops that everybody has left", world.Groups)
	}
}

// The world that the guide shows is one.
func TestTheGuidesWorldIsOne(t *testing.T) {
	for _, b := range readGuide(t, "emulator").blocks {
		if b.language != "json" {
			continue
		}
		var world emulator.World
		decoder := json.NewDecoder(strings.NewReader(b.text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&world); err != nil {
			t.Fatal(err)
		}
		if _, err := emulator.New(emulator.Options{World: &world}); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Error("the guide shows no world")
}

func TestAccGuideTestingModules(t *testing.T) {
	readGuide(t, "testing-modules").follow("")
}
