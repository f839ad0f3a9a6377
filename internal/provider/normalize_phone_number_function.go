package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"golang.org/x/text/language"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// normalizePhoneNumberFunction makes keys of maps out of what people write: Terraform compares keys letter by letter.
type normalizePhoneNumberFunction struct{}

var _ function.Function = normalizePhoneNumberFunction{}

func (normalizePhoneNumberFunction) Metadata(
	_ context.Context,
	_ function.MetadataRequest,
	resp *function.MetadataResponse,
) {
	resp.Name = "normalize_phone_number"
}

func (normalizePhoneNumberFunction) Definition(
	_ context.Context,
	_ function.DefinitionRequest,
	resp *function.DefinitionResponse,
) {
	resp.Definition = function.Definition{
		Summary: "Canonical form of a phone number",
		MarkdownDescription: "Gives the canonical form, such as `+5511999990000`, of a phone number that is " +
			"written in any way. Use it for the keys of `initial_members`, of `members` and of `for_each`: " +
			"Terraform compares keys letter by letter, so a key that is written differently is another " +
			"resource.\n\nThe digits stay as they are written, even if WhatsApp registered the number with a " +
			"digit more or less. Only a prefix for calls inside a country is left out, such as the 0 of `+44 " +
			"(0)7700 900123`. A number without a country code is an error unless you give its region. So is a " +
			"number that nobody can have, unless it is written in the canonical form, as a data source may show it.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "number",
				MarkdownDescription: "Phone number with its country code, in any spelling, such as `+55 (11) " +
					"99999-0000` or `005511999990000`. With a region, the country code may be left out.",
			},
		},
		VariadicParameter: function.StringParameter{
			Name: "region",
			MarkdownDescription: "Region of numbers that are written without a country code, at most one: the two " +
				"letters of a country in ISO 3166, such as `BR` or `br`; the United Kingdom is `GB`. A number that " +
				"starts with a plus sign or `00` is read as it is.",
		},
		Return: function.StringReturn{},
	}
}

func (normalizePhoneNumberFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var written string
	var regions []string
	if resp.Error = req.Arguments.Get(ctx, &written, &regions); resp.Error != nil {
		return
	}
	if len(regions) > 1 {
		resp.Error = functionError(2, "A number belongs to one region, so at most one can be "+
			"given.")
		return
	}
	number, err := phone.ParseShown(written)
	if len(regions) == 1 {
		region, wrong := readRegion(regions[0])
		if wrong != "" {
			resp.Error = functionError(1, wrong)
			return
		}
		number, err = phone.ParseIn(written, region)
	}
	if err != nil {
		resp.Error = functionError(0, refusal(err))
		return
	}
	resp.Error = resp.Result.Set(ctx, number.String())
}

// readRegion reads the code of a country, in capital letters or small ones. Another code of a country, such as "UK" or
// "USA", is refused with the right one.
func readRegion(written string) (region, wrong string) {
	code := strings.ToUpper(strings.TrimSpace(written))
	if phone.IsRegion(code) {
		return code, ""
	}
	if meant, err := language.ParseRegion(code); err == nil {
		if two := meant.Canonicalize().String(); phone.IsRegion(two) {
			return "", fmt.Sprintf(
				"%q is not a region. Write %q, the two letters of this country in ISO 3166.", written, two)
		}
	}
	return "", fmt.Sprintf(
		"%q is not a region. Write the two letters of a country in ISO 3166, such as \"BR\".", written)
}
