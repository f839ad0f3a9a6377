package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestWhatIsPrintedByHand(t *testing.T) {
	for _, c := range []struct {
		args        string
		out, failed string
	}{
		{args: "-version", out: "terraform-provider-whatsapp dev\n"},
		{args: "--version", out: "terraform-provider-whatsapp dev\n"},
		{args: "-help", out: "terraform-provider-whatsapp emulate "},
		{args: "-help", out: "-debug"},
		{args: "emulate -help", out: "-waha-engine"},
		{args: "-verbose", failed: "not defined: -verbose; -help lists"},
		{args: "emulator", failed: `unexpected argument "emulator"; -help lists`},
	} {
		var stdout bytes.Buffer
		err := run(strings.Fields(c.args), &stdout)
		if !strings.Contains(stdout.String(), c.out) || c.failed == "" && err != nil ||
			c.failed != "" && (err == nil || !strings.Contains(err.Error(), c.failed)) {
			t.Errorf("%s: it prints %q and fails with %v", c.args, stdout.String(), err)
		}
	}
}
