package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// webhookResource is the one resource that belongs to a gateway and not to WhatsApp (DESIGN.md §7.12).
type webhookResource struct{ connectedResource }

var (
	_ resource.ResourceWithConfigure      = (*webhookResource)(nil)
	_ resource.ResourceWithIdentity       = (*webhookResource)(nil)
	_ resource.ResourceWithImportState    = (*webhookResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*webhookResource)(nil)
	_ resource.ResourceWithValidateConfig = (*webhookResource)(nil)
)

func (r *webhookResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhook"
}

func (r *webhookResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan webhookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Create, createTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	webhook := r.wanted(ctx, plan, req.Config, nil, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.account.CreateWebhook(ctx, webhook)
	if errors.Is(err, account.ErrWebhookExists) {
		resp.Diagnostics.Append(r.taken(webhook.URL))
		return
	}
	if !r.written(plan, "make", err, &resp.Diagnostics) {
		return
	}
	plan.ID = plan.URL
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, webhookIdentity{plan.URL})...)
}

// wanted is the webhook of a plan, if the gateway can have it.
func (r *webhookResource) wanted(
	ctx context.Context, plan webhookModel, config tfsdk.Config, state *webhookModel, diags *diag.Diagnostics,
) whatsapp.Webhook {
	r.require(ctx, webhookNeeds(plan), diags)
	if !diags.HasError() {
		r.requireEvents(ctx, plan, diags)
	}
	var writeOnly types.String
	diags.Append(config.GetAttribute(ctx, path.Root("hmac_key_wo"), &writeOnly)...)
	webhook := plan.webhook(ctx, diags)
	webhook.HMACKey = plan.key(writeOnly, state)
	if !plan.HMACKeyWOVersion.IsNull() && webhook.HMACKey != nil && webhook.HMACKey.IsZero() {
		diags.AddError("HMAC key not usable", "`hmac_key_wo` is empty in this apply. Leave it and "+
			"`hmac_key_wo_version` out if nothing is to be signed.")
	}
	return webhook
}

// written tells what became of a write, and reports whether the state is to have it. A webhook that is written although
// its session does not come back is a warning: what is done is in the state, and all else will fail by the session.
func (r *webhookResource) written(m webhookModel, verb string, err error, diags *diag.Diagnostics) bool {
	f := failure{
		summary: "Webhook not written",
		attempt: verb + " " + whatsapp.ShownWebhook(m.URL.ValueString()),
		err:     err,
	}
	var notBack *account.NotBackError
	switch {
	case err == nil:
		return true
	case errors.As(err, &notBack):
		diags.AddWarning("Session not back after its restart", fmt.Sprintf(
			"The change of %s is done, but %s.\n\n%s",
			whatsapp.ShownWebhook(m.URL.ValueString()), f.why(), f.whatToDo(r.connection)))
		return true
	}
	diags.Append(f.asError(r.connection))
	return false
}

func (r *webhookResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state webhookModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, webhookIdentity{state.URL})...)
	called := whatsapp.ShownWebhook(state.URL.ValueString())
	if !r.ready() {
		resp.Diagnostics.AddWarning("Webhook not refreshed",
			fmt.Sprintf("%s The state keeps %s as it was.", r.explainUnknown(), called))
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	imported := state.ID.IsNull()
	webhook, err := r.account.Webhook(ctx, state.URL.ValueString())
	f := failure{summary: "Webhook not read", attempt: "read " + called, err: err}
	switch {
	case err == nil:
		r.account.SeeWebhook(webhook.URL)
		state.fromWebhook(ctx, webhook, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	case imported && errors.Is(err, errors.ErrUnsupported):
		f.remedy = "Remove the import: a create writes the webhook, and replaces the one that is there."
		resp.Diagnostics.Append(f.asError(r.connection))
	case errors.Is(err, errors.ErrUnsupported):
		r.dropOfAnother(ctx, state, resp)
	case imported && errors.Is(err, account.ErrNoWebhook):
		resp.Diagnostics.AddError("Nothing to import", fmt.Sprintf(
			"The configuration of the session %q does not have %s. The import id is the address of the webhook, as "+
				"it is written there.", r.session, called))
	case errors.Is(err, account.ErrNoWebhook):
		resp.Diagnostics.AddWarning("Webhook gone", fmt.Sprintf(
			"The configuration of the session %q does not have %s any more. It is dropped from the state. As long "+
				"as the configuration has it, the next apply makes a new one.", r.session, called))
		resp.State.RemoveResource(ctx)
	default:
		resp.Diagnostics.Append(r.unread(f, imported))
	}
}

// dropOfAnother drops a webhook that the gateway cannot have: another one has it. Else the state has what was written
// last.
func (r *webhookResource) dropOfAnother(ctx context.Context, state webhookModel, resp *resource.ReadResponse) {
	abilities, err := r.account.Abilities(ctx)
	if err != nil {
		resp.Diagnostics.Append(r.unread(failure{
			summary: "Webhook not read", attempt: "read " + whatsapp.ShownWebhook(state.URL.ValueString()), err: err,
		}, false))
		return
	}
	for _, need := range webhookNeeds(state) {
		if abilities.Can(need.ability) {
			continue
		}
		resp.Diagnostics.AddWarning("Webhook of another gateway", fmt.Sprintf(
			"%s cannot have %s as the state has it, so another gateway has it. It is dropped from the state. If that "+
				"gateway is still in use, remove the webhook there by hand.",
			abilities.Gateway, whatsapp.ShownWebhook(state.URL.ValueString())))
		resp.State.RemoveResource(ctx)
		return
	}
}

func (r *webhookResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state webhookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Update, updateTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	webhook := r.wanted(ctx, plan, req.Config, &state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !r.written(plan, "change", r.account.UpdateWebhook(ctx, webhook), &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, webhookIdentity{plan.URL})...)
}

// Delete drops a webhook of a gateway that has none with a warning: it belongs to another gateway.
func (r *webhookResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state webhookModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Delete, deleteTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.account.DeleteWebhook(ctx, state.URL.ValueString())
	if errors.Is(err, errors.ErrUnsupported) {
		resp.Diagnostics.Append(failure{
			summary: "Webhook not removed",
			attempt: "remove " + whatsapp.ShownWebhook(state.URL.ValueString()),
			err:     err,
			remedy: "The resource is dropped from the state anyway. If another gateway has the webhook, remove it " +
				"there by hand.",
		}.asWarning(r.connection))
		return
	}
	r.written(state, "remove", err, &resp.Diagnostics)
}

// ImportState takes the address as import id or as identity.
func (r *webhookResource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	url := req.ID
	if url == "" && isIdentified(req) {
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("url"), &url)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if err := whatsapp.CheckWebhookURL(url); err != nil {
		resp.Diagnostics.AddError("Not the address of a webhook", refusal(err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("url"), url)...)
}
