package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestMistakenGroupIDs has other things than an id where the id of a group is wanted. Each is answered with what it is
// and where the id is found, and none is repeated.
func TestMistakenGroupIDs(t *testing.T) {
	const link, code = "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStU1", "AbCdEfGhIjKlMnOpQrStU1"
	for written, want := range map[string]string{
		link:                            "`whatsapp_group_invite_info`",
		code:                            "`whatsapp_joined_group`",
		"Join: " + link + "?mode=ac":    "`whatsapp_group.NAME.id`",
		code + "@g.us":                  "`whatsapp_group_invite_info`",
		"120363000000000077":            "only the digits of an id: write `@g.us` after them",
		"12025550101-1588883724":        "only the digits of an id",
		"+1 202-555-0101":               "looks like a phone number",
		"12025550101":                   "`phone_number` of `whatsapp_group_member`",
		"12025550101@c.us":              "the address of a person",
		"123456789012345@lid":           "the address of a person",
		"120363000000000001@newsletter": "the address of a channel",
		"120363000000000001@g.uss":      "digits before `@g.us`",
		"Friends of the house":          "looks like a name",
		"engineering-department":        "`whatsapp_groups` lists the groups of the account with their ids, also by name",
		"":                              "it is empty",
	} {
		r := newRPC(t)
		tell := func(where string, pointed bool, diagnostics []*tfprotov6.Diagnostic, err error) {
			t.Helper()
			if err != nil || len(diagnostics) == 0 {
				t.Errorf("%q as %s: %d diagnostics, %v", written, where, len(diagnostics), err)
				return
			}
			d := diagnostics[0]
			if !strings.Contains(strings.ToLower(d.Detail), strings.ToLower(want)) {
				t.Errorf("%q as %s does not tell %q: %s", written, where, want, d.Detail)
			}
			if written != "" && strings.Contains(d.Summary+d.Detail, written) || strings.Contains(d.Detail, code) {
				t.Errorf("%q as %s is repeated: %s", written, where, d.Detail)
			}
			// Terraform prints the line of the configuration at which it points.
			if points := d.Attribute != nil; points != (pointed && !strings.Contains(written, code)) {
				t.Errorf("%q as %s points at %s", written, where, d.Attribute)
			}
		}
		for _, kind := range []string{"whatsapp_group_member", "whatsapp_group_invite"} {
			arguments := map[string]tftypes.Value{"group_id": text(written)}
			if kind == "whatsapp_group_member" {
				arguments["phone_number"] = text("+12025550111")
			}
			got, err := r.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: kind, Config: r.object(r.schemas.ResourceSchemas[kind], arguments),
			})
			tell(kind, true, got.Diagnostics, err)
		}
		const data = "whatsapp_group"
		got, err := r.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: data,
			Config:   r.object(r.schemas.DataSourceSchemas[data], map[string]tftypes.Value{"id": text(written)}),
		})
		tell("data source", true, got.Diagnostics, err)
		if written == "" {
			continue
		}
		for _, kind := range []string{
			"whatsapp_group", "whatsapp_group_member", "whatsapp_group_invite", "whatsapp_joined_group",
		} {
			id := written
			if kind == "whatsapp_group_member" && !strings.Contains(written, code) {
				id += "/+12025550111"
			}
			got, err := r.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
				TypeName: kind, ID: id,
			})
			tell("import of "+kind, false, got.Diagnostics, err)
		}
	}
}

// TestInvitesShowNowhere has a link where the number of a person is wanted, and a broken one where a link is.
func TestInvitesShowNowhere(t *testing.T) {
	const code = "AbCdEfGhIjKlMnOpQrStU1"
	r := newRPC(t)
	for name, diagnostics := range map[string]func() ([]*tfprotov6.Diagnostic, error){
		"phone_number": func() ([]*tfprotov6.Diagnostic, error) {
			const kind = "whatsapp_group_member"
			got, err := r.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: kind, Config: r.object(r.schemas.ResourceSchemas[kind], map[string]tftypes.Value{
					"group_id": text("120363000000000001@g.us"), "phone_number": text(code),
				}),
			})
			return got.Diagnostics, err
		},
		"lid": func() ([]*tfprotov6.Diagnostic, error) {
			const kind = "whatsapp_group_member"
			got, err := r.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: kind, Config: r.object(r.schemas.ResourceSchemas[kind], map[string]tftypes.Value{
					"group_id": text("120363000000000001@g.us"), "lid": text("https://chat.whatsapp.com/" + code),
				}),
			})
			return got.Diagnostics, err
		},
		"initial_members": func() ([]*tfprotov6.Diagnostic, error) {
			const kind = "whatsapp_group"
			people := tftypes.NewValue(
				tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{code: text("member")},
			)
			got, err := r.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: kind, Config: r.object(r.schemas.ResourceSchemas[kind], map[string]tftypes.Value{
					"name": text("Friends"), "initial_members": people,
				}),
			})
			return got.Diagnostics, err
		},
		"url": func() ([]*tfprotov6.Diagnostic, error) {
			const data = "whatsapp_group_invite_info"
			got, err := r.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
				TypeName: data, Config: r.object(r.schemas.DataSourceSchemas[data], map[string]tftypes.Value{
					"url": text("https://chat.whatsapp.com/" + code + " !"),
				}),
			})
			return got.Diagnostics, err
		},
	} {
		got, err := diagnostics()
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %d diagnostics, %v", name, len(got), err)
			continue
		}
		if d := got[0]; d.Attribute != nil || !strings.Contains(d.Detail, "`"+name) ||
			strings.Contains(d.Summary+d.Detail, code) {
			t.Errorf("%s at %s: %s: %s", name, d.Attribute, d.Summary, d.Detail)
		}
	}
}

// lifeOfLinkForAnID takes the link of a group for its id, by reference and as it stands.
func lifeOfLinkForAnID(t *testing.T) {
	t.Parallel()
	for _, d := range takingTurns(t, dialectsOf(t)) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			friends := requiredProviders + w.config(w.friends()) + `
resource "whatsapp_group_invite" "i" {
  group_id   = whatsapp_group.g.id
  on_destroy = "keep"
}
`
			c := newCLI(t, friends)
			c.run(0, "apply", "-auto-approve")
			code := w.World().Groups[0].InviteCode
			for _, id := range []string{
				"whatsapp_group_invite.i.url", "whatsapp_group_invite.i.code", fmt.Sprintf("%q", code),
				fmt.Sprintf("%q", "https://chat.whatsapp.com/"+code),
			} {
				c.rewrite(friends + fmt.Sprintf(`
resource "whatsapp_group_member" "m" {
  group_id     = %s
  phone_number = "+12025550111"
}
`, id))
				printed := c.run(1, "plan")
				if strings.Contains(printed, code) || !strings.Contains(printed, "whatsapp_group_invite_info") {
					t.Errorf("group_id = %s: %s", id, printed)
				}
			}
			if n := len(w.World().Groups[0].Members); n != w.groupSize() {
				t.Errorf("the group has %d members", n)
			}
			c.rewrite(friends)
			c.run(0, "destroy", "-auto-approve")
		})
	}
}
