package provider

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type membersModel struct {
	GroupID   types.String   `tfsdk:"group_id"`
	Members   types.Map      `tfsdk:"members"`
	Exclusive types.Bool     `tfsdk:"exclusive"`
	OnRefusal types.String   `tfsdk:"on_refusal"`
	Retry     types.String   `tfsdk:"retry"`
	OnDestroy types.String   `tfsdk:"on_destroy"`
	Status    types.Map      `tfsdk:"status"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

func (m *membersModel) group() whatsapp.JID { return whatsapp.JID(m.GroupID.ValueString()) }

func (m *membersModel) called() string { return "the members of " + groupCalled("", m.group()) }

func (m *membersModel) identity() membersIdentity { return membersIdentity{m.GroupID} }

// texts reads a map of texts; what is null or unknown is empty.
func texts(m types.Map) map[string]string {
	elements := m.Elements()
	read := make(map[string]string, len(elements))
	for key, element := range elements {
		if value, ok := element.(types.String); ok {
			read[key] = value.ValueString()
		}
	}
	return read
}

func textMap(values map[string]string) types.Map {
	elements := make(map[string]attr.Value, len(values))
	for key, value := range values {
		elements[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// isSettled reports whether everybody of a plan is as it wants them, as far as status tells.
func (m *membersModel) isSettled(keys []string, status map[string]string) bool {
	if len(keys) != len(status) {
		return false
	}
	for _, key := range keys {
		if s := status[key]; s != statusJoined && !accepts(m.OnRefusal, s) {
			return false
		}
	}
	return true
}

// sortedKeys are the keys of a map in a fixed order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
