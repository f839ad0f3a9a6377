package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func (r *webhookResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A webhook: an address to which the gateway sends what happens in WhatsApp, such as " +
			"that somebody has joined a group.\n\n" +
			"With WAHA a webhook is an entry in the configuration of the session. Everything else in that " +
			"configuration stays as it is. WAHA restarts the session for each change, which takes some seconds: the " +
			"provider lets what it does already come to its end, and waits until the session works again before it " +
			"goes on. Whoever else uses the session meanwhile finds it stopped.\n\n" +
			"With WhatsAPI an instance has one webhook, which is an address and nothing more. It can be written and " +
			"not read, so the state has what was written last: a refresh does not notice that somebody has changed " +
			"it, and it cannot be imported. A create replaces the webhook that was there. A destroy empties it. " +
			"Autonotify has no webhooks that are known, and the plan refuses them.\n\n" +
			"A webhook belongs to its gateway and not to WhatsApp. So this resource is the exception from the rule " +
			"that another gateway plans no change.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The same as `url`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"url": schema.StringAttribute{
				MarkdownDescription: "Address of the webhook, which begins with `https://` or `http://`. It names the " +
					"webhook: a session has no two of one address. Another `url` replaces the webhook. The address is " +
					"not secret, so what is secret belongs into `headers` or `hmac_key`.",
				Required:      true,
				Validators:    []validator.String{accepted{"the address of a webhook", whatsapp.CheckWebhookURL}},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"events": schema.SetAttribute{
				MarkdownDescription: "Names of the events that the gateway sends, such as `group.v2.participants` " +
					"(somebody has joined or left a group, or has another role), `group.v2.join` and `group.v2.leave` " +
					"(the account itself has), `group.v2.update`, and the older `group.join` and `group.leave`. WAHA " +
					"needs one at least, and refuses names that it does not know: the plan warns of a name that WAHA " +
					"2026.8.2 does not have. WhatsAPI takes none.",
				ElementType: types.StringType,
				Optional:    true,
				Validators: []validator.Set{
					setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
				},
			},
			"hmac_key": schema.StringAttribute{
				MarkdownDescription: "Key with which WAHA signs what it sends, in the header `X-Webhook-Hmac` " +
					"(HMAC with SHA-512 of the body). It is in the state, so treat the state as a secret. Without " +
					"it and `hmac_key_wo` nothing is signed.",
				Optional:  true,
				Sensitive: true,
			},
			"hmac_key_wo": schema.StringAttribute{
				MarkdownDescription: "The same as `hmac_key`, but in no state and no plan, except from an import until the " +
					"next apply (Terraform 1.11, OpenTofu 1.11). It is written when `hmac_key_wo_version` changes. A refresh notices that the key is " +
					"gone, and not that it is another one.",
				Optional:  true,
				Sensitive: true,
				WriteOnly: true,
			},
			"hmac_key_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Number that is to be raised whenever `hmac_key_wo` is another one.",
				Optional:            true,
			},
			"headers": schema.MapAttribute{
				MarkdownDescription: "Headers that WAHA sends to the address, such as `Authorization`. They are in the " +
					"state, so treat the state as a secret.",
				ElementType: types.StringType,
				Optional:    true,
				Sensitive:   true,
				Validators:  []validator.Map{usableHeaders{}},
			},
			"retries": schema.SingleNestedAttribute{
				MarkdownDescription: "When WAHA tries again to reach the address. Without it WAHA decides.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"delay_seconds": schema.Int64Attribute{
						MarkdownDescription: "Seconds before the first repetition.",
						Required:            true,
						Validators:          []validator.Int64{int64validator.AtLeast(0)},
					},
					"attempts": schema.Int64Attribute{
						MarkdownDescription: "Number of attempts.",
						Required:            true,
						Validators:          []validator.Int64{int64validator.AtLeast(1)},
					},
					"policy": schema.StringAttribute{
						MarkdownDescription: "Growth of the delay: `linear`, `exponential` or `constant`. Without it " +
							"WAHA decides.",
						Optional:   true,
						Validators: []validator.String{stringvalidator.OneOf("linear", "exponential", "constant")},
					},
				},
			},
			"timeouts": timeoutsAttribute(ctx),
		},
	}
}

// webhookIdentity is fixed for the life of the resource.
type webhookIdentity struct {
	URL types.String `tfsdk:"url"`
}

func (r *webhookResource) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"url": identityschema.StringAttribute{RequiredForImport: true, Description: "Address of the webhook."},
	}}
}
