//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// maxRSS is the most memory that a process had, in bytes. On Linux it is no less than what the launcher had when it
// started the process, which is less than any provider takes.
func maxRSS(s *os.ProcessState) int64 {
	u, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss) //nolint:unconvert // It is no int64 on every machine.
	}
	return int64(u.Maxrss) * 1024 //nolint:unconvert // It is no int64 on every machine.
}

// separate keeps Ctrl-C of the terminal from a command, which would take ours for the second one and end at once.
func separate(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// endRest ends what a command has left behind.
func endRest(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // There may be nothing.
	}
}
