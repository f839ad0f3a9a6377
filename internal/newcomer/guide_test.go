//go:build unix

package newcomer_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/mod/semver"
)

// A guide is followed by a shell that gets its blocks in their order:
//
//   - a block of sh is run, and the text after it has lines that it must print;
//   - a block of any other language is written into the file that the line before names, as in "`main.tf`:";
//   - JSON and HCL without a file are there to be looked at;
//   - a block after <!-- by hand --> is for people: it needs a phone, a container or a service.
//
// 127.0.0.1:3000, where the guides start an emulator, becomes a free port. localhost:3000, which is the reader's own
// WAHA, becomes an emulator that is there already.
type guide struct {
	t      *testing.T
	folder string
	blocks []block
	// terraform and openTofu are the oldest versions with which it can be followed, if it says so.
	terraform, openTofu string
	// tofu is the path of OpenTofu, for a guide that has both CLIs, and cli that of the other one, or of the only one.
	cli, tofu string
}

type block struct {
	language, file, text string
	line                 int
	byHand               bool
}

const byHand = "<!-- by hand -->"

var (
	fence = regexp.MustCompile("^```(\\S*)$")
	named = regexp.MustCompile("`([^`]+)`:$")
	needs = regexp.MustCompile(`needs (?:Terraform ([\d.]+\d) or )?OpenTofu ([\d.]+\d)`)
)

// readGuide takes a guide apart.
func readGuide(t *testing.T, name string) *guide {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../templates/guides", name+".md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	g := &guide{t: t, folder: t.TempDir(), cli: os.Getenv("TF_ACC_TERRAFORM_PATH")}
	if found := needs.FindSubmatch(content); found != nil {
		g.terraform, g.openTofu = string(found[1]), string(found[2])
	}
	var before string
	var inside *block
	for i, line := range strings.Split(string(content), "\n") {
		opened := fence.FindStringSubmatch(line)
		switch {
		case inside == nil && opened != nil:
			inside = &block{language: opened[1], line: i + 1, byHand: before == byHand}
			if file := named.FindStringSubmatch(before); file != nil {
				inside.file = file[1]
			}
		case inside != nil && line == "```":
			g.blocks, inside, before = append(g.blocks, *inside), nil, ""
		case inside != nil:
			inside.text += line + "\n"
		case strings.TrimSpace(line) != "":
			before = strings.TrimSpace(line)
		}
	}
	return g
}

// mark stands between what the blocks print.
const mark = "\x1e"

// skipOnOlder skips a test on a CLI that is older than the guide says it needs.
func (g *guide) skipOnOlder() {
	g.t.Helper()
	printed, err := exec.CommandContext(g.t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), "version").Output()
	if err != nil {
		g.t.Fatal(err)
	}
	firstLine, _, _ := strings.Cut(string(printed), "\n")
	program, version, _ := strings.Cut(firstLine, " v")
	needed := map[string]string{"Terraform": g.terraform, "OpenTofu": g.openTofu}[program]
	if needed != "" && semver.Compare("v"+version, "v"+needed) < 0 {
		g.t.Skipf("the guide needs %s %s", program, needed)
	}
}

// follow runs the guide in a home with the provider in it. The own WAHA may be empty if the guide needs none.
func (g *guide) follow(own string) {
	g.t.Helper()
	home := newHome(g.t)
	g.skipOnOlder()
	addresses := strings.NewReplacer("127.0.0.1:3000", freeAddress(g.t),
		"http://localhost:3000", own)
	var script strings.Builder
	for _, b := range g.blocks {
		fmt.Fprintf(&script, "printf '\\036'\n")
		switch {
		case b.byHand, b.language == "text", (b.language == "json" || b.language == "hcl") && b.file == "":
		case b.language == "sh":
			script.WriteString(b.text)
		case b.file == "":
			g.t.Fatalf("line %d: no file is named before the block", b.line)
		default:
			fmt.Fprintf(&script, "mkdir -p \"$(dirname %[1]s)\"\ncat > %[1]s <<'END OF %[1]s'\n%[2]sEND OF %[1]s\n",
				b.file, b.text)
		}
	}
	printed, err := g.shell(g.t.Context(), home, addresses.Replace(script.String()))
	if err != nil {
		g.t.Fatalf("%v: %s", err, printed)
	}
	outputs := strings.Split(printed, mark)[1:]
	for i, b := range g.blocks {
		if b.language == "text" && !b.byHand && i > 0 {
			g.hold(b, addresses, outputs[i-1])
		}
	}
}

// hold holds the lines that a guide shows against what was printed.
func (g *guide) hold(b block, addresses *strings.Replacer, printed string) {
	g.t.Helper()
	rest := printed
	for line := range strings.Lines(addresses.Replace(b.text)) {
		line = strings.TrimSpace(line)
		_, after, found := strings.Cut(rest, line)
		if !found {
			g.t.Errorf("line %d: %q is not printed, or not in this order: %s", b.line, line, printed)
			return
		}
		rest = after
	}
}

func (g *guide) shell(ctx context.Context, home, script string) (string, error) {
	commands := filepath.Join(g.t.TempDir(), "bin")
	if err := os.Mkdir(commands, 0o700); err != nil {
		g.t.Fatal(err)
	}
	for name, path := range map[string]string{"terraform": g.cli, "tofu": g.tofu} {
		if path == "" {
			continue
		}
		if err := os.Symlink(path, filepath.Join(commands, name)); err != nil {
			g.t.Fatal(err)
		}
	}
	command := exec.CommandContext(ctx, "sh", "-eu", "-c", script)
	command.Dir = g.folder
	command.Env = append(environment(home), "PATH="+commands+":"+os.Getenv("PATH"), "TF_CLI_ARGS=-no-color",
		// Nobody is there to be asked.
		"TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve", "TF_INPUT=0")
	// What the guide leaves running ends with it.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.WaitDelay = 10 * time.Second
	var printed bytes.Buffer
	command.Stdout, command.Stderr = &printed, &printed
	err := command.Start()
	if err == nil {
		g.t.Cleanup(func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) })
		err = command.Wait()
	}
	return printed.String(), err
}

// freeAddress is an address on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return listener.Addr().String()
}
