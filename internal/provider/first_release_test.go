package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// stateFile is the part of a state file that matters here.
type stateFile struct {
	Resources []struct {
		Type      string
		Name      string
		Instances []struct {
			SchemaVersion int64 `json:"schema_version"`
			Attributes    json.RawMessage
			Private       []byte
		}
	}
}

// testdata/states/first has, for each dialect, what the first release wrote with Terraform 1.11: the state, the
// configuration with the ids in place of references, and the world that it left behind. It is never written anew.
func TestStatesOfTheFirstReleasePlanNothing(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join("testdata", "states", "first", strings.ReplaceAll(d.name, " ", "-"))
			var world emulator.World
			var state stateFile
			var config struct {
				Resource map[string]map[string]map[string]any
			}
			readJSON(t, filepath.Join(folder, "world.json"), &world)
			readJSON(t, filepath.Join(folder, "state.json"), &state)
			readJSON(t, filepath.Join(folder, "main.tf.json"), &config)
			w := emulate(t, d, emulator.Options{World: &world})
			kinds := map[string]bool{}
			for _, r := range state.Resources {
				kinds[r.Type] = true
				t.Run(r.Type+"."+r.Name, func(t *testing.T) {
					m := manage(t, w, r.Type, nil)
					instance := r.Instances[0]
					m.state = stored{
						value:   m.walk().upgraded(instance.SchemaVersion, instance.Attributes),
						private: instance.Private,
					}
					before := m.state.value
					m.config = m.walk().configuration(config.Resource[r.Type][r.Name])
					for _, refresh := range []bool{false, true} {
						p, err := m.plan(refresh)
						if err != nil || p.action != plancheck.ResourceActionNoop || len(m.warned) > 0 {
							t.Fatalf(
								"the plan (refresh %t) is %s, %v, with the warnings %q: %s",
								refresh,
								p.action,
								err,
								m.warned,
								differing(t, before, p.after),
							)
						}
						if !p.prior.value.Equal(before) {
							t.Errorf("the refresh finds a drift: %s", differing(t, before, p.prior.value))
						}
					}
				})
			}
			if len(kinds) != 4 {
				t.Errorf("the state has resources of %d kinds, want 4", len(kinds))
			}
		})
	}
}

func readJSON(t *testing.T, file string, value any) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(content, value)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// upgraded is what the provider makes of a resource in a state file.
func (w *walk) upgraded(version int64, attributes []byte) tftypes.Value {
	w.t.Helper()
	response, err := w.UpgradeResourceState(w.t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: w.kind, Version: version, RawState: &tfprotov6.RawState{JSON: attributes},
	})
	if err := w.said(err, response.Diagnostics); err != nil {
		w.t.Fatal(err)
	}
	return w.value(response.UpgradedState)
}

// configuration reads arguments of JSON; what is not given is null.
func (w *walk) configuration(arguments map[string]any) map[string]tftypes.Value {
	w.t.Helper()
	all := map[string]any{}
	for _, attribute := range w.schema.Block.Attributes {
		all[attribute.Name] = arguments[attribute.Name]
	}
	content, err := json.Marshal(all)
	if err != nil {
		w.t.Fatal(err)
	}
	value, err := tfprotov6.RawState{JSON: content}.Unmarshal(w.schema.ValueType())
	if err != nil {
		w.t.Fatal(err)
	}
	return fields(w.t, value)
}
