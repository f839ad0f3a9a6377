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

type groupDataSource struct{ connectedDataSource }

var _ datasource.DataSourceWithConfigure = (*groupDataSource)(nil)

func (d *groupDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_group"
}

func (d *groupDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := foundGroupAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
		Required:            true,
		Validators:          []validator.String{groupID},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A WhatsApp group that the account is in, with its members.\n\n" + explainJID +
			" " + explainLID,
		Attributes: attributes,
	}
}

func (d *groupDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config foundGroup
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := d.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	id := whatsapp.JID(config.ID.ValueString())
	own, err := d.account.Self(ctx)
	var g whatsapp.Group
	if err == nil {
		g, err = d.account.Group(ctx, id)
	}
	if err != nil {
		notRead := failure{summary: "WhatsApp group not read", attempt: "read " + groupCalled("", id), err: err}
		if errors.Is(err, account.ErrGone) {
			notRead.err = whatsapp.ErrGroupNotFound
		}
		resp.Diagnostics.Append(notRead.asError(d.connection))
		return
	}
	found := newFoundGroup(g)
	found.Members = newFoundMembers(g.Members, own)
	resp.Diagnostics.Append(resp.State.Set(ctx, found)...)
}

// foundGroup is a group as the data sources show it.
type foundGroup struct {
	groupSettings
	ID        types.String           `tfsdk:"id"`
	Kind      types.String           `tfsdk:"kind"`
	Community types.String           `tfsdk:"community_id"`
	Owner     types.String           `tfsdk:"owner"`
	CreatedAt types.String           `tfsdk:"created_at"`
	Size      types.Int64            `tfsdk:"size"`
	Members   map[string]foundMember `tfsdk:"members"`
}

// newFoundGroup is a group without its members.
func newFoundGroup(g whatsapp.Group) foundGroup {
	found := foundGroup{
		ID:        types.StringValue(string(g.ID)),
		Kind:      stringOrNull(string(g.Kind)),
		Community: stringOrNull(string(g.Community)),
		Owner:     jidOf(types.StringNull(), g.Owner),
		CreatedAt: valueOr(types.StringNull(), timestamp(g.CreatedAt)),
		Size:      types.Int64Value(int64(max(g.Size, len(g.Members)))),
	}
	found.fromGroup(g)
	return found
}

func foundGroupAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "JID of the group.",
			Computed:            true,
		},
		"kind": schema.StringAttribute{
			MarkdownDescription: "Kind of the group: `group`; `community`, the parent of a community, which takes " +
				"neither members nor settings; or `announcement`, the group of a community in which only admins " +
				"write. Null if the gateway does not show it.",
			Computed: true,
		},
		"community_id": schema.StringAttribute{
			MarkdownDescription: "JID of the community that the group belongs to. Null if the group belongs to " +
				"none, or if the gateway does not show it.",
			Computed: true,
		},
		"owner": schema.StringAttribute{
			MarkdownDescription: "JID of the creator of the group. Null if the gateway does not show it.",
			Computed:            true,
		},
		"created_at": schema.StringAttribute{
			MarkdownDescription: "Time at which the group was made, in RFC 3339. Null if the gateway does not " +
				"show it.",
			Computed: true,
		},
		"size": schema.Int64Attribute{
			MarkdownDescription: "Number of members.",
			Computed:            true,
		},
		"members": foundMembersAttribute(),
	}
	for _, s := range allGroupSettings {
		attributes[string(s.attribute)] = s.dataSource
	}
	return attributes
}
