package autonotify_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
)

// The guide lists the keys of paths and their defaults as the code has them.
func TestTheGuideHasTheOperations(t *testing.T) {
	const guide = "../../../../templates/guides/gateways.md.tmpl"
	written, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range autonotify.Operations() {
		row := fmt.Sprintf("| `%s` | %s | `%s` |\n", o.Name, o.Label, o.Path)
		if !strings.Contains(string(written), row) {
			t.Errorf("%s does not have the row %s", guide, row)
		}
	}
}
