package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// Terraform imports by identity from 1.12 on. The identity leads to the same state as the id, and stays as it is.
func TestImportByIdentity(t *testing.T) {
	const id = "120363000000000001@g.us"
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			w := emulate(t, d, emulator.Options{World: &emulator.World{Groups: []emulator.Group{{
				ID: id, Name: "Friends", Owner: own, InviteCode: "OurCode000000000000000",
				Members: []emulator.Member{
					{
						Phone: own,
						Role:  "superadmin",
					},
					{Phone: bruno, Role: "admin"},
					{Phone: anna, LID: "777@lid", Role: "member", HidePhone: true},
				},
			}}}})
			r := newRPC(t)
			r.connect(w)
			noText := tftypes.NewValue(tftypes.String, nil)
			identities, err := r.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
			if err != nil {
				t.Fatal(err)
			}
			for name, c := range map[string]struct {
				kind     string
				id       string
				identity map[string]tftypes.Value
				state    map[string]string
			}{
				"group": {
					kind:     "whatsapp_group",
					id:       id,
					identity: map[string]tftypes.Value{"id": text(id)},
					state:    map[string]string{"id": id, "name": "Friends", "on_destroy": "leave"},
				},
				"member by number": {
					kind: "whatsapp_group_member",
					id:   id + "/+5511987654321",
					identity: map[string]tftypes.Value{"group_id": text(id), "phone_number": text("+5511987654321"),
						"lid": noText},
					state: map[string]string{
						"id": id + "/+5511987654321", "group_id": id, "phone_number": "+5511987654321", "role": "admin",
						"on_destroy": "remove",
					},
				},
				"member by LID": {
					kind: "whatsapp_group_member",
					id:   id + "/777@lid",
					identity: map[string]tftypes.Value{"group_id": text(id), "phone_number": noText,
						"lid": text("777@lid")},
					state: map[string]string{"id": id + "/777@lid", "group_id": id, "lid": "777@lid",
						"role": "member", "on_destroy": "remove"},
				},
				"invite": {
					kind:     "whatsapp_group_invite",
					id:       id,
					identity: map[string]tftypes.Value{"group_id": text(id)},
					state: map[string]string{"group_id": id, "code": "OurCode000000000000000",
						"on_destroy": "revoke"},
				},
				"joined group": {
					kind:     "whatsapp_joined_group",
					id:       id,
					identity: map[string]tftypes.Value{"id": text(id)},
					state:    map[string]string{"id": id, "name": "Friends", "status": "joined", "on_destroy": "keep"},
				},
			} {
				t.Run(name, func(t *testing.T) {
					kind := c.kind
					identityType := identities.IdentitySchemas[kind].ValueType()
					identity, err := tfprotov6.NewDynamicValue(identityType, tftypes.NewValue(identityType, c.identity))
					if err != nil {
						t.Fatal(err)
					}
					for how, request := range map[string]*tfprotov6.ImportResourceStateRequest{
						"id": {TypeName: kind, ID: c.id},
						"identity": {TypeName: kind,
							Identity: &tfprotov6.ResourceIdentityData{IdentityData: &identity}},
					} {
						imported, err := r.ImportResourceState(t.Context(), request)
						if err != nil {
							t.Fatal(err)
						}
						for _, d := range imported.Diagnostics {
							t.Fatalf("import by %s: %s: %s", how, d.Summary, d.Detail)
						}
						found := imported.ImportedResources[0]
						read, err := r.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
							TypeName:        kind,
							CurrentState:    found.State,
							CurrentIdentity: found.Identity,
							Private:         found.Private,
						})
						if err != nil {
							t.Fatal(err)
						}
						for _, d := range read.Diagnostics {
							t.Fatalf("read after import by %s: %s: %s", how, d.Summary, d.Detail)
						}
						attributes := r.attributes(r.schemas.ResourceSchemas[kind], read.NewState)
						for name, want := range c.state {
							if got := stringOf(t, attributes[name]); got != want {
								t.Errorf("import by %s: %s is %q, want %q", how, name, got, want)
							}
						}
						got, err := read.NewIdentity.IdentityData.Unmarshal(identityType)
						if err != nil {
							t.Fatal(err)
						}
						if want := tftypes.NewValue(identityType, c.identity); !got.Equal(want) {
							t.Errorf("import by %s: the identity is %s, want %s", how, got, want)
						}
					}
				})
			}
		})
	}
}

// An identity names a person by number or by LID, and not by both or neither.
func TestImportByIdentityOfNobody(t *testing.T) {
	r := newRPC(t)
	r.connect(newEmulated(t, emulator.Options{}))
	identities, err := r.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	const kind = "whatsapp_group_member"
	noText := tftypes.NewValue(tftypes.String, nil)
	for name, c := range map[string]struct {
		number, lid tftypes.Value
		want        string
	}{
		"both":              {text("+5511987654321"), text("777@lid"), "Exactly one of"},
		"neither":           {noText, noText, "Exactly one of"},
		"a group":           {noText, text("120363000000000001@g.us"), "is not the address of a person"},
		"a national number": {text("11987654321"), noText, "+5511987654321"},
		"no number":         {text("call me"), noText, "contains"},
	} {
		t.Run(name, func(t *testing.T) {
			identityType := identities.IdentitySchemas[kind].ValueType()
			identity, err := tfprotov6.NewDynamicValue(
				identityType,
				tftypes.NewValue(identityType, map[string]tftypes.Value{
					"group_id": text("120363000000000001@g.us"), "phone_number": c.number, "lid": c.lid,
				}),
			)
			if err != nil {
				t.Fatal(err)
			}
			imported, err := r.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
				TypeName: kind, Identity: &tfprotov6.ResourceIdentityData{IdentityData: &identity},
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(imported.Diagnostics) != 1 || !strings.Contains(imported.Diagnostics[0].Detail, c.want) {
				t.Errorf("the diagnostics are %+v, want one with %q", imported.Diagnostics, c.want)
			}
		})
	}
}
