package emulator

import (
	"context"
	"net"
	"time"
)

// Serve serves as the command does, but lets nobody wait for long.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	s.bounds.header, s.bounds.body, s.bounds.answer = 500*time.Millisecond, 500*time.Millisecond, 500*time.Millisecond
	s.bounds.idle, s.bounds.grace = 500*time.Millisecond, 50*time.Millisecond
	return s.serve(ctx, listener)
}
