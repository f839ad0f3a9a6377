package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// openInvite validates and opens the invite of a group for the time of a run, as Terraform does.
func (r *rpc) openInvite(group string) (attributes map[string]tftypes.Value, diagnostics []*tfprotov6.Diagnostic) {
	r.t.Helper()
	const kind = "whatsapp_group_invite"
	schema := r.schemas.EphemeralResourceSchemas[kind]
	config := r.object(schema, map[string]tftypes.Value{"group_id": text(group)})
	validated, err := r.ValidateEphemeralResourceConfig(
		r.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: kind, Config: config})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return nil, validated.Diagnostics
	}
	opened, err := r.OpenEphemeralResource(
		r.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: kind, Config: config})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(opened.Diagnostics) > 0 {
		return nil, opened.Diagnostics
	}
	return r.attributes(schema, opened.Result), nil
}

func TestGroupInviteEphemeral(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: exampleWorld("Staff room")})
			r := newRPC(t)
			r.connect(w)
			invite, diagnostics := r.openInvite(exampleGroup)
			if len(diagnostics) > 0 {
				t.Fatalf("%s: %s", diagnostics[0].Summary, diagnostics[0].Detail)
			}
			code, url := stringOf(t, invite["code"]), stringOf(t, invite["url"])
			if code != exampleInvite || url != "https://chat.whatsapp.com/"+exampleInvite {
				t.Errorf("the invite is %q, %q", code, url)
			}
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
			for written, want := range map[string]string{
				"120363000000000003@g.us":                    "120363000000000003@g.us",
				"https://chat.whatsapp.com/" + exampleInvite: "whatsapp_group_invite_info",
				"+12025550111":                               "looks like a phone number",
			} {
				_, diagnostics := r.openInvite(written)
				if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, want) ||
					strings.Contains(diagnostics[0].Detail, exampleInvite) {
					t.Errorf("%s: %+v, want one diagnostic with %q", written, diagnostics, want)
				}
			}
			// Nobody but an admin reads the link.
			w.changeGroup("Staff room", func(g *emulator.Group) {
				setRole(g, own, emulator.RoleMember)
				g.Owner = ""
			})()
			other := newRPC(t)
			other.connect(w)
			_, diagnostics = other.openInvite(exampleGroup)
			if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, `"Staff room"`) {
				t.Errorf("no admin: %+v, want one diagnostic that names the group", diagnostics)
			}
		})
	}
}

// The example runs as it stands. What it hands on is the live link, and neither a plan nor the state has it.
func TestAccExampleEphemeralResources(t *testing.T) {
	needs(t, ephemeralValues)
	t.Parallel()
	example := readFile(t, "examples", "ephemeral-resources", "whatsapp_group_invite", "ephemeral-resource.tf")
	for _, d := range takingTurns(t, dialectsOf(t)) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: exampleWorld("Staff room")})
			const asItStands = `test -n \"$INVITE\"`
			if !strings.Contains(example, asItStands) {
				t.Fatalf("the example does not run %s", asItStands)
			}
			c := newCLI(t, requiredProviders+w.config("")+
				strings.Replace(example, asItStands, asItStands+` && printf %s \"$INVITE\" > handed-on`, 1))
			printed := c.run(0, "plan", "-out=saved") + c.run(0, "apply", "-auto-approve", "saved") +
				c.run(0, "plan", "-detailed-exitcode")
			handedOn, err := os.ReadFile(filepath.Join(c.folder, "handed-on"))
			if err != nil || string(handedOn) != "https://chat.whatsapp.com/"+exampleInvite {
				t.Errorf("what is handed on is not the live link: %v", err)
			}
			state, err := os.ReadFile(filepath.Join(c.folder, "terraform.tfstate"))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(printed+string(state)+c.run(0, "show", "-json", "saved"), exampleInvite) {
				t.Error("the plan, the state or the output has the link")
			}
		})
	}
}
