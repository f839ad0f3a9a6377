package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	whatsapp "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

var update = flag.Bool("update", false, "write testdata/sample.json anew")

// providers are those that the test program itself serves to Terraform, by the name in the variable serveAs.
var providers = map[string]func() provider.Provider{
	"sample":   func() provider.Provider { return sample{} },
	"whatsapp": whatsapp.New("test"),
}

const serveAs = "SCHEMADUMP_SERVE"

// TestMain makes the test program a provider when Terraform starts it, so that none has to be built.
func TestMain(m *testing.M) {
	name, serving := os.LookupEnv(serveAs)
	if !serving {
		os.Exit(m.Run())
	}

	options := providerserver.ServeOpts{Address: "registry.terraform.io/terraform-whatsapp/" + name}
	if err := providerserver.Serve(context.Background(), providers[name], options); err != nil {
		panic(err)
	}
}

// TestDumpOfEveryKind holds what no Terraform at hand may print: list resources, actions, deprecation messages.
func TestDumpOfEveryKind(t *testing.T) {
	const golden = "testdata/sample.json"

	got := dumped(t, sample{})
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}

	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs from the dump (-want +got); go test -update writes it anew:\n%s", golden, diff)
	}
}

// TestDumpEqualsTerraform compares every kind of schema that the Terraform at hand prints.
func TestDumpEqualsTerraform(t *testing.T) {
	cli := terraform(t)

	for name, newProvider := range providers {
		t.Run(name, func(t *testing.T) {
			want := onlySchema(t, printedBy(t, cli, name))
			got := onlySchema(t, dumped(t, newProvider()))

			if want["provider"] == nil || want["resource_schemas"] == nil {
				t.Fatalf("%s printed neither provider nor resources: %v", cli, want)
			}
			for kind := range got {
				if _, printed := want[kind]; !printed {
					t.Logf("not compared: %s prints no %s", cli, kind)
					delete(got, kind)
				}
			}

			// Terraform prints no deprecation messages, OpenTofu none of functions, and an empty description of one.
			for _, schema := range []map[string]any{got, want} {
				remove(schema["functions"], func(key string, _ any) bool { return key == "deprecation_message" })
				remove(schema, func(_ string, value any) bool { return value == "" })
			}
			for _, word := range []string{"deprecation_message", "write_only"} { // Older ones do not know them.
				if !has(want, word) {
					remove(got, func(key string, _ any) bool { return key == word })
				}
			}

			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the dump differs from what %s prints (-want +got):\n%s", cli, diff)
			}
		})
	}
}

func TestDumpOfABrokenSchema(t *testing.T) {
	if err := run(
		t.Context(),
		broken{},
		&bytes.Buffer{},
	); err == nil ||
		!strings.Contains(err.Error(), "get the provider's schema") {
		t.Errorf("got error %v, want one that says the schema could not be had", err)
	}
}

// broken answers with an error instead of a schema.
type broken struct{ sample }

func (broken) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Diagnostics.AddError("Broken", "on purpose")
}

func dumped(t *testing.T, p provider.Provider) []byte {
	t.Helper()

	var out bytes.Buffer
	if err := run(t.Context(), p, &out); err != nil {
		t.Fatal(err)
	}

	return out.Bytes()
}

// terraform finds the CLI as the acceptance tests do.
func terraform(t *testing.T) string {
	t.Helper()

	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("neither terraform nor tofu is on PATH, and TF_ACC_TERRAFORM_PATH is not set")

	return ""
}

// printedBy runs `providers schema -json` on a configuration that needs nothing but this test program as provider.
func printedBy(t *testing.T, cli, name string) []byte {
	t.Helper()

	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, filepath.Join(dir, "terraform-provider-"+name)); err != nil {
		t.Fatal(err)
	}
	write := func(file, text string) string {
		path := filepath.Join(dir, file)
		text = strings.NewReplacer("NAME", name, "DIRECTORY", filepath.ToSlash(dir)).Replace(text)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}

		return path
	}
	write("main.tf", `terraform {
  required_providers { NAME = { source = "terraform-whatsapp/NAME" } }
}`)
	config := write("cli.tfrc", `provider_installation {
  dev_overrides { "terraform-whatsapp/NAME" = "DIRECTORY" }
}`)

	cmd := exec.CommandContext(t.Context(), cli, "providers", "schema", "-json", "-no-color")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1", serveAs+"="+name)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	printed, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", cmd, err, printed, stderr.String())
	}

	return printed
}

// onlySchema is the schema of the document's only provider.
func onlySchema(t *testing.T, text []byte) map[string]any {
	t.Helper()

	var document struct {
		FormatVersion   string                    `json:"format_version"`
		ProviderSchemas map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	if document.FormatVersion != "1.0" || len(document.ProviderSchemas) != 1 {
		t.Fatalf(
			"got format %q with %d providers, want 1.0 with one",
			document.FormatVersion,
			len(document.ProviderSchemas),
		)
	}
	for _, schema := range document.ProviderSchemas {
		return schema
	}

	return nil
}

// remove takes away the entries of all objects in the JSON value that match.
func remove(value any, match func(key string, value any) bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if match(key, inner) {
				delete(value, key)
			} else {
				remove(inner, match)
			}
		}
	case []any:
		for _, inner := range value {
			remove(inner, match)
		}
	}
}

// has tells whether any object in the JSON value has the key.
func has(value any, key string) bool {
	found := false
	remove(value, func(k string, _ any) bool {
		found = found || k == key

		return false
	})

	return found
}
