package provider

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

type providerModel struct {
	Gateway         types.String     `tfsdk:"gateway"`
	Endpoint        types.String     `tfsdk:"endpoint"`
	APIKey          types.String     `tfsdk:"api_key"`
	Session         types.String     `tfsdk:"session"`
	Account         phoneNumberValue `tfsdk:"account"`
	Headers         types.Map        `tfsdk:"headers"`
	CACertificate   types.String     `tfsdk:"ca_certificate"`
	Insecure        types.Bool       `tfsdk:"insecure"`
	RequestTimeout  types.String     `tfsdk:"request_timeout"`
	MaxRetries      types.Number     `tfsdk:"max_retries"`
	AddsPerMinute   types.Number     `tfsdk:"adds_per_minute"`
	GroupsPerDay    types.Number     `tfsdk:"groups_per_day"`
	WritesPerMinute types.Number     `tfsdk:"writes_per_minute"`
	Autonotify      *autonotifyModel `tfsdk:"autonotify"`
}

type autonotifyModel struct {
	API                   types.String `tfsdk:"api"`
	Paths                 types.Map    `tfsdk:"paths"`
	AcceptUnverifiedPaths types.Bool   `tfsdk:"accept_unverified_paths"`
}

// unknownArguments names the arguments that wait for another resource.
func unknownArguments(config tftypes.Value) []string {
	var arguments map[string]tftypes.Value
	if config.As(&arguments) != nil {
		return nil
	}
	var unknown []string
	for name, value := range arguments {
		if !value.IsFullyKnown() {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}

// argumentOrEnvironment takes an argument from the configuration or, where it is not there, from the environment. What
// the environment says has not been through the validators of the schema yet.
func argumentOrEnvironment(
	diags *diag.Diagnostics,
	argument string,
	configured basetypes.StringValue,
	check func(string) error,
) string {
	value, variable := configured.ValueString(), ""
	if configured.IsNull() {
		variable = "WHATSAPP_" + strings.ToUpper(argument)
		value = os.Getenv(variable)
	}
	if check == nil {
		return value
	}
	switch err := check(value); {
	case err == nil:
	case value == "":
		diags.AddAttributeError(
			path.Root(argument),
			"Missing "+argument,
			fmt.Sprintf(
				"The provider needs to know the %s: set the argument `%s` or the environment variable %s.",
				argument,
				argument,
				variable,
			),
		)
	case variable != "":
		diags.AddAttributeError(path.Root(argument), "Invalid "+argument,
			fmt.Sprintf("The environment variable %s is not usable: %v.", variable, err))
	default:
		diags.AddAttributeError(
			path.Root(argument),
			"Invalid "+argument,
			fmt.Sprintf("The argument `%s` is not usable: %v.", argument, err),
		)
	}
	return value
}

func optional(check func(string) error) func(string) error {
	return func(s string) error {
		if s == "" {
			return nil
		}
		return check(s)
	}
}

// numberOr takes a number that wholeNumber has accepted.
func numberOr(configured types.Number, otherwise int) int {
	if configured.IsNull() {
		return otherwise
	}
	n, _ := configured.ValueBigFloat().Int64()
	return int(n)
}

func checkGateway(kind string) error {
	if slices.Contains(gatewayKinds, kind) {
		return nil
	}
	known := strings.Join(gatewayKinds, ", ")
	return fmt.Errorf("%q is not a gateway that the provider knows; it knows %s", kind, known)
}

func checkEndpoint(endpoint string) error {
	parsed, err := url.Parse(endpoint)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return errors.New("it is not an http or https URL, such as http://localhost:3000")
	}
	return nil
}

func checkPhoneNumber(number string) error {
	_, err := phone.Parse(number)
	return reason(err)
}

func checkCertificates(pem string) error {
	if !x509.NewCertPool().AppendCertsFromPEM([]byte(pem)) {
		return errors.New("it contains no certificate in PEM form (-----BEGIN CERTIFICATE-----)")
	}
	return nil
}
