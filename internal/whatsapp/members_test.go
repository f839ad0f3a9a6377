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
		"by each name, and then by both": {
			[]whatsapp.Member{entry(anna, "", admin), entry("", "1@lid", member), entry(anna, "1@lid", admin)},
			[]whatsapp.Member{entry(anna, "1@lid", member)},
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

// TestOncePerPersonIsDone once it was done, for every list of up to four of these entries.
func TestOncePerPersonIsDone(t *testing.T) {
	names := []whatsapp.Person{
		{Phone: "1"}, {LID: "1@lid"}, {Phone: "1", LID: "1@lid"}, {LID: "2@lid"},
		{Phone: "1", LID: "2@lid"}, {Phone: "2"},
	}
	var lists func(list []whatsapp.Member, left int)
	lists = func(list []whatsapp.Member, left int) {
		once := whatsapp.OncePerPerson(list)
		if diff := cmp.Diff(once, whatsapp.OncePerPerson(once)); diff != "" {
			t.Errorf("%+v (-once +twice):\n%s", list, diff)
		}
		if left == 0 {
			return
		}
		for _, name := range names {
			for _, role := range []whatsapp.Role{whatsapp.RoleMember, whatsapp.RoleAdmin} {
				lists(append(list[:len(list):len(list)], whatsapp.Member{Person: name, Role: role}), left-1)
			}
		}
	}
	lists(nil, 4)
}
