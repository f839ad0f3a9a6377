// Command terraform-provider-whatsapp serves the WhatsApp provider to Terraform. With the argument "emulate" it serves
// an emulator of WhatsApp gateways instead.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// version is set by the linker in a release.
var version = "dev"

const usage = `terraform-provider-whatsapp is started by Terraform and OpenTofu, which install it: see
https://github.com/terraform-whatsapp/terraform-provider-whatsapp. By hand it is of use as:

  terraform-provider-whatsapp emulate   WhatsApp in memory behind each gateway, to try the provider and to test modules;
                                        emulate -help lists its flags
`

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	if len(args) > 0 && args[0] == "emulate" {
		ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
		if !signal.Ignored(syscall.SIGHUP) { // As nohup has it.
			ends = append(ends, syscall.SIGHUP)
		}
		ctx, stop := signal.NotifyContext(context.Background(), ends...)
		context.AfterFunc(ctx, stop) // A second signal ends it at once.
		return emulator.Command(ctx, args[1:], stdout)
	}
	var described bytes.Buffer
	flags := flag.NewFlagSet("terraform-provider-whatsapp", flag.ContinueOnError)
	flags.SetOutput(&described)
	flags.Usage = func() {
		described.Reset()
		described.WriteString(usage + "\n")
		flags.PrintDefaults()
	}
	debug := flags.Bool("debug", false,
		"serve a debugger such as delve, and print how Terraform can reach the provider")
	asked := flags.Bool("version", false, "print the version")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		_, err := described.WriteTo(stdout)
		return err
	case err != nil:
		return fmt.Errorf("terraform-provider-whatsapp: %w; -help lists what there is", err)
	case flags.NArg() > 0:
		return fmt.Errorf(
			"terraform-provider-whatsapp: unexpected argument %q; -help lists what there is", flags.Arg(0))
	case *asked:
		_, err := fmt.Fprintln(stdout, "terraform-provider-whatsapp", version)
		return err
	}
	return providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-whatsapp/whatsapp",
		Debug:   *debug,
	})
}
