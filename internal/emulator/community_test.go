package emulator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const communityID = "120363000000000099@g.us"

// TestKindsOfGroups: each dialect tells them by the flags of its gateway.
func TestKindsOfGroups(t *testing.T) {
	for dialect, flags := range map[string][3]string{
		"NOWEB": {`"isCommunity":%t`, `"isCommunityAnnounce":%t`, `"linkedParent":"` + communityID + `"`},
		"GOWS":  {`"IsParent":%t`, `"IsDefaultSubGroup":%t`, `"LinkedParentJID":"` + communityID + `"`},
		"WEBJS": {`"isParentGroup":%t`, `"defaultSubgroup":%t`, `"_serialized":"` + communityID + `"`},
		"WPP":   {`"isParentGroup":%t`, `"defaultSubgroup":%t`, `"_serialized":"` + communityID + `"`},
		"whatsapi": {
			`"IsParent":%t`, `"IsDefaultSubGroup":%t`, `"LinkedParentJID":"` + communityID + `"`,
		},
		"beta": {`"isCommunity":%t`, `"isCommunityAnnounce":%t`, `"linkedParent":"` + communityID + `"`},
		"nexus": {
			`"is_parent":%t`, `"is_default_sub_group":%t`, `"linked_parent_jid":"` + communityID + `"`,
		},
	} {
		for _, kind := range []string{emulator.KindGroup, emulator.KindCommunity, emulator.KindAnnouncement} {
			world := oneGroup()
			world.Groups[0].Kind = kind
			if kind != emulator.KindCommunity {
				world.Groups[0].CommunityID = communityID
			}
			f := start(t, emulator.Options{World: &world})
			var got string
			switch dialect {
			case "whatsapi":
				got = f.whatsapi("GET", "groups/"+groupID).body
			case "beta":
				got = f.beta("GET", betaGroup).body
			case "nexus":
				got = f.nexus("GET", "group/info?group_jid="+groupID).body
			default:
				f = startWith(t, dialect, world)
				got = f.waha("GET", "groups/"+groupID).body
			}
			for i, want := range []string{
				fmt.Sprintf(flags[0], kind == emulator.KindCommunity),
				fmt.Sprintf(flags[1], kind == emulator.KindAnnouncement), flags[2],
			} {
				if i == 2 && kind == emulator.KindCommunity {
					continue
				}
				if !strings.Contains(got, want) {
					t.Errorf("%s, %s: no %s in %s", dialect, kind, want, got)
				}
			}
		}
	}
}

// TestACommunityRefuses takes neither members nor settings, but a name.
func TestACommunityRefuses(t *testing.T) {
	world := oneGroup()
	world.Groups[0].Kind = emulator.KindCommunity
	f := startWith(t, "NOWEB", world)
	for path, body := range map[string]string{
		"POST /participants/add":                     `{"participants":[{"id":"12025550103@c.us"}]}`,
		"POST /participants/remove":                  `{"participants":[{"id":"12025550101@c.us"}]}`,
		"PUT /settings/security/messages-admin-only": `{"adminsOnly":true}`,
	} {
		method, path, _ := strings.Cut(path, " ")
		f.fails(method, "groups/"+groupID+path, boom("bad-request", 400), body)
	}
	if got := f.waha("PUT", "groups/"+groupID+"/subject", `{"subject":"School"}`); got.status != 200 {
		t.Errorf("the name: %+v", got)
	}
	if g := f.group(groupID); len(g.Members) != 3 || g.MessagesAdminsOnly || g.Name != "School" {
		t.Errorf("%+v", g)
	}
}

// TestAnnouncementGroupsHold5000 and all others 1,024.
func TestAnnouncementGroupsHold5000(t *testing.T) {
	for kind, limit := range map[string]int{emulator.KindGroup: 1024, emulator.KindAnnouncement: 5000} {
		world := oneGroup()
		g := &world.Groups[0]
		if g.Kind = kind; kind == emulator.KindAnnouncement {
			g.CommunityID = communityID
		}
		for i := len(g.Members); i < limit-1; i++ {
			g.Members = append(g.Members, emulator.Member{Phone: fmt.Sprintf("1202556%04d", i), Role: "member"})
		}
		f := startWith(t, "NOWEB", world)
		got := f.waha("POST", "groups/"+groupID+"/participants/add",
			`{"participants":[{"id":"12025550103@c.us"},{"id":"12025550177@c.us"}]}`).body
		if n := len(f.group(groupID).Members); n != limit || !strings.Contains(got, `"status":"419"`) {
			t.Errorf("%s: %d members, and %s", kind, n, got)
		}
	}
}

func TestKindsThatCannotBe(t *testing.T) {
	for want, g := range map[string]emulator.Group{
		"kind":            {Kind: "channel"},
		"no community_id": {Kind: emulator.KindAnnouncement},
		"belongs to none": {Kind: emulator.KindCommunity, CommunityID: communityID},
		"does not look":   {CommunityID: "99"},
		"community_id " + communityID + " is the id of the group itself": {
			ID: communityID, Kind: emulator.KindAnnouncement, CommunityID: communityID,
		},
	} {
		_, err := emulator.New(emulator.Options{World: &emulator.World{Groups: []emulator.Group{g}}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", g, err)
		}
	}
}
