package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type sessionDataSource struct{ connectedDataSource }

var _ datasource.DataSourceWithConfigure = (*sessionDataSource)(nil)

func (d *sessionDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_session"
}

func (d *sessionDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The session of the provider's configuration: whether it is linked to WhatsApp, who the " +
			"account is, and what the gateway can do. A session that is not linked is no error here, so that a " +
			"`check` block or a postcondition can say what should be done about it.\n\n" + explainLID,
		Attributes: map[string]schema.Attribute{
			"status": schema.StringAttribute{
				MarkdownDescription: "State of the session in the gateway's own word, such as `WORKING` or " +
					"`SCAN_QR_CODE` with WAHA. Null if the gateway says nothing about its sessions.",
				Computed: true,
			},
			"connected": schema.BoolAttribute{
				MarkdownDescription: "Whether groups can be read and written now. Null if the gateway says " +
					"nothing about its sessions.",
				Computed: true,
			},
			"phone_number": schema.StringAttribute{
				MarkdownDescription: "Number of the account, such as `+5511999990000`. If the gateway does not " +
					"show it, the number is `account` of the provider's configuration. Null if that is not set either.",
				Computed: true,
			},
			"lid": schema.StringAttribute{
				MarkdownDescription: "LID of the account. Null if the gateway does not say.",
				Computed:            true,
			},
			"gateway": schema.StringAttribute{
				MarkdownDescription: "Kind of the gateway: `waha`, `whatsapi` or `autonotify`.",
				Computed:            true,
			},
			"engine": schema.StringAttribute{
				MarkdownDescription: "What is behind the gateway: the engine of WAHA (`NOWEB`, `GOWS`, `WEBJS` or " +
					"`WPP`), the generation of Autonotify (`nexus` or `beta`). Null with WhatsAPI.",
				Computed: true,
			},
			"version": schema.StringAttribute{
				MarkdownDescription: "Version of the gateway, such as `2026.9.0`. Null if the gateway does not say.",
				Computed:            true,
			},
			"abilities": schema.SetAttribute{
				MarkdownDescription: "What the gateway can do, in this engine and version: the words of the table in " +
					"the guide [Gateways](" + guides + "gateways), such as `revoke_invite` and `clear_description`. " +
					"`contains(data.whatsapp_session.this.abilities, \"revoke_invite\")` asks for one.",
				ElementType: types.StringType,
				Computed:    true,
			},
		},
	}
}

type sessionModel struct {
	Status      types.String `tfsdk:"status"`
	Connected   types.Bool   `tfsdk:"connected"`
	PhoneNumber types.String `tfsdk:"phone_number"`
	LID         types.String `tfsdk:"lid"`
	Gateway     types.String `tfsdk:"gateway"`
	Engine      types.String `tfsdk:"engine"`
	Version     types.String `tfsdk:"version"`
	Abilities   []string     `tfsdk:"abilities"`
}

func (d *sessionDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	ctx, cancel := d.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	session, err := d.account.Session(ctx)
	var abilities whatsapp.Abilities
	if err == nil {
		abilities, err = d.account.Abilities(ctx)
	}
	if err != nil {
		resp.Diagnostics.Append(failure{
			summary: "WhatsApp session not read", attempt: "read the session " + d.session, err: err,
		}.asError(d.connection))
		return
	}
	model := sessionModel{
		PhoneNumber: stringOrNull(session.Self.Phone.String()),
		LID:         stringOrNull(string(session.Self.LID)),
		Gateway:     types.StringValue(d.kind),
		Engine:      stringOrNull(abilities.Engine),
		Version:     stringOrNull(abilities.Version),
		Abilities:   []string{},
	}
	if !session.Assumed {
		model.Status, model.Connected = stringOrNull(session.Status), types.BoolValue(session.Connected)
	}
	for _, ability := range abilities.List() {
		model.Abilities = append(model.Abilities, ability.Name())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
