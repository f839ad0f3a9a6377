package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ValidateConfig checks what is secret. Its errors point at no argument, since Terraform prints the line of the one
// that is pointed at.
func (r *webhookResource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	// A part of a configuration may be unknown, which the model cannot hold, so it is read one by one.
	var key, writeOnly types.String
	var version types.Int64
	for name, target := range map[string]any{
		"hmac_key": &key, "hmac_key_wo": &writeOnly, "hmac_key_wo_version": &version,
	} {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), target)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	const summary = "HMAC key not usable"
	// What is unknown may still be null.
	given := func(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }
	switch {
	case given(key) && (given(writeOnly) || given(version)):
		resp.Diagnostics.AddError(summary, "A webhook has one key: write `hmac_key`, or `hmac_key_wo` with "+
			"`hmac_key_wo_version`.")
	case given(writeOnly) && version.IsNull():
		resp.Diagnostics.AddError(summary, "`hmac_key_wo` is written when `hmac_key_wo_version` changes: add that "+
			"argument.")
	case writeOnly.IsNull() && given(version):
		resp.Diagnostics.AddError(summary, "`hmac_key_wo_version` is the version of `hmac_key_wo`: add that argument.")
	}
	for name, key := range map[string]types.String{"hmac_key": key, "hmac_key_wo": writeOnly} {
		if given(key) && key.ValueString() == "" {
			resp.Diagnostics.AddError(summary, "`"+name+"` is empty. Leave it out if nothing is to be signed.")
		}
	}
}

// ModifyPlan refuses what the gateway cannot do, and an address that is taken.
func (r *webhookResource) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		r.reachInPlan(ctx, &resp.Diagnostics)
		var url string
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("url"), &url)...)
		if r.plansOnce() && r.webhooks.end(url) {
			resp.Diagnostics.Append(webhookRekeyed(url))
		}
		return
	}
	var plan webhookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	isNew := req.State.Raw.IsNull()
	if r.ready() && !plan.URL.IsUnknown() {
		r.planURL(plan.URL.ValueString(), isNew, &resp.Diagnostics)
	}
	if req.Plan.Raw.Equal(req.State.Raw) || resp.Diagnostics.HasError() {
		return
	}
	if plan.ID = plan.URL; !plan.URL.IsUnknown() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.ID)...)
	}
	if !r.requireInPlan(ctx, webhookNeeds(plan), &resp.Diagnostics) || resp.Diagnostics.HasError() {
		return
	}
	r.requireEvents(ctx, plan, &resp.Diagnostics)
	r.warnOfEvents(plan.Events, &resp.Diagnostics)
	if isNew && !plan.URL.IsUnknown() && !resp.Diagnostics.HasError() {
		r.refuseTaken(ctx, plan.URL.ValueString(), &resp.Diagnostics)
	}
}

// planURL refuses a webhook that another resource of the run has.
func (r *webhookResource) planURL(url string, isNew bool, diags *diag.Diagnostics) {
	err := r.account.PlanWebhook(url, isNew)
	var one *account.OneWebhookError
	switch {
	case errors.Is(err, account.ErrWebhookTwice):
		diags.AddAttributeError(path.Root("url"), "One webhook in two resources",
			fmt.Sprintf("Two resources have %s, and a session has one of each address. Join them to one resource "+
				"with the events of both.", whatsapp.ShownWebhook(url)))
	case r.plansOnce() && r.webhooks.have(url):
		diags.Append(webhookRekeyed(url))
	case errors.As(err, &one):
		diags.AddAttributeError(path.Root("url"), "One webhook for each session",
			fmt.Sprintf("This gateway has one webhook for each session. Another resource has it already, with %s. "+
				"Keep one of the two resources. If the other one is to go, destroy it first.",
				whatsapp.ShownWebhook(one.URL)))
	}
}

// webhookRekeyed says that one resource drops a webhook that another one has: whichever went first, the webhook would
// be gone, or in the way.
func webhookRekeyed(url string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Webhook changes its resource", fmt.Sprintf(
		"One resource is to have %s. Another one has it, and its destroy would end it. If the resource has another "+
			"name or key now, say so in a `moved` block. Then the webhook stays as it is. %s", whatsapp.ShownWebhook(url), dropOne))
}

// webhookNeeds are the abilities that a webhook needs. None points at a secret, of which Terraform would print the
// line.
func webhookNeeds(m webhookModel) []need {
	needs := []need{{
		argument: "url", ability: whatsapp.WriteWebhook,
		remedy: "Use a gateway that can, such as WAHA.",
	}}
	for _, detail := range []struct {
		argument string
		given    bool
	}{
		{"events", !m.Events.IsNull()},
		{"hmac_key", !m.HMACKey.IsNull()},
		{"hmac_key_wo", !m.HMACKeyWOVersion.IsNull()},
		{"headers", m.Headers.IsUnknown() || len(m.Headers.Elements()) > 0},
		{"retries", !m.Retries.IsNull()},
	} {
		if detail.given {
			needs = append(needs, need{
				argument: "url", ability: whatsapp.WriteWebhookDetails,
				remedy: fmt.Sprintf("The argument `%s` asks for it: leave it out, or use a gateway that can, such as WAHA.",
					detail.argument),
			})
		}
	}
	return needs
}

// requireEvents adds an error where the gateway wants to be told what to send.
func (r *webhookResource) requireEvents(ctx context.Context, m webhookModel, diags *diag.Diagnostics) {
	abilities, err := r.account.Abilities(ctx)
	if err == nil && abilities.Can(whatsapp.WriteWebhookDetails) && m.Events.IsNull() {
		diags.AddAttributeError(path.Root("events"), "Events missing", fmt.Sprintf(
			"%s sends nothing to a webhook without events. Name one at least, such as `group.v2.participants`.",
			abilities.Gateway))
	}
}

// refuseTaken adds an error where the session has a webhook of the address that no resource has. One that a resource
// has may be about to be replaced, so the apply finds out.
func (r *webhookResource) refuseTaken(ctx context.Context, url string, diags *diag.Diagnostics) {
	if r.applying.Load() || r.account.HasWebhook(url) {
		return
	}
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, r.secrets...), planTimeout)
	defer cancel()
	switch _, err := r.account.Webhook(ctx, url); {
	case err == nil:
		diags.Append(r.taken(url))
	case errors.Is(err, account.ErrNoWebhook), errors.Is(err, errors.ErrUnsupported):
	default:
		diags.Append(failure{
			summary: "Webhooks not checked", attempt: "see whether the session has " + whatsapp.ShownWebhook(url) +
				" already" + atApply, err: err,
		}.asWarning(r.connection))
	}
}

// taken says that the session has a webhook of the address.
func (r *webhookResource) taken(url string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Webhook there already", fmt.Sprintf(
		"The session %q has %s already, and a session has one webhook of each address. Import it, with its address as "+
			"the import id, or remove it from the session's configuration. If another resource has it, keep one of "+
			"the two. If that is the same one under another name, add a `moved` block.", r.session, whatsapp.ShownWebhook(url)))
}
