package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func concurrencyRules() []Rule {
	return []Rule{{
		Name:   "calls at the same time do not disturb each other",
		Reason: "Terraform reads ten resources at a time, through one gateway",
		Check:  checkConcurrency,
		Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
			var underWay atomic.Int32
			return overrideGroup{override{g}, func(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
				defer underWay.Add(-1)
				if underWay.Add(1) > 1 {
					return whatsapp.Group{}, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown}
				}
				// Long enough for the next call to come in between.
				time.Sleep(50 * time.Millisecond)
				return g.Group(ctx, id)
			}}
		},
	}}
}

// callers is how many call at the same time, as Terraform does by default.
const callers = 10

func checkConcurrency(ctx context.Context, h Harness) error {
	// Looking numbers up is left out: many look-ups at once get an account banned.
	calls := h.readCalls()
	if h.World == nil {
		// So is listing groups, of which WhatsApp refuses a second list within seconds.
		calls = nil
	}
	var (
		running sync.WaitGroup
		begin   = make(chan struct{})
		errs    = make(chan error, callers*(len(calls)+1))
	)
	for range callers {
		running.Go(func() {
			<-begin
			group, err := h.Gateway.Group(ctx, h.Group)
			if err == nil && group.ID != h.Group {
				err = fmt.Errorf("it is %s", group.ID)
			}
			errs <- wrapped("Group", err)
			for _, c := range calls {
				errs <- wrapped(c.name, c.do(ctx, h.Gateway))
			}
		})
	}
	close(begin)
	running.Wait()
	close(errs)
	var all error
	for err := range errs {
		all = errors.Join(all, err)
	}
	return all
}

func wrapped(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s beside other calls: %w", what, err)
}
