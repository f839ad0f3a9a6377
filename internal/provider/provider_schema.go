package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// guides is where the guides are, for links that work in the registry and in the repository.
const guides = "https://registry.terraform.io/providers/terraform-whatsapp/whatsapp/latest/docs/guides/"

const banned = "WhatsApp bans accounts that change much in a short time: see the guide [Pace and " +
	"bans](" + guides + "pace)."

func (p *whatsappProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The WhatsApp provider manages WhatsApp groups, their members and their invite links " +
			"through a gateway that is linked to a WhatsApp account.",
		Attributes: map[string]schema.Attribute{
			"gateway": schema.StringAttribute{
				MarkdownDescription: "Kind of the gateway: " + backquoted(gatewayKinds) + ". Also `WHATSAPP_GATEWAY`.",
				Optional:            true,
				Validators:          []validator.String{accepted{"a kind of gateway", checkGateway}},
			},
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "Base URL of the gateway, such as `http://localhost:3000`. Also " +
					"`WHATSAPP_ENDPOINT`.",
				Optional:   true,
				Validators: []validator.String{accepted{"an http or https URL", checkEndpoint}},
			},
			"api_key": schema.StringAttribute{
				MarkdownDescription: "API key of the gateway. Leave it out if the gateway has none. Also " +
					"`WHATSAPP_API_KEY`. White space around it is dropped. Give it by a variable with `ephemeral " +
					"= true` (from Terraform 1.10 and OpenTofu 1.11) or by the environment: a saved plan holds " +
					"the value of a variable that is only `sensitive`.",
				Optional:  true,
				Sensitive: true,
			},
			"session": schema.StringAttribute{
				MarkdownDescription: "Name of the gateway's session that is linked to the account, `default` if left " +
					"out. Also `WHATSAPP_SESSION`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"account": schema.StringAttribute{
				MarkdownDescription: "Phone number of the linked account itself, with its country code, for " +
					"gateways that do not show it. Also `WHATSAPP_ACCOUNT`.",
				Optional:   true,
				CustomType: phoneNumberType{},
			},
			"headers": schema.MapAttribute{
				MarkdownDescription: "More headers for every request, such as those that a proxy in front of the " +
					"gateway needs. `Authorization` is for a proxy in front of WAHA. The other gateways take " +
					"`api_key` in this header, so to set both is an error.",
				ElementType: types.StringType,
				Optional:    true,
				Sensitive:   true,
				Validators:  []validator.Map{usableHeaders{}},
			},
			"ca_certificate": schema.StringAttribute{
				MarkdownDescription: "Certificates in PEM form of authorities to trust for the gateway, in " +
					"addition to those of the system.",
				Optional:   true,
				Validators: []validator.String{accepted{"certificates in PEM form", checkCertificates}},
			},
			"insecure": schema.BoolAttribute{
				MarkdownDescription: "Whether to accept any certificate of the gateway. Then anybody between you " +
					"and the gateway can read the API key.",
				Optional: true,
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "Longest time that one request may take, such as `90s`; `140s` if left out. " +
					"WAHA's NOWEB engine answers some requests after two minutes.",
				Optional:   true,
				Validators: []validator.String{accepted{"a duration", checkTimeout}},
			},
			"max_retries": schema.NumberAttribute{
				MarkdownDescription: "How often a request is repeated, where repeating does no harm: a whole " +
					"number from 0 to 100, 3 if left out.",
				Optional:   true,
				Validators: []validator.Number{wholeNumber{to: 100}},
			},
			"adds_per_minute": schema.NumberAttribute{
				MarkdownDescription: "How many people are added to groups in a minute, after the first ten. People " +
					"in `initial_members` and private invitations count too. A whole number from 0 to 6000, 60 if " +
					"left out; 0 sets no limit. " + banned,
				Optional:   true,
				Validators: []validator.Number{wholeNumber{to: 6000}},
			},
			"groups_per_day": schema.NumberAttribute{
				MarkdownDescription: "How many groups the account may make in any 24 hours. A whole number from 0 " +
					"to 1000, 30 if left out; 0 sets no limit. A group counts if the gateway lists it with its " +
					"owner and time of creation, or if the same run has made it. A group over the limit is an " +
					"error, which says when it may be made. An apply after that time makes it. " + banned,
				Optional:   true,
				Validators: []validator.Number{wholeNumber{to: 1000}},
			},
			"writes_per_minute": schema.NumberAttribute{
				MarkdownDescription: "How many other changes are sent to WhatsApp in a minute, after the first ten. " +
					"A whole number from 0 to 6000, 60 if left out; 0 sets no limit. " + banned,
				Optional:   true,
				Validators: []validator.Number{wholeNumber{to: 6000}},
			},
			"autonotify": schema.SingleNestedAttribute{
				MarkdownDescription: "Settings of the gateway `autonotify`.",
				Optional:            true,
				Attributes: map[string]schema.Attribute{
					"api": schema.StringAttribute{
						MarkdownDescription: "Generation of the server: `nexus`, `beta`, or `auto` (the default), " +
							"which asks the server whether it is nexus and fails if it is not.",
						Optional:   true,
						Validators: []validator.String{stringvalidator.OneOf("auto", "beta", "nexus")},
					},
					"paths": schema.MapAttribute{
						MarkdownDescription: "Paths of the beta's operations by name, such as `{ create = \"POST " +
							"/api/v1/group\" }`. Only the path of `members` is published. Name the others here if " +
							"you know them.",
						ElementType: types.StringType,
						Optional:    true,
						Validators:  []validator.Map{mapvalidator.NoNullValues()},
					},
					"accept_unverified_paths": schema.BoolAttribute{
						MarkdownDescription: "Whether to use guessed paths for the beta's operations that neither " +
							"its documentation nor `paths` gives.",
						Optional: true,
					},
				},
			},
		},
	}
}
