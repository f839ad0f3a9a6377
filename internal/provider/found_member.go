package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// foundMember is a member of a group as the data sources show it.
type foundMember struct {
	PhoneNumber types.String `tfsdk:"phone_number"`
	LID         types.String `tfsdk:"lid"`
	JID         types.String `tfsdk:"jid"`
	Role        types.String `tfsdk:"role"`
	Creator     types.Bool   `tfsdk:"creator"`
	Own         types.Bool   `tfsdk:"own"`
}

func foundMembersAttribute() schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: "Members by phone number such as `+5511999990000`, or by LID (`…@lid`) if WhatsApp " +
			"hides the number. The account itself is one of them.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"phone_number": schema.StringAttribute{
				MarkdownDescription: "Phone number as WhatsApp registered it, such as `+5511999990000`. Empty if " +
					"WhatsApp hides it.",
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
			"role": schema.StringAttribute{
				MarkdownDescription: "Role in the group: `member` or `admin`. The creator of the group is an " +
					"`admin`.",
				Computed: true,
			},
			"creator": schema.BoolAttribute{
				MarkdownDescription: "Whether this member is the creator of the group. Nobody can remove or " +
					"demote the creator.",
				Computed: true,
			},
			"own": schema.BoolAttribute{
				MarkdownDescription: "Whether this member is the account itself. Null if the gateway does not " +
					"show who the account is and `account` is not set in the provider's configuration.",
				Computed: true,
			},
		}},
	}
}

// newFoundMembers gives every member an entry under a key of their own. A gateway may take several LIDs for one number:
// then nobody may stand in for the others, and each goes by their LID.
func newFoundMembers(members []whatsapp.Member, own whatsapp.Person) map[string]foundMember {
	lids := make(map[phone.Number]map[whatsapp.JID]struct{}, len(members))
	for _, m := range members {
		if lids[m.Phone] == nil {
			lids[m.Phone] = make(map[whatsapp.JID]struct{}, 1)
		}
		if m.LID != "" {
			lids[m.Phone][m.LID] = struct{}{}
		}
	}
	entries := make(map[string]whatsapp.Member, len(members))
	for _, m := range members {
		key := m.String()
		if m.LID != "" && len(lids[m.Phone]) > 1 {
			key = string(m.LID)
		}
		entries[key] = m
	}
	isOwn := recogniseOwn(members, own)
	found := make(map[string]foundMember, len(entries))
	for key, m := range entries {
		found[key] = foundMember{
			PhoneNumber: types.StringValue(m.Phone.String()),
			LID:         stringOrNull(string(m.LID)),
			JID:         types.StringValue(string(m.JID())),
			Role:        types.StringValue(string(m.Role)),
			Creator:     types.BoolValue(m.Creator),
			Own:         isOwn(m.Person),
		}
	}
	return found
}

// recogniseOwn tells of the members whether they are the account itself. Where nobody is for certain, because WhatsApp
// hides numbers or because two are spellings of the own one, it tells only who certainly is not.
func recogniseOwn(members []whatsapp.Member, own whatsapp.Person) func(whatsapp.Person) types.Bool {
	self, err := whatsapp.FindMember(members, own)
	return func(person whatsapp.Person) types.Bool {
		switch {
		case person.LID != "" && own.LID != "":
			return types.BoolValue(person.LID == own.LID)
		case err == nil:
			return types.BoolValue(person.Phone == self.Phone)
		case person.Phone != "" && own.Phone != "" && !person.Same(own):
			return types.BoolValue(false)
		}
		return types.BoolNull()
	}
}

// stringOrNull is for what is empty where a gateway does not tell it.
func stringOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
