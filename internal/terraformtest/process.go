package terraformtest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// process is a provider that was started for one walk. Its calls are not cancelled with the walk: a provider is asked
// to stop.
type process struct {
	server  tfprotov6.ProviderServer
	schemas *schemas
	ctx     context.Context // That of the walk, without its end.
	// name is the full name of the provider.
	name string
	// identity: Terraform knows of identities.
	identity bool
	// deferral is what Terraform tells the provider that it may do, and must not.
	deferral bool
}

func (p *process) validate(config cty.Value) Diagnostics {
	encoded, err := schema.Encode(config, p.schemas.provider.Type)
	if err != nil {
		return fromProvider(nil, nil, err)
	}
	resp, err := p.server.ValidateProviderConfig(p.ctx, &tfprotov6.ValidateProviderConfigRequest{Config: encoded})
	if err != nil {
		return fromProvider(nil, nil, err)
	}
	return fromProvider(nil, resp.Diagnostics, nil)
}

// configure validates and configures, as every walk does that is not for validation alone.
func (p *process) configure(config cty.Value) Diagnostics {
	ds := p.validate(config)
	if ds.HasErrors() {
		return ds
	}
	encoded, err := schema.Encode(config, p.schemas.provider.Type)
	if err != nil {
		return append(ds, fromProvider(nil, nil, err)...)
	}
	resp, err := p.server.ConfigureProvider(p.ctx, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: terraformVersion, Config: encoded,
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: p.deferral},
	})
	if err != nil {
		return append(ds, fromProvider(nil, nil, err)...)
	}
	return append(ds, fromProvider(nil, resp.Diagnostics, nil)...)
}

func (p *process) stop() {
	_, _ = p.server.StopProvider(p.ctx, &tfprotov6.StopProviderRequest{}) // Terraform does not ask what came of it.
}
