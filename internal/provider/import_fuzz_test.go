package provider_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/hostile"
)

// FuzzImportIDs imports any id as each resource. It is refused in words that are fit to be shown, or it names a group,
// and the person in it, in one form: the id that the resource gets is the id by which it is imported again.
func FuzzImportIDs(f *testing.F) {
	for _, id := range []string{
		"", exampleGroup, " " + exampleGroup + "\n", exampleGroup + "/+" + anna, exampleGroup + "/101@lid",
		exampleGroup + "/0011 55 (11) 98765-4321", "12025550100-1400000000@g.us", "120363000000000001", joinableLink,
		"JoinableJoinableJoinab", "12025550111@c.us", "1@newsletter", "Friends", exampleGroup + "/",
		"/", "@g.us", "-@g.us",
	} {
		f.Add(id)
	}
	server, err := factories["whatsapp"]()
	if err != nil {
		f.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(f.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, id string) {
		for name, schema := range schemas.ResourceSchemas {
			imported := func(id string) (string, []*tfprotov6.Diagnostic) {
				resp, err := server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
					TypeName: name, ID: id,
				})
				if err != nil {
					t.Fatalf("%s %q: %v", name, id, err)
				}
				if len(resp.ImportedResources) == 0 {
					return "", resp.Diagnostics
				}
				value, err := resp.ImportedResources[0].State.Unmarshal(schema.ValueType())
				if err != nil {
					t.Fatalf("%s %q: %v", name, id, err)
				}
				var attributes map[string]tftypes.Value
				if err := value.As(&attributes); err != nil {
					t.Fatalf("%s %q: %v", name, id, err)
				}
				for _, attribute := range []string{"id", "group_id"} {
					if value, has := attributes[attribute]; has && value.IsKnown() && !value.IsNull() {
						return stringOf(t, value), resp.Diagnostics
					}
				}
				return "", resp.Diagnostics
			}
			got, said := imported(id)
			for _, d := range said {
				if why := hostile.Unfit(d.Summary+"\n"+d.Detail, 2000); why != "" {
					t.Errorf("%s %q: %s: %q %q", name, id, why, d.Summary, d.Detail)
				}
			}
			if len(said) > 0 || got == "" {
				continue
			}
			if strings.ContainsFunc(got, func(r rune) bool { return r > unicode.MaxASCII || r <= ' ' }) {
				t.Errorf("%s %q: it is imported as %q", name, id, got)
			}
			if again, said := imported(got); again != got || len(said) > 0 {
				t.Errorf("%s %q: it is imported as %q, and that as %q: %v", name, id, got, again, said)
			}
		}
	})
}
