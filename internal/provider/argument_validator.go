package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// accepted is the validator of a string that a function accepts or refuses with a reason.
type accepted struct {
	as    string
	check func(string) error
}

var _ validator.String = accepted{}

func (v accepted) Description(context.Context) string { return "must be " + v.as }

func (v accepted) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v accepted) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not "+v.as, refusal(err))
	}
}

var groupID = accepted{"the id of a WhatsApp group", checkGroupID}

// checkGroupID takes only the canonical form, so that an id means the same wherever it is compared.
func checkGroupID(s string) error {
	id, err := whatsapp.ParseGroupJID(s)
	if err != nil {
		return err
	}
	if string(id) != s {
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "it must be written as " + string(id)}
	}
	return nil
}

func checkInvite(s string) error {
	_, err := whatsapp.ParseInviteCode(s)
	return err
}
