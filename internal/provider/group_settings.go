package provider

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resource "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// groupSettings are the settings of a group, in every model that shows one. A new one is a field here and a row below.
type groupSettings struct {
	Name                 types.String `tfsdk:"name"`
	Description          types.String `tfsdk:"description"`
	MessagesAdminsOnly   types.Bool   `tfsdk:"messages_admins_only"`
	InfoAdminsOnly       types.Bool   `tfsdk:"info_admins_only"`
	MemberAddMode        types.String `tfsdk:"member_add_mode"`
	JoinApprovalRequired types.Bool   `tfsdk:"join_approval_required"`
	DisappearingMessages types.String `tfsdk:"disappearing_messages"`
}

// allGroupSettings is the table of the settings: schema, reading and writing follow from it.
var allGroupSettings = []groupSetting{
	textSetting(whatsapp.AttributeName, setting[types.String, string]{
		field:    func(s *groupSettings) *types.String { return &s.Name },
		told:     func(s whatsapp.Settings) *string { return &s.Name },
		change:   func(name string) whatsapp.Change { return whatsapp.SetName(name) },
		argument: "Name of the group: one line of at most 100 characters. " + otherWriting,
		reported: "Name of the group, empty if it has none.",
		required: true,
		same:     sameText,
	}),
	textSetting(whatsapp.AttributeDescription, setting[types.String, string]{
		field:    func(s *groupSettings) *types.String { return &s.Description },
		told:     func(s whatsapp.Settings) *string { return s.Description },
		change:   func(description string) whatsapp.Change { return whatsapp.SetDescription(description) },
		argument: "Description of the group, at most 2,048 characters. The empty text clears it. " + otherWriting,
		reported: "Description of the group, empty if it has none.",
		same:     sameText,
		// A new group has no description.
		untold: types.StringValue(""),
	}),
	switchSetting(whatsapp.AttributeMessagesAdminsOnly, setting[types.Bool, bool]{
		field:    func(s *groupSettings) *types.Bool { return &s.MessagesAdminsOnly },
		told:     func(s whatsapp.Settings) *bool { return s.MessagesAdminsOnly },
		change:   func(on bool) whatsapp.Change { return whatsapp.SetMessagesAdminsOnly(on) },
		argument: "Whether only admins may send messages.",
		reported: "Whether only admins may send messages.",
		initial:  types.BoolValue(false),
	}),
	switchSetting(whatsapp.AttributeInfoAdminsOnly, setting[types.Bool, bool]{
		field:    func(s *groupSettings) *types.Bool { return &s.InfoAdminsOnly },
		told:     func(s whatsapp.Settings) *bool { return s.InfoAdminsOnly },
		change:   func(on bool) whatsapp.Change { return whatsapp.SetInfoAdminsOnly(on) },
		argument: "Whether only admins may change name, description and picture.",
		reported: "Whether only admins may change name, description and picture.",
		initial:  types.BoolValue(false),
	}),
	textSetting(whatsapp.AttributeMemberAddMode, setting[types.String, string]{
		field:      func(s *groupSettings) *types.String { return &s.MemberAddMode },
		told:       func(s whatsapp.Settings) *string { return textOf(s.MemberAddMode) },
		change:     func(mode string) whatsapp.Change { return whatsapp.SetMemberAddMode(mode) },
		argument:   "Who may add members: `admin_add` or `all_member_add`.",
		reported:   "Who may add members: `admin_add` or `all_member_add`. Null if the gateway does not show it.",
		validators: []validator.String{stringvalidator.OneOf(string(whatsapp.AdminAdd), string(whatsapp.AllMemberAdd))},
	}),
	switchSetting(whatsapp.AttributeJoinApprovalRequired, setting[types.Bool, bool]{
		field:    func(s *groupSettings) *types.Bool { return &s.JoinApprovalRequired },
		told:     func(s whatsapp.Settings) *bool { return s.JoinApprovalRequired },
		change:   func(on bool) whatsapp.Change { return whatsapp.SetJoinApprovalRequired(on) },
		argument: "Whether an admin has to approve people who join by the invite link.",
		reported: "Whether an admin has to approve people who join by the invite link. Null if the gateway does " +
			"not show it.",
	}),
	textSetting(whatsapp.AttributeDisappearingMessages, setting[types.String, string]{
		field: func(s *groupSettings) *types.String { return &s.DisappearingMessages },
		told:  func(s whatsapp.Settings) *string { return textOf(s.DisappearingMessages) },
		reported: "Time after which new messages disappear: `off`, `24h`, `7d` or `90d`. Null if the gateway does " +
			"not show it.",
	}),
}

const otherWriting = "A change of spaces and line breaks at the ends, of the kind of line breaks or of the " +
	"Unicode form of the same letters is not a change."

// setting is what differs from one setting to another: T is its type in Terraform, V its type in Go.
type setting[T attr.Value, V any] struct {
	field func(*groupSettings) *T
	// told is nil where the gateway did not tell.
	told func(whatsapp.Settings) *V
	// change is nil for a setting that no gateway writes.
	change func(V) whatsapp.Change
	// argument and reported are the descriptions for the resource and for the data sources. A setting that no gateway
	// writes has no argument.
	argument, reported string
	required           bool
	validators         []validator.String
	// same reports whether two values are one to WhatsApp, where that is not to be equal.
	same func(a, b T) bool
	// initial is what every new group has, as far as that is known.
	initial attr.Value
	// untold is what a value that is not known is taken for when it is compared with the configured one.
	untold attr.Value
}

// groupSetting is a setting whose types no longer matter.
type groupSetting struct {
	attribute  whatsapp.Attribute
	value      func(*groupSettings) attr.Value
	set        func(*groupSettings, attr.Value)
	null       attr.Value
	told       func(whatsapp.Settings) attr.Value
	same       func(a, b attr.Value) bool
	change     func(*groupSettings) whatsapp.Change
	initial    attr.Value
	untold     attr.Value
	resource   resource.Attribute
	dataSource datasource.Attribute
}

func textSetting(attribute whatsapp.Attribute, s setting[types.String, string]) groupSetting {
	row := newGroupSetting(attribute, s, types.StringNull(), types.StringValue, types.String.ValueString)
	row.dataSource = datasource.StringAttribute{MarkdownDescription: s.reported, Computed: true}
	argument := resource.StringAttribute{
		MarkdownDescription: s.described(),
		Validators:          s.validators,
		Required:            s.required,
	}
	if !s.required {
		argument.Optional, argument.Computed = s.change != nil, true
		argument.PlanModifiers = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	}
	if s.same != nil {
		argument.PlanModifiers = append(argument.PlanModifiers, keepText)
	}
	row.resource = argument
	return row
}

func switchSetting(attribute whatsapp.Attribute, s setting[types.Bool, bool]) groupSetting {
	row := newGroupSetting(attribute, s, types.BoolNull(), types.BoolValue, types.Bool.ValueBool)
	row.dataSource = datasource.BoolAttribute{MarkdownDescription: s.reported, Computed: true}
	row.resource = resource.BoolAttribute{
		MarkdownDescription: s.described(), Optional: s.change != nil, Computed: true,
		PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
	return row
}

func newGroupSetting[T attr.Value, V any](
	attribute whatsapp.Attribute, s setting[T, V], null T, wrap func(V) T, unwrap func(T) V,
) groupSetting {
	row := groupSetting{
		attribute: attribute,
		value:     func(m *groupSettings) attr.Value { return *s.field(m) },
		set: func(m *groupSettings, value attr.Value) {
			if typed, ok := value.(T); ok {
				*s.field(m) = typed
			}
		},
		null: null,
		told: func(settings whatsapp.Settings) attr.Value {
			if told := s.told(settings); told != nil {
				return wrap(*told)
			}
			return nil
		},
		same:    func(a, b attr.Value) bool { return a.Equal(b) },
		initial: s.initial,
		untold:  s.untold,
	}
	if s.same != nil {
		row.same = func(a, b attr.Value) bool {
			one, ok := a.(T)
			other, both := b.(T)
			return ok && both && s.same(one, other)
		}
	}
	if s.change != nil {
		row.change = func(m *groupSettings) whatsapp.Change { return s.change(unwrap(*s.field(m))) }
	}
	return row
}

func (s setting[T, V]) described() string {
	if s.change == nil {
		return s.reported
	}
	return s.argument
}

// fromGroup takes over what a reading of the group tells. What it does not tell keeps its value, or is null if it had
// none. What the user wrote stays where the group has another writing of it.
func (m *groupSettings) fromGroup(g whatsapp.Group) {
	for _, s := range allGroupSettings {
		told, had := s.told(g.Settings), s.value(m)
		switch {
		case told != nil && !s.same(told, had):
			s.set(m, told)
		case told == nil && had.IsUnknown():
			s.set(m, s.null)
		}
	}
}

// settle keeps what Terraform planned, and takes what is there where it planned nothing or where an update failed: a
// create and a successful update must end in the planned values, whatever somebody else did meanwhile.
func (m *groupSettings) settle(actual *groupSettings, failed []whatsapp.Attribute) {
	for _, s := range allGroupSettings {
		if s.value(m).IsUnknown() || slices.Contains(failed, s.attribute) {
			s.set(m, s.value(actual))
		}
	}
}

// forget drops values that may not have reached WhatsApp. What the gateway can read comes back with fromGroup; for the
// rest the plan then differs from the state, and tries again. The name is always read.
func (m *groupSettings) forget(attributes []whatsapp.Attribute) {
	for _, s := range allGroupSettings {
		if s.attribute != whatsapp.AttributeName && slices.Contains(attributes, s.attribute) {
			s.set(m, s.null)
		}
	}
}

// initialGroupSettings are those that a new group of a name has, as far as they are known.
func initialGroupSettings(name types.String) groupSettings {
	var initial groupSettings
	for _, s := range allGroupSettings {
		if s.initial != nil {
			s.set(&initial, s.initial)
		}
	}
	initial.Name = name
	return initial
}

// changes lists what to send to WhatsApp: what is configured, and differs from what was there or has not arrived yet.
func (m *groupSettings) changes(from, config *groupSettings, pending []whatsapp.Attribute) []whatsapp.Change {
	var changes []whatsapp.Change
	for _, s := range allGroupSettings {
		want, have := s.value(m), s.value(from)
		if s.untold != nil && (have.IsNull() || have.IsUnknown()) {
			have = s.untold
		}
		unchanged := s.same(want, have) && !slices.Contains(pending, s.attribute)
		if s.change == nil || s.value(config).IsNull() || want.IsUnknown() || unchanged {
			continue
		}
		changes = append(changes, s.change(m))
	}
	return changes
}

func textOf[T ~string](told *T) *string {
	if told == nil {
		return nil
	}
	return new(string(*told))
}
