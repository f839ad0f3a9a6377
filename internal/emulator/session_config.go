package emulator

import "encoding/json"

// configured is a dialect whose session has a configuration. It belongs to the gateway and not to WhatsApp, so it is
// not in the world.
type configured interface {
	SessionConfig() json.RawMessage
	SetSessionConfig(config json.RawMessage)
}

// SessionConfig returns the configuration of WAHA's session, as it was sent: null until somebody has sent one.
func (s *Server) SessionConfig() json.RawMessage {
	for _, d := range s.dialects {
		if d, has := d.(configured); has {
			return d.SessionConfig()
		}
	}
	return nil
}

// SetSessionConfig replaces the configuration of WAHA's session by hand, which restarts the session. It is no request:
// it goes through no fault, and no list has it.
func (s *Server) SetSessionConfig(config json.RawMessage) {
	for _, d := range s.dialects {
		if d, has := d.(configured); has {
			d.SetSessionConfig(config)
		}
	}
}
