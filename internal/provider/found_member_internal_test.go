package provider

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

const (
	me    phone.Number = "5511987654321"
	meOld phone.Number = "551187654321" // Without the ninth digit.
	anna  phone.Number = "12025550111"
)

// The keys of the three.
const (
	keyMe    = "+" + string(me)
	keyMeOld = "+" + string(meOld)
	keyAnna  = "+" + string(anna)
)

type (
	members = []whatsapp.Member
	lids    = map[string]string
	bools   = []types.Bool
)

func member(phone phone.Number, lid whatsapp.JID) whatsapp.Member {
	return whatsapp.Member{Person: whatsapp.Person{Phone: phone, LID: lid}, Role: whatsapp.RoleMember}
}

func TestFoundMembersLoseNobody(t *testing.T) {
	admin := member(anna, "")
	admin.Role, admin.Creator = whatsapp.RoleAdmin, true
	for name, c := range map[string]struct {
		members members
		want    lids
	}{
		"numbers and LIDs": {
			members{member(anna, "1@lid"), member("", "2@lid"), member(me, "")},
			lids{keyAnna: "1@lid", "2@lid": "2@lid", keyMe: ""},
		},
		"two LIDs for a number": {
			members{member(anna, "1@lid"), member(anna, "2@lid")}, lids{"1@lid": "1@lid", "2@lid": "2@lid"},
		},
		"and the number alone": {
			members{member(anna, "1@lid"), admin, member(anna, "2@lid")},
			lids{keyAnna: "", "1@lid": "1@lid", "2@lid": "2@lid"},
		},
		"two spellings": {
			members{member(me, "1@lid"), member(meOld, "2@lid")}, lids{keyMe: "1@lid", keyMeOld: "2@lid"},
		},
		"several hidden numbers": {
			members{member("", "1@lid"), member("", "2@lid")}, lids{"1@lid": "1@lid", "2@lid": "2@lid"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // The gateway may list them in any order.
				found := newFoundMembers(c.members, whatsapp.Person{})
				got := lids{}
				for key, m := range found {
					got[key] = m.LID.ValueString()
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
				if slices.Contains(c.members, admin) {
					m := found[keyAnna]
					if m.Role.ValueString() != "admin" || !m.Creator.ValueBool() {
						t.Errorf("role %s, creator %s", m.Role, m.Creator)
					}
				}
				slices.Reverse(c.members)
			}
		})
	}
}

func TestFoundMembersRecogniseTheAccount(t *testing.T) {
	yes, no, unknown := types.BoolValue(true), types.BoolValue(false), types.BoolNull()
	for name, c := range map[string]struct {
		own     whatsapp.Person
		members members
		want    bools
	}{
		"by number": {
			whatsapp.Person{Phone: me}, members{member(me, "1@lid"), member(anna, "2@lid"), member("", "3@lid")},
			bools{yes, no, no},
		},
		"by LID": {
			whatsapp.Person{Phone: me, LID: "1@lid"},
			members{member("", "1@lid"), member(anna, ""), member("", "3@lid")}, bools{yes, no, no},
		},
		"another spelling": {
			whatsapp.Person{Phone: meOld}, members{member(me, ""), member(anna, "")}, bools{yes, no},
		},
		"exact digits": {
			whatsapp.Person{Phone: me}, members{member(me, ""), member(meOld, "")}, bools{yes, no},
		},
		"LID decides": {
			whatsapp.Person{Phone: me, LID: "1@lid"}, members{member(meOld, "2@lid"), member(meOld, "1@lid")},
			bools{no, yes},
		},
		"hidden": {
			whatsapp.Person{Phone: me}, members{member("", "1@lid"), member(anna, "2@lid")}, bools{unknown, no},
		},
		"nobody says who": {
			whatsapp.Person{}, members{member(me, "1@lid"), member("", "2@lid")}, bools{unknown, unknown},
		},
	} {
		isOwn := recogniseOwn(c.members, c.own)
		for i, m := range c.members {
			if got := isOwn(m.Person); !got.Equal(c.want[i]) {
				t.Errorf("%s: member %s: %s, want %s", name, m, got, c.want[i])
			}
		}
	}
}
