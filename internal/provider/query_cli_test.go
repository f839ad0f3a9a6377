package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestAccQuery runs the examples of list resources as they stand. The configuration that Terraform writes for what it
// finds plans nothing but the imports.
func TestAccQuery(t *testing.T) {
	needs(t, listResources)
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			twoGroups(world)
			world.Groups[0].Name, world.Groups[1].Name = "Class 3b", "Class 4b"
		})
		c := newCLI(t, requiredProviders+w.config(""))
		for _, kind := range []string{"whatsapp_group", "whatsapp_group_members"} {
			query := readFile(t, "examples", "list-resources", kind, "list-resource.tfquery.hcl")
			file := filepath.Join(c.folder, "lists.tfquery.hcl")
			write(t, file, []byte(query))
			generated := filepath.Join(c.folder, kind+".tf")
			printed := c.run(0, "query", "-generate-config-out="+generated)
			said(t, printed, w.World().Groups[0].ID, `the group "Class 3b"`)
			if strings.Contains(printed, "Class 4b") {
				t.Errorf("a group whose admin the account is not is listed: %s", printed)
			}
			written, err := os.ReadFile(generated)
			if err != nil || !strings.Contains(string(written), "import {") {
				t.Errorf("no import is written: %v: %s", err, written)
			}
		}
		said(t, c.run(0, "apply", "-auto-approve"), "2 imported, 0 added, 0 changed, 0 destroyed")
		c.run(0, "plan", "-detailed-exitcode")
		w.checkNoChange(t)
	})
}
