package schema

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
)

// ctyType is the type of the plugin protocol as cty has it. The protocol itself writes types as cty does.
func ctyType(t tftypes.Type) (cty.Type, error) {
	text, err := t.MarshalJSON() //nolint:staticcheck // There is no other way to get what goes over the wire.
	if err != nil {
		return cty.NilType, err
	}
	return ctyjson.UnmarshalType(text)
}

// Encode is a value as it goes over the wire.
func Encode(v cty.Value, t cty.Type) (*tfprotov6.DynamicValue, error) {
	if v.Type() == cty.DynamicPseudoType && v.IsNull() {
		v = cty.NullVal(t)
	}
	content, err := msgpack.Marshal(v, t)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.DynamicValue{MsgPack: content}, nil
}

// Decode reads a value from the wire. Nothing is read as null.
func Decode(from *tfprotov6.DynamicValue, t cty.Type) (cty.Value, error) {
	switch {
	case from == nil:
		return cty.NullVal(t), nil
	case len(from.MsgPack) > 0:
		return msgpack.Unmarshal(from.MsgPack, t)
	case len(from.JSON) > 0:
		return ctyjson.Unmarshal(from.JSON, t)
	}
	return cty.NilVal, errors.New("the value has no content")
}
