// Package provider is what Terraform sees: schemas, models, plans and diagnostics. What it wants from WhatsApp goes
// through package account.
package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

var gatewayKinds = gateway.Kinds()

// What holds where the configuration says nothing.
const (
	defaultSession         = "default"
	defaultRequestTimeout  = 140 * time.Second
	defaultMaxRetries      = 3
	defaultAddsPerMinute   = 60
	defaultGroupsPerDay    = 30
	defaultWritesPerMinute = 60
)

// pauses has how long an account waits, as far as package account does not decide it. Only tests set it.
var pauses account.Settings

// New makes the provider of a version, "dev" where it was built by hand.
func New(version string) func() provider.Provider {
	return NewWith(version, pauses)
}

// NewWith is New for tests in other packages, which have a clock and waits of their own.
func NewWith(version string, waits account.Settings) func() provider.Provider {
	return func() provider.Provider { return &whatsappProvider{version: version, waits: waits} }
}

type whatsappProvider struct {
	version string
	// waits has the clock of the account and how long it waits.
	waits account.Settings
	// validated is that Terraform has asked in this process whether the configuration is valid, as it does in each walk
	// before it configures. The terraform test of 1.15 does not: it configures once for all runs of a file, and plans
	// and applies them in one process.
	validated atomic.Bool
}

var (
	_ provider.ProviderWithActions            = (*whatsappProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*whatsappProvider)(nil)
	_ provider.ProviderWithFunctions          = (*whatsappProvider)(nil)
	_ provider.ProviderWithListResources      = (*whatsappProvider)(nil)
	_ provider.ProviderWithValidateConfig     = (*whatsappProvider)(nil)
)

func (p *whatsappProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "whatsapp"
	resp.Version = p.version
}

// ValidateConfig notes that it was called. What is wrong with the configuration, Configure says.
func (p *whatsappProvider) ValidateConfig(
	context.Context, provider.ValidateConfigRequest, *provider.ValidateConfigResponse,
) {
	p.validated.Store(true)
}

// Configure calls nothing: Terraform starts and configures the provider several times a run.
func (p *whatsappProvider) Configure(
	ctx context.Context,
	req provider.ConfigureRequest,
	resp *provider.ConfigureResponse,
) {
	connection := &connection{unknown: unknownArguments(req.Config.Raw)}
	if len(connection.unknown) == 0 {
		var config providerModel
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
		if !resp.Diagnostics.HasError() {
			resp.Diagnostics.Append(p.connect(ctx, connection, config)...)
		}
		if resp.Diagnostics.HasError() {
			return
		}
	}
	resp.ResourceData = connection
	resp.DataSourceData = connection
	resp.EphemeralResourceData = connection
	resp.ActionData = connection
	resp.ListResourceData = connection
}

func (p *whatsappProvider) connect(ctx context.Context, c *connection, config providerModel) diag.Diagnostics {
	var diags diag.Diagnostics
	kind := argumentOrEnvironment(&diags, "gateway", config.Gateway, checkGateway)
	endpoint := argumentOrEnvironment(&diags, "endpoint", config.Endpoint, checkEndpoint)
	apiKey := argumentOrEnvironment(&diags, "api_key", config.APIKey, nil)
	session := argumentOrEnvironment(&diags, "session", config.Session, nil)
	own := argumentOrEnvironment(&diags, "account", config.Account.StringValue, optional(checkPhoneNumber))
	requestTimeout := defaultRequestTimeout
	if !config.RequestTimeout.IsNull() {
		requestTimeout, _ = time.ParseDuration(config.RequestTimeout.ValueString())
	}
	headers := map[string]string{}
	diags.Append(config.Headers.ElementsAs(ctx, &headers, false)...)
	autonotify := config.Autonotify.options(ctx, &diags)
	if diags.HasError() {
		return diags
	}
	if session == "" {
		session = defaultSession
	}
	settings := gateway.Config{
		Kind:           kind,
		Endpoint:       endpoint,
		APIKey:         apiKey,
		Session:        session,
		Headers:        headers,
		CACertificate:  config.CACertificate.ValueString(),
		Insecure:       config.Insecure.ValueBool(),
		RequestTimeout: requestTimeout,
		MaxRetries:     numberOr(config.MaxRetries, defaultMaxRetries),
		UserAgent:      "terraform-provider-whatsapp/" + p.version,
		Autonotify:     autonotify,
	}
	opened, err := gateway.Open(settings)
	var foreign *gateway.OptionsError
	switch {
	case errors.As(err, &foreign):
		diags.AddAttributeError(
			path.Root(foreign.Options),
			"Settings of another gateway",
			fmt.Sprintf(
				"`%s` is for the gateway `%[1]s`, but the gateway is `%s`. Leave it out.",
				foreign.Options,
				foreign.Kind,
			),
		)
		return diags
	case err != nil:
		diags.AddError("Gateway not usable", fmt.Sprintf("The gateway cannot be used as it is configured: %v.", err))
		return diags
	}
	ownNumber, _ := phone.Parse(own) // Empty, or checked above.
	c.kind, c.session, c.endpoint = kind, session, address(endpoint)
	c.howToLink = defaultHowToLink
	if advisor, knows := whatsapp.As[whatsapp.LinkAdvisor](opened); knows {
		c.howToLink = advisor.HowToLink()
	}
	c.events, _ = whatsapp.As[whatsapp.EventLister](opened)
	c.holders.SeveralPlans = !p.validated.Load()
	c.account = account.New(opened, account.Settings{
		SeveralPlans:    c.holders.SeveralPlans,
		Self:            whatsapp.Person{Phone: ownNumber},
		AddsPerMinute:   numberOr(config.AddsPerMinute, defaultAddsPerMinute),
		GroupsPerDay:    numberOr(config.GroupsPerDay, defaultGroupsPerDay),
		Clock:           p.waits.Clock,
		WritesPerMinute: numberOr(config.WritesPerMinute, defaultWritesPerMinute),
		MaxRetries:      numberOr(config.MaxRetries, defaultMaxRetries),
		Backoff:         p.waits.Backoff,
		ConfirmPauses:   p.waits.ConfirmPauses,
		Look:            p.waits.Look,
		Gather:          p.waits.Gather,
		SettleTimeout:   p.waits.SettleTimeout,
	})
	c.secrets = gateway.Secrets(settings)
	c.withoutKey = strings.TrimSpace(apiKey) == ""
	if len(c.secrets) > 0 {
		diags.Append(warnOfPlainHTTP(endpoint)...)
	}
	return diags
}

// options reads the settings of Autonotify, which mean nothing to another gateway.
func (m *autonotifyModel) options(ctx context.Context, diags *diag.Diagnostics) *gateway.AutonotifyOptions {
	if m == nil {
		return nil
	}
	paths := map[string]string{}
	diags.Append(m.Paths.ElementsAs(ctx, &paths, false)...)
	return &gateway.AutonotifyOptions{
		API: m.API.ValueString(), Paths: paths, AcceptUnverifiedPaths: m.AcceptUnverifiedPaths.ValueBool(),
	}
}

func (p *whatsappProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &groupResource{} },
		func() resource.Resource { return &memberResource{} },
		func() resource.Resource { return &membersResource{} },
		func() resource.Resource { return &inviteResource{} },
		func() resource.Resource { return &joinedGroupResource{} },
		func() resource.Resource { return &webhookResource{} },
	}
}

func (p *whatsappProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource { return &groupDataSource{} },
		func() datasource.DataSource { return &groupsDataSource{} },
		func() datasource.DataSource { return &inviteInfoDataSource{} },
		func() datasource.DataSource { return &contactDataSource{} },
		func() datasource.DataSource { return &joinRequestsDataSource{} },
		func() datasource.DataSource { return &sessionDataSource{} },
	}
}

func (p *whatsappProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		func() ephemeral.EphemeralResource { return &inviteEphemeral{} },
	}
}

func (p *whatsappProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newList(listOfGroups), newList(listOfMembers)}
}

func (p *whatsappProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		func() action.Action { return &inviteRevokeAction{} },
	}
}

func (p *whatsappProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		func() function.Function { return inviteCodeFunction },
		func() function.Function { return inviteURLFunction },
		func() function.Function { return jidFunction{} },
		func() function.Function { return memberIDFunction{} },
		func() function.Function { return normalizePhoneNumberFunction{} },
	}
}
