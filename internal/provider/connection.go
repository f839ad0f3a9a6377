package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// connection is what the provider's Configure hands to everything else: the account, or the names of the provider's
// arguments that are not known yet because another resource makes them.
type connection struct {
	account *account.Account
	// howToLink says what to do when the account is not connected.
	howToLink string
	// kind is that of the gateway, session the name that it has for the account, and endpoint its address.
	kind, session, endpoint string
	// events tells the events of webhooks, and is nil where nobody knows them.
	events  whatsapp.EventLister
	secrets []string
	// withoutKey says that neither the configuration nor the environment has a key.
	withoutKey bool
	unknown    []string
	// holders are the memberships that this process has met, and planned those of them that had no token yet.
	holders account.Holders
	planned plannedWithoutToken
	// exclusive are the maps that are to be all of a group's members.
	exclusive exclusiveMaps
	// invites, joins and webhooks are the invite links, the account's own memberships, and the addresses of its
	// webhooks.
	invites, joins, webhooks singles
	told                     toldCauses
	// applying says that something was to be changed already, so that this is no plan.
	applying atomic.Bool
}

// beginsRun is called where a run reads. In a process with several runs, an apply before it is over then.
func (c *connection) beginsRun() {
	if c.holders.SeveralPlans && c.applying.CompareAndSwap(true, false) {
		c.account.ForgetClaims()
	}
}

// connectedResource and connectedDataSource are embedded by what reaches the account. While Terraform only validates,
// there is no connection.
type connectedResource struct{ *connection }

func (c *connectedResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	c.connection, _ = req.ProviderData.(*connection)
}

type connectedDataSource struct{ *connection }

func (c *connectedDataSource) Configure(
	_ context.Context,
	req datasource.ConfigureRequest,
	_ *datasource.ConfigureResponse,
) {
	c.connection, _ = req.ProviderData.(*connection)
}

// ready reports whether the account can be reached as far as the configuration goes.
func (c *connection) ready() bool { return c != nil && c.account != nil }

// explainUnknown says why nothing can be asked yet.
func (c *connection) explainUnknown() string {
	return fmt.Sprintf(
		"The provider does not know its gateway yet: %s will be known only after another resource has been applied.",
		backquoted(c.unknown),
	)
}

// begin bounds an operation and keeps the secrets out of its logs. It adds an error where the account cannot be
// reached.
func (c *connection) begin(
	ctx context.Context,
	limit timeout,
	otherwise time.Duration,
	diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	if !c.ready() {
		diags.AddError("Gateway not known yet", c.explainUnknown()+"\n\nApply that resource first, with `-target`.")
		return context.WithCancel(ctx)
	}
	ctx = tflog.MaskLogStrings(ctx, c.secrets...)
	duration, limitDiags := limit(ctx, otherwise)
	diags.Append(limitDiags...)
	return account.WithTimeout(ctx, duration)
}

// own is the account itself, zero where it is not known.
func (c *connection) own(ctx context.Context) whatsapp.Person {
	own, err := c.account.Self(ctx)
	if err != nil {
		return whatsapp.Person{}
	}
	return own
}

// need is an ability that the gateway must have for an argument. The remedy says what to do without it, other than to
// leave the argument out.
type need struct {
	argument string
	ability  whatsapp.Ability
	remedy   string
}

// require adds an error for every need that the gateway cannot meet. Where nothing is needed, nothing is asked.
func (c *connection) require(ctx context.Context, needs []need, diags *diag.Diagnostics) {
	c.applying.Store(true)
	if err := c.check(ctx, needs, diags); err != nil {
		diags.Append(
			failure{
				summary: "Abilities of the gateway unknown",
				attempt: "ask the gateway what it can do",
				err:     err,
			}.asError(
				c,
			),
		)
	}
}

// requireInPlan is require for what has something to do. What is wrong with the key, the session or the address fails
// the plan. If the gateway cannot be asked for another reason, the apply will ask. It reports whether more can be
// asked.
func (c *connection) requireInPlan(ctx context.Context, needs []need, diags *diag.Diagnostics) (goOn bool) {
	if !c.ready() || len(needs) == 0 {
		return c.ready()
	}
	if !c.checkInPlan(ctx, true, diags) {
		return false
	}
	return c.check(ctx, needs, diags) == nil // The abilities are known by now.
}

// reachInPlan is requireInPlan for what needs no ability and has something to ask or to do all the same.
func (c *connection) reachInPlan(ctx context.Context, diags *diag.Diagnostics) (goOn bool) {
	return c.ready() && c.checkInPlan(ctx, false, diags)
}

// reachToDestroy is reachInPlan for what is to be destroyed. To keep it in WhatsApp needs no gateway.
func (c *connection) reachToDestroy(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) {
	var onDestroy types.String
	diags.Append(state.GetAttribute(ctx, path.Root("on_destroy"), &onDestroy)...)
	if !diags.HasError() && onDestroy.ValueString() != onDestroyKeep {
		c.reachInPlan(ctx, diags)
	}
}

// plansOnce reports whether what is planned is planned once in this process, so that two plans are of two resources.
func (c *connection) plansOnce() bool {
	return c.ready() && !c.holders.SeveralPlans && !c.applying.Load()
}

// planTimeout bounds the questions that a plan asks by itself. It is that of the readings, with which it may wait for
// the same session that starts.
const planTimeout = readTimeout

func (c *connection) check(ctx context.Context, needs []need, diags *diag.Diagnostics) error {
	if len(needs) == 0 {
		return nil
	}
	abilities, err := c.account.Abilities(ctx)
	if err != nil {
		return err
	}
	for _, n := range needs {
		if err := abilities.Require(n.ability); err != nil {
			remedy := n.remedy
			if remedy == "" {
				remedy = fmt.Sprintf(
					"The argument `%s` asks for it: leave it as it is in WhatsApp, or use a gateway, an engine or a "+
						"version that can.",
					n.argument,
				)
			}
			diags.AddAttributeError(
				path.Root(n.argument),
				"Not possible with this gateway",
				sentence(reason(err).Error())+". "+remedy,
			)
		}
	}
	return nil
}

// checkKindInPlan adds an error where a group is the parent of a community and does not take what is planned. It says
// nothing where the gateway does not tell the kind: then the apply finds out.
func (c *connection) checkKindInPlan(
	ctx context.Context, id types.String, argument string, diags *diag.Diagnostics, changes ...whatsapp.Change,
) {
	if !c.ready() || c.applying.Load() || id.IsUnknown() || id.IsNull() {
		return
	}
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, c.secrets...), planTimeout)
	defer cancel()
	var refused *whatsapp.Error
	if err := c.account.CheckKind(ctx, whatsapp.JID(id.ValueString()), changes...); errors.As(err, &refused) {
		diags.AddAttributeError(path.Root(argument), "Not possible in the parent of a community",
			sentence(refused.Detail)+".")
	}
}

func backquoted(names []string) string {
	return "`" + strings.Join(names, "`, `") + "`"
}
