package whatsapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func TestOncePerPerson(t *testing.T) {
	const anna, ben = "12025550111", "12025550112"
	entry := func(number phone.Number, lid whatsapp.JID, role whatsapp.Role) whatsapp.Member {
		return whatsapp.Member{Person: whatsapp.Person{Phone: number, LID: lid}, Role: role}
	}
	const member, admin = whatsapp.RoleMember, whatsapp.RoleAdmin
	for name, c := range map[string]struct{ members, want []whatsapp.Member }{
		"nobody": {nil, []whatsapp.Member{}},
		"two people": {
			[]whatsapp.Member{entry(anna, "1@lid", admin), entry(ben, "", member)},
			[]whatsapp.Member{entry(anna, "1@lid", admin), entry(ben, "", member)},
		},
		"the LID wins": {
			[]whatsapp.Member{entry(anna, "", admin), entry(anna, "1@lid", member)},
			[]whatsapp.Member{entry(anna, "1@lid", member)},
		},
		"and the LID first": {
			[]whatsapp.Member{entry(anna, "1@lid", member), entry(anna, "", admin)},
			[]whatsapp.Member{entry(anna, "1@lid", member)},
		},
		"by LID alone": {
			[]whatsapp.Member{entry("", "1@lid", admin), entry(anna, "1@lid", member)},
			[]whatsapp.Member{entry(anna, "1@lid", admin)},
		},
		"by LID, and then by number": {
			[]whatsapp.Member{entry("", "1@lid", admin), entry(anna, "1@lid", admin), entry(anna, "", member)},
			[]whatsapp.Member{entry(anna, "1@lid", admin)},
		},
		"the same number": {
			[]whatsapp.Member{entry(anna, "", admin), entry(anna, "", member)},
			[]whatsapp.Member{entry(anna, "", admin)},
		},
		"several LIDs": {
			[]whatsapp.Member{entry(anna, "1@lid", member), entry(anna, "", admin), entry(anna, "2@lid", member)},
			[]whatsapp.Member{entry(anna, "1@lid", member), entry(anna, "", admin), entry(anna, "2@lid", member)},
		},
		"hidden people": {
			[]whatsapp.Member{entry("", "1@lid", member), entry("", "2@lid", admin)},
			[]whatsapp.Member{entry("", "1@lid", member), entry("", "2@lid", admin)},
		},
	} {
		if diff := cmp.Diff(c.want, whatsapp.OncePerPerson(c.members)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	creator := entry(anna, "", admin)
	creator.Creator = true
	got := whatsapp.OncePerPerson([]whatsapp.Member{creator, entry(anna, "1@lid", member)})
	if len(got) != 1 || !got[0].Creator || got[0].Role != admin {
		t.Errorf("a creator becomes %+v", got)
	}
}
