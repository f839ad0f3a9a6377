package config

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

func (c *Config) addMove(block *hcl.Block) hcl.Diagnostics {
	content, diags := block.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "from", Required: true}, {Name: "to", Required: true},
	}})
	if diags.HasErrors() {
		return diags
	}
	from, more := newEndpoint(content.Attributes["from"].Expr)
	diags = append(diags, more...)
	to, more := newEndpoint(content.Attributes["to"].Expr)
	diags = append(diags, more...)
	if from.Type != to.Type || from.Data || to.Data {
		diags = append(diags, unsupported("A move between types, or of a data source,", block.DefRange))
	}
	c.Moves = append(c.Moves, Move{from, to})
	return diags
}

// newEndpoint reads a literal address.
func newEndpoint(expression hcl.Expression) (Endpoint, hcl.Diagnostics) {
	traversal, diags := hcl.AbsTraversalForExpr(expression)
	if diags.HasErrors() {
		return Endpoint{}, diags
	}
	instance, rest, ok := address.FromTraversal(traversal)
	if !ok || len(rest) > 0 || instance.Type == "module" {
		return Endpoint{}, hcl.Diagnostics{unsupported("An address that is not of a resource", expression.Range())}
	}
	return Endpoint{Instance: instance, Whole: instance.Key == address.Key{}}, nil
}

// NewMove is a move from one instance to another.
func NewMove(from, to address.Instance) Move {
	return Move{Endpoint{Instance: from}, Endpoint{Instance: to}}
}

// IsOfResource reports whether a whole resource moves, with all its keys.
func (m Move) IsOfResource() bool {
	return m.From.Whole && m.To.Whole && m.From.Resource != m.To.Resource
}

// Destination is where a move brings an instance, if it is one that moves.
func (m Move) Destination(a address.Instance) (address.Instance, bool) {
	switch {
	case m.From.Resource != a.Resource:
		return a, false
	case m.IsOfResource():
		return m.To.Resource.Instance(a.Key), true
	case m.From.Key == a.Key:
		return m.To.Instance, true
	}
	return a, false
}

// Follows reports whether a move goes on from where another one ends, so that it has to come after it.
func (m Move) Follows(other Move) bool {
	if m.From.Resource != other.To.Resource {
		return false
	}
	return other.To.Whole || m.From.Whole || m.From.Key == other.To.Key
}
