package terraformtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// Address is the address of one instance of a resource.
type Address = address.Instance

// ParseAddress reads an address such as data.a_thing.b or a_thing.b["key"].
func ParseAddress(text string) (Address, error) { return address.Parse(text) }

// State is what Terraform remembers between its runs. The zero state is empty. Runs do not change a state: they make a
// new one.
type State struct {
	// Objects are the objects that Terraform looks after.
	Objects map[Address]*Object
	// Deposed are objects that were replaced and are yet to be destroyed, by an arbitrary key.
	Deposed map[Address]map[string]*Object
	Outputs map[string]OutputValue
}

// Object is an object of a resource or data source.
type Object struct {
	// Provider is the full name of the provider.
	Provider      string
	SchemaVersion int64
	// Attributes is the value as JSON.
	Attributes json.RawMessage
	Private    []byte
	// Identity is what the provider says that the object is, as JSON; nil if it does not.
	Identity            json.RawMessage
	IdentityVersion     int64
	Tainted             bool
	CreateBeforeDestroy bool
	// Dependencies are the resources that have to be there for this one, and outlive it.
	Dependencies []address.Resource

	// value is that of Attributes if it is known.
	value cty.Value
}

// OutputValue is the value of an output.
type OutputValue struct {
	Value     cty.Value
	Sensitive bool
}

// Copy is a state of its own with the same in it.
func (s *State) Copy() *State {
	c := &State{
		Objects: map[Address]*Object{},
		Deposed: map[Address]map[string]*Object{},
		Outputs: map[string]OutputValue{},
	}
	if s == nil {
		return c
	}
	for a, o := range s.Objects {
		c.Objects[a] = o.copy()
	}
	for a, deposed := range s.Deposed {
		c.Deposed[a] = map[string]*Object{}
		for key, o := range deposed {
			c.Deposed[a][key] = o.copy()
		}
	}
	maps.Copy(c.Outputs, s.Outputs)
	return c
}

func (o *Object) copy() *Object {
	if o == nil {
		return nil
	}
	c := *o
	c.Attributes, c.Private, c.Identity = bytes.Clone(o.Attributes), bytes.Clone(o.Private), bytes.Clone(o.Identity)
	c.Dependencies = slices.Clone(o.Dependencies)
	return &c
}

// ifThere is the object, nil if a refresh has shown that there is nothing any more.
func (o *Object) ifThere() *Object {
	if o == nil || o.value.IsNull() {
		return nil
	}
	return o
}

// IsEmpty reports whether there is no object in the state. Data sources do not count.
func (s *State) IsEmpty() bool {
	if s == nil {
		return true
	}
	for a := range s.Objects {
		if !a.Data {
			return false
		}
	}
	return len(s.Deposed) == 0
}

// Addresses are those of the objects, in order.
func (s *State) Addresses() []Address {
	if s == nil {
		return nil
	}
	return slices.SortedFunc(maps.Keys(s.Objects), Address.Compare)
}

// Object finds an object by its address, nil if there is none.
func (s *State) Object(text string) *Object {
	a, err := address.Parse(text)
	if err != nil || s == nil {
		return nil
	}
	return s.Objects[a]
}

// Taint is `terraform taint`: the object is to be replaced. It reports whether it is there.
func (s *State) Taint(text string) bool {
	o := s.Object(text)
	if o != nil {
		o.Tainted = true
	}
	return o != nil
}

// Remove is `terraform state rm`. It reports whether the object was there.
func (s *State) Remove(text string) bool {
	a, err := address.Parse(text)
	if err != nil || s == nil || s.Objects[a] == nil {
		return false
	}
	delete(s.Objects, a)
	return true
}

// Move is `terraform state mv` of one object. It reports whether the object was there, and the new address free.
func (s *State) Move(from, to string) bool {
	source, err := address.Parse(from)
	if err != nil || s == nil || s.Objects[source] == nil {
		return false
	}
	target, err := address.Parse(to)
	if err != nil || s.Objects[target] != nil {
		return false
	}
	s.Objects[target] = s.Objects[source]
	delete(s.Objects, source)
	return true
}

// Attribute reads an attribute of the object, nil if it is null or not there.
func (o *Object) Attribute(name string) any {
	var attributes map[string]any
	if o == nil || json.Unmarshal(o.Attributes, &attributes) != nil {
		return nil
	}
	return attributes[name]
}

// depose makes room for a new object at an address.
func (s *State) depose(a Address, key string) {
	o := s.Objects[a]
	if o == nil {
		return
	}
	delete(s.Objects, a)
	s.setDeposed(a, key, o)
}

// byResource are the addresses of the objects, by their resources.
func (s *State) byResource() map[address.Resource][]Address {
	all := map[address.Resource][]Address{}
	for a := range s.Objects {
		all[a.Resource] = append(all[a.Resource], a)
	}
	return all
}

// objectsAt are the object at an address and those that it has replaced.
func (s *State) objectsAt(a Address) []*Object {
	objects := slices.Collect(maps.Values(s.Deposed[a]))
	if o := s.Objects[a]; o != nil {
		objects = append(objects, o)
	}
	return objects
}

// unusedKey is one under which nothing is put aside yet.
func (s *State) unusedKey(a Address) string {
	for n := 1; ; n++ {
		key := fmt.Sprintf("%08x", n)
		if s.Deposed[a][key] == nil {
			return key
		}
	}
}

func (s *State) setDeposed(a Address, key string, o *Object) {
	if o == nil {
		delete(s.Deposed[a], key)
		if len(s.Deposed[a]) == 0 {
			delete(s.Deposed, a)
		}
		return
	}
	if s.Deposed[a] == nil {
		s.Deposed[a] = map[string]*Object{}
	}
	s.Deposed[a][key] = o
}

// set puts an object in its place; nil removes it.
func (s *State) set(a Address, o *Object) {
	if o == nil {
		delete(s.Objects, a)
		return
	}
	s.Objects[a] = o
}
