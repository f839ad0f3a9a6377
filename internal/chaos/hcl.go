package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// waits are shorter than anybody would have them: what does not come back is not to be waited for.
const waits = `{ create = "3s", read = "3s", update = "3s", delete = "3s" }`

// hcl writes the configuration, behind the provider's block.
func (c Config) hcl(provider string) string {
	var b strings.Builder
	b.WriteString(provider)
	for _, r := range c.Resources {
		fmt.Fprintf(&b, "\nresource %q %q {\n", r.Type, r.Label)
		if r.ForEach {
			fmt.Fprintf(&b, "  for_each = %s\n  phone_number = each.value\n", hclMap(r.People))
		} else if r.Type == typeMembers {
			fmt.Fprintf(&b, "  members = %s\n", hclMap(r.People))
		}
		if r.Place != "" {
			fmt.Fprintf(&b, "  group_id = %s\n", place(r.Place))
		}
		for _, name := range slices.Sorted(maps.Keys(r.Args)) {
			fmt.Fprintf(&b, "  %s = %s\n", name, r.Args[name])
		}
		b.WriteString("  timeouts = " + waits + "\n}\n")
	}
	for _, m := range c.Moved {
		fmt.Fprintf(&b, "\nmoved {\n  from = %s\n  to = %s\n}\n", m[0], m[1])
	}
	for _, address := range c.Removed {
		fmt.Fprintf(&b, "\nremoved {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", address)
	}
	for _, i := range c.Imports {
		fmt.Fprintf(&b, "\nimport {\n  to = %s\n  id = %q\n}\n", i.To, i.ID)
	}
	if c.Asking {
		fmt.Fprintf(&b, "\ndata \"whatsapp_group_join_requests\" \"circle\" {\n  group_id = %s\n}\n", place(circle))
	}
	if c.Data {
		b.WriteString("\ndata \"whatsapp_groups\" \"all\" {}\n")
		fmt.Fprintf(&b, "\ndata \"whatsapp_group\" \"club\" {\n  id = %s\n}\n", place(club))
	}
	return b.String()
}

// place is the id of a group in HCL.
func place(name string) string {
	if id := foreign[name]; id != "" {
		return fmt.Sprintf("%q", id)
	}
	return typeGroup + "." + name + ".id"
}

func hclMap(m map[string]string) string {
	entries := make([]string, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		entries = append(entries, fmt.Sprintf("%q = %q", key, m[key]))
	}
	return "{ " + strings.Join(entries, ", ") + " }"
}
