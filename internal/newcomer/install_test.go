//go:build unix

package newcomer_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// beside has our provider and another one, which nobody could download.
const beside = `
terraform {
  required_providers {
    whatsapp = {
      source = "terraform-whatsapp/whatsapp"
    }
    other = {
      source = "example/other"
    }
  }
}

provider "whatsapp" {
  gateway  = "waha"
  endpoint = "%s/waha"
  api_key  = "emulator"
}

resource "whatsapp_group" "made" {
  name = "Ops"
}

resource "whatsapp_group" "imagined" {
  provider = other
  name     = whatsapp_group.made.name
}
`

func TestAccInstalledBesideAnotherProvider(t *testing.T) {
	home, server := newHome(t), emulated(t, emulator.Options{})
	other := mirrored(home, "example/other", "1.2.3")
	if err := os.MkdirAll(other, 0o700); err != nil {
		t.Fatal(err)
	}
	peer := filepath.Join(t.TempDir(), "peer")
	if err := run(t.Context(), "../bench", os.Environ(), "go", "build", "-o", peer, "."); err != nil {
		t.Fatal(err)
	}
	script := fmt.Appendf(nil, "#!/bin/sh\nexec %q serve-peer nothing\n", peer)
	if err := os.WriteFile(filepath.Join(other, "terraform-provider-other_v1.2.3"), script, 0o700); err != nil {
		t.Fatal(err)
	}

	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "main.tf"), fmt.Appendf(nil, beside, server.url), 0o600); err != nil {
		t.Fatal(err)
	}
	// That there are folders of another layout in the user's home must not matter.
	env := append(environment(home), "XDG_DATA_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	for _, args := range [][]string{{"init"}, {"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}} {
		args = append(args, "-input=false")
		if err := run(t.Context(), folder, env, os.Getenv("TF_ACC_TERRAFORM_PATH"), args...); err != nil {
			t.Fatal(err)
		}
	}
	if groups := server.World().Groups; len(groups) != 1 || groups[0].Name != "Ops" {
		t.Errorf("WhatsApp has %+v, want the group Ops alone", groups)
	}
}

// The binary is in no folder of PATH, so its path is printed.
func TestAccInstallSaysWhereTheBinaryIs(t *testing.T) {
	newHome(t)
	env, err := installing(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "make", "install", "VERSION="+installed)
	command.Dir, command.Env = "../..", env
	printed, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, printed)
	}
	binaries := regexp.MustCompile(`(?m)^installed (.+)$`).FindAllStringSubmatch(string(printed), -1)
	if len(binaries) != 2 {
		t.Errorf("%d paths are printed, want those for Terraform and for OpenTofu: %s", len(binaries), printed)
	}
	for _, binary := range binaries {
		if err := run(t.Context(), "", env, binary[1], "-version"); err != nil {
			t.Error(err)
		}
	}
}

func TestAccUninstallLeavesOtherProviders(t *testing.T) {
	from, home := newHome(t), t.TempDir()
	if err := os.CopyFS(home, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	other := mirrored(home, "example/other", "1.2.3")
	ours := filepath.Dir(filepath.Dir(mirrored(home, "terraform-whatsapp/whatsapp", installed)))
	if err := errors.Join(os.MkdirAll(other, 0o700), os.MkdirAll(filepath.Join(ours, "0.0.6"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), "../..", environment(home), "make", "uninstall"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("the other provider is gone: %v", err)
	}
	err := filepath.WalkDir(home, func(path string, _ fs.DirEntry, err error) error {
		if matched, _ := filepath.Match("*whatsapp*", filepath.Base(path)); matched && path != home {
			t.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// served is an emulator that ends with the test.
type served struct {
	*emulator.Server
	url string
}

func emulated(t *testing.T, options emulator.Options) served {
	t.Helper()
	server, err := emulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	return served{Server: server, url: listening.URL}
}
