package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// functionError is an error about an argument of a function. Terraform sets it into a sentence of its own, which it
// ends with a full stop, so the last sentence of the text is left open.
func functionError(argument int64, text string) *function.FuncError {
	return function.NewArgumentFuncError(argument, strings.TrimRight(text, "."))
}
