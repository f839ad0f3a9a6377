package provider

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func TestPhoneNumberMeaning(t *testing.T) {
	for _, c := range []struct {
		one, other string
		same       bool
	}{
		{"+5511987654321", "55 (11) 98765-4321", true},
		{"+5511987654321", "005511987654321", true},
		{"+5511987654321", "+551187654321", true}, // Brazil, without the ninth digit.
		{"+525512345678", "+5215512345678", true}, // Mexico.
		{"+541112345678", "+5491112345678", true}, // Argentina.
		{"+54 9 11 1234-5678", "+54 11 15 1234-5678", true},
		{"+5511987654321", "+55 (0)11 98765-4321", true},
		{"+5511933330000", "+551133330000", false}, // A new mobile number, and the landline of somebody else.
		{"+5511987654321", "+5511987654322", false},
		{"+12025550111", "+12025550112", false},
		{"", "", false},
		{"x", "x", false},
	} {
		got, diags := phoneNumber(c.one).StringSemanticEquals(t.Context(), phoneNumber(c.other))
		if got != c.same || diags.HasError() {
			t.Errorf("%q and %q: %t, want %t", c.one, c.other, got, c.same)
		}
		if back, _ := phoneNumber(c.other).StringSemanticEquals(t.Context(), phoneNumber(c.one)); back != got {
			t.Errorf("%q and %q: not symmetric", c.one, c.other)
		}
		var resp planmodifier.StringResponse
		resp.PlanValue = types.StringValue(c.other)
		keepNumber.PlanModifyString(t.Context(), planmodifier.StringRequest{
			StateValue: types.StringValue(c.one), PlanValue: types.StringValue(c.other),
		}, &resp)
		want := c.other
		if c.same {
			want = c.one
		}
		if resp.PlanValue.ValueString() != want {
			t.Errorf("state %q, configuration %q: plan %q, want %q", c.one, c.other, resp.PlanValue.ValueString(), want)
		}
	}
	if phoneNumber("+5511987654321").Equal(phoneNumber("5511987654321")) {
		t.Error("Equal must be exact")
	}
}

func TestPhoneNumberValidation(t *testing.T) {
	const refused, doubted = "Not a phone number", "Phone number may not exist"
	for number, want := range map[string]struct{ summary, detail string }{
		"+55 (11) 98765-4321": {},
		"+551187654321":       {},
		"+54 9 11 1234-5678":  {}, // Of the two spellings WhatsApp registers one; which one is no matter here.
		"+54 11 15 1234-5678": {},
		"+5215512345678":      {}, // Impossible by the book, and registered so.
		"call me":             {refused, `"call me" is not a phone number: it contains 'c'.`},
		"":                    {refused, `"" is not a phone number: it has no digits.`},
		"011 98765-4321": {refused,
			`"011 98765-4321" has no country code: if it is a number of Brazil, it is +5511987654321; write it in international form with a plus sign.`},
		"(11) 98765-4321": {refused,
			`"(11) 98765-4321" has no country code: if it is a number of Brazil, it is +5511987654321; write it in international form with a plus sign.`},
		"+55 98765-4321": {refused, `"+55 98765-4321" is not a possible phone number: its area code is missing.`},
		"+12025":         {refused, `"+12025" is not a possible phone number: it is too short for its country.`},
		"+1202555011112345": {refused,
			`"+1202555011112345" is not a possible phone number: it is too long for its country.`},
		"+999 12345678": {refused, `"+999 12345678" is not a possible phone number: its country code is not known.`},
		"+1 100 555 0111": {doubted,
			`"+1 100 555 0111" has the right length, but its country is not known to use such numbers. ` +
				`Check it. If it is right, nothing needs to be done: the provider does not know new ranges of numbers.`},
	} {
		var resp xattr.ValidateAttributeResponse
		phoneNumber(
			number,
		).ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("phone_number")}, &resp)
		var wanted diag.Diagnostics
		switch want.summary {
		case refused:
			wanted.AddAttributeError(path.Root("phone_number"), want.summary, want.detail)
		case doubted:
			wanted.AddAttributeWarning(path.Root("phone_number"), want.summary, want.detail)
		}
		if !resp.Diagnostics.Equal(wanted) {
			t.Errorf("%q: %v, want %v", number, resp.Diagnostics, wanted)
		}
	}
}

func TestPhoneNumberValidationWaits(t *testing.T) {
	for _, number := range []phoneNumberValue{{types.StringNull()}, {types.StringUnknown()}} {
		var resp xattr.ValidateAttributeResponse
		number.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("phone_number")}, &resp)
		if len(resp.Diagnostics) > 0 {
			t.Errorf("%s: %v", number, resp.Diagnostics)
		}
	}
}

// validateKeys gives what is wrong with the keys of a map, as summaries and as details.
func validateKeys(t *testing.T, keys ...string) (summaries, details []string) {
	t.Helper()
	elements := map[string]attr.Value{}
	for _, key := range keys {
		elements[key] = types.StringValue("member")
	}
	var resp validator.MapResponse
	canonicalNumbers{}.ValidateMap(t.Context(), validator.MapRequest{
		Path: path.Root("initial_members"), ConfigValue: types.MapValueMust(types.StringType, elements),
	}, &resp)
	for _, d := range resp.Diagnostics {
		summaries = append(summaries, d.Summary())
		details = append(details, d.Detail())
	}
	return summaries, details
}

func TestCanonicalNumbers(t *testing.T) {
	const refused, respell, twice = "Not a phone number", "Phone number not in canonical form", "Person named twice"
	const is, use = "As the key of a map the number must be written as ",
		" The function `normalize_phone_number` of the provider makes this form of any spelling."
	for name, c := range map[string]struct {
		keys, summaries, details []string
	}{
		"canonical":   {keys: []string{"+5511987654321", "+12025550111", "+551133330000"}},
		"same ending": {keys: []string{"+12025550111", "+13025550111"}},
		"a landline":  {keys: []string{"+551133330000", "+5511933330000"}},
		"doubtful": {[]string{"+11005550111"}, []string{"Phone number may not exist"},
			[]string{implausible("+11005550111")}},
		"spaces": {[]string{"+55 11 98765 4321"}, []string{respell},
			[]string{is + `"+5511987654321", not "+55 11 98765 4321".` + use}},
		"no plus": {[]string{"5511987654321"}, []string{respell},
			[]string{is + `"+5511987654321", not "5511987654321".` + use}},
		"trunk prefix": {[]string{"+55011987654321"}, []string{respell},
			[]string{is + `"+5511987654321", not "+55011987654321".` + use}},
		"impossible": {[]string{"+12"}, []string{refused},
			[]string{`"+12" is not a possible phone number: it is too short for its country.`}},
		"national": {[]string{"011987654321"}, []string{refused}, []string{
			`"011987654321" has no country code: if it is a number of Brazil, it is +5511987654321; write it in international form with a plus sign.`,
		}},
		"ninth digit": {[]string{"+5511987654321", "+551187654321"}, []string{twice}, []string{
			`"+551187654321" and "+5511987654321" are the same person on WhatsApp. Remove one of them.`,
		}},
		"two spellings": {[]string{"+1 202 555 0111", "12025550111"}, []string{respell, respell, twice}, []string{
			is + `"+12025550111", not "+1 202 555 0111".` + use,
			is + `"+12025550111", not "12025550111".` + use,
			`"+1 202 555 0111" and "12025550111" are the same person on WhatsApp. Remove one of them.`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			summaries, details := validateKeys(t, c.keys...)
			if !slices.Equal(summaries, c.summaries) || !slices.Equal(details, c.details) {
				t.Errorf("%q, want %q: %q, want %q", summaries, c.summaries, details, c.details)
			}
		})
	}
}

// Whatever two numbers are, the map refuses them together if and only if they mean the same subscriber.
func TestCanonicalNumbersFindsEverySubscriberNamedTwice(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2026))
	digits := func(n int) string {
		var number strings.Builder
		for range n {
			fmt.Fprint(&number, random.IntN(10))
		}
		return number.String()
	}
	found := 0
	for range 3000 {
		ten := []string{"11", "21", "55", "29", "99"}[random.IntN(5)] + digits(8)
		spellings := []string{
			"+55" + ten,
			"+55" + ten[:2] + "9" + ten[2:],
			"+52" + ten,
			"+521" + ten,
			"+54" + ten,
			"+549" + ten,
			"+54" + ten[:2] + "15" + ten[2:],
			"+54" + ten[:4] + "15" + ten[4:],
			"+549" + ten[:3] + "15" + ten[3:],
			"+1" + ten,
			"+" + ten,
			"+44" + ten,
			"+440" + ten,
			"+91" + ten,
		}
		one, other := spellings[random.IntN(len(spellings))], spellings[random.IntN(len(spellings))]
		number, err := phone.Parse(one)
		second, otherErr := phone.Parse(other)
		if err != nil || otherErr != nil || one == other {
			continue
		}
		summaries, _ := validateKeys(t, one, other)
		same := number.SameSubscriber(second)
		if slices.Contains(summaries, "Person named twice") != same {
			t.Errorf("%s and %s are the same person: %t, and the map says %q", one, other, same, summaries)
		}
		if same {
			found++
		}
	}
	if found < 100 {
		t.Errorf("only %d pairs of one subscriber were tried", found)
	}
}

// An argument that takes a number says so in its first words. It must be of the type, or its spelling would matter; and
// a map by number must have the validator, for the keys of a map have no type of their own.
func TestEveryPhoneNumberIsOfTheType(t *testing.T) {
	type argument interface {
		GetMarkdownDescription() string
		GetType() attr.Type
		IsOptional() bool
		IsRequired() bool
	}
	var numbers, maps []string
	check := func(name string, a argument) {
		if !a.IsOptional() && !a.IsRequired() {
			return
		}
		if m, ok := a.(interface{ MapValidators() []validator.Map }); ok {
			if strings.Contains(a.GetMarkdownDescription(), "phone number") {
				maps = append(maps, name)
				if !slices.ContainsFunc(m.MapValidators(), func(v validator.Map) bool {
					_, is := v.(canonicalNumbers)
					return is
				}) {
					t.Errorf("%s takes any key", name)
				}
			}
			return
		}
		if strings.HasPrefix(a.GetMarkdownDescription(), "Phone number") {
			numbers = append(numbers, name)
			if a.GetType() != (phoneNumberType{}) {
				t.Errorf("%s is a %s", name, a.GetType())
			}
		}
	}
	p := &whatsappProvider{}
	var own provider.SchemaResponse
	p.Schema(t.Context(), provider.SchemaRequest{}, &own)
	for name, a := range own.Schema.Attributes {
		check("provider "+name, a)
	}
	for _, newResource := range p.Resources(t.Context()) {
		var metadata resource.MetadataResponse
		newResource().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "whatsapp"}, &metadata)
		var s resource.SchemaResponse
		newResource().Schema(t.Context(), resource.SchemaRequest{}, &s)
		for name, a := range s.Schema.Attributes {
			check("resource "+metadata.TypeName+" "+name, a)
		}
	}
	for _, newDataSource := range p.DataSources(t.Context()) {
		var metadata datasource.MetadataResponse
		newDataSource().Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: "whatsapp"}, &metadata)
		var s datasource.SchemaResponse
		newDataSource().Schema(t.Context(), datasource.SchemaRequest{}, &s)
		for name, a := range s.Schema.Attributes {
			check("data "+metadata.TypeName+" "+name, a)
		}
	}
	slices.Sort(numbers)
	if want := []string{
		"data whatsapp_contact phone_number",
		"provider account",
		"resource whatsapp_group_member phone_number",
	}; !slices.Equal(
		numbers,
		want,
	) {
		t.Errorf("the numbers are %q, want %q", numbers, want)
	}
	if want := []string{
		"resource whatsapp_group initial_members", "resource whatsapp_group_members members",
	}; !slices.Equal(maps, want) {
		t.Errorf("the maps by number are %q, want %q", maps, want)
	}
}
