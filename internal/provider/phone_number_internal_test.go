package provider

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
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
		keepSpelling{}.PlanModifyString(t.Context(), planmodifier.StringRequest{
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
	for number, want := range map[string]string{
		"+55 (11) 98765-4321": "",
		"+551187654321":       "",
		"call me":             "Not a phone number",
		"011 98765-4321":      "Not a phone number",
		"+55119":              "Not a phone number",
		"+12025":              "Not a phone number",
		"+1 100 555 0111":     "Phone number may not exist",
	} {
		var resp xattr.ValidateAttributeResponse
		phoneNumber(number).ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("phone_number")}, &resp)
		got := ""
		for _, d := range resp.Diagnostics {
			got += d.Summary()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
}

func TestCanonicalNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		want []string
	}{
		"canonical":    {keys: []string{"+5511987654321", "+12025550111"}},
		"spaces":       {keys: []string{"+55 11 98765 4321"}, want: []string{"Phone number not in canonical form"}},
		"no plus":      {keys: []string{"5511987654321"}, want: []string{"Phone number not in canonical form"}},
		"impossible":   {keys: []string{"12"}, want: []string{"Not a phone number"}},
		"ninth digit":  {keys: []string{"+5511987654321", "+551187654321"}, want: []string{"Person named twice"}},
		"same ending":  {keys: []string{"+12025550111", "+13025550111"}},
		"two spelling": {keys: []string{"+12025550111", "12025550111"}, want: []string{"Person named twice", "Phone number not in canonical form"}},
	} {
		elements := map[string]attr.Value{}
		for _, key := range c.keys {
			elements[key] = types.StringValue("member")
		}
		var resp validator.MapResponse
		canonicalNumbers{}.ValidateMap(t.Context(), validator.MapRequest{
			Path: path.Root("initial_members"), ConfigValue: types.MapValueMust(types.StringType, elements),
		}, &resp)
		var got []string
		for _, d := range resp.Diagnostics {
			got = append(got, d.Summary())
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
