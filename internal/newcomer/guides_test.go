//go:build unix

package newcomer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// The worlds that the guide shows are such.
func TestTheGuidesWorldIsOne(t *testing.T) {
	shown := 0
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
		shown++
	}
	if shown == 0 {
		t.Error("the guide shows no world")
	}
}

// A reader whose port is taken gets the prompt back, with the reason.
func TestAccGuideEmulatorPortTaken(t *testing.T) {
	home := newHome(t)
	taken := strings.TrimPrefix(emulated(t, emulator.Options{}).url, "http://")
	for _, name := range []string{"emulator", "testing-modules"} {
		g := readGuide(t, name)
		config := g.blocks[slices.IndexFunc(g.blocks, func(b block) bool { return b.file == "main.tf" })]
		if err := os.WriteFile(filepath.Join(g.folder, config.file), []byte(config.text), 0o600); err != nil {
			t.Fatal(err)
		}
		start := g.blocks[slices.IndexFunc(g.blocks, func(b block) bool { return strings.Contains(b.text, "until ") })]
		script, _, _ := strings.Cut(start.text, "terraform test")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		printed, err := g.shell(ctx, home, strings.ReplaceAll(script, "127.0.0.1:3000", taken))
		if err != nil || !strings.Contains(printed, "is taken by another program") {
			t.Errorf("%s: %v: %s", name, err, printed)
		}
	}
}

func TestAccGuideTestingModules(t *testing.T) {
	readGuide(t, "testing-modules").follow("")
}

// ownKey is the key that the guides give to the reader's own WAHA.
const ownKey = "the-key-of-your-waha"

// ownWAHA is the reader's own server.
func ownWAHA(t *testing.T, world emulator.World, engine string) served {
	t.Helper()
	return emulated(t, emulator.Options{APIKey: ownKey, World: &world, WAHAEngine: engine})
}

func TestAccGuideGettingStarted(t *testing.T) {
	server := ownWAHA(t, emulator.World{}, "NOWEB")
	readGuide(t, "getting-started").follow(server.url + "/waha")
	groups := server.World().Groups
	if len(groups) != 1 || groups[0].Name != "Made by Terraform" || len(groups[0].Members) != 0 {
		t.Errorf("WhatsApp is left with %+v, want one group that everybody has left", groups)
	}
}

func TestAccGuideImporting(t *testing.T) {
	server := ownWAHA(t, emulator.World{Groups: []emulator.Group{
		{ID: "120363000000000001@g.us", Name: "Class 4b, parents", Members: []emulator.Member{
			{Phone: "12025550100", Role: "superadmin"}, {Phone: "12025550111", Role: "admin"}, {Phone: "12025550112"},
		}},
		{ID: "120363000000000002@g.us", Name: "Teachers", Members: []emulator.Member{
			{Phone: "12025550100"}, {Phone: "12025550111", Role: "superadmin"},
		}},
	}}, "")
	before := server.World()
	readGuide(t, "importing").follow(server.url + "/waha")
	if diff := cmp.Diff(before, server.World()); diff != "" {
		t.Errorf("the import has changed WhatsApp (-before +after):\n%s", diff)
	}
}

// Fifty groups with five hundred people are imported in one go, by the CLI too.
func TestAccGuideWholeAccount(t *testing.T) {
	var world emulator.World
	for i := range 50 {
		g := emulator.Group{
			ID: fmt.Sprintf("1203630000000010%02d@g.us", i), Name: fmt.Sprintf("Class %d", i), Owner: "12025550100",
			Members: []emulator.Member{{Phone: "12025550100", Role: "superadmin"}},
		}
		for j := range 10 {
			g.Members = append(g.Members, emulator.Member{Phone: fmt.Sprintf("1202555%d%02d", 10+j, i), Role: "member"})
		}
		world.Groups = append(world.Groups, g)
	}
	server := ownWAHA(t, world, "")
	before := server.World()
	readGuide(t, "whole-account").follow(server.url + "/waha")
	if diff := cmp.Diff(before, server.World()); diff != "" {
		t.Errorf("the import has changed WhatsApp (-before +after):\n%s", diff)
	}
}

// The steps of the workflow are run as a push to the main branch has them, a second time too.
func TestAccGuideCI(t *testing.T) {
	g := readGuide(t, "ci")
	steps := regexp.MustCompile(`(?m)^ +(?:- )?run: (.+)$`)
	for _, b := range g.blocks {
		if b.language != "yaml" {
			continue
		}
		for range 2 {
			for _, step := range steps.FindAllStringSubmatch(b.text, -1) {
				g.blocks = append(g.blocks, block{language: "sh", text: step[1] + "\n"})
			}
		}
	}
	server := ownWAHA(t, emulator.World{}, "")
	// The secrets are there before the first step.
	secrets := "export WHATSAPP_ENDPOINT=" + server.url + "/waha WHATSAPP_API_KEY=" + ownKey + "\n"
	g.blocks = slices.Insert(g.blocks, 0, block{language: "sh", text: secrets})
	g.follow("")
	if groups := server.World().Groups; len(groups) != 1 || groups[0].Name != "Ops" {
		t.Errorf("WhatsApp has %+v, want the group Ops alone", groups)
	}
}

// The module is that of this repository, which is where the guide has it from.
func TestAccGuideOrganisation(t *testing.T) {
	module, err := filepath.Abs(organisation)
	if err != nil {
		t.Fatal(err)
	}
	g, lost := readGuide(t, "organisation"), 0
	for i := range g.blocks {
		g.blocks[i].text = strings.ReplaceAll(g.blocks[i].text,
			"github.com/terraform-whatsapp/terraform-provider-whatsapp//examples/organisation", module)
		if g.blocks[i].file == "imports.tf" {
			lost = i
		}
	}
	g.blocks = slices.Insert(g.blocks, lost, block{language: "sh", text: "rm moved.tf terraform.tfstate\n"})
	server := ownWAHA(t, emulator.World{}, "")
	g.follow(server.url + "/waha")
	want := map[string]map[string]string{
		"Everyone": {"+12025550110": "admin", "+12025550111": "member", "+12025550112": "member"},
		"Class 4b": {"+12025550110": "admin", "+12025550112": "member"},
		"Teachers": {"+12025550110": "admin", "+12025550111": "member"},
		"Chess":    {"+12025550110": "admin"},
		"Choir":    {"+12025550110": "member", "+12025550111": "admin"},
	}
	if diff := cmp.Diff(want, rolesByGroup(server)); diff != "" {
		t.Errorf("WhatsApp has not who is in the files (-files +WhatsApp):\n%s", diff)
	}
}

// The guide has both CLIs: it is followed where the tests run on OpenTofu, and Terraform is there too.
func TestAccGuideOpenTofu(t *testing.T) {
	newHome(t)
	g := readGuide(t, "opentofu")
	terraform, err := exec.LookPath("terraform")
	if os.Getenv("TF_ACC_PROVIDER_HOST") == "" || err != nil {
		t.Skip("the tests run on Terraform, or there is no terraform: run it with TERRAFORM=tofu")
	}
	g.cli, g.tofu = terraform, g.cli
	own, support := ownWAHA(t, emulator.World{}, ""), ownWAHA(t, emulator.World{}, "")
	for i := range g.blocks {
		g.blocks[i].text = strings.NewReplacer("https://waha.sales.example.com", own.url+"/waha",
			"https://waha.support.example.com", support.url+"/waha").Replace(g.blocks[i].text)
	}
	g.follow(own.url + "/waha")
	want := map[string]map[string]string{"Operations": {"+12025550111": "member"}, "Staff, sales": {}}
	if diff := cmp.Diff(want, rolesByGroup(own)); diff != "" {
		t.Errorf("the first account (-want +got):\n%s", diff)
	}
	if groups := support.World().Groups; len(groups) != 1 || len(groups[0].Members) != 0 {
		t.Errorf("the account that was given up has %+v, want one group that everybody has left", groups)
	}
}

// The commands are those for a configuration that the reader has.
func TestAccGuideTroubleshooting(t *testing.T) {
	g := readGuide(t, "troubleshooting")
	server := emulated(t, emulator.Options{})
	config := fmt.Sprintf(`
terraform {
  required_providers {
    whatsapp = { source = "terraform-whatsapp/whatsapp" }
  }
}
provider "whatsapp" {
  gateway  = "waha"
  endpoint = "%s/waha"
  api_key  = "emulator"
}
data "whatsapp_groups" "all" {}
`, server.url)
	g.blocks = slices.Insert(g.blocks, 0,
		block{language: "terraform", file: "main.tf", text: config}, block{language: "sh", text: "terraform init\n"})
	g.follow("")
}
