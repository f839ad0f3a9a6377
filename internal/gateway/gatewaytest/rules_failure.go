package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func failureRules() []Rule {
	return []Rule{
		{
			Name:   "a write whose connection is cut has an unknown outcome and is sent once",
			Reason: "a server may have done what it could not answer, and a second create makes a second group",
			World:  true,
			Check:  func(ctx context.Context, h Harness) error { return h.checkUnknown(ctx, Cut) },
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withChangeError(g, kindAs(whatsapp.ErrOutcomeUnknown,
					&whatsapp.Error{Kind: whatsapp.ErrUnreachable}))
			},
		},
		{
			Name:   "a create whose answer is lost has made one group at most",
			Reason: "nobody can delete the second one",
			Needs:  []whatsapp.Ability{whatsapp.CreateGroup},
			World:  true,
			Check:  checkLostCreate,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideCreate{override{g}, func(
					ctx context.Context, name string, members []whatsapp.Person,
				) (whatsapp.Created, error) {
					created, err := g.CreateGroup(ctx, name, members)
					if errors.Is(err, whatsapp.ErrOutcomeUnknown) {
						return g.CreateGroup(ctx, name, members)
					}
					return created, err
				}}
			},
		},
		{
			Name:   "a write that a proxy answers has an unknown outcome and is sent once",
			Reason: "a proxy that gives up does not know what the server behind it has done",
			World:  true,
			Check:  func(ctx context.Context, h Harness) error { return h.checkUnknown(ctx, ProxyPage) },
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withChangeError(g, kindAs(whatsapp.ErrOutcomeUnknown,
					&whatsapp.Error{Kind: whatsapp.ErrRefused}))
			},
		},
		{
			Name:   "a 2xx that says that the call failed is no success",
			Reason: "a server may answer 200 to what it did not do, and a write that is believed goes unnoticed",
			World:  true,
			Check:  checkExcuses,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withChangeError(g, func(err error) error {
					if isAny(err, []error{whatsapp.ErrRefused, whatsapp.ErrOutcomeUnknown}) {
						return nil
					}
					return err
				})
			},
		},
		{
			Name:   "what no reading shows is believed by a sign alone",
			Reason: "a picture that was not set looks like one that was",
			World:  true,
			Check:  checkSigns,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return believing{override{withChangeError(g, func(err error) error {
					if errors.Is(err, whatsapp.ErrOutcomeUnknown) {
						return nil
					}
					return err
				})}}
			},
		},
		{
			Name:   "a rate limit is told as one",
			Reason: "it is the one refusal after which waiting helps, and nothing was done",
			World:  true,
			Check:  checkRateLimit,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withChangeError(g, func(err error) error {
					if isAny(err, []error{whatsapp.ErrRateLimited, whatsapp.ErrOutcomeUnknown}) {
						return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest}
					}
					return err
				})
			},
		},
		{
			Name:   "how long a limit asks to wait is told",
			Reason: "to come back earlier prolongs the limit, and to wait longer than the run has time is in vain",
			World:  true,
			Check:  checkLimitedFor,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withChangeError(g, func(err error) error {
					if errors.Is(err, whatsapp.ErrRateLimited) {
						return &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
					}
					return err
				})
			},
		},
		{
			Name:   "nothing is sent once the context has ended",
			Reason: "a run that was cancelled changes nothing more",
			Check:  checkEndedContext,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideChange{override{g}, func(
					ctx context.Context, id whatsapp.JID, change whatsapp.Change,
				) error {
					return g.ChangeGroup(context.WithoutCancel(ctx), id, change)
				}}
			},
		},
		{
			Name:   "a call returns once the context ends",
			Reason: "Ctrl-C is answered, and what a write has done by then is not known",
			Needs:  []whatsapp.Ability{whatsapp.CreateGroup},
			World:  true,
			Check:  checkEndingContext,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideCreate{override{g}, func(
					ctx context.Context, name string, members []whatsapp.Person,
				) (whatsapp.Created, error) {
					created, err := g.CreateGroup(ctx, name, members)
					if ctx.Err() != nil {
						return created, ctx.Err()
					}
					return created, err
				}}
			},
		},
	}
}

// wantSentOnce fails if more than one write was sent.
func (h Harness) wantSentOnce() error {
	var writes []string
	for _, sent := range h.World.Sent() {
		if sent.Write {
			writes = append(writes, sent.Request)
		}
	}
	if len(writes) != 1 {
		return fmt.Errorf("one write was due, and %d were sent: %v", len(writes), writes)
	}
	return nil
}

// checkUnknown lets every write fail in a way that leaves its outcome open.
func (h Harness) checkUnknown(ctx context.Context, failure Failure) error {
	calls, err := h.able(ctx, h.writes())
	if err != nil {
		return err
	}
	for _, c := range calls {
		if err := h.World.Fail(failure); err != nil {
			return err
		}
		if err := wantError(c.name+" with "+string(failure), c.do(ctx, h.Gateway),
			whatsapp.ErrOutcomeUnknown); err != nil {
			return err
		}
		if err := h.wantSentOnce(); err != nil {
			return fmt.Errorf("%s with %s: %w", c.name, failure, err)
		}
	}
	return nil
}

func checkLostCreate(ctx context.Context, h Harness) error {
	if err := h.World.Fail(LoseAnswer); err != nil {
		return err
	}
	name := newName("lost")
	_, err := h.Gateway.CreateGroup(ctx, name, numbers(h.People.Open))
	if err := wantError("create with "+string(LoseAnswer), err, whatsapp.ErrOutcomeUnknown); err != nil {
		return err
	}
	if err := h.wantSentOnce(); err != nil {
		return err
	}
	return h.wantNamed(ctx, name, 1)
}

// checkExcuses answers every write with 200 and a failure.
func checkExcuses(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, h.writes())
	if err != nil {
		return err
	}
	for _, excuse := range []map[string]any{
		{"error": "instance busy"}, {"error": 1}, {"status": 500}, {"statusCode": 500},
	} {
		for _, c := range calls {
			if err := h.World.Excuse(excuse); err != nil {
				return err
			}
			err := c.do(ctx, h.Gateway)
			if !isAny(err, []error{whatsapp.ErrRefused, whatsapp.ErrOutcomeUnknown}) {
				return fmt.Errorf("%s, answered 200 with %v: the error is %w", c.name, excuse, errOrNone(err))
			}
		}
	}
	return nil
}

// checkSigns answers with nothing what no reading shows.
func checkSigns(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, []call{
		{name: "set the picture", ability: whatsapp.WritePicture, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			return g.ChangeGroup(ctx, h.Group, whatsapp.SetPicture(darkJPEG()))
		}},
		{name: "set the picture from a URL", ability: whatsapp.WritePictureURL, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			return g.ChangeGroup(ctx, h.Group, whatsapp.SetPictureURL("https://example.org/picture.jpg"))
		}},
		{name: "delete the chat", ability: whatsapp.DeleteChat, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			deleter, keeps := whatsapp.As[whatsapp.ChatDeleter](g)
			if !keeps {
				return errors.New("the ability has no role")
			}
			return deleter.DeleteChat(ctx, h.Group)
		}},
	})
	if err != nil {
		return err
	}
	if len(calls) == 0 {
		return skip("a reading shows all that the gateway can write")
	}
	if err := h.World.Excuse(map[string]any{}); err != nil {
		return err
	}
	for _, c := range calls {
		if err := c.do(ctx, h.Gateway); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			return fmt.Errorf("%s, answered {}: the error is %w", c.name, errOrNone(err))
		}
	}
	return nil
}

// believing takes every answer to deleting a chat for a yes.
type believing struct{ override }

func (b believing) DeleteChat(context.Context, whatsapp.JID) error { return nil }

func checkRateLimit(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, h.writes())
	if err != nil {
		return err
	}
	wanted := []error{whatsapp.ErrRateLimited}
	if !h.Reports.RateLimits {
		wanted = append(wanted, untold...)
	}
	before := fmt.Sprint(h.World.Groups())
	for _, c := range calls {
		if err := h.World.Fail(RateLimit); err != nil {
			return err
		}
		if err := wantError(c.name+" with "+string(RateLimit), c.do(ctx, h.Gateway), wanted...); err != nil {
			return err
		}
		if err := h.wantSentOnce(); err != nil {
			return fmt.Errorf("%s with %s: %w", c.name, RateLimit, err)
		}
	}
	if after := fmt.Sprint(h.World.Groups()); after != before {
		return fmt.Errorf("WhatsApp had %s and has %s", before, after)
	}
	return nil
}

func checkLimitedFor(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, h.writes())
	if err != nil {
		return err
	}
	for _, c := range calls {
		if err := h.World.Fail(ProxyLimit); err != nil {
			return err
		}
		err := c.do(ctx, h.Gateway)
		if err := wantError(c.name+" with "+string(ProxyLimit), err, whatsapp.ErrRateLimited); err != nil {
			return err
		}
		var told *whatsapp.Error
		if !errors.As(err, &told) || told.Wait != LimitedFor {
			return fmt.Errorf("%s: the server asks to wait for %s, and the error does not: %w", c.name, LimitedFor, err)
		}
	}
	return nil
}

func checkEndedContext(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, h.calls())
	if err != nil {
		return err
	}
	if h.World != nil {
		h.World.Forget()
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	for _, c := range calls {
		err := c.do(ended, h.Gateway)
		if c.local && err == nil {
			continue
		}
		if err := wantError(c.name+" with a context that has ended", err, context.Canceled); err != nil {
			return err
		}
	}
	if h.World != nil && len(h.World.Sent()) > 0 {
		return fmt.Errorf("with a context that had ended, %v was sent", h.World.Sent())
	}
	return nil
}

func checkEndingContext(ctx context.Context, h Harness) error {
	if err := h.World.Fail(Delay); err != nil {
		return err
	}
	ending, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		// It ends as soon as the request has arrived.
		for len(h.World.Sent()) == 0 && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	started := time.Now()
	_, err := h.Gateway.CreateGroup(ending, newName("late"), numbers(h.People.Open))
	if took := time.Since(started); took > Delayed/2 {
		return fmt.Errorf("the context had ended, and the call took %s", took)
	}
	return wantError("create with a context that ends", err, whatsapp.ErrOutcomeUnknown)
}
