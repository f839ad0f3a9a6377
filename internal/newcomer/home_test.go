//go:build unix

package newcomer_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// installed is the version that the tests install.
const installed = "0.0.7"

// made is what home has made.
var made string

// home is the home of somebody who has run `make install`. It is made once, since that builds the provider.
var home = sync.OnceValues(func() (_ string, err error) {
	if made, err = os.MkdirTemp("", "whatsapp-newcomer-"); err != nil {
		return "", err
	}
	ctx := context.Background()
	env, err := installing(ctx, made)
	if err != nil {
		return "", err
	}
	return made, run(ctx, "../..", env, "make", "install", "VERSION="+installed)
})

// installing is the environment for `make install` into a home. Go's caches and settings stay those of whoever runs the
// tests.
func installing(ctx context.Context, home string) ([]string, error) {
	names := []string{"GOPATH", "GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY", "GOTOOLCHAIN"}
	values, err := exec.CommandContext(ctx, "go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		return nil, err
	}
	env := environment(home)
	for i, value := range strings.SplitN(string(values), "\n", len(names)) {
		env = append(env, names[i]+"="+strings.TrimSpace(value))
	}
	return env, nil
}

func TestMain(m *testing.M) {
	status := m.Run()
	if made != "" {
		_ = os.RemoveAll(made)
	}
	os.Exit(status)
}

// newHome is a home for one test, with the provider in its mirror.
func newHome(t *testing.T) string {
	t.Helper()
	if os.Getenv("TF_ACC") == "" || os.Getenv("TF_ACC_TERRAFORM_PATH") == "" {
		t.Skip("TF_ACC and TF_ACC_TERRAFORM_PATH are not set: run it with scripts/terraform-cli")
	}
	folder, err := home()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// mirrored is the folder of the provider of a name in the mirror, for the CLI that runs the tests.
func mirrored(home, provider, version string) string {
	return filepath.Join(home, ".terraform.d", "plugins", host(), provider, version, runtime.GOOS+"_"+runtime.GOARCH)
}

// host is that of a provider's source without one, for the CLI that runs the tests.
func host() string {
	if host := os.Getenv("TF_ACC_PROVIDER_HOST"); host != "" {
		return host
	}
	return "registry.terraform.io"
}

// environment has nothing of the machine's but its commands: no settings of Terraform or of the provider.
func environment(home string) []string {
	return []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"}
}

// run runs a command in a folder. The error has what it printed.
func run(ctx context.Context, folder string, env []string, name string, args ...string) error {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir, command.Env = folder, env
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s %s: %w: %s", filepath.Base(name), strings.Join(args, " "), err, printed.String())
	}
	return nil
}
