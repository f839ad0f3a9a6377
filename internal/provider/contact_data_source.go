package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type contactDataSource struct{ connectedDataSource }

var _ datasource.DataSourceWithConfigure = (*contactDataSource)(nil)

func (d *contactDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_contact"
}

func (d *contactDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Whether a phone number is on WhatsApp, and under which spelling WhatsApp registered " +
			"it. A number that is not on " +
			"WhatsApp is no error.\n\n" +
			"~> **WhatsApp limits how many numbers an account may look up, and bans accounts that go through many.** " +
			"Every plan looks up anew, so " +
			"ask only about the few people on whom something depends. Within a run a number is looked up once, " +
			"however many data sources ask for " +
			"it, and at the pace of `writes_per_minute` in the provider's configuration. Members of the account's " +
			"groups are not looked up at " +
			"all, because the groups tell of them.\n\n" +
			"Only some gateways can look numbers up. Of a member whose number is not hidden every gateway can tell.",
		Attributes: map[string]schema.Attribute{
			"phone_number": schema.StringAttribute{
				MarkdownDescription: "Phone number with its country code, in any spelling.",
				Required:            true,
				CustomType:          phoneNumberType{},
			},
			"on_whatsapp": schema.BoolAttribute{
				MarkdownDescription: "Whether somebody on WhatsApp has the number.",
				Computed:            true,
			},
			"registered_number": schema.StringAttribute{
				MarkdownDescription: "Number as WhatsApp registered it, such as `+5511999990000`, which may be " +
					"another spelling than was asked for: in Brazil with or without the ninth digit, in Mexico with " +
					"a 1 and in Argentina with a 9 behind the country code, in Ivory Coast and Benin as it was " +
					"before they made their numbers longer. Null where nobody has the number, and where the " +
					"gateway tells only that somebody has.",
				Computed: true,
			},
			"jid": schema.StringAttribute{
				MarkdownDescription: "JID of the registered number, such as `5511999990000@s.whatsapp.net`. Null " +
					"where that number is.",
				Computed: true,
			},
			"lid": schema.StringAttribute{
				MarkdownDescription: "LID, the address that does not give the number away (`…@lid`). Null where " +
					"nobody has the number, and where the gateway does not tell.",
				Computed: true,
			},
		},
	}
}

type contactModel struct {
	PhoneNumber      phoneNumberValue `tfsdk:"phone_number"`
	OnWhatsApp       types.Bool       `tfsdk:"on_whatsapp"`
	RegisteredNumber types.String     `tfsdk:"registered_number"`
	JID              types.String     `tfsdk:"jid"`
	LID              types.String     `tfsdk:"lid"`
}

func (d *contactDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model contactModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := model.PhoneNumber.refused(); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("phone_number"), "Not a phone number", refusal(err))
		return
	}
	ctx, cancel := d.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	person, err := d.account.Contact(ctx, model.PhoneNumber.person().Phone)
	if err != nil && !errors.Is(err, whatsapp.ErrNotOnWhatsApp) {
		resp.Diagnostics.Append(
			notLookedUp(model.PhoneNumber.ValueString(), err).asAttributeError(d.connection, "phone_number"),
		)
		return
	}
	model.show(person, err == nil)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func notLookedUp(number string, err error) failure {
	f := failure{
		summary: "Phone number not looked up",
		attempt: fmt.Sprintf("find out who has the number %q on WhatsApp", number),
		err:     err,
	}
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		f.remedy = "This gateway tells only of the members of the account's groups, where their numbers are not " +
			"hidden. To ask about others, use a gateway that can look numbers up: `waha`, or `autonotify` with the " +
			"API `nexus`."
	case errors.Is(err, context.DeadlineExceeded):
		f.remedy = "Look fewer numbers up. They wait for their turn, at the pace of `writes_per_minute` in the " +
			"provider's configuration, because WhatsApp bans accounts that go through many."
	}
	return f
}

func (m *contactModel) show(person whatsapp.Person, found bool) {
	m.OnWhatsApp = types.BoolValue(found)
	m.RegisteredNumber = stringOrNull(person.Phone.String())
	m.JID = stringOrNull(string(whatsapp.PhoneJID(person.Phone)))
	m.LID = stringOrNull(string(person.LID))
}
