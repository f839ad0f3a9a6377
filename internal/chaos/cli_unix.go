//go:build unix

package chaos

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// ends has a command be ended where the program says so. It runs in a process group of its own, which the provider is
// in too, so that no process but those that it has started is met.
func (d *door) ends(ctx context.Context, command *exec.Cmd, provider string) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stop = func() {
		if command.Process == nil {
			return
		}
		group := command.Process.Pid
		switch d.end.How {
		case endCancel:
			_ = command.Process.Signal(os.Interrupt)
		case endKilled:
			_ = syscall.Kill(-group, syscall.SIGKILL)
		default:
			for _, pid := range processes(ctx, group, provider) {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	}
}

// processes are those of a program in a process group.
func processes(ctx context.Context, group int, program string) (pids []int) {
	listed, err := exec.CommandContext(ctx, "ps", "-A", "-o", "pid=,pgid=,command=").Output()
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(listed)) {
		fields := strings.Fields(line)
		if len(fields) < 3 || fields[1] != strconv.Itoa(group) || fields[2] != program {
			continue
		}
		if pid, err := strconv.Atoi(fields[0]); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}
