package main

import (
	"context"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/bench/internal/peer"
)

// The peers by the names that the flag and the table have for them.
const (
	nothing       = "nothing"
	unconfirmed   = "unconfirmed"
	terraformData = "terraform_data"
)

var allPeers = []string{nothing, unconfirmed, terraformData}

// contender is a provider that is measured, ours or a peer.
type contender struct {
	name string
	// command starts the provider. Terraform's own terraform_data has none.
	command []string
	config  string
	// sends: it asks the gateway something, so that the latency matters.
	sends bool
}

// under names the contender with the condition that it ran under, where it notices.
func (c contender) under(one condition) string {
	if !c.sends {
		return c.name
	}
	return c.name + ", latency " + one.String()
}

// contenders are those that can run. Where the dialect is another one, nobody is there to confirm nothing.
func (b *bench) contenders() []contender {
	all := []contender{{name: "ours", command: b.ours(), config: "whatsapp.tf", sends: true}}
	for _, name := range b.peers {
		c := contender{name: name, command: []string{b.self, servePeer, name}, config: "whatsapp.tf"}
		switch name {
		case terraformData:
			c.command, c.config = nil, "terraform_data.tf"
		case unconfirmed:
			if !b.dialect.understood() {
				continue
			}
			c.sends = true
		}
		all = append(all, c)
	}
	return all
}

func (b *bench) ours() []string {
	if len(b.oursInstead) > 0 {
		return b.oursInstead
	}
	return []string{b.provider}
}

// servePeer is the argument with which this binary serves a peer.
const servePeer = "serve-peer"

func servePeerNamed(args []string) error {
	if len(args) == 0 || args[0] != nothing && args[0] != unconfirmed {
		return fmt.Errorf("no peer is served as %q", args)
	}
	return peer.Serve(context.Background(), args[0] == unconfirmed)
}
