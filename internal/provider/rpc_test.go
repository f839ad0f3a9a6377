package provider_test

import (
	"context"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// rpc speaks to the provider as Terraform does, without Terraform: for what needs many cases, an environment, or a
// newer Terraform than the one at hand.
type rpc struct {
	tfprotov6.ProviderServer
	t       *testing.T
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newRPC(t *testing.T) *rpc {
	t.Helper()
	server, err := factories["whatsapp"]()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := providerSchemas()
	if err != nil {
		t.Fatal(err)
	}
	return &rpc{ProviderServer: server, t: t, schemas: schemas}
}

// providerSchemas asks once for all processes, as Terraform does.
var providerSchemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server, err := factories["whatsapp"]()
	if err != nil {
		return nil, err
	}
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// object makes an object of a schema's type; what is not given is null.
func (r *rpc) object(schema *tfprotov6.Schema, attributes map[string]tftypes.Value) *tfprotov6.DynamicValue {
	r.t.Helper()
	object, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		r.t.Fatal("the schema is no object")
	}
	all := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		all[name] = tftypes.NewValue(kind, nil)
	}
	for name, value := range attributes {
		all[name] = value
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, all))
	if err != nil {
		r.t.Fatal(err)
	}
	return &value
}

// attributes reads an object of a schema's type.
func (r *rpc) attributes(schema *tfprotov6.Schema, value *tfprotov6.DynamicValue) map[string]tftypes.Value {
	r.t.Helper()
	object, err := value.Unmarshal(schema.ValueType())
	if err != nil {
		r.t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := object.As(&attributes); err != nil {
		r.t.Fatal(err)
	}
	return attributes
}

// configure validates and configures the provider, as Terraform does in every walk.
func (r *rpc) configure(arguments map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	r.t.Helper()
	config := r.object(r.schemas.Provider, arguments)
	validated, err := r.ValidateProviderConfig(r.t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return validated.Diagnostics
	}
	configured, err := r.ConfigureProvider(r.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
	if err != nil {
		r.t.Fatal(err)
	}
	return configured.Diagnostics
}

// connect configures the provider for an emulator.
func (r *rpc) connect(w *emulated) {
	r.t.Helper()
	for _, d := range r.configure(w.providerArguments(w.url)) {
		r.t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func stringOf(t *testing.T, v tftypes.Value) string {
	t.Helper()
	var s string
	if err := v.As(&s); err != nil {
		t.Fatal(err)
	}
	return s
}
