package provider

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// groupList lists what there is one of in each group: the group itself, or its members.
type groupList struct {
	*connection
	kind, description string
	// ofCommunities says that the parents of communities have it too.
	ofCommunities bool
	// identify gives the identity, and read fills the resource in as an import makes it.
	identify func(id types.String) any
	read     func(ctx context.Context, c *connection, id types.String, result *list.ListResult) error
}

var _ list.ListResourceWithConfigure = (*groupList)(nil)

func (l *groupList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.kind
}

// Configure has nothing to hand on while Terraform only validates.
func (l *groupList) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	l.connection, _ = req.ProviderData.(*connection)
}

func (l *groupList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: l.description + " Needs Terraform 1.14, which lists with its command `query`. With older " +
			"versions and with OpenTofu the guide [A whole account](" + guides + "whole-account) does the same.",
		Attributes: map[string]schema.Attribute{
			"name_regex": schema.StringAttribute{
				MarkdownDescription: "Regular expression, in the syntax of " +
					"[RE2](https://github.com/google/re2/wiki/Syntax), that the name of a group has to match.",
				Optional:   true,
				Validators: []validator.String{accepted{"a regular expression", checkRegexp}},
			},
			"admin_only": schema.BoolAttribute{
				MarkdownDescription: "Whether to list only groups in which the account is an admin.",
				Optional:            true,
			},
		},
	}
}

type groupListModel struct {
	NameRegex types.String `tfsdk:"name_regex"`
	AdminOnly types.Bool   `tfsdk:"admin_only"`
}

func (l *groupList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var model groupListModel
	var diags diag.Diagnostics
	diags.Append(req.Config.Get(ctx, &model)...)
	groups := l.find(ctx, model, &diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = l.results(ctx, req, groups, diags)
}

// find lists the groups in the order of their names, so that what Terraform writes down is the same each time.
func (l *groupList) find(ctx context.Context, model groupListModel, diags *diag.Diagnostics) []whatsapp.Group {
	if diags.HasError() {
		return nil
	}
	ctx, cancel := l.begin(ctx, always, readTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return nil
	}
	groups, _, err := l.listGroups(ctx, groupsModel{NameRegex: model.NameRegex, AdminOnly: model.AdminOnly}, diags)
	if err != nil {
		diags.Append(failure{
			summary: "WhatsApp groups not read", attempt: "list the groups of the account", err: err,
		}.asError(l.connection))
		return nil
	}
	groups = slices.DeleteFunc(groups, func(g whatsapp.Group) bool {
		return !l.ofCommunities && g.Kind == whatsapp.KindCommunity
	})
	slices.SortFunc(groups, func(a, b whatsapp.Group) int {
		return strings.Compare(a.Name+"\x00"+string(a.ID), b.Name+"\x00"+string(b.ID))
	})
	return groups
}

// results shows the groups one by one, after the warnings of what was left out.
func (l *groupList) results(
	ctx context.Context, req list.ListRequest, groups []whatsapp.Group, warnings diag.Diagnostics,
) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		if len(warnings) > 0 && !push(list.ListResult{Diagnostics: warnings}) {
			return
		}
		for i, g := range groups {
			if req.Limit > 0 && int64(i) == req.Limit {
				return
			}
			result := req.NewListResult(ctx)
			result.DisplayName = groupCalled(g.Name, g.ID)
			l.showIn(ctx, g, &result, req.IncludeResource)
			if !push(result) {
				return
			}
		}
	}
}

// showIn fills a result in. The resource is read as an import reads it, from the list that was just made where that has
// it.
func (l *groupList) showIn(ctx context.Context, g whatsapp.Group, result *list.ListResult, whole bool) {
	id := types.StringValue(string(g.ID))
	result.Diagnostics.Append(result.Identity.Set(ctx, l.identify(id))...)
	if !whole || result.Diagnostics.HasError() {
		return
	}
	ctx, cancel := l.begin(ctx, always, readTimeout, &result.Diagnostics)
	defer cancel()
	if err := l.read(ctx, l.connection, id, result); err != nil {
		result.Diagnostics.Append(failure{
			summary: "WhatsApp group not read", attempt: "read " + groupCalled(g.Name, g.ID), err: err,
		}.asError(l.connection))
	}
}

// The lists there are.
var (
	listOfGroups = groupList{
		kind:          "group",
		description:   "The WhatsApp groups that the account is in.",
		ofCommunities: true,
		identify:      func(id types.String) any { return groupIdentity{id} },
		read: func(ctx context.Context, c *connection, id types.String, result *list.ListResult) error {
			g, err := c.account.Group(ctx, whatsapp.JID(id.ValueString()))
			if err != nil {
				return err
			}
			importGroup(ctx, result.Resource, id.ValueString(), &result.Diagnostics)
			var model groupModel
			result.Diagnostics.Append(result.Resource.Get(ctx, &model)...)
			model.fromGroup(g)
			model.Pending = pendingList(ctx, nil, &result.Diagnostics)
			result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
			return nil
		},
	}
	listOfMembers = groupList{
		kind: "group_members",
		description: "The members of each WhatsApp group that the account is in, as one map a group. The parents of " +
			"communities, which take no members, are left out.",
		identify: func(id types.String) any { return membersIdentity{id} },
		read: func(ctx context.Context, c *connection, id types.String, result *list.ListResult) error {
			roll, err := c.account.CallRoll(ctx, whatsapp.JID(id.ValueString()), nil)
			if err != nil {
				return err
			}
			importMembers(ctx, result.Resource, id.ValueString(), &result.Diagnostics)
			var model membersModel
			result.Diagnostics.Append(result.Resource.Get(ctx, &model)...)
			reading := readMembers(model, nil, roll, roster{}, c.own(ctx))
			reading.joinStrangers()
			model.Members, model.Status = textMap(reading.members), textMap(reading.status)
			result.Diagnostics.Append(result.Resource.Set(ctx, &model)...)
			return nil
		},
	}
)

// newList makes a list of its own for each call, since Configure writes to it.
func newList(l groupList) func() list.ListResource {
	return func() list.ListResource {
		made := l
		return &made
	}
}

// seed is what an import writes to.
type seed interface {
	SetAttribute(ctx context.Context, at path.Path, value any) diag.Diagnostics
}

// importGroup seeds a group, for the reading that follows.
func importGroup(ctx context.Context, to seed, id string, diags *diag.Diagnostics) {
	diags.Append(to.SetAttribute(ctx, path.Root("id"), id)...)
	diags.Append(to.SetAttribute(ctx, path.Root("on_destroy"), onDestroyLeave)...)
}

// importMembers seeds the map of a group, for the reading that follows.
func importMembers(ctx context.Context, to seed, id string, diags *diag.Diagnostics) {
	diags.Append(to.SetAttribute(ctx, path.Root("group_id"), id)...)
	diags.Append(to.SetAttribute(ctx, path.Root("exclusive"), true)...)
	diags.Append(to.SetAttribute(ctx, path.Root("on_destroy"), onDestroyRemove)...)
}
