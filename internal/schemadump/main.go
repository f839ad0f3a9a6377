// Package main prints the schema of the provider, in the format of `terraform providers schema -json`.
//
// The documentation is generated from it. Terraform itself prints only the kinds that its own version knows,
// without list resources and actions before 1.14, and would have to be installed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	whatsapp "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// address is the one under which tfplugindocs looks for a provider's schema, whatever the provider's own address.
const address = "registry.terraform.io/hashicorp/whatsapp"

func main() {
	if err := run(context.Background(), whatsapp.New("dev")(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "schemadump:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, p provider.Provider, out io.Writer) error {
	server, err := providerserver.NewProtocol6WithError(p)()
	if err != nil {
		return fmt.Errorf("start the provider: %w", err)
	}

	schema, err := dump(ctx, server)
	if err != nil {
		return err
	}

	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")

	return encoder.Encode(document{
		FormatVersion:   "1.0",
		ProviderSchemas: map[string]providerSchema{address: schema},
	})
}
