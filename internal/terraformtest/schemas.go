package terraformtest

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// schemas are those of one provider.
type schemas struct {
	provider               *schema.Schema
	resources, dataSources map[string]*schema.Schema
	identities             map[string]*schema.Schema // Of the resources that have one.
	functions              map[string]*tfprotov6.Function
}

// schemaCache asks each provider once, as Terraform does.
type schemaCache struct {
	mu     sync.Mutex
	loaded map[string]*schemas
}

func (t *Terraform) schemasOf(ctx context.Context, name string) (*schemas, Diagnostics) {
	t.schemas.mu.Lock()
	defer t.schemas.mu.Unlock()
	if s := t.schemas.loaded[name]; s != nil {
		return s, nil
	}
	server, ds := t.start(name)
	if ds.HasErrors() {
		return nil, ds
	}
	s, ds := loadSchemas(context.WithoutCancel(ctx), server)
	if !ds.HasErrors() {
		t.schemas.loaded[name] = s
	}
	return s, ds
}

func loadSchemas(ctx context.Context, server tfprotov6.ProviderServer) (*schemas, Diagnostics) {
	answer, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fromProvider(nil, nil, err)
	}
	ds := fromProvider(nil, answer.Diagnostics, nil)
	if ds.HasErrors() {
		return nil, ds
	}
	s := &schemas{functions: answer.Functions, identities: map[string]*schema.Schema{}}
	if s.provider, err = schema.New(answer.Provider); err != nil {
		return nil, unsupported("the schema of the provider: %v", err)
	}
	if s.resources, err = newSchemas(answer.ResourceSchemas); err != nil {
		return nil, unsupported("the schema of resource %v", err)
	}
	if s.dataSources, err = newSchemas(answer.DataSourceSchemas); err != nil {
		return nil, unsupported("the schema of data source %v", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fromProvider(nil, nil, err)
	}
	for name, from := range identities.IdentitySchemas {
		if s.identities[name], err = schema.NewIdentity(from); err != nil {
			return nil, unsupported("the identity of %s: %v", name, err)
		}
	}
	return s, ds
}

func newSchemas(all map[string]*tfprotov6.Schema) (map[string]*schema.Schema, error) {
	converted := map[string]*schema.Schema{}
	for name, from := range all {
		s, err := schema.New(from)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		converted[name] = s
	}
	return converted, nil
}

// of is the schema of a resource or data source, nil if the provider has none of the type.
func (s *schemas) of(r address.Resource) *schema.Schema {
	if r.Data {
		return s.dataSources[r.Type]
	}
	return s.resources[r.Type]
}

// unsupported is an error of this package, where Terraform would go on.
func unsupported(format string, args ...any) Diagnostics {
	return Diagnostics{{
		Summary: "Not supported by terraformtest", Detail: fmt.Sprintf(format, args...), unsupported: true,
	}}
}
