package gatewaytest_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/gatewaytest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// TestAGoodGatewayKeepsEveryRule makes sure that no rule asks for more than the contract.
func TestAGoodGatewayKeepsEveryRule(t *testing.T) {
	for _, rule := range gatewaytest.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			for _, can := range []bool{true, false} {
				var skip *gatewaytest.Skip
				err := rule.Run(t.Context(), newHarness(can))
				if errors.As(err, &skip) && can {
					t.Errorf("the gateway that can do everything it has abilities for skips the rule: %v", err)
				} else if err != nil && skip == nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestEveryRuleCatchesABrokenGateway is the test of the rules: each is broken on purpose, and has to notice.
func TestEveryRuleCatchesABrokenGateway(t *testing.T) {
	for _, rule := range gatewaytest.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			if rule.Broken == nil {
				t.Fatal("the rule has no broken gateway")
			}
			var skip *gatewaytest.Skip
			err := rule.Run(t.Context(), rule.Break(newHarness(true)))
			switch {
			case err == nil:
				t.Error("the broken gateway passes")
			case errors.As(err, &skip):
				t.Errorf("the rule is skipped: %v", err)
			default:
				t.Log(err)
			}
		})
	}
}

// TestRulesAreComplete checks what a table of Go cannot: that each rule has its parts and a name of its own.
func TestRulesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range gatewaytest.Rules() {
		if rule.Name == "" || rule.Reason == "" || rule.Check == nil || rule.Broken == nil {
			t.Errorf("the rule %q is not complete", rule.Name)
		}
		if seen[rule.Name] {
			t.Errorf("two rules have the name %q", rule.Name)
		}
		seen[rule.Name] = true
	}
}

func TestParsePeople(t *testing.T) {
	got, err := gatewaytest.ParsePeople(
		"open=+1 202 555 0102, member=12025550101,respelled=+55 61 " +
			"8765-4321,absent=+12025550104,respelled=5215512345678")
	want := gatewaytest.People{
		Member: whatsapp.Person{Phone: "12025550101"}, Open: whatsapp.Person{Phone: "12025550102"},
		Absent:    whatsapp.Person{Phone: "12025550104"},
		Respelled: []whatsapp.Person{{Phone: "556187654321"}, {Phone: "5215512345678"}},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	_, noCountry := phone.Parse("0800")
	for text, want := range map[string]string{
		"":                       `"" is none of member, open, private, absent, left and respelled`,
		"member=+12025550101":    "the numbers of member and open are needed",
		"friend=+12025550101":    `"friend" is none of member, open, private, absent, left and respelled`,
		"respelled=+12025550101": "respelled: +12025550101 has only one spelling",
		"member=0800,open=1":     "member: " + noCountry.Error(),
	} {
		if _, err := gatewaytest.ParsePeople(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}
