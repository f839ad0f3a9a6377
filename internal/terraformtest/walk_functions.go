package terraformtest

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// functions are those of the language and of all providers. Those of a provider are called in a process that is not
// configured, which is started by the first call.
func (w *walk) functions(ctx context.Context) (map[string]function.Function, Diagnostics) {
	ctx = context.WithoutCancel(ctx)
	all := config.Functions()
	for name := range w.factories {
		known, ds := w.schemasOf(ctx, name)
		if ds.HasErrors() {
			return all, ds
		}
		server := sync.OnceValues(func() (tfprotov6.ProviderServer, error) {
			started, ds := w.start(name)
			return started, ds.Err()
		})
		call := func(r *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
			started, err := server()
			if err != nil {
				return nil, err
			}
			return started.CallFunction(ctx, r)
		}
		for f, definition := range known.functions {
			callable, err := schema.Function(f, definition, call)
			if err != nil {
				return all, unsupported("the function %s: %v", f, err)
			}
			all["provider::"+name+"::"+f] = callable
		}
	}
	return all, nil
}
