package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Rule is one clause of the contract of a gateway.
type Rule struct {
	// Name is the clause in a few words.
	Name string
	// Reason is what goes wrong for a user where a gateway breaks the rule.
	Reason string
	// Needs are the abilities without which there is nothing to check.
	Needs []whatsapp.Ability
	// World says that the rule needs Harness.World, which a live server does not have.
	World bool
	// Check fails where the gateway of the harness breaks the rule. It may change everything in it.
	Check func(context.Context, Harness) error
	// Broken makes of a good gateway one that violates this clause, which Check must catch.
	Broken func(whatsapp.Gateway) whatsapp.Gateway
}

// Rules is the whole contract. The last rules take the account out of the harness's group.
func Rules() []Rule {
	return slices.Concat(
		sessionRules(),
		listRules(),
		readRules(),
		addressRules(),
		ownRules(),
		createRules(),
		changeRules(),
		memberRules(),
		outcomeRules(),
		spellingRules(),
		refusalRules(),
		inviteRules(),
		joinRules(),
		webhookRules(),
		joinRequestRules(),
		connectionRules(),
		failureRules(),
		secretRules(),
		concurrencyRules(),
		absenceRules(),
		whoIsAbsentRules(),
		abilityRules(),
		leaveRules(),
	)
}

// Skip is the error of a rule that cannot be checked in a h.
type Skip struct{ Reason string }

var _ error = (*Skip)(nil)

func (s *Skip) Error() string { return s.Reason }

func skip(format string, args ...any) error { return &Skip{fmt.Sprintf(format, args...)} }

// Run checks the rule. It fails with a *Skip where the harness lacks what the rule needs.
func (r Rule) Run(ctx context.Context, h Harness) error {
	if r.World && h.World == nil {
		return skip("it needs a hand on WhatsApp past the gateway, which there is not on a live server")
	}
	if len(r.Needs) > 0 {
		abilities, err := h.Gateway.Abilities(ctx)
		if err != nil {
			return fmt.Errorf("ask for the abilities: %w", err)
		}
		for _, need := range r.Needs {
			if err := abilities.Require(need); err != nil {
				return skip("%v", err)
			}
		}
	}
	err := r.Check(ctx, h)
	var skipped *Skip
	if err == nil || errors.As(err, &skipped) {
		return err
	}
	return fmt.Errorf("%w\nthe rule is there because %s", err, r.Reason)
}

// Break gives the harness with gateways that violate the rule.
func (r Rule) Break(h Harness) Harness {
	h.Gateway = r.Broken(h.Gateway)
	open := h.Open
	h.Open = func(wrong Misconfiguration) (whatsapp.Gateway, error) {
		gateway, err := open(wrong)
		if err != nil {
			return nil, err
		}
		return r.Broken(gateway), nil
	}
	return h
}
