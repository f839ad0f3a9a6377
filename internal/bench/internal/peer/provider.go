// Package peer is a provider to measure ours against. It has the same resources with the same attributes, identity and
// private state, so that one configuration runs on both, and it either does nothing or sends each change without
// looking at what became of it.
package peer

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Serve serves the provider to Terraform. One that sends speaks WAHA, in the form of its engine NOWEB.
func Serve(ctx context.Context, sends bool) error {
	return providerserver.Serve(ctx, New(sends), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-whatsapp/whatsapp",
	})
}

// New makes the provider.
func New(sends bool) func() provider.Provider {
	return func() provider.Provider { return &peerProvider{sends: sends} }
}

type peerProvider struct{ sends bool }

func (p *peerProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "whatsapp"
}

type providerModel struct {
	Gateway         types.String `tfsdk:"gateway"`
	Endpoint        types.String `tfsdk:"endpoint"`
	APIKey          types.String `tfsdk:"api_key"`
	Account         types.String `tfsdk:"account"`
	AddsPerMinute   types.Int64  `tfsdk:"adds_per_minute"`
	GroupsPerDay    types.Int64  `tfsdk:"groups_per_day"`
	WritesPerMinute types.Int64  `tfsdk:"writes_per_minute"`
}

// Schema has the arguments that the benchmark's configuration gives.
func (p *peerProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"gateway":           schema.StringAttribute{Optional: true},
		"endpoint":          schema.StringAttribute{Optional: true},
		"api_key":           schema.StringAttribute{Optional: true, Sensitive: true},
		"account":           schema.StringAttribute{Optional: true},
		"adds_per_minute":   schema.Int64Attribute{Optional: true},
		"groups_per_day":    schema.Int64Attribute{Optional: true},
		"writes_per_minute": schema.Int64Attribute{Optional: true},
	}}
}

func (p *peerProvider) Configure(
	ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse,
) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if p.sends {
		resp.ResourceData = newHTTPSender(config.Endpoint.ValueString(), config.APIKey.ValueString())
		return
	}
	resp.ResourceData = silent{}
}

func (p *peerProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &groupResource{} },
		func() resource.Resource { return &memberResource{} },
		func() resource.Resource { return &membersResource{} },
	}
}

func (p *peerProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
