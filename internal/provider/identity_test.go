package provider_test

import (
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
				Members: []emulator.Member{{Phone: own, Role: "superadmin"}, {Phone: bruno, Role: "admin"}},
			}}}})
			r := newRPC(t)
			r.connect(w)
			identities, err := r.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
			if err != nil {
				t.Fatal(err)
			}
			for kind, c := range map[string]struct {
				id       string
				identity map[string]tftypes.Value
				state    map[string]string
			}{
				"whatsapp_group": {
					id:       id,
					identity: map[string]tftypes.Value{"id": text(id)},
					state:    map[string]string{"id": id, "name": "Friends", "on_destroy": "leave"},
				},
				"whatsapp_group_member": {
					id:       id + "/+5511987654321",
					identity: map[string]tftypes.Value{"group_id": text(id), "phone_number": text("+5511987654321")},
					state: map[string]string{
						"id": id + "/+5511987654321", "group_id": id, "phone_number": "+5511987654321", "role": "admin", "on_destroy": "remove",
					},
				},
				"whatsapp_group_invite": {
					id:       id,
					identity: map[string]tftypes.Value{"group_id": text(id)},
					state:    map[string]string{"group_id": id, "code": "OurCode000000000000000", "on_destroy": "revoke"},
				},
				"whatsapp_joined_group": {
					id:       id,
					identity: map[string]tftypes.Value{"id": text(id)},
					state:    map[string]string{"id": id, "name": "Friends", "status": "joined", "on_destroy": "keep"},
				},
			} {
				t.Run(kind, func(t *testing.T) {
					identityType := identities.IdentitySchemas[kind].ValueType()
					identity, err := tfprotov6.NewDynamicValue(identityType, tftypes.NewValue(identityType, c.identity))
					if err != nil {
						t.Fatal(err)
					}
					for how, request := range map[string]*tfprotov6.ImportResourceStateRequest{
						"id":       {TypeName: kind, ID: c.id},
						"identity": {TypeName: kind, Identity: &tfprotov6.ResourceIdentityData{IdentityData: &identity}},
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
							TypeName: kind, CurrentState: found.State, CurrentIdentity: found.Identity, Private: found.Private,
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
