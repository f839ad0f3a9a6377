package terraformtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// The version of Terraform that is written into state files.
const terraformVersion = "1.15.9"

type stateFile struct {
	Version          int                   `json:"version"`
	TerraformVersion string                `json:"terraform_version"`
	Serial           uint64                `json:"serial"`
	Lineage          string                `json:"lineage"`
	Outputs          map[string]fileOutput `json:"outputs"`
	Resources        []fileResource        `json:"resources"`
	CheckResults     json.RawMessage       `json:"check_results"`
}

type fileOutput struct {
	Value     json.RawMessage `json:"value"`
	Type      cty.Type        `json:"type"`
	Sensitive bool            `json:"sensitive,omitempty"`
}

type fileResource struct {
	Module    string         `json:"module,omitempty"`
	Mode      string         `json:"mode"`
	Type      string         `json:"type"`
	Name      string         `json:"name"`
	Provider  string         `json:"provider"`
	Instances []fileInstance `json:"instances"`
}

type fileInstance struct {
	IndexKey              any               `json:"index_key,omitempty"`
	Status                string            `json:"status,omitempty"`
	Deposed               string            `json:"deposed,omitempty"`
	SchemaVersion         int64             `json:"schema_version"`
	Attributes            json.RawMessage   `json:"attributes"`
	SensitiveAttributes   []json.RawMessage `json:"sensitive_attributes"`
	IdentitySchemaVersion *int64            `json:"identity_schema_version,omitempty"`
	Identity              json.RawMessage   `json:"identity,omitempty"`
	Private               []byte            `json:"private,omitempty"`
	Dependencies          []string          `json:"dependencies,omitempty"`
	CreateBeforeDestroy   bool              `json:"create_before_destroy,omitempty"`
}

const tainted = "tainted"

// ReadState reads a state file of Terraform, of version 4.
func ReadState(content []byte) (*State, error) {
	var file stateFile
	decoder := json.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("read a state: %w", err)
	}
	if file.Version != 4 {
		return nil, fmt.Errorf("the state has version %d, and not 4", file.Version)
	}
	s := new(State).Copy()
	for name, output := range file.Outputs {
		value, err := ctyjson.Unmarshal(output.Value, output.Type)
		if err != nil {
			return nil, fmt.Errorf("read output %s of a state: %w", name, err)
		}
		s.Outputs[name] = OutputValue{Value: value, Sensitive: output.Sensitive}
	}
	for _, r := range file.Resources {
		if err := s.addResource(r); err != nil {
			return nil, fmt.Errorf("read %s.%s of a state: %w", r.Type, r.Name, err)
		}
	}
	return s, nil
}

func (s *State) addResource(r fileResource) error {
	if r.Module != "" {
		return fmt.Errorf("it is in %s, and terraformtest supports the root module only", r.Module)
	}
	resource := address.Resource{Data: r.Mode == "data", Type: r.Type, Name: r.Name}
	provider := strings.TrimSuffix(strings.TrimPrefix(r.Provider, `provider["`), `"]`)
	for _, i := range r.Instances {
		a := resource.Instance(address.Key{})
		switch key := i.IndexKey.(type) {
		case nil:
		case string:
			a.Key = address.Text(key)
		case float64:
			a.Key = address.Number(int(key))
		default:
			return fmt.Errorf("the key %v", key)
		}
		o := &Object{
			Provider: provider, SchemaVersion: i.SchemaVersion, Attributes: compact(i.Attributes), Private: i.Private,
			Identity: compact(i.Identity), Tainted: i.Status == tainted, CreateBeforeDestroy: i.CreateBeforeDestroy,
		}
		if i.IdentitySchemaVersion != nil {
			o.IdentityVersion = *i.IdentitySchemaVersion
		}
		for _, text := range i.Dependencies {
			dependency, err := address.Parse(text)
			if err != nil {
				return err
			}
			o.Dependencies = append(o.Dependencies, dependency.Resource)
		}
		if i.Deposed != "" {
			s.setDeposed(a, i.Deposed, o)
		} else {
			s.set(a, o)
		}
	}
	return nil
}

func compact(text json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if len(text) == 0 || json.Compact(&b, text) != nil {
		return nil
	}
	return b.Bytes()
}

// File is the state as Terraform writes it into a file.
func (s *State) File() ([]byte, error) {
	file := stateFile{
		Version: 4, TerraformVersion: terraformVersion, Serial: 1, Lineage: "00000000-0000-0000-0000-000000000000",
		Outputs: map[string]fileOutput{}, Resources: []fileResource{}, CheckResults: json.RawMessage("null"),
	}
	for name, output := range s.Outputs {
		value, err := ctyjson.Marshal(output.Value, output.Value.Type())
		if err != nil {
			return nil, fmt.Errorf("write output %s of a state: %w", name, err)
		}
		file.Outputs[name] = fileOutput{Value: value, Type: output.Value.Type(), Sensitive: output.Sensitive}
	}
	for _, a := range s.allAddresses() {
		last := len(file.Resources) - 1
		if last < 0 || !file.Resources[last].is(a.Resource) {
			file.Resources = append(file.Resources, newFileResource(a.Resource))
			last++
		}
		r := &file.Resources[last]
		if o := s.Objects[a]; o != nil {
			r.add(a, "", o)
		}
		for _, key := range sortedKeys(s.Deposed[a]) {
			r.add(a, key, s.Deposed[a][key])
		}
	}
	return json.MarshalIndent(file, "", "  ")
}

// allAddresses are those of objects and of deposed ones, in order.
func (s *State) allAddresses() []Address {
	all := s.Addresses()
	for a := range s.Deposed {
		if s.Objects[a] == nil {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, Address.Compare)
	return all
}

func newFileResource(r address.Resource) fileResource {
	return fileResource{Mode: modeOf(r), Type: r.Type, Name: r.Name}
}

func modeOf(r address.Resource) string {
	if r.Data {
		return "data"
	}
	return "managed"
}

func (r *fileResource) is(a address.Resource) bool {
	return r.Mode == modeOf(a) && r.Type == a.Type && r.Name == a.Name
}

func (r *fileResource) add(a Address, deposed string, o *Object) {
	r.Provider = fmt.Sprintf("provider[%q]", o.Provider)
	i := fileInstance{
		IndexKey:            a.Key.JSON(),
		Deposed:             deposed,
		SchemaVersion:       o.SchemaVersion,
		Attributes:          o.Attributes,
		SensitiveAttributes: []json.RawMessage{},
		Identity:            o.Identity,
		Private:             o.Private,
		CreateBeforeDestroy: o.CreateBeforeDestroy,
	}
	if o.Tainted {
		i.Status = tainted
	}
	if o.Identity != nil {
		i.IdentitySchemaVersion = &o.IdentityVersion
	}
	for _, dependency := range o.Dependencies {
		i.Dependencies = append(i.Dependencies, dependency.String())
	}
	r.Instances = append(r.Instances, i)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
