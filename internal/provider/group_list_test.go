package provider_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// list validates and runs a list, as terraform query does.
func (r *rpc) list(kind string, limit int64, config map[string]tftypes.Value) []tfprotov6.ListResourceResult {
	r.t.Helper()
	//nolint:forcetypeassert // The framework's has it.
	server := unwrapped(r.ProviderServer).(tfprotov6.ListResourceServer)
	object := r.object(r.schemas.ListResourceSchemas[kind], config)
	validated, err := server.ValidateListResourceConfig(
		r.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: kind, Config: object})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return []tfprotov6.ListResourceResult{{Diagnostics: validated.Diagnostics}}
	}
	stream, err := server.ListResource(r.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: kind, Config: object, IncludeResource: true, Limit: limit,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return slices.Collect(stream.Results)
}

// imported imports by the identity of a result and reads, and returns the state.
func (r *rpc) imported(kind string, identity *tfprotov6.ResourceIdentityData) tftypes.Value {
	r.t.Helper()
	imported, err := r.ImportResourceState(
		r.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, Identity: identity})
	if err != nil || len(imported.Diagnostics) > 0 {
		r.t.Fatalf("import: %v %+v", err, imported)
	}
	one := imported.ImportedResources[0]
	read, err := r.ReadResource(r.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: one.State, Private: one.Private, CurrentIdentity: one.Identity,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	value, err := read.NewState.Unmarshal(r.schemas.ResourceSchemas[kind].ValueType())
	if err != nil {
		r.t.Fatal(err)
	}
	return value
}

// Each listed resource equals, attribute for attribute, the state that an import of it by the listed identity makes.
func TestGroupLists(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, kind := range []string{"whatsapp_group", "whatsapp_group_members"} {
			t.Run(d.name+" "+kind, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{})
				w.change(func(world *emulator.World) {
					twoGroups(world)
					world.Groups[0].MessagesAdminsOnly = true
				})
				r, other := newRPC(t), newRPC(t)
				r.connect(w)
				other.connect(w)
				results := r.list(kind, 0, nil)
				var names []string
				for _, result := range results {
					if len(result.Diagnostics) > 0 {
						t.Fatalf("%s: %s", result.Diagnostics[0].Summary, result.Diagnostics[0].Detail)
					}
					names = append(names, result.DisplayName)
					listed, err := result.Resource.Unmarshal(r.schemas.ResourceSchemas[kind].ValueType())
					if err != nil {
						t.Fatal(err)
					}
					state := other.imported(kind, result.Identity)
					if differences, err := state.Diff(listed); err != nil || len(differences) > 0 {
						t.Errorf("%s: the listed resource is not what is imported: %v %v",
							result.DisplayName, differences, err)
					}
				}
				want := []string{
					`the group "Ours" (120363000000000001@g.us)`, `the group "Theirs" (120363000000000002@g.us)`,
				}
				if !slices.Equal(names, want) {
					t.Errorf("the list is %q, want %q", names, want)
				}
				if got := r.list(kind, 1, nil); len(got) != 1 {
					t.Errorf("%d results, want the one of the limit", len(got))
				}
				if got := r.list(kind, 0, map[string]tftypes.Value{"name_regex": text("^Th")}); len(got) != 1 {
					t.Errorf("%d results by name, want 1", len(got))
				}
				admins := r.list(kind, 0, map[string]tftypes.Value{"admin_only": tftypes.NewValue(tftypes.Bool, true)})
				if len(admins) != 1 || admins[0].DisplayName != want[0] {
					t.Errorf("the groups of which the account is an admin are %+v", admins)
				}
				if err := w.checkNoWrites(nil); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// A list of which nothing comes, and one that fails, end without a panic: with no result, and with an error.
func TestGroupListsOfNothing(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, kind := range []string{"whatsapp_group", "whatsapp_group_members"} {
			t.Run(d.name+" "+kind, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{})
				r := newRPC(t)
				r.connect(w)
				if results := r.list(kind, 0, nil); len(results) > 0 {
					t.Errorf("there are results: %+v", results)
				}
				w.becomes(emulator.StatusLoggedOut)()
				failing := newRPC(t)
				failing.connect(w)
				for config, want := range map[string]string{"^Cl": w.loggedOut, "(": "regular expression"} {
					results := failing.list(kind, 0, map[string]tftypes.Value{"name_regex": text(config)})
					if len(results) != 1 || len(results[0].Diagnostics) != 1 ||
						!strings.Contains(results[0].Diagnostics[0].Summary+results[0].Diagnostics[0].Detail, want) {
						t.Errorf("%s: %+v, want one error with %q", config, results, want)
					}
				}
			})
		}
	}
}

// The examples are lists of the schema, and find what they are about.
func TestExampleListResources(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "list-resources", "*", "*.tfquery.hcl"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%d examples: %v", len(files), err)
	}
	for _, file := range files {
		for _, d := range dialects {
			t.Run(filepath.Base(filepath.Dir(file))+" "+d.name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: exampleWorld("Class 4b, parents")})
				r := newRPC(t)
				r.connect(w)
				kind, config := exampleConfig(t, file, "list")
				results := r.list(kind, 0, config)
				if len(results) != 1 || len(results[0].Diagnostics) > 0 ||
					results[0].DisplayName != fmt.Sprintf("the group %q (%s)", "Class 4b, parents", exampleGroup) {
					t.Errorf("%s lists %+v", kind, results)
				}
			})
		}
	}
}

// exampleConfig reads the block config of the first block of a kind in an example, of which all values are literals.
func exampleConfig(t *testing.T, file, block string) (kind string, config map[string]tftypes.Value) {
	t.Helper()
	parsed, diags := hclparse.NewParser().ParseHCLFile(file)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	content, _, diags := parsed.Body.PartialContent(&hcl.BodySchema{
		Blocks: []hcl.BlockHeaderSchema{{Type: block, LabelNames: []string{"type", "name"}}},
	})
	if diags.HasErrors() || len(content.Blocks) == 0 {
		t.Fatalf("%s has no block %s: %v", file, block, diags)
	}
	first := content.Blocks[0]
	inner, _, diags := first.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "config"}}})
	if diags.HasErrors() || len(inner.Blocks) != 1 {
		t.Fatalf("%s has no block config: %v", file, diags)
	}
	attributes, diags := inner.Blocks[0].Body.JustAttributes()
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	config = map[string]tftypes.Value{}
	for name, attribute := range attributes {
		value, diags := attribute.Expr.Value(nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if value.Type() == cty.Bool {
			config[name] = tftypes.NewValue(tftypes.Bool, value.True())
		} else {
			config[name] = text(value.AsString())
		}
	}
	return first.Labels[0], config
}
