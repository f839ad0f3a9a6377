package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type webhookModel struct {
	ID               types.String   `tfsdk:"id"`
	URL              types.String   `tfsdk:"url"`
	Events           types.Set      `tfsdk:"events"`
	HMACKey          types.String   `tfsdk:"hmac_key"`
	HMACKeyWO        types.String   `tfsdk:"hmac_key_wo"`
	HMACKeyWOVersion types.Int64    `tfsdk:"hmac_key_wo_version"`
	Headers          types.Map      `tfsdk:"headers"`
	Retries          types.Object   `tfsdk:"retries"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

type retriesModel struct {
	DelaySeconds types.Int64  `tfsdk:"delay_seconds"`
	Attempts     types.Int64  `tfsdk:"attempts"`
	Policy       types.String `tfsdk:"policy"`
}

var retriesTypes = map[string]attr.Type{
	"delay_seconds": types.Int64Type, "attempts": types.Int64Type, "policy": types.StringType,
}

// webhook is what is to be written, with the key that stays as it is.
func (m *webhookModel) webhook(ctx context.Context, diags *diag.Diagnostics) whatsapp.Webhook {
	w := whatsapp.Webhook{URL: m.URL.ValueString()}
	diags.Append(m.Events.ElementsAs(ctx, &w.Events, false)...)
	var headers map[string]string
	diags.Append(m.Headers.ElementsAs(ctx, &headers, false)...)
	for name, value := range headers {
		if w.Headers == nil {
			w.Headers = make(map[string]whatsapp.Secret, len(headers))
		}
		w.Headers[name] = whatsapp.NewSecret(value)
	}
	if !m.Retries.IsNull() {
		var r retriesModel
		diags.Append(m.Retries.As(ctx, &r, basetypes.ObjectAsOptions{})...)
		w.Retries = &whatsapp.WebhookRetries{
			DelaySeconds: r.DelaySeconds.ValueInt64Pointer(), Attempts: r.Attempts.ValueInt64Pointer(),
			Policy: r.Policy.ValueString(),
		}
	}
	return w
}

// key is the key that a plan asks to write, given the write-only one of the configuration and the state, which is nil
// for a new webhook. It is nil where the key stays as it is.
func (m *webhookModel) key(writeOnly types.String, state *webhookModel) *whatsapp.Secret {
	if m.HMACKeyWOVersion.IsNull() {
		return new(whatsapp.NewSecret(m.HMACKey.ValueString()))
	}
	if state != nil && m.HMACKeyWOVersion.Equal(state.HMACKeyWOVersion) {
		return nil
	}
	return new(whatsapp.NewSecret(writeOnly.ValueString()))
}

// fromWebhook takes over a reading. What the gateway does not tell of the key keeps the state. A write-only key is in
// no state: where there is none at the gateway, its version is dropped, so that the plan writes it again.
func (m *webhookModel) fromWebhook(ctx context.Context, w whatsapp.Webhook, diags *diag.Diagnostics) {
	m.ID, m.URL = types.StringValue(w.URL), types.StringValue(w.URL)
	m.Events = types.SetNull(types.StringType)
	if len(w.Events) > 0 {
		events, eventDiags := types.SetValueFrom(ctx, types.StringType, w.Events)
		diags.Append(eventDiags...)
		m.Events = events
	}
	switch {
	case w.HMACKey == nil:
	case m.HMACKeyWOVersion.IsNull():
		m.HMACKey = stringOrNull(w.HMACKey.Reveal())
	case w.HMACKey.IsZero():
		m.HMACKeyWOVersion = types.Int64Null()
	}
	switch {
	case len(w.Headers) > 0:
		plain := make(map[string]string, len(w.Headers))
		for name, value := range w.Headers {
			plain[name] = value.Reveal()
		}
		headers, headerDiags := types.MapValueFrom(ctx, types.StringType, plain)
		diags.Append(headerDiags...)
		m.Headers = headers
	case len(m.Headers.Elements()) > 0: // An empty map says the same as none, and stays.
		m.Headers = types.MapNull(types.StringType)
	}
	m.Retries = types.ObjectNull(retriesTypes)
	if r := w.Retries; r != nil {
		retries, retriesDiags := types.ObjectValueFrom(ctx, retriesTypes, retriesModel{
			DelaySeconds: types.Int64PointerValue(r.DelaySeconds), Attempts: types.Int64PointerValue(r.Attempts),
			Policy: stringOrNull(r.Policy),
		})
		diags.Append(retriesDiags...)
		m.Retries = retries
	}
}
