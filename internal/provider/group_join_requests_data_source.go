package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type joinRequestsDataSource struct{ connectedDataSource }

var _ datasource.DataSourceWithConfigure = (*joinRequestsDataSource)(nil)

func (d *joinRequestsDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_group_join_requests"
}

func (d *joinRequestsDataSource) Schema(
	_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The people who ask to join a WhatsApp group and wait for an admin. WhatsApp has " +
			"requests where `join_approval_required` is on, and shows them to admins of the group.\n\nTo let somebody in, " +
			"add them to `whatsapp_group_member` or `whatsapp_group_members`: whoever has asked is let in instead of " +
			"added. Nobody is ever turned away by the provider.\n\nCopy the keys into your own list. Never compute " +
			"`members` or `for_each` from this data source: whoever is let in asks no more, and the next apply would " +
			"remove them.\n\n" + joinRequestsNeed + "\n\n" + explainJID + " " +
			explainLID,
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
			},
			"requests": schema.MapNestedAttribute{
				MarkdownDescription: "People by phone number such as `+5511999990000`, or by LID (`…@lid`) if " +
					"WhatsApp hides the number. The keys can be written as they are into `whatsapp_group_members`.",
				Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"phone_number": schema.StringAttribute{
						MarkdownDescription: "Phone number as WhatsApp registered it. Empty if WhatsApp hides it and " +
							"the gateway does not know it.",
						Computed: true,
					},
					"lid": schema.StringAttribute{
						MarkdownDescription: "LID of the person (`…@lid`). Null if the gateway does not show it.",
						Computed:            true,
					},
					"jid": schema.StringAttribute{
						MarkdownDescription: "JID of the phone number, or the LID if WhatsApp hides the number.",
						Computed:            true,
					},
					"method": schema.StringAttribute{
						MarkdownDescription: "How the person asks, in WhatsApp's word: `invite_link`; " +
							"`linked_group_join`, from the community of the group; or `non_admin_add`, where a " +
							"member asks for them. Null if the gateway does not show it.",
						Computed: true,
					},
					"added_by": schema.StringAttribute{
						MarkdownDescription: "JID or LID of the member who asks for the person. Null if they ask " +
							"themselves.",
						Computed: true,
					},
					"community_id": schema.StringAttribute{
						MarkdownDescription: "JID of the community from which the person asks. Null if there is none.",
						Computed:            true,
					},
					"requested_at": schema.StringAttribute{
						MarkdownDescription: "Time of the request, in RFC 3339. Null if the gateway does not show it.",
						Computed:            true,
					},
				}},
			},
		},
	}
}

// joinRequestsNeed says what it takes to see who asks to join.
const joinRequestsNeed = "It needs WAHA 2026.8.2 or newer, with any of its engines. No other gateway shows who asks " +
	"to join."

type joinRequestsModel struct {
	GroupID  types.String            `tfsdk:"group_id"`
	Requests map[string]foundRequest `tfsdk:"requests"`
}

// foundRequest is somebody who asks to join, as the data source shows them.
type foundRequest struct {
	PhoneNumber types.String `tfsdk:"phone_number"`
	LID         types.String `tfsdk:"lid"`
	JID         types.String `tfsdk:"jid"`
	Method      types.String `tfsdk:"method"`
	AddedBy     types.String `tfsdk:"added_by"`
	Community   types.String `tfsdk:"community_id"`
	RequestedAt types.String `tfsdk:"requested_at"`
}

func (d *joinRequestsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model joinRequestsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := d.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	requests, err := d.account.JoinRequests(ctx, whatsapp.JID(model.GroupID.ValueString()))
	if err != nil {
		resp.Diagnostics.Append(requestsNotRead(whatsapp.JID(model.GroupID.ValueString()), err).
			asAttributeError(d.connection, "group_id"))
		return
	}
	model.Requests = newFoundRequests(requests)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func requestsNotRead(group whatsapp.JID, err error) failure {
	f := failure{
		summary: "Join requests not read", attempt: "read who asks to join " + groupCalled("", group), err: err,
	}
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		f.remedy = joinRequestsNeed
	case errors.Is(err, whatsapp.ErrNotAdmin):
		f.remedy = "WhatsApp shows this to admins of the group. Ask one to make the account an admin."
	}
	return f
}

// newFoundRequests gives everybody an entry by number or LID. Two LIDs of one number go by LID both.
func newFoundRequests(requests []account.JoinRequest) map[string]foundRequest {
	times := make(map[string]int, len(requests))
	for _, r := range requests {
		times[r.String()]++
	}
	found := make(map[string]foundRequest, len(requests))
	for _, r := range requests {
		key := r.String()
		if times[key] > 1 && r.LID != "" {
			key = string(r.LID)
		}
		found[key] = foundRequest{
			PhoneNumber: types.StringValue(r.Phone.String()),
			LID:         stringOrNull(string(r.LID)),
			JID:         types.StringValue(string(r.JID())),
			Method:      stringOrNull(string(r.Method)),
			AddedBy:     stringOrNull(string(r.AddedBy.JID())),
			Community:   stringOrNull(string(r.Community)),
			RequestedAt: valueOr(types.StringNull(), timestamp(r.RequestedAt)),
		}
	}
	return found
}
