package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// canonicalNumbers is the validator of a map that is keyed by phone number. Terraform compares keys as they are
// written, so only one spelling of each person is accepted, and the message names it.
type canonicalNumbers struct{}

var _ validator.Map = canonicalNumbers{}

func (canonicalNumbers) Description(context.Context) string {
	return "must have phone numbers like +5511999990000 as keys, one for each person"
}

func (v canonicalNumbers) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (canonicalNumbers) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	written := map[phone.Number]string{}
	for _, key := range slices.Sorted(maps.Keys(req.ConfigValue.Elements())) {
		at := req.Path.AtMapKey(key)
		number, err := phone.Parse(key)
		if err != nil {
			refuseArgument(&resp.Diagnostics, at, key, "Not a phone number", refusal(err))
			continue
		}
		if number.String() != key {
			resp.Diagnostics.AddAttributeError(
				at,
				"Phone number not in canonical form",
				fmt.Sprintf(
					"As the key of a map the number must be written as %q, not %q. The function "+
						"`normalize_phone_number` of the provider "+
						"makes this form of any spelling.",
					number,
					key,
				),
			)
		}
		if !number.Plausible() {
			resp.Diagnostics.AddAttributeWarning(at, "Phone number may not exist", implausible(key))
		}
		for _, spelling := range number.Spellings() {
			if other, twice := written[spelling]; twice {
				resp.Diagnostics.AddAttributeError(at, "Person named twice",
					fmt.Sprintf("%q and %q are the same person on WhatsApp. Remove one of them.", other, key))
			}
		}
		written[number] = key
	}
}
