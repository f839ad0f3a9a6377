package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// The validators of terraform-plugin-framework-validators speak of attributes, values and combinations. What people get
// wrong most often is said here in plain words.

// oneOf is the validator of a text with few values, or of a map of such texts.
type oneOf []string

var (
	_ validator.String = oneOf{}
	_ validator.Map    = oneOf{}
)

// aRole is the validator of roles.
var aRole = oneOf{string(whatsapp.RoleMember), string(whatsapp.RoleAdmin)}

func (v oneOf) Description(context.Context) string { return v.must() }

func (v oneOf) must() string { return `must be "` + strings.Join(v, `" or "`) + `"` }

func (v oneOf) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v oneOf) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() {
		v.check(req.Path, req.ConfigValue, &resp.Diagnostics)
	}
}

// ValidateMap refuses null too, which says nothing of the key.
func (v oneOf) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	elements := req.ConfigValue.Elements()
	for _, key := range slices.Sorted(maps.Keys(elements)) {
		if value, is := elements[key].(types.String); is {
			v.check(req.Path.AtMapKey(key), value, &resp.Diagnostics)
		}
	}
}

func (v oneOf) check(at path.Path, value types.String, diags *diag.Diagnostics) {
	written := value.ValueString()
	if value.IsUnknown() || slices.Contains(v, written) {
		return
	}
	is := fmt.Sprintf("%q", written)
	switch {
	case value.IsNull():
		is = "null"
	case whatsapp.MayBeInvite(written):
		is = "another text"
	}
	refuseArgument(diags, at, written, "Not a value of this argument",
		fmt.Sprintf("`%s` is %s, and it %s.", at, is, v.must()))
}

// notEmpty is the validator of what says nothing if it is empty.
type notEmpty struct{}

var (
	_ validator.String = notEmpty{}
	_ validator.Set    = notEmpty{}
)

func (notEmpty) Description(context.Context) string { return "must not be empty" }

func (v notEmpty) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v notEmpty) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.Equal(types.StringValue("")) {
		v.refuse(req.Path, &resp.Diagnostics)
	}
}

// ValidateSet refuses elements that are empty or null too.
func (v notEmpty) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	elements := req.ConfigValue.Elements()
	isEmpty := len(elements) == 0 && !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown()
	for _, element := range elements {
		isEmpty = isEmpty || element.IsNull() || element.Equal(types.StringValue(""))
	}
	if isEmpty {
		v.refuse(req.Path, &resp.Diagnostics)
	}
}

func (notEmpty) refuse(at path.Path, diags *diag.Diagnostics) {
	diags.AddAttributeError(at, "Empty argument",
		fmt.Sprintf("`%s` is empty, or a part of it is. Write something, or leave it out.", at))
}

// oneArgument is the validator of a text beside another argument: both say the same, so at most one can be written, and
// one must be unless it is optional. It stands at one of the two. Its errors point at no line, which may hold a secret.
type oneArgument struct {
	other    string
	optional bool
}

var _ validator.String = oneArgument{}

func (v oneArgument) Description(context.Context) string {
	if v.optional {
		return "cannot be written beside `" + v.other + "`"
	}
	return "must be written unless `" + v.other + "` is, and not beside it"
}

func (v oneArgument) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v oneArgument) ValidateString(
	ctx context.Context, req validator.StringRequest, resp *validator.StringResponse,
) {
	var other types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(v.other), &other)...)
	if resp.Diagnostics.HasError() || other.IsUnknown() || req.ConfigValue.IsUnknown() {
		return
	}
	switch {
	case !other.IsNull() && !req.ConfigValue.IsNull():
		resp.Diagnostics.AddError("Two arguments for one thing",
			fmt.Sprintf("`%s` and `%s` are both written. Keep one of them.", req.Path, v.other))
	case other.IsNull() && req.ConfigValue.IsNull() && !v.optional:
		resp.Diagnostics.AddError("Missing argument", fmt.Sprintf("Write `%s` or `%s`.", req.Path, v.other))
	}
}
