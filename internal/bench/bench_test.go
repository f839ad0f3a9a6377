package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// serveOurs is the argument with which the tests' binary serves our provider, so that none has to be built.
const serveOurs = "serve-ours"

// TestMain lets the tests' binary be what the benchmark's is: launcher and peer.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == serveOurs {
		os.Exit(exitCode(providerserver.Serve(context.Background(), provider.New("test"), providerserver.ServeOpts{
			Address: "registry.terraform.io/terraform-whatsapp/whatsapp",
		})))
	}
	if filepath.Base(os.Args[0]) == providerName || len(os.Args) > 1 && os.Args[1] == servePeer {
		os.Exit(start(os.Args))
	}
	os.Exit(m.Run())
}

// TestAccBench runs a scenario of three members, and holds the figures against what they cannot be.
func TestAccBench(t *testing.T) {
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if os.Getenv("TF_ACC") == "" || cli == "" {
		t.Skip("TF_ACC and TF_ACC_TERRAFORM_PATH are not set: run it with scripts/terraform-cli")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := bench{
		options: options{
			terraform: cli, dialect: dialects[0], scenarios: []scenario{membersOver(3, 1, "three")},
			conditions: []condition{{}}, peers: []string{unconfirmed, terraformData}, repeat: 1, parallelism: 10,
		},
		self: self, progress: t.Output(), oursInstead: []string{self, serveOurs},
	}
	lines, err := b.measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := 3 * len(phases); len(lines) != want {
		t.Fatalf("%d lines, want %d", len(lines), want)
	}
	for _, l := range lines {
		t.Run(l.contender+" "+l.phase, func(t *testing.T) { checkLine(t, l) })
	}
}

func checkLine(t *testing.T, l line) {
	// Everything that is plausible for a process, and nothing that a mistaken unit makes of it.
	const least, most = 10 << 20, 2 << 30
	if !l.alone && (l.usage.MaxRSS < least || l.usage.MaxRSS > most) {
		t.Errorf("a provider of %d bytes", l.usage.MaxRSS)
	}
	if !l.alone && l.usage.CPU < time.Millisecond || l.wall < time.Millisecond {
		t.Errorf("%s of CPU in %s", l.usage.CPU, l.wall)
	}
	c := l.calls
	switch fmt.Sprint(l.contender, " ", l.phase) {
	case "ours create":
		if c[add] == 0 || c[add] > 3 || c[removal] != 0 || c[otherWrite] != 1 {
			t.Errorf("calls %v", c)
		}
	case "ours plan":
		if c[listOfGroups]+c[oneGroupRead] == 0 || c[add]+c[removal]+c[otherWrite] != 0 {
			t.Errorf("calls %v", c)
		}
	case "ours destroy":
		if c[removal] == 0 || c[removal] > 3 || c[add] != 0 {
			t.Errorf("calls %v", c)
		}
	case "unconfirmed create":
		if want := (calls{add: 3, otherWrite: 1}); c != want {
			t.Errorf("calls %v, want %v", c, want)
		}
	case "unconfirmed destroy":
		if want := (calls{removal: 3, otherWrite: 1}); c != want {
			t.Errorf("calls %v, want %v", c, want)
		}
	default:
		if c != (calls{}) {
			t.Errorf("calls %v, want none", c)
		}
	}
}
