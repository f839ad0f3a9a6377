package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// usableHeaders refuses headers that cannot be sent. Its errors point at nothing: Terraform prints the line of the
// configuration that a diagnostic points at, and a line of headers may hold a key.
type usableHeaders struct{}

var _ validator.Map = usableHeaders{}

func (usableHeaders) Description(context.Context) string {
	return "every header must have a name and a value that can be sent"
}

func (v usableHeaders) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (usableHeaders) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	if err := checkHeaders(req.ConfigValue); err != nil {
		resp.Diagnostics.AddError("Headers not usable", "`headers` cannot be sent: "+err.Error()+".")
	}
}

// checkHeaders fails on what is no header. The error repeats no value.
func checkHeaders(headers types.Map) error {
	for name, value := range headers.Elements() {
		text, is := value.(types.String)
		switch {
		case name == "" || strings.ContainsFunc(name, notInHeaderName):
			return errors.New("the name of a header is empty or has a character that names do not have")
		case is && text.IsNull():
			return fmt.Errorf("the value of %q is null; give it one, or leave the header out", name)
		case is && strings.ContainsAny(text.ValueString(), "\r\n"):
			return fmt.Errorf("the value of %q has a line break", name)
		}
	}
	return nil
}

func notInHeaderName(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
}
