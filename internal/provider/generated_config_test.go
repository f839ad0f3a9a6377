package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestAccGeneratedConfig has Terraform write the configuration of what it imports. That plans nothing but the import,
// also for groups with texts that nobody could give them now. The link of a joined group has to be written by hand,
// since Terraform writes nothing that is sensitive.
func TestAccGeneratedConfig(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		var imports strings.Builder
		importing := func(to, id string) { fmt.Fprintf(&imports, "import {\n  to = %s\n  id = %q\n}\n", to, id) }
		w.change(func(world *emulator.World) {
			twoGroups(world)
			world.Groups[0].Description = "Line one\nline two\n"
			world.Groups[1].InviteCode = theirCode
			for i, name := range []string{strings.Repeat("L", 110), "", " Team "} {
				g := world.Groups[0]
				g.ID, g.Name, g.InviteCode = fmt.Sprintf("12036300000000010%d@g.us", i), name, ""
				world.Groups = append(world.Groups, g)
				importing(fmt.Sprintf("whatsapp_group.g%d", i), g.ID)
			}
		})
		ours, theirs := w.World().Groups[0].ID, w.World().Groups[1].ID
		importing("whatsapp_group.ours", ours)
		importing("whatsapp_group_member.by_number", ours+"/+"+anna)
		importing("whatsapp_group_member.by_lid", theirs+"/777@lid")
		importing("whatsapp_group_invite.i", ours)
		c := newCLI(t, requiredProviders+w.config(imports.String()))
		c.run(0, "plan", "-generate-config-out=generated.tf", "-out=saved")
		c.run(0, "apply", "saved")
		c.run(0, "plan", "-detailed-exitcode")
		w.checkNoChange(t)

		imports.Reset()
		importing("whatsapp_joined_group.j", theirs)
		c.rewrite(requiredProviders + w.config(imports.String()))
		generated := filepath.Join(c.folder, "joined.tf")
		said(t, c.run(1, "plan", "-generate-config-out="+generated), "invite")
		written, err := os.ReadFile(generated)
		if err != nil {
			t.Fatal(err)
		}
		const empty = "= null # sensitive"
		if !strings.Contains(string(written), empty) {
			t.Fatalf("%q is not in %s", empty, written)
		}
		write(t, generated, []byte(strings.Replace(string(written), empty, fmt.Sprintf("= %q", theirCode), 1)))
		c.run(0, "apply", "-auto-approve")
		c.run(0, "plan", "-detailed-exitcode")
		w.checkNoChange(t)
	})
}

const theirCode = "TheirCode0000000000000"
