package emulator

// serial lets one call of the session through at a time, as WhatsApp's socket does. Nil lets all through.
type serial chan struct{}

func newSerial(on bool) serial {
	if !on {
		return nil
	}
	return make(serial, 1)
}

// take waits for the turn.
func (s serial) take() {
	if s != nil {
		s <- struct{}{}
	}
}

func (s serial) leave() {
	if s != nil {
		<-s
	}
}

// pause gives the turn to others while a function runs.
func (s serial) pause(wait func()) {
	s.leave()
	wait()
	s.take()
}
