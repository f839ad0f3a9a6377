//go:build !unix

package chaos

import (
	"context"
	"os/exec"
)

// ends has nothing end a command: only the answers of the gateway end.
func (d *door) ends(context.Context, *exec.Cmd, string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stop = func() {}
}
