package provider

import (
	"os"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
)

// TestMain lets accounts in this process look for the effect of a write as often as any, but hardly wait for it.
func TestMain(m *testing.M) {
	const pause = time.Millisecond
	pauses = account.Settings{
		Backoff:       pause,
		Gather:        pause,
		Look:          pause,
		ConfirmPauses: []time.Duration{0, pause, pause, pause, pause},
	}
	os.Exit(m.Run())
}

// NewAt is New for accounts that go by a clock.
func NewAt(clock account.Clock) func() provider.Provider {
	return func() provider.Provider {
		waits := pauses
		waits.Clock = clock
		return NewWith("test", waits)()
	}
}
