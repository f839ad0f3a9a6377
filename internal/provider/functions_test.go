package provider_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// functionCalls are calls with what they give, or with a part of their error.
var functionCalls = []struct {
	function, argument, want, wrong string
	// regions are further arguments, and about is the place of the argument that an error is about.
	regions []string
	about   int64
}{
	{function: "normalize_phone_number", argument: "+55 (11) 99999-0000", want: "+5511999990000"},
	{function: "normalize_phone_number", argument: "5511999990000", want: "+5511999990000"},
	{function: "normalize_phone_number", argument: "005511999990000", want: "+5511999990000"},
	{
		function: "normalize_phone_number",
		argument: "+551199990000",
		want:     "+551199990000",
	}, // Without the ninth digit, as it was written.
	{function: "normalize_phone_number", argument: "1 (202) 555.0111", want: "+12025550111"},
	{
		function: "normalize_phone_number",
		argument: "+44 (0)7700 900123",
		want:     "+447700900123",
	}, // A prefix that is only dialled at home.
	{function: "normalize_phone_number", argument: "call me", wrong: "contains 'c'"},
	{function: "normalize_phone_number", argument: "", wrong: "no digits"},
	{function: "normalize_phone_number", argument: "+1 202 555", wrong: "too short"},
	{function: "normalize_phone_number", argument: "+120255501", want: "+120255501"}, // As a data source may show it.
	{function: "jid", argument: "+120255501", want: "120255501@s.whatsapp.net"},
	{function: "jid", argument: "+1 202 555 01", wrong: "too short"},
	{
		function: "normalize_phone_number", argument: "011 99999-0000",
		wrong: "if it is a number of Brazil, it is +5511999990000",
	},
	{function: "normalize_phone_number", argument: "+55 99999-0000", wrong: "area code is missing"},
	{function: "normalize_phone_number", argument: "12025550111@s.whatsapp.net", wrong: "contains '@'"},

	{function: "normalize_phone_number", argument: "(11) 99999-0000", regions: []string{"BR"}, want: "+5511999990000"},
	{function: "normalize_phone_number", argument: "07700 900123", regions: []string{"GB"}, want: "+447700900123"},
	{
		function: "normalize_phone_number", argument: "99999-0000", regions: []string{"BR"},
		wrong: "area code is missing",
	},
	{
		function: "normalize_phone_number", argument: "(11) 99999-0000", regions: []string{"Brazil"},
		wrong: `"Brazil" is not a region`, about: 1,
	},
	{function: "normalize_phone_number", argument: "07700 900123", regions: []string{"gb"}, want: "+447700900123"},
	{
		function: "normalize_phone_number", argument: "07700 900123", regions: []string{"UK"},
		wrong: `"UK" is not a region. Write "GB"`, about: 1,
	},
	{
		function: "normalize_phone_number", argument: "202 555 0111", regions: []string{"usa"},
		wrong: `"usa" is not a region. Write "US"`, about: 1,
	},
	{
		function: "normalize_phone_number", argument: "202 555 0111", regions: []string{""},
		wrong: `"" is not a region. Write the two letters`, about: 1,
	},
	{
		function: "normalize_phone_number", argument: "(11) 99999-0000", regions: []string{"BR", "US"},
		wrong: "at most one", about: 2,
	},

	{function: "jid", argument: "+55 (11) 99999-0000", want: "5511999990000@s.whatsapp.net"},
	{function: "jid", argument: "005511999990000", want: "5511999990000@s.whatsapp.net"},
	{function: "jid", argument: "5511999990000@s.whatsapp.net", want: "5511999990000@s.whatsapp.net"},
	{function: "jid", argument: " 5511999990000@c.us ", want: "5511999990000@s.whatsapp.net"},
	{function: "jid", argument: "5511999990000:12@s.whatsapp.net", want: "5511999990000@s.whatsapp.net"},
	{function: "jid", argument: "123456789012345:3@lid", want: "123456789012345@lid"},
	{function: "jid", argument: "120363000000000001@g.us", want: "120363000000000001@g.us"},
	{function: "jid", argument: "12025550100-1588883724@g.us", want: "12025550100-1588883724@g.us"},
	{function: "jid", argument: "99999-0000", wrong: "country code"},
	{function: "jid", argument: "anna@s.whatsapp.net", wrong: "must have digits before the @"},
	{function: "jid", argument: "12025550111@example.com", wrong: `server "example.com"`},
	{function: "jid", argument: "nobody", wrong: "contains 'n'"},

	{
		function: "invite_url", argument: "AbCdEfGhIjKlMnOpQrStUv",
		want: "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv",
	},
	{
		function: "invite_url", argument: " chat.whatsapp.com/invite/AbCdEfGhIjKlMnOpQrStUv?mode=r_c ",
		want: "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv",
	},
	{function: "invite_url", argument: "not a code", wrong: "neither a code nor"},
	{function: "invite_url", argument: "hello", wrong: "its code is too short: the code of a group has 22"},
	{function: "invite_code", argument: "chat.whatsapp.com/AbCdEf", wrong: "its code is too short"},
	{
		function: "invite_code", argument: "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv/",
		want: "AbCdEfGhIjKlMnOpQrStUv",
	},
	{function: "invite_code", argument: "AbCdEfGhIjKlMnOpQrStUv", want: "AbCdEfGhIjKlMnOpQrStUv"},
	{function: "invite_code", argument: "", wrong: "neither a code nor"},
	{function: "invite_code", argument: "https://example.com/AbCdEfGhIjKlMnOpQrStUv", wrong: "neither a code nor"},

	{
		function: "member_id", argument: "120363000000000001@g.us", regions: []string{"55 (11) 99999-0000"},
		want: "120363000000000001@g.us/+5511999990000",
	},
	{
		function: "member_id", argument: "120363000000000001@g.us", regions: []string{"771:2@lid"},
		want: "120363000000000001@g.us/771@lid",
	},
	{
		function: "member_id", argument: "120363000000000001@g.us", regions: []string{"5511999990000@c.us"},
		want: "120363000000000001@g.us/+5511999990000",
	},
	{
		function: "member_id", argument: "120363000000000001", regions: []string{"+5511999990000"},
		wrong: "write `@g.us` after them",
	},
	{
		function: "member_id", argument: "120363000000000001@g.us", regions: []string{"anna"}, wrong: "contains 'a'",
		about: 1,
	},
	{
		function: "member_id", argument: "120363000000000001@g.us", regions: []string{"120363000000000002@g.us"},
		wrong: "is not the address of a person", about: 1,
	},
}

func TestFunctions(t *testing.T) {
	r := newRPC(t)
	for _, call := range functionCalls {
		var arguments []*tfprotov6.DynamicValue
		for _, written := range append([]string{call.argument}, call.regions...) {
			argument, err := tfprotov6.NewDynamicValue(tftypes.String, text(written))
			if err != nil {
				t.Fatal(err)
			}
			arguments = append(arguments, &argument)
		}
		answer, err := r.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{
			Name: call.function, Arguments: arguments,
		})
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%s(%q)", call.function, call.argument)
		if call.wrong == "" {
			if answer.Error != nil {
				t.Errorf("%s fails: %s", name, answer.Error.Text)
				continue
			}
			got, err := answer.Result.Unmarshal(tftypes.String)
			if err != nil {
				t.Fatal(err)
			}
			if stringOf(t, got) != call.want {
				t.Errorf("%s is %q, want %q", name, stringOf(t, got), call.want)
			}
			continue
		}
		switch e := answer.Error; {
		case e == nil:
			t.Errorf("%s does not fail", name)
		case e.FunctionArgument == nil || *e.FunctionArgument != call.about:
			t.Errorf("%s: the error is not about the argument", name)
		case !strings.Contains(e.Text, call.wrong) || !regexp.MustCompile(`^["A-Z].*[^.]$`).MatchString(e.Text):
			t.Errorf("%s fails with %q, want a sentence without its full stop, with %q", name, e.Text, call.wrong)
		}
	}
}

// testFunctions runs steps without a resource; what they look at is outputs.
func testFunctions(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	needs(t, functionsAlone)
	runSteps(t, resource.TestCase{Steps: steps})
}

func lifeOfFunctions(t *testing.T) {
	var outputs strings.Builder
	var checks []statecheck.StateCheck
	var steps []resource.TestStep
	for i, call := range functionCalls {
		arguments := fmt.Sprintf("%q", call.argument)
		for _, region := range call.regions {
			arguments += fmt.Sprintf(", %q", region)
		}
		output := fmt.Sprintf("output \"o%d\" { value = provider::whatsapp::%s(%s) }\n", i, call.function, arguments)
		if call.wrong == "" {
			outputs.WriteString(output)
			checks = append(
				checks,
				statecheck.ExpectKnownOutputValue(fmt.Sprintf("o%d", i), knownvalue.StringExact(call.want)),
			)
		} else {
			steps = append(steps, resource.TestStep{Config: output, PlanOnly: true, ExpectError: wrapped(call.wrong)})
		}
	}
	testFunctions(t, append(steps, resource.TestStep{Config: outputs.String(), ConfigStateChecks: checks})...)
}

// What another resource has yet to make is not known in the plan, and is normalized in the apply.
func lifeOfFunctionsOfUnknown(t *testing.T) {
	testFunctions(t, resource.TestStep{
		Config: `
resource "terraform_data" "written" { input = "+55 (11) 99999-0000" }
output "number" { value = provider::whatsapp::normalize_phone_number(terraform_data.written.output) }
output "jid" { value = provider::whatsapp::jid(terraform_data.written.output) }`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectUnknownOutputValue("number"), plancheck.ExpectUnknownOutputValue("jid"),
		}},
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("number", knownvalue.StringExact("+5511999990000")),
			statecheck.ExpectKnownOutputValue("jid", knownvalue.StringExact("5511999990000@s.whatsapp.net")),
		},
	})
}

func lifeOfFunctionsOfNull(t *testing.T) {
	for _, function := range []string{"normalize_phone_number", "jid", "invite_url", "invite_code"} {
		t.Run(function, func(t *testing.T) {
			testFunctions(t, resource.TestStep{
				Config:      fmt.Sprintf("output \"o\" { value = provider::whatsapp::%s(null) }", function),
				PlanOnly:    true,
				ExpectError: wrapped("argument must not be null"),
			})
		})
	}
}

// A for_each that is keyed by the canonical form does not see how the numbers are written.
func lifeOfFunctionKeysForEach(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	config := func(numbers string) string {
		return requiredProviders + w.configf(w.friends()+`
resource "whatsapp_group_member" "m" {
  for_each     = { for number in [%s] : provider::whatsapp::normalize_phone_number(number) => number }
  group_id     = whatsapp_group.g.id
  phone_number = each.value
}`, numbers)
	}
	c := newCLI(t, config(`"+1 202 555 0111", "55 (11) 98765-4321"`))
	needs(t, functions)
	c.run(0, "apply", "-auto-approve")
	c.rewrite(config(`"+55 11 98765 4321", "001 (202) 555-0111"`))
	c.changesNothing(w, 0, "No changes.")
}

// The examples of functions run as they stand, and the outputs are what their comments say.
func lifeOfExampleFunctions(t *testing.T) {
	want := map[string]string{
		"invite_code": `{"codes":["AbCdEfGhIjKlMnOpQrStUv","AbCdEfGhIjKlMnOpQrStUv"]}`,
		"invite_url":  `{"poster":"https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"}`,
		"member_id":   `{"ids":["120363000000000001@g.us/+12025550112","120363000000000001@g.us/+12025550121"]}`,
		"jid": `{"jids":{` +
			`"group":"120363000000000001@g.us","legacy_jid":"5511999990000@s.whatsapp.net","number":"5511999990000@s.whatsapp.net"}}`,
		"normalize_phone_number": `{"guests":["+12025550124","+5511977776666","+5511988887777"],` +
			`"singers":["+12025550122","+12025550123","+5511999990000"]}`,
	}
	everyExample(t, "functions", func(t *testing.T, d dialect, folder string) {
		w := emulate(t, d, emulator.Options{})
		config := requiredProviders + w.config(readFile(t, folder, "function.tf"))
		if !w.can(whatsapp.CreateEmptyGroup) {
			config = strings.ReplaceAll(
				config,
				"  name ",
				"  initial_members = { \"+12025550119\" = \"member\" }\n  name ",
			)
		}
		c := newCLI(t, config)
		needs(t, functions)
		c.run(0, "apply", "-auto-approve")
		var outputs map[string]struct{ Value any }
		if err := json.Unmarshal([]byte(c.run(0, "output", "-json")), &outputs); err != nil {
			t.Fatal(err)
		}
		values := map[string]any{}
		for name, output := range outputs {
			values[name] = output.Value
		}
		got, err := json.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want[filepath.Base(folder)] {
			t.Errorf("the outputs are %s, want %s", got, want[filepath.Base(folder)])
		}
		c.run(0, "plan", "-detailed-exitcode")
		c.run(0, "destroy", "-auto-approve")
		if err := w.checkLeft(nil); err != nil {
			t.Error(err)
		}
	})
}
