package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// contacts is a configuration that asks for each of some numbers: data.whatsapp_contact.c0, c1 and so on.
func contacts(numbers ...string) string {
	var config strings.Builder
	for i, number := range numbers {
		fmt.Fprintf(&config, "data \"whatsapp_contact\" \"c%d\" { phone_number = %q }\n", i, number)
	}
	return config.String()
}

// expectContact expects what one of contacts shows. Nobody has a number that is registered as "", and "?" is a
// registered number that the gateway does not tell.
func expectContact(i int, written, registered string, lid knownvalue.Check) []statecheck.StateCheck {
	var number, jid knownvalue.Check = knownvalue.Null(), knownvalue.Null()
	if registered != "" && registered != "?" {
		number, jid = knownvalue.StringExact("+"+registered), knownvalue.StringExact(registered+"@s.whatsapp.net")
	}
	address := fmt.Sprintf("data.whatsapp_contact.c%d", i)
	return []statecheck.StateCheck{
		expectValue(address, "phone_number", knownvalue.StringExact(written)),
		expectValue(address, "on_whatsapp", knownvalue.Bool(registered != "")),
		expectValue(address, "registered_number", number),
		expectValue(address, "jid", jid),
		expectValue(address, "lid", lid),
	}
}

// Numbers of people with whom the account has no group: WhatsApp is asked, and knows them under its own spelling.
func lifeOfContactDataSource(t *testing.T) {
	eachDialectThat(t, whatsapp.LookUpContact, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.People = append(world.People,
				emulator.Person{Phone: "12025550142"},
				emulator.Person{Phone: "557187654322", Registered: true},
				emulator.Person{Phone: "551187654399", Registered: true},
			)
		})
		cases := []struct{ written, registered string }{
			{"+1 (202) 555-0141", "12025550141"},
			{"+12025550142", ""},
			{"+55 11 8765-4321", "5511987654321"},
			{"+55 (71) 98765-4321", "557187654321"},
			{"+55 71 98765-4322", "557187654322"},
			{"+5511987654399", "551187654399"}, // As it was registered once, against the rule of today.
			{"+52 55 1234 5678", "5215512345678"},
			{"005491112345678", "5491112345678"},
			{"541112345679", "5491112345679"},
		}
		var written []string
		var checks []statecheck.StateCheck
		for i, c := range cases {
			if c.registered != "" && w.onlyTellsWhetherRegistered {
				c.registered = "?"
			}
			written = append(written, c.written)
			checks = append(checks, expectContact(i, c.written, c.registered, knownvalue.Null())...)
		}
		config := w.config(contacts(written...))
		w.run(checkNothing,
			resource.TestStep{Config: config, ConfigStateChecks: checks},
			resource.TestStep{Config: config, PlanOnly: true},
		)
		if err := w.checkNoWrites(nil); err != nil {
			t.Error(err)
		}
	})
}

// The members of its groups, and so the account itself, are known without a look-up, in any spelling and from every
// gateway.
func lifeOfContactDataSourceOfMembers(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(twoGroups)
		lid := func(phone string) ifTold { return ifTold(w.lidIn("120363000000000001@g.us", phone)) }
		w.run(checkNothing, resource.TestStep{
			Config: w.config(contacts("+1 (202) 555-0100", anna, "+55 11 8765-4321")),
			ConfigStateChecks: slices.Concat(
				expectContact(0, "+1 (202) 555-0100", own, lid(own)),
				expectContact(1, anna, anna, lid(anna)),
				expectContact(2, "+55 11 8765-4321", bruno, lid(bruno)),
			),
		})
		if w.can(whatsapp.LookUpContact) && w.asked(w.requests.contact) > 0 {
			t.Errorf("%d look-ups of members", w.asked(w.requests.contact))
		}
	})
}

// In a run a number is looked up once, however many data sources ask for it.
func lifeOfContactDataSourceSharesLookUps(t *testing.T) {
	eachDialectThat(t, whatsapp.LookUpContact, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.People = append(world.People, emulator.Person{Phone: "12025550142"})
		})
		w.fail(emulator.Fault{Match: w.requests.contact, Effect: emulator.EffectDelay, MS: 300})
		c := newCLI(
			t,
			requiredProviders+w.config(contacts("+1 202 555 0141", "12025550141", "+12025550142", "+1 (202) 555-0142")),
		)
		c.run(0, "plan")
		if got := w.asked(w.requests.contact); got != 2 {
			t.Errorf("%d look-ups of 2 numbers", got)
		}
	})
}

// A data source is read in the plan already.
func lifeOfContactDataSourceRefuses(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		steps := []resource.TestStep{{
			Config:      w.config(contacts("011 98765-4321")),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`Not a phone number`),
		}}
		stranger := w.providerWith(w.url, "emulator", "max_retries = 0") + contacts("+1 202 555 0141")
		said := []*regexp.Regexp{w.refused(whatsapp.LookUpContact), wrapped("use a gateway that can look them up")}
		if w.can(whatsapp.LookUpContact) {
			w.fail(emulator.Fault{Match: w.requests.contact, Effect: emulator.EffectRateLimit})
			said = nil // Some gateways give the limit away, others only that they failed.
		}
		for _, text := range append(said,
			wrapped(`Could not find out who has the number "+1 202 555 0141" on WhatsApp`)) {
			steps = append(steps, resource.TestStep{Config: stranger, PlanOnly: true, ExpectError: text})
		}
		w.run(checkNothing, steps...)
	})
}
