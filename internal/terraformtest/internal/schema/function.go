package schema

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// CallFunction is how a provider is asked to call a function.
type CallFunction func(*tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error)

// Function makes a function of a provider callable in configurations.
func Function(name string, from *tfprotov6.Function, call CallFunction) (function.Function, error) {
	spec := &function.Spec{}
	parameter := func(p *tfprotov6.FunctionParameter) (function.Parameter, error) {
		t, err := ctyType(p.Type)
		return function.Parameter{
			Name:             p.Name,
			Type:             t,
			AllowNull:        p.AllowNullValue,
			AllowUnknown:     p.AllowUnknownValues,
			AllowDynamicType: true,
		}, err
	}
	for _, p := range from.Parameters {
		converted, err := parameter(p)
		if err != nil {
			return function.Function{}, err
		}
		spec.Params = append(spec.Params, converted)
	}
	if from.VariadicParameter != nil {
		converted, err := parameter(from.VariadicParameter)
		if err != nil {
			return function.Function{}, err
		}
		spec.VarParam = &converted
	}
	result, err := ctyType(from.Return.Type)
	if err != nil {
		return function.Function{}, err
	}
	spec.Type = function.StaticReturnType(result)
	spec.Impl = func(values []cty.Value, _ cty.Type) (cty.Value, error) {
		request := &tfprotov6.CallFunctionRequest{Name: name}
		for i, v := range values {
			p := spec.VarParam
			if i < len(spec.Params) {
				p = &spec.Params[i]
			}
			if !v.IsWhollyKnown() && !p.AllowUnknown {
				return cty.UnknownVal(result), nil
			}
			argument, err := Encode(v, p.Type)
			if err != nil {
				return cty.NilVal, err
			}
			request.Arguments = append(request.Arguments, argument)
		}
		answer, err := call(request)
		switch {
		case err != nil:
			return cty.NilVal, err
		case answer.Error != nil && answer.Error.FunctionArgument != nil:
			return cty.NilVal, function.NewArgErrorf(int(*answer.Error.FunctionArgument), "%s", answer.Error.Text)
		case answer.Error != nil:
			return cty.NilVal, function.NewArgErrorf(0, "%s", answer.Error.Text)
		}
		return Decode(answer.Result, result)
	}
	return function.New(spec), nil
}
