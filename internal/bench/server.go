package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const apiKey = "emulator"

// server is an emulator that is served to providers.
type server struct {
	*emulator.Server
	http *http.Server
	url  string
}

func startServer(ctx context.Context, o emulator.Options) (*server, error) {
	emulated, err := emulator.New(o)
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{
		Server: emulated,
		http:   &http.Server{Handler: emulated, ReadHeaderTimeout: 10 * time.Second},
		url:    "http://" + listener.Addr().String(),
	}
	go func() { _ = s.http.Serve(listener) }() // It ends with stop.
	return s, nil
}

func (s *server) stop() { _ = s.http.Close() }

// check fails unless each group has those members that it should have: all, or none after a destroy.
func (s *server) check(declared scenario, destroyed bool) error {
	wanted := map[string]bool{}
	for _, m := range declared.members {
		wanted[m.Group+" "+m.PhoneNumber] = true
	}
	world := s.World()
	if len(world.Groups) != len(declared.groups) {
		return fmt.Errorf("there are %d groups in WhatsApp, not %d", len(world.Groups), len(declared.groups))
	}
	found, own := 0, 0
	for _, g := range world.Groups {
		for _, m := range g.Members {
			if wanted[g.Name+" +"+m.Phone] {
				found++
			}
			if "+"+m.Phone == ownNumber {
				own++
			}
		}
	}
	members, joined := len(wanted), len(declared.groups)
	if destroyed {
		members, joined = 0, 0
	}
	if found != members || own != joined {
		return fmt.Errorf("%d members and %d times the account are in groups of WhatsApp, not %d and %d",
			found, own, members, joined)
	}
	return nil
}
