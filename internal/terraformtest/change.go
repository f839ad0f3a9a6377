package terraformtest

import (
	"cmp"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// Action is what a plan does with an object.
type Action byte

// The actions.
const (
	NoOp Action = iota
	Create
	Read
	Update
	Delete
	DeleteThenCreate
	CreateThenDelete
	// Forget takes the object out of the state and leaves it where it is.
	Forget
)

func (a Action) String() string {
	return [...]string{
		"NoOp", "Create", "Read", "Update", "Delete", "DeleteThenCreate", "CreateThenDelete", "Forget",
	}[a]
}

// IsReplace reports whether one object takes the place of another.
func (a Action) IsReplace() bool { return a == DeleteThenCreate || a == CreateThenDelete }

// Change is what a plan does with one object.
type Change struct {
	Address Address
	// Previous is what the address was before, which is the same unless the object has moved.
	Previous Address
	// Deposed is the key of an object that was replaced already and is to be destroyed.
	Deposed string
	Action  Action
	// Before and After are null where there is nothing. After may have unknown values in it.
	Before, After cty.Value
	// Importing is set if the object is not Terraform's yet.
	Importing *Importing
	// RequiredReplace are the attributes for which the object has to be replaced.
	RequiredReplace []cty.Path

	schema         *schema.Schema
	provider       string // The full name.
	private        []byte
	identity       cty.Value
	beforeIdentity cty.Value
}

// Importing says by what an object was found.
type Importing struct {
	ID       string
	Identity cty.Value // cty.NilVal if it was the ID.
}

// HasMoved reports whether the object had another address.
func (c *Change) HasMoved() bool { return c.Address != c.Previous }

// compare orders changes by address, and the deposed ones of one address behind the current one.
func (c *Change) compare(other *Change) int {
	return cmp.Or(c.Address.Compare(other.Address), strings.Compare(c.Deposed, other.Deposed))
}

// OutputChange is what a plan does with an output.
type OutputChange struct {
	Action        Action
	Before, After cty.Value
	Sensitive     bool
}
