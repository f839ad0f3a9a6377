package terraformtest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// The commands of Terraform print what they have done, and end with its exit codes.
func TestCommands(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	f := &terraformtest.Folder{Terraform: terraformtest.New(r.factories(), terraformtest.Options{}), Path: t.TempDir()}
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(f.Path, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(exitCode int, want, command string) {
		t.Helper()
		printed, code := f.Run(t.Context(), strings.Fields(command)...)
		if code != exitCode || !strings.Contains(printed, want) {
			t.Errorf("%s prints %q and ends with %d, want %q and %d", command, printed, code, want, exitCode)
		}
	}
	write("main.tf", `resource "fake_thing" "a" { nam = "a" }`)
	run(1, "Error: Unsupported argument", "validate")
	write("main.tf", oneThing)
	write("more.tf", `
variable "names" {
  type    = list(string)
  default = []
}
resource "fake_thing" "n" {
  for_each = toset(var.names)
  name     = each.key
}
output "names" { value = [for t in fake_thing.n : t.name] }`)
	run(0, "", "validate")
	run(2, "Plan: 1 to add, 0 to change, 0 to destroy.", "plan -detailed-exitcode")
	run(0, "Plan: 3 to add", `plan -var=names=["x","y"]`)
	run(0, "Apply complete! Resources: 3 added, 0 changed, 0 destroyed.", `apply -auto-approve -var=names=["x","y"]`)
	run(0, `["x","y"]`, "output -json names")
	run(0, `{"names":{"sensitive":false,"type":["tuple",["string","string"]],"value":["x","y"]}}`, "output -json")
	run(0, "No changes.", `plan -detailed-exitcode -refresh=false -var=names=["x","y"]`)
	r.world.put(existing("z", ""))
	run(1, "does not exist in the configuration", "import fake_thing.z z")
	run(0, "", `import fake_thing.n["z"] z`)
	run(0, "1 added, 0 changed, 4 destroyed", "apply -auto-approve -replace=fake_thing.a -parallelism=1")
	goesWrong(r.world, fails, "delete a")()
	run(1, "Error: Not deleted", "destroy -auto-approve")
	goesWrong(r.world, fails)()
	run(0, "Destroy complete! Resources: 1 destroyed.", "destroy -auto-approve")
	run(1, "does not support the flag -lock", "apply -lock=false")
	run(1, "does not support the command fmt", "fmt")
}
