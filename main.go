// Command terraform-provider-whatsapp serves the WhatsApp provider to Terraform. With the argument "emulate" it serves
// an emulator of WhatsApp gateways instead.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// version is set by the linker in a release.
var version = "dev"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 0 && args[0] == "emulate" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		return emulator.Command(ctx, args[1:], os.Stdout)
	}
	flags := flag.NewFlagSet("terraform-provider-whatsapp", flag.ExitOnError)
	debug := flags.Bool(
		"debug",
		false,
		"serve a debugger such as delve, and print how Terraform can reach the provider",
	)
	if err := flags.Parse(args); err != nil {
		return err
	}
	return providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-whatsapp/whatsapp",
		Debug:   *debug,
	})
}
