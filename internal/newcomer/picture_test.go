//go:build unix

package newcomer_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The picture in the README is what the demo prints today.
func TestAccPicture(t *testing.T) {
	home := newHome(t)
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if filepath.Base(cli) != "terraform" {
		t.Skip("the picture is of Terraform")
	}
	provider := filepath.Join(mirrored(home, "terraform-whatsapp/whatsapp", installed),
		"terraform-provider-whatsapp_v"+installed)
	root := func(input []byte, args ...string) []byte {
		t.Helper()
		command := exec.CommandContext(t.Context(), "go", append([]string{"run"}, args...)...)
		command.Dir, command.Stdin = "../..", bytes.NewReader(input)
		var failed strings.Builder
		command.Stderr = &failed
		printed, err := command.Output()
		if err != nil {
			t.Fatalf("%v: %v: %s", args, err, failed.String())
		}
		return printed
	}
	got := root(root(nil, "./internal/demo", "-terraform", cli, "-provider", provider), "./internal/demo/picture")
	want, err := os.ReadFile("../demo/demo.svg")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the picture is of another demo: run make picture (-picture +demo):\n%s", diff)
	}
}
