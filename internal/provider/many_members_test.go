package provider_test

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// manyMembers is a group of n members.
func manyMembers(n int) string {
	return fmt.Sprintf(`
resource "whatsapp_group" "g" {
  name = "Many"
}

resource "whatsapp_group_member" "m" {
  count        = %d
  group_id     = whatsapp_group.g.id
  phone_number = format("+1202555%%04d", 1000 + count.index)
}`, n)
}

// What was sent before the stop is in the state, what waited was never sent, and another apply completes it.
func lifeOfStoppedAmongMembers(t *testing.T) {
	t.Parallel()
	for _, stop := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(stop.String(), func(t *testing.T) {
			t.Parallel()
			const n = 40
			w := newEmulated(t, emulator.Options{})
			w.fail(emulator.Fault{Match: w.requests.add, Effect: emulator.EffectDelay, MS: 500})
			c := newCLI(t, requiredProviders+w.config(manyMembers(n)))
			c.stop = stop
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			go func() {
				for ; w.asked(w.requests.add) < 2 && ctx.Err() == nil; time.Sleep(10 * time.Millisecond) {
				}
				cancel()
			}()
			printed, code := c.try(ctx, "apply", "-auto-approve")
			if code != 1 {
				t.Errorf("the stopped apply ended with exit code %d: %s", code, printed)
			}
			calls := w.asked(w.requests.add)
			group := w.World().Groups[0]
			added := len(group.Members) - 1
			if added < 1 || added >= n {
				t.Fatalf("%d were added before the stop: %s", added, printed)
			}
			ids, tainted := c.state()
			delete(ids, group.ID)
			for _, m := range group.Members {
				if m.Role != emulator.RoleSuperadmin && !ids[group.ID+"/+"+m.Phone] {
					t.Errorf("%s was added and is not in the state", m.Phone)
				}
			}
			if len(ids) != added || len(tainted) > 0 {
				t.Errorf("the state has %d members for %d, tainted: %v", len(ids), added, tainted)
			}
			time.Sleep(time.Second)
			if now := w.asked(w.requests.add); now != calls {
				t.Errorf("%d calls were sent after the stop", now-calls)
			}

			w.ClearFaults()
			c.run(0, "apply", "-auto-approve")
			if members := len(w.World().Groups[0].Members) - 1; members != n {
				t.Errorf("there are %d members, want %d", members, n)
			}
			c.run(0, "plan", "-detailed-exitcode")
		})
	}
}

// A hundred members cost a call and a reading for each ten of them, which is Terraform's parallelism, and a few for the
// group. The margin is for busy machines, on which they gather more slowly.
func lifeOfManyMembersTakeFewCalls(t *testing.T) {
	t.Parallel()
	const n, batches = 100, 13
	w := newEmulated(t, emulator.Options{})
	config := requiredProviders + w.config(manyMembers(n))
	c := newCLI(t, config)
	cost := func(args ...string) int {
		before := len(w.Requests())
		c.run(0, args...)
		return len(w.Requests()) - before
	}
	if calls := cost("apply", "-auto-approve"); calls > 2*batches+10 {
		t.Errorf("to create took %d calls", calls)
	}
	if calls := cost("plan", "-detailed-exitcode"); calls > 2 {
		t.Errorf("to plan took %d calls", calls)
	}
	if calls := cost("plan", "-detailed-exitcode", "-refresh=false"); calls > 0 {
		t.Errorf("to plan without refreshing took %d calls", calls)
	}
	if calls := cost("destroy", "-auto-approve"); calls > 2*batches+14 {
		t.Errorf("to destroy took %d calls", calls)
	}
	for _, g := range w.World().Groups {
		if len(g.Members) > 0 {
			t.Errorf("%d members are left", len(g.Members))
		}
	}
}
