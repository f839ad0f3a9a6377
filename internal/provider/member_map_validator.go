package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// canonicalNumbers is the validator of a map that is keyed by phone number. Terraform compares keys as they are
// written, so only one spelling of each person is accepted, and the message names it. What may be shown of somebody is
// left to refuseUnshown, which can ask.
type canonicalNumbers struct {
	// orLIDs says that a key may be a LID too.
	orLIDs bool
}

var _ validator.Map = canonicalNumbers{}

func (v canonicalNumbers) Description(context.Context) string {
	if v.orLIDs {
		return "must have phone numbers like +5511999990000 or LIDs as keys, one for each person"
	}
	return "must have phone numbers like +5511999990000 as keys, one for each person"
}

func (v canonicalNumbers) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v canonicalNumbers) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	written := map[phone.Number]string{}
	for _, key := range slices.Sorted(maps.Keys(req.ConfigValue.Elements())) {
		at := req.Path.AtMapKey(key)
		if v.orLIDs && strings.Contains(key, "@") {
			if err := checkLID(key); err != nil {
				resp.Diagnostics.AddAttributeError(at, "Not a LID", refusal(err))
			}
			continue
		}
		number, err := phone.ParseShown(key)
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
		if !number.Plausible() && refusedNumber(key) == nil {
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
