package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// phoneNumberType is a string that people write in many ways and that means a subscriber of WhatsApp.
type phoneNumberType struct{ basetypes.StringType }

var _ basetypes.StringTypable = phoneNumberType{}

func (t phoneNumberType) Equal(o attr.Type) bool {
	other, ok := o.(phoneNumberType)
	return ok && t.StringType.Equal(other.StringType)
}

func (t phoneNumberType) String() string { return "phoneNumberType" }

func (t phoneNumberType) ValueFromString(
	_ context.Context,
	s basetypes.StringValue,
) (basetypes.StringValuable, diag.Diagnostics) {
	return phoneNumberValue{s}, nil
}

func (t phoneNumberType) ValueFromTerraform(ctx context.Context, v tftypes.Value) (attr.Value, error) {
	s, err := t.StringType.ValueFromTerraform(ctx, v)
	if err != nil {
		return nil, err
	}
	value, ok := s.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value of type %T", s)
	}
	return phoneNumberValue{value}, nil
}

func (t phoneNumberType) ValueType(context.Context) attr.Value { return phoneNumberValue{} }

// phoneNumberValue keeps the number as it was written.
type phoneNumberValue struct{ basetypes.StringValue }

var (
	_ basetypes.StringValuableWithSemanticEquals = phoneNumberValue{}
	_ xattr.ValidateableAttribute                = phoneNumberValue{}
)

func phoneNumber(s string) phoneNumberValue { return phoneNumberValue{types.StringValue(s)} }

func (v phoneNumberValue) Type(context.Context) attr.Type { return phoneNumberType{} }

// Equal is exact: the framework tells by it whether a value was written anew.
func (v phoneNumberValue) Equal(o attr.Value) bool {
	other, ok := o.(phoneNumberValue)
	return ok && v.StringValue.Equal(other.StringValue)
}

// StringSemanticEquals reports whether both mean the same subscriber.
func (v phoneNumberValue) StringSemanticEquals(
	ctx context.Context,
	o basetypes.StringValuable,
) (bool, diag.Diagnostics) {
	other, diags := o.ToStringValue(ctx)
	return sameSubscriber(v.StringValue, other), diags
}

func sameSubscriber(a, b basetypes.StringValue) bool {
	one, err := phone.ParseShown(a.ValueString())
	if err != nil {
		return false
	}
	other, err := phone.ParseShown(b.ValueString())
	return err == nil && one.SameSubscriber(other)
}

// ValidateAttribute refuses what can be no phone number, and warns of what probably is none. What may be shown of
// somebody all the same is left to whoever can ask: see refused.
func (v phoneNumberValue) ValidateAttribute(
	_ context.Context,
	req xattr.ValidateAttributeRequest,
	resp *xattr.ValidateAttributeResponse,
) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	number, err := phone.ParseShown(v.ValueString())
	if err != nil {
		refuseArgument(&resp.Diagnostics, req.Path, v.ValueString(), "Not a phone number", refusal(err))
		return
	}
	if v.refused() != nil {
		return
	}
	if !number.Plausible() {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Phone number may not exist", implausible(v.ValueString()))
	}
}

func implausible(number string) string {
	return fmt.Sprintf(
		"%q has the right length, but its country is not known to use such numbers. Check it. If it is right, "+
			"nothing needs to be done: the provider does not know new ranges of numbers.",
		number,
	)
}

// person is who has the number. It is checked by ValidateAttribute.
func (v phoneNumberValue) person() whatsapp.Person {
	number, _ := phone.ParseShown(v.ValueString())
	return whatsapp.Person{Phone: number}
}

// refused is why nobody would be given the number today. Somebody may have it all the same, from the time before their
// country changed its numbers.
func (v phoneNumberValue) refused() error {
	if v.IsNull() || v.IsUnknown() {
		return nil
	}
	return refusedNumber(v.ValueString())
}

// refusedNumber is why nobody would be given a number today.
func refusedNumber(written string) error {
	_, err := phone.Parse(written)
	return err
}
