package provider_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// wellPunctuated is a provider of which every test checks what it says: a message with punctuation that is doubled, a
// title that ends like a sentence or a detail that does not end makes the call fail.
type wellPunctuated struct{ tfprotov6.ProviderServer }

// unwrapped is the provider itself, which serves more than tfprotov6.ProviderServer has.
func unwrapped(server tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	if w, wraps := server.(wellPunctuated); wraps {
		return w.ProviderServer
	}
	return server
}

var (
	doubled = regexp.MustCompile(`[.,:;!?][.,;](\s|$)`)
	ended   = regexp.MustCompile("(?s)^$|[.!?`)\"…]$|(^|\n)(- |  ).*$")
)

// punctuated returns an error for the first message that is not punctuated well.
func punctuated(err error, said ...*tfprotov6.Diagnostic) error {
	for _, d := range said {
		if doubled.MatchString(d.Summary+" ") || doubled.MatchString(d.Detail) || strings.HasSuffix(d.Summary, ".") ||
			!ended.MatchString(d.Detail) {
			return fmt.Errorf("the message is not punctuated well: %q, %q", d.Summary, d.Detail)
		}
	}
	return err
}

func (p wellPunctuated) ValidateProviderConfig(
	ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	resp, err := p.ProviderServer.ValidateProviderConfig(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) ConfigureProvider(
	ctx context.Context, req *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	resp, err := p.ProviderServer.ConfigureProvider(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) ValidateResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := p.ProviderServer.ValidateResourceConfig(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) ValidateDataResourceConfig(
	ctx context.Context, req *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	resp, err := p.ProviderServer.ValidateDataResourceConfig(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) ReadResource(
	ctx context.Context, req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := p.ProviderServer.ReadResource(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) ReadDataSource(
	ctx context.Context, req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	resp, err := p.ProviderServer.ReadDataSource(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) PlanResourceChange(
	ctx context.Context, req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := p.ProviderServer.PlanResourceChange(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) ApplyResourceChange(
	ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := p.ProviderServer.ApplyResourceChange(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

func (p wellPunctuated) ImportResourceState(
	ctx context.Context, req *tfprotov6.ImportResourceStateRequest,
) (*tfprotov6.ImportResourceStateResponse, error) {
	resp, err := p.ProviderServer.ImportResourceState(ctx, req)
	return resp, punctuated(err, resp.Diagnostics...)
}

// CallFunction checks that the error of a function is no whole sentence: Terraform adds the full stop.
func (p wellPunctuated) CallFunction(
	ctx context.Context, req *tfprotov6.CallFunctionRequest,
) (*tfprotov6.CallFunctionResponse, error) {
	resp, err := p.ProviderServer.CallFunction(ctx, req)
	if resp != nil && resp.Error != nil && doubled.MatchString(resp.Error.Text+".") {
		return resp, fmt.Errorf("the error of the function is not punctuated well: %q", resp.Error.Text)
	}
	return resp, err
}
