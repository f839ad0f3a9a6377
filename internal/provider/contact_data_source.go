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
		MarkdownDescription: "Whether a phone number is on WhatsApp, and how WhatsApp has registered it. A number " +
			"that is not on WhatsApp is not an error.\n\n~> **WhatsApp limits how many numbers an account may " +
			"look up, and bans accounts that go through many.** Every plan looks up again, so ask only about the " +
			"few people who matter to your configuration. Within a run a number is looked up once, even if " +
			"several data sources ask for it. Look-ups keep to `writes_per_minute` of the provider's " +
			"configuration. Members of the account's groups are not looked up at all, because the groups show " +
			"them.\n\nOnly some gateways can look numbers up. Every gateway can find a member whose number is not " +
			"hidden.\n\n" + explainJID + " " + explainLID,
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
				MarkdownDescription: "The number as WhatsApp registered it, such as `+5511999990000`. Some " +
					"countries have two spellings of one number: Brazil with or without the ninth digit, Mexico " +
					"with a 1 and Argentina with a 9 after the country code, Ivory Coast and Benin with their " +
					"old, shorter numbers. Null if nobody has the number, or if the gateway only says that " +
					"somebody has it.",
				Computed: true,
			},
			"jid": schema.StringAttribute{
				MarkdownDescription: "JID of the registered number, such as `5511999990000@s.whatsapp.net`. Null " +
					"if `registered_number` is null.",
				Computed: true,
			},
			"lid": schema.StringAttribute{
				MarkdownDescription: "LID of the person (`…@lid`). Null if nobody has the number, or if the " +
					"gateway does not show the LID.",
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
	ctx, cancel := d.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	person, err := d.account.Contact(ctx, model.PhoneNumber.person().Phone)
	if refused := model.PhoneNumber.refused(); refused != nil && isUnshown(err) {
		resp.Diagnostics.Append(unshown(path.Root("phone_number"), refused))
		return
	}
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
		f.remedy = "This gateway can only find members of the account's groups, and only if their numbers are not " +
			"hidden. To ask about other numbers, use a gateway that can look them up: `waha`, or `autonotify` " +
			"with the API `nexus`."
	case errors.Is(err, context.DeadlineExceeded):
		f.remedy = "Look up fewer numbers. Look-ups wait for their turn at the pace of `writes_per_minute` in the " +
			"provider's configuration, because WhatsApp bans accounts that look up many."
	}
	return f
}

func (m *contactModel) show(person whatsapp.Person, found bool) {
	m.OnWhatsApp = types.BoolValue(found)
	m.RegisteredNumber = stringOrNull(person.Phone.String())
	m.JID = stringOrNull(string(whatsapp.PhoneJID(person.Phone)))
	m.LID = stringOrNull(string(person.LID))
}
