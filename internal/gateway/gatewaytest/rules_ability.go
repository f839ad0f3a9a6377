package gatewaytest

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func abilityRules() []Rule {
	return []Rule{
		{
			Name:   "what the gateway lacks is unsupported, and changes nothing",
			Reason: "what passes the plan without an ability must fail in the apply, and say why",
			Check:  checkLacking,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return lackingSilently{override{g}} },
		},
		{
			Name:   "what the gateway has an ability for is not unsupported",
			Reason: "the plan has promised that it works",
			Check:  checkHaving,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideChange{override{g}, func(context.Context, whatsapp.JID, whatsapp.Change) error {
					return whatsapp.MissingAbility("it", whatsapp.WriteName)
				}}
			},
		},
	}
}

// lackingSilently does nothing where it lacks something.
type lackingSilently struct{ override }

func (g lackingSilently) ChangeGroup(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
	return kindAs(errors.ErrUnsupported, nil)(g.Gateway.ChangeGroup(ctx, id, change))
}

func (g lackingSilently) DeleteChat(context.Context, whatsapp.JID) error { return nil }

func checkLacking(ctx context.Context, h Harness) error {
	abilities, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("ask for the abilities: %w", err)
	}
	var before string
	if h.World != nil {
		before = fmt.Sprint(h.World.Groups())
	}
	lacking := 0
	for _, c := range h.calls() {
		if c.ability == "" || abilities.Can(c.ability) {
			continue
		}
		lacking++
		if err := wantError(c.name, c.do(ctx, h.Gateway), errors.ErrUnsupported); err != nil {
			return err
		}
	}
	if h.World != nil {
		if after := fmt.Sprint(h.World.Groups()); after != before {
			return fmt.Errorf("WhatsApp had %s and has %s", before, after)
		}
	}
	if lacking == 0 {
		return skip("the gateway lacks nothing")
	}
	return nil
}

func checkHaving(ctx context.Context, h Harness) error {
	calls, err := h.able(ctx, append(h.readCalls(), append(h.changeCalls(), h.memberCalls()...)...))
	if err != nil {
		return err
	}
	for _, c := range calls {
		if err := c.do(ctx, h.Gateway); err != nil {
			return fmt.Errorf("%s, which the gateway has the ability for: %w", c.name, err)
		}
	}
	return nil
}
