package gatewaytest

import (
	"context"
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func secretRules() []Rule {
	return []Rule{
		{
			Name:   "a wrong key is in no error",
			Reason: "errors are copied into tickets, and a wrong key is often the right one of another server",
			Check:  checkKeyNotTold,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withReadError(g, telling(WrongKeyValue))
			},
		},
		{
			Name:   "an invite code is in no error",
			Reason: "whoever has the code gets into the group",
			Check:  checkCodeNotTold,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withJoinError(g, telling(madeUp))
			},
		},
		{
			Name:   "what a server repeats of a secret is in no error",
			Reason: "servers answer with what they were sent, keys and codes included",
			World:  true,
			Check:  checkEcho,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withJoinError(g, telling(madeUp))
			},
		},
		{
			Name:   "a raw answer is in no error",
			Reason: "a page of HTML explains nothing and may have anything in it",
			World:  true,
			Check:  checkRawAnswer,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withChangeError(g, telling("<html>"+RawAnswer))
			},
		},
	}
}

// telling adds a text to an error.
func telling(text string) func(error) error {
	return func(err error) error {
		if err == nil {
			return nil
		}
		return fmt.Errorf("%w: %s", err, text)
	}
}

// wantUntold fails if an error, or what it has in it, gives a text away.
func wantUntold(what string, err error, secrets ...string) error {
	if err == nil {
		return nil
	}
	for _, text := range []string{err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)} {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				return fmt.Errorf("the error of %s has %q in it", what, secret)
			}
		}
	}
	return nil
}

func checkKeyNotTold(ctx context.Context, h Harness) error {
	gateway, err := h.Open(WrongKey)
	if err != nil {
		return err
	}
	for _, c := range h.calls() {
		if err := wantUntold(c.name, c.do(ctx, gateway), WrongKeyValue); err != nil {
			return err
		}
	}
	return nil
}

func checkCodeNotTold(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, h.inviteCalls())
	if err != nil {
		return err
	}
	failed := false
	for _, c := range calls {
		if c.ability != whatsapp.ReadInviteInfo && c.ability != whatsapp.JoinGroup {
			continue
		}
		err := c.do(ctx, h.Gateway)
		failed = failed || err != nil
		if err := wantUntold(c.name, err, madeUp); err != nil {
			return err
		}
	}
	if !failed {
		return skip("the gateway takes no codes")
	}
	return nil
}

func checkEcho(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, h.calls())
	if err != nil {
		return err
	}
	gateway, err := h.Open(WrongKey)
	if err != nil {
		return err
	}
	if err := h.World.Echo("Denied for key " + WrongKeyValue + " and code " + madeUp); err != nil {
		return err
	}
	for _, c := range calls {
		secrets := []string{WrongKeyValue}
		if c.ability == whatsapp.ReadInviteInfo || c.ability == whatsapp.JoinGroup {
			secrets = append(secrets, madeUp)
		}
		if err := wantUntold(c.name, c.do(ctx, gateway), secrets...); err != nil {
			return err
		}
	}
	return nil
}

func checkRawAnswer(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, h.writes())
	if err != nil {
		return err
	}
	if err := h.World.Fail(ProxyPage); err != nil {
		return err
	}
	for _, c := range calls {
		if err := wantUntold(c.name, c.do(ctx, h.Gateway), "<html", RawAnswer); err != nil {
			return err
		}
	}
	return nil
}
