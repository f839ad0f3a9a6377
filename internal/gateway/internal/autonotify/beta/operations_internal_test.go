package beta

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestOperations holds the table to the navigation of seed 000.
func TestOperations(t *testing.T) {
	if len(operations) != 12 {
		t.Fatalf("there are %d", len(operations))
	}
	methods := map[string]string{
		"Create": "POST", "Join By Invite Code": "POST", "Revoke Invite Code": "POST", "Get Invite Code": "GET",
		"Get Group by ID": "GET", "Get All Groups": "GET", "Get All Groups Admin": "GET", "Update": "PUT",
		"Update Profile Picture": "PUT", "Group Member Add Mode": "PUT", "Leave": "DELETE", "Members": "PUT",
	}
	for _, op := range operations {
		if method, _, _ := strings.Cut(op.path, " "); method != methods[op.label] {
			t.Errorf("%s is a %s", op.label, method)
		}
		if op.verified != (op.name == opMembers) {
			t.Errorf("%s is verified: %t", op.name, op.verified)
		}
		if (op.unused != "" || op.name == opGroups) != (len(op.abilities) == 0) {
			t.Errorf("%s gives %v", op.name, op.abilities)
		}
	}
}

// The guide lists the keys of paths and their defaults as the code has them.
func TestTheGuideHasTheOperations(t *testing.T) {
	const guide = "../../../../../templates/guides/gateways.md.tmpl"
	written, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, op := range operations {
		fmt.Fprintf(&table, "| `%s` | %s | `%s` |\n", op.name, op.label, op.path)
	}
	if !strings.Contains(string(written), table.String()) {
		t.Errorf("%s does not have this table:\n%s", guide, table.String())
	}
}
