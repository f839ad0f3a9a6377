package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func connectionRules() []Rule {
	return []Rule{
		{
			Name:   "an account that is not linked is told as a state of the session",
			Reason: "the question for the session is how a user learns that a QR code has to be scanned",
			World:  true,
			Check:  checkSessionOffline,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideSession{override{g}, func(ctx context.Context) (whatsapp.Session, error) {
					session, err := g.Session(ctx)
					if err == nil && !session.Connected {
						err = &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: session.Status}
					}
					return session, err
				}}
			},
		},
		{
			Name:   "while the account is not linked, every method says so",
			Reason: "groups that cannot be read must not look as if they were gone",
			World:  true,
			Check:  checkOffline,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withReadError(g, func(err error) error {
					if isAny(err, []error{whatsapp.ErrNotConnected, whatsapp.ErrOutcomeUnknown}) {
						return &whatsapp.Error{Kind: whatsapp.ErrGroupNotFound}
					}
					return err
				})
			},
		},
		{
			Name:   "a session that starts says that it does",
			Reason: "it is waited for, and nobody is sent to scan a QR code meanwhile",
			World:  true,
			Check:  checkSessionStarts,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideSession{override{g}, func(ctx context.Context) (whatsapp.Session, error) {
					session, err := g.Session(ctx)
					session.Starting = false
					return session, err
				}}
			},
		},
		{
			Name:   "a session that is logged out does not start",
			Reason: "to wait for somebody who has to scan a QR code would only lose time",
			World:  true,
			Check:  checkLoggedOutStartsNot,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideSession{override{g}, func(ctx context.Context) (whatsapp.Session, error) {
					session, err := g.Session(ctx)
					session.Starting = !session.Connected
					return session, err
				}}
			},
		},
		misconfigurationRule(WrongKey, whatsapp.ErrUnauthorized,
			"a wrong key is for the user to correct, and no state of WhatsApp"),
		misconfigurationRule(WrongSession, whatsapp.ErrSessionUnknown,
			"a session that is not there has no groups, and none of them is gone"),
		misconfigurationRule(WrongPath, whatsapp.ErrWrongServer,
			"somebody answers there, so that to say that nobody does sends the user to look for a dead server"),
		misconfigurationRule(NobodyThere, whatsapp.ErrUnreachable,
			"nothing was done where nobody answers, so that a create may be repeated"),
	}
}

func checkSessionOffline(ctx context.Context, h Harness) error {
	if !h.Reports.SessionState {
		return skip("the server does not show the state of the session")
	}
	if err := h.World.LogOut(); err != nil {
		return err
	}
	session, err := h.Gateway.Session(ctx)
	if err != nil {
		return fmt.Errorf("ask for the session: %w", err)
	}
	if session.Connected || session.Status == "" {
		return fmt.Errorf("the account is not linked, and the session is %+v", session)
	}
	if _, err := h.Gateway.Abilities(ctx); err != nil {
		return fmt.Errorf("ask for the abilities: %w", err)
	}
	return nil
}

func checkSessionStarts(ctx context.Context, h Harness) error {
	if !h.Reports.SessionStart {
		return skip("the server does not tell that a session starts")
	}
	if err := h.World.Start(); err != nil {
		return err
	}
	session, err := h.Gateway.Session(ctx)
	if err != nil {
		return fmt.Errorf("ask for the session: %w", err)
	}
	if session.Connected || !session.Starting || session.Status == "" {
		return fmt.Errorf("the session starts, and it is %+v", session)
	}
	return nil
}

func checkLoggedOutStartsNot(ctx context.Context, h Harness) error {
	if !h.Reports.SessionState {
		return skip("the server does not show the state of the session")
	}
	if err := h.World.LogOut(); err != nil {
		return err
	}
	session, err := h.Gateway.Session(ctx)
	if err != nil {
		return fmt.Errorf("ask for the session: %w", err)
	}
	if session.Starting {
		return fmt.Errorf("the account is logged out, and the session is %+v", session)
	}
	return nil
}

func checkOffline(ctx context.Context, h Harness) error {
	if err := h.World.LogOut(); err != nil {
		return err
	}
	var e *whatsapp.Error
	if _, err := h.Gateway.Groups(ctx, true); h.Reports.StatusInErrors && (!errors.As(err, &e) || e.Status == "") {
		return fmt.Errorf("the error has no status of the session: %w", errOrNone(err))
	}
	wanted := []error{whatsapp.ErrNotConnected}
	if !h.Reports.SessionState {
		wanted = append(wanted, whatsapp.ErrOutcomeUnknown)
	}
	return h.wantEverywhere(ctx, h.Gateway, wanted, "Abilities", "Session")
}

// misconfigurationRule is the rule that what is wrong in the configuration has an error of its own from every method.
func misconfigurationRule(wrong Misconfiguration, kind error, reason string) Rule {
	return Rule{
		Name:   "with " + string(wrong) + ", every method says so",
		Reason: reason,
		Check: func(ctx context.Context, h Harness) error {
			gateway, err := h.Open(wrong)
			if err != nil {
				return err
			}
			wanted := []error{kind}
			if wrong == WrongPath && h.Reports.GuessedPaths {
				wanted = append(wanted, errors.ErrUnsupported)
			}
			return h.wantEverywhere(ctx, gateway, wanted)
		},
		Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
			return withReadError(g, func(error) error { return nil })
		},
	}
}

// wantEverywhere fails unless every method, but for those named, ends with one of the errors.
func (h Harness) wantEverywhere(ctx context.Context, gateway whatsapp.Gateway, wanted []error, but ...string) error {
	calls, err := h.able(ctx, h.calls())
	if isAny(err, wanted) {
		calls, err = h.calls(), nil // The abilities have to be asked for, and cannot be now.
	}
	if err != nil {
		return err
	}
	var wrong []string
	for _, c := range calls {
		if slices.Contains(but, c.name) {
			continue
		}
		err := c.do(ctx, gateway)
		if c.local && err == nil || c.ability != "" && errors.Is(err, errors.ErrUnsupported) {
			continue
		}
		if err := wantError(c.name, err, wanted...); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "\n"))
	}
	return nil
}
