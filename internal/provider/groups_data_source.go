package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type groupsDataSource struct{ connectedDataSource }

var _ datasource.DataSourceWithConfigure = (*groupsDataSource)(nil)

func (d *groupsDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_groups"
}

func (d *groupsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The WhatsApp groups that the account is in.\n\n" + explainJID + " " + explainLID,
		Attributes: map[string]schema.Attribute{
			"name_regex": schema.StringAttribute{
				MarkdownDescription: "Regular expression that the name of a group has to match, in the syntax of " +
					"[RE2](https://github.com/google/re2/wiki/Syntax). Both Unicode forms of a letter with an " +
					"accent match.",
				Optional:   true,
				Validators: []validator.String{accepted{"a regular expression", checkRegexp}},
			},
			"admin_only": schema.BoolAttribute{
				MarkdownDescription: "Whether to list only groups in which the account is an admin.",
				Optional:            true,
			},
			"member": schema.StringAttribute{
				MarkdownDescription: "Person who has to be in a group, by phone number with its country code or by " +
					"LID (`…@lid`), such as somebody who leaves the organisation. The provider looks in the list of " +
					"groups, so this costs no further call if that list has the members. A group in which the person " +
					"may be a member whose number is hidden is not listed, and a warning counts such groups.",
				Optional:   true,
				Validators: []validator.String{accepted{"a phone number or a LID", checkPerson}},
			},
			"include_members": schema.BoolAttribute{
				MarkdownDescription: "Whether to list the members of the groups too. With some gateways that " +
					"takes one call for each group.",
				Optional: true,
			},
			"groups": schema.MapNestedAttribute{
				MarkdownDescription: "Groups by their id. `members` is null unless `include_members` is true.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: foundGroupAttributes()},
			},
		},
	}
}

type groupsModel struct {
	NameRegex      types.String          `tfsdk:"name_regex"`
	AdminOnly      types.Bool            `tfsdk:"admin_only"`
	Member         types.String          `tfsdk:"member"`
	IncludeMembers types.Bool            `tfsdk:"include_members"`
	Groups         map[string]foundGroup `tfsdk:"groups"`
}

func (d *groupsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model groupsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := d.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	groups, err := d.find(ctx, model, &resp.Diagnostics)
	if err != nil {
		resp.Diagnostics.Append(
			failure{
				summary: "WhatsApp groups not read",
				attempt: "list the groups of the account",
				err:     err,
			}.asError(
				d.connection,
			),
		)
		return
	}
	model.Groups = groups
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (d *groupsDataSource) find(
	ctx context.Context,
	model groupsModel,
	diags *diag.Diagnostics,
) (map[string]foundGroup, error) {
	groups, own, err := d.listGroups(ctx, model, diags)
	if err != nil {
		return nil, err
	}
	found := make(map[string]foundGroup, len(groups))
	for _, g := range groups {
		entry := newFoundGroup(g)
		if model.IncludeMembers.ValueBool() {
			entry.Members = newFoundMembers(g.Members, own)
		}
		found[string(g.ID)] = entry
	}
	return found, nil
}

// listGroups reads the groups that a model asks for, and says who the account is.
func (c *connection) listGroups(
	ctx context.Context, model groupsModel, diags *diag.Diagnostics,
) (groups []whatsapp.Group, own whatsapp.Person, err error) {
	isNamed, err := whatsapp.NamePattern(model.NameRegex.ValueString())
	if err != nil {
		return nil, own, err
	}
	if own, err = c.account.Self(ctx); err != nil {
		return nil, own, err
	}
	var isAdmin func(whatsapp.Group) (is, certain bool)
	if model.AdminOnly.ValueBool() {
		if isAdmin, err = c.adminOf(ctx, own); err != nil {
			return nil, own, err
		}
	}
	if groups, err = c.account.Groups(ctx); err != nil {
		return nil, own, err
	}
	groups = slices.DeleteFunc(groups, func(g whatsapp.Group) bool { return !isNamed(g.Name) })
	if model.needsMembers(own) {
		if groups, err = c.withMembers(ctx, groups); err != nil {
			return nil, own, err
		}
	}
	if isAdmin != nil {
		groups = slices.DeleteFunc(groups, func(g whatsapp.Group) bool {
			is, certain := isAdmin(g)
			if !certain {
				diags.Append(c.leftOut(g, own))
			}
			return !is
		})
	}
	if !model.Member.IsNull() {
		groups, err = c.groupsWith(ctx, groups, model.Member.ValueString(), diags)
	}
	return groups, own, err
}

// needsMembers reports whether the question is about members. Who is an admin is, where it is known who the account is.
func (m groupsModel) needsMembers(own whatsapp.Person) bool {
	return m.IncludeMembers.ValueBool() || !m.Member.IsNull() || m.AdminOnly.ValueBool() && !own.IsZero()
}

// withMembers reads the groups that the list has without their members.
func (c *connection) withMembers(ctx context.Context, listed []whatsapp.Group) ([]whatsapp.Group, error) {
	groups := make([]whatsapp.Group, len(listed))
	for i, g := range listed {
		groups[i] = g
		if g.Members != nil {
			continue
		}
		var err error
		if groups[i], err = c.account.Group(ctx, g.ID); err != nil {
			return nil, fmt.Errorf("read %s: %w", groupCalled(g.Name, g.ID), err)
		}
	}
	return groups, nil
}

// namedAtMost is how many groups a warning names.
const namedAtMost = 10

// groupsWith keeps the groups in which somebody is, and warns of those in which they may be.
func (c *connection) groupsWith(
	ctx context.Context, groups []whatsapp.Group, written string, diags *diag.Diagnostics,
) ([]whatsapp.Group, error) {
	person, err := parsePerson(written)
	if err != nil {
		return nil, err // The validator has said so, unless the value was not known then.
	}
	presence := c.account.PresenceOf(ctx, groups, person)
	var with []whatsapp.Group
	var perhaps []string
	for _, g := range groups {
		is, certain := presence.In(ctx, g)
		if is {
			with = append(with, g)
		}
		if !certain {
			perhaps = append(perhaps, groupCalled(g.Name, g.ID))
		}
	}
	if len(perhaps) > 0 {
		count := len(perhaps)
		if count > namedAtMost {
			perhaps = append(perhaps[:namedAtMost], fmt.Sprintf("and %d more", count-namedAtMost))
		}
		diags.AddAttributeWarning(path.Root("member"),
			fmt.Sprintf("Groups in which %s may be too", person),
			fmt.Sprintf("Groups that do not show who all of their members are, so that %s may be in them: %d. "+
				"They are not among the groups: %s.\n\nLook for the person there in WhatsApp on the phone, or write "+
				"the LID in place of the number, or the number in place of the LID.",
				person, count, strings.Join(perhaps, ", ")))
	}
	return with, nil
}

func checkPerson(s string) error {
	_, err := parsePerson(s)
	return err
}

// adminOf tells of groups whether the account is an admin: by its own entry among the members, or where nobody says who
// it is, by the gateway's list of such groups.
func (c *connection) adminOf(
	ctx context.Context, own whatsapp.Person,
) (func(whatsapp.Group) (is, certain bool), error) {
	if !own.IsZero() {
		return func(g whatsapp.Group) (is, certain bool) {
			self, err := whatsapp.FindMember(g.Members, own)
			return err == nil && self.Role == whatsapp.RoleAdmin, err == nil
		}, nil
	}
	ids, lists, err := c.account.AdminGroups(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the groups in which the account is an admin: %w", err)
	}
	if !lists {
		return nil, &whatsapp.Error{
			Kind: whatsapp.ErrInvalidRequest,
			Detail: "the gateway does not show which member is the account itself, and `admin_only` needs to know " +
				"it: set `account` in the provider's configuration",
		}
	}
	return func(g whatsapp.Group) (is, certain bool) { return slices.Contains(ids, g.ID), true }, nil
}

// leftOut warns of a group that may be one of those that were asked for.
func (c *connection) leftOut(g whatsapp.Group, own whatsapp.Person) diag.Diagnostic {
	return failure{
		summary: "WhatsApp group left out",
		attempt: "find out whether the account is an admin of " + groupCalled(g.Name, g.ID) + ", so it is not " +
			"among the groups",
		err:    fmt.Errorf("its members do not show which of them is %s", own),
		remedy: "List the groups without `admin_only`, or read this group with the data source `whatsapp_group`.",
	}.asWarning(c)
}

func checkRegexp(s string) error {
	_, err := whatsapp.NamePattern(s)
	return err
}
