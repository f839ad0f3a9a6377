package terraformtest

import (
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// setValue lets expressions see an instance. cty.NilVal is one that is not there.
func (w *walk) setValue(a Address, v cty.Value) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.whole, a.Resource)
	if v == cty.NilVal {
		delete(w.values[a.Resource], a.Key)
		return
	}
	if w.values[a.Resource] == nil {
		w.values[a.Resource] = map[address.Key]cty.Value{}
	}
	w.values[a.Resource][a.Key] = v
}

// resourceValue is a resource with its instances as expressions see it.
func (w *walk) resourceValue(r address.Resource) cty.Value {
	w.mu.Lock()
	defer w.mu.Unlock()
	if v, ok := w.whole[r]; ok {
		return v
	}
	v := w.assemble(r)
	w.whole[r] = v
	return v
}

func (w *walk) assemble(r address.Resource) cty.Value {
	block, instances := w.config.Resource(r), w.values[r]
	unknown := cty.UnknownVal(w.schemaOf(block).Type)
	switch {
	case block.Count != nil:
		var elements []cty.Value
		for key, v := range instances {
			n, isNumber := key.IsNumber()
			for isNumber && len(elements) <= n {
				elements = append(elements, unknown)
			}
			if isNumber {
				elements[n] = v
			}
		}
		return cty.TupleVal(elements)
	case block.ForEach != nil:
		attributes := map[string]cty.Value{}
		for key, v := range instances {
			if text, isText := key.IsText(); isText {
				attributes[text] = v
			}
		}
		return cty.ObjectVal(attributes)
	}
	if v, ok := instances[address.Key{}]; ok {
		return v
	}
	return unknown
}

// decoded is the value of an object of the state as it stands there, without asking the provider.
func (w *walk) decoded(a Address, o *Object) cty.Value {
	if o.value != cty.NilVal {
		return o.value
	}
	t := w.remoteObject(a, o).schema.Type
	v, err := ctyjson.Unmarshal(o.Attributes, t)
	if err != nil { // It is of another schema.
		return cty.UnknownVal(t)
	}
	return v
}

// showToProviders lets the configurations of providers see what the state has of the resources that they refer to.
func (w *walk) showToProviders(s *State) {
	for _, references := range w.deps.providers {
		wanted := references.resources()
		for _, a := range s.Addresses() {
			if wanted[a.Resource] {
				w.setValue(a, w.decoded(a, s.Objects[a]))
			}
		}
	}
}
