//go:build unix

package provider_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// running is a command that a test ends in the middle.
type running struct {
	*cli
	command *exec.Cmd
	printed bytes.Buffer
}

// start runs a command in a process group of its own, which the provider is in too.
func (c *cli) start(args ...string) *running {
	c.t.Helper()
	r := &running{cli: c, command: exec.CommandContext(c.t.Context(), c.path, append(args, "-no-color")...)}
	r.command.Dir, r.command.Env = c.folder, c.env
	r.command.Stdout, r.command.Stderr = &r.printed, &r.printed
	r.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := r.command.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = syscall.Kill(-r.command.Process.Pid, syscall.SIGKILL) }) // Whatever is left of it.
	return r
}

// wait waits for the end of the command, which must not be a good one.
func (r *running) wait() string {
	r.t.Helper()
	if err := r.command.Wait(); exitCodeOf(r.t, err) == 0 {
		r.t.Fatalf("it ended well: %s", r.printed.String())
	}
	return r.printed.String()
}

// providers are the processes of the provider that the command has started.
func (r *running) providers() []int {
	r.t.Helper()
	listed, err := exec.CommandContext(r.t.Context(), "ps", "-A", "-o", "pid=,pgid=,command=").Output()
	if err != nil {
		r.t.Fatal(err)
	}
	built, err := binary()
	if err != nil {
		r.t.Fatal(err)
	}
	var pids []int
	for line := range strings.Lines(string(listed)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[1] != strconv.Itoa(r.command.Process.Pid) || fields[2] != built {
			continue
		}
		pid, err := strconv.Atoi(fields[0])
		if err != nil {
			r.t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

// ends are ways in which an apply ends without writing down the group that it has made.
var ends = map[string]func(t *testing.T, r *running){
	"the run killed": func(t *testing.T, r *running) {
		t.Helper()
		kill(t, -r.command.Process.Pid, syscall.SIGKILL)
	},
	"the provider killed": func(t *testing.T, r *running) {
		t.Helper()
		pids := r.providers()
		if len(pids) == 0 {
			t.Fatal("no provider runs")
		}
		for _, pid := range pids {
			kill(t, pid, syscall.SIGKILL)
		}
	},
	"two interrupts": func(t *testing.T, r *running) {
		t.Helper()
		kill(t, r.command.Process.Pid, syscall.SIGINT)
		time.Sleep(200 * time.Millisecond) // Two at once are one.
		kill(t, r.command.Process.Pid, syscall.SIGINT)
	},
}

func kill(t *testing.T, pid int, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatal(err)
	}
}

// An apply that ends once WhatsApp has made the group leaves a group that no state has. The next run says so and sends
// nothing; a second group is made only for who asks for it.
func TestAccAKilledRunMakesNoSecondGroup(t *testing.T) {
	t.Parallel()
	for _, d := range takingTurns(t, dialectsOf(t)) {
		for name, end := range ends {
			t.Run(d.name+", "+name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{})
				w.fail(emulator.Fault{Match: w.requests.create, Effect: emulator.EffectDelay, MS: 20_000, Times: 1})
				c := newCLI(t, w.namedGroup(""))
				r := c.start("apply", "-auto-approve")
				deadline := time.Now().Add(time.Minute)
				for ; len(w.World().Groups) == 0 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
				}
				w.wantGroups(t, 1, 1)
				end(t, r)
				printed := r.wait()
				w.wantNoState(t, c, printed)

				id := w.World().Groups[0].ID
				said(t, c.run(1, "plan"), ways(id)...)
				said(t, c.run(1, "apply", "-auto-approve"), ways(id)...)
				w.wantGroups(t, 1, 1)

				c.rewrite(w.namedGroup(`on_existing = "create"`))
				c.run(0, "apply", "-auto-approve")
				c.run(0, "plan", "-detailed-exitcode")
				w.wantGroups(t, 2, 2)
				if ids, _ := c.state(); len(ids) != 1 || ids[id] {
					t.Errorf("the state has %v, and the first group is %s", ids, id)
				}
			})
		}
	}
}

// wantNoState checks that a run has written no group down.
func (w *emulated) wantNoState(t *testing.T, c *cli, printed string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(c.folder, "terraform.tfstate"))
	if err != nil || len(content) == 0 {
		return // Not even an empty state was written down.
	}
	if ids, _ := c.state(); len(ids) > 0 {
		t.Fatalf("the state has %v: %s", ids, printed)
	}
}
