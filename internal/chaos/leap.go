package chaos

import (
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// leaping is the time of the accounts and of their WhatsApp. Whoever waits makes it leap to the end of the wait.
type leaping struct {
	server *emulator.Server
	mu     sync.Mutex
	now    time.Time
}

func newLeaping(server *emulator.Server) *leaping {
	l := &leaping{server: server, now: time.Date(2031, 5, 6, 8, 0, 0, 0, time.UTC)}
	server.SetClock(l.now, true)
	return l
}

func (l *leaping) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.now
}

func (l *leaping) After(d time.Duration) <-chan time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	if d > 0 {
		l.now = l.now.Add(d)
		l.server.AdvanceClock(d)
	}
	over := make(chan time.Time, 1)
	over <- l.now
	return over
}
