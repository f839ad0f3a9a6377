package terraformtest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// applyMoves gives the objects of a state their new addresses, and returns the old ones.
func applyMoves(c *config.Config, s *State) (map[Address]Address, Diagnostics) {
	was := map[Address]Address{}
	var blocked []string
	for _, m := range inOrder(append(slices.Clone(c.Moves), impliedMoves(c, s)...)) {
		taken := m.IsOfResource() && s.hasAny(m.To.Resource)
		for _, from := range s.allAddresses() {
			to, moves := m.Destination(from)
			switch {
			case !moves:
				continue
			case taken || s.Objects[to] != nil || s.Deposed[to] != nil:
				blocked = append(blocked, fmt.Sprintf("  - %s could not move to %s", from, to))
				continue
			}
			original, chained := was[from]
			if !chained {
				original = from
			}
			delete(was, from)
			was[to] = original
			if o := s.Objects[from]; o != nil {
				s.Objects[to] = o
				delete(s.Objects, from)
			}
			if deposed := s.Deposed[from]; deposed != nil {
				s.Deposed[to] = deposed
				delete(s.Deposed, from)
			}
		}
	}
	if len(blocked) == 0 {
		return was, nil
	}
	return was, Diagnostics{{
		Severity: Warning, Summary: "Unresolved resource instance address changes", Sourceless: true,
		Detail: "There is already an object at the target address:\n" + strings.Join(blocked, "\n"),
	}}
}

// hasAny reports whether there is any instance of a resource.
func (s *State) hasAny(r address.Resource) bool {
	return slices.ContainsFunc(s.allAddresses(), func(a Address) bool { return a.Resource == r })
}

// inOrder sorts moves so that one that goes on where another ends comes after it.
func inOrder(moves []config.Move) []config.Move {
	var sorted []config.Move
	for len(moves) > 0 {
		i := slices.IndexFunc(moves, func(m config.Move) bool {
			return !slices.ContainsFunc(moves, func(other config.Move) bool { return other != m && m.Follows(other) })
		})
		i = max(i, 0) // A cycle has no order.
		sorted = append(sorted, moves[i])
		moves = slices.Delete(moves, i, i+1)
	}
	return sorted
}

// impliedMoves are those between a resource without keys and its first instance, where count came or went.
func impliedMoves(c *config.Config, s *State) []config.Move {
	var implied []config.Move
	for _, r := range c.Resources {
		explicit := slices.ContainsFunc(
			c.Moves,
			func(m config.Move) bool { return m.From.Resource == r.Resource || m.To.Resource == r.Resource },
		)
		alone, first := r.Instance(address.Key{}), r.Instance(address.Number(0))
		switch {
		case explicit || r.Data:
		case r.Count != nil && s.Objects[alone] != nil:
			implied = append(implied, config.NewMove(alone, first))
		case r.Count == nil && r.ForEach == nil && s.Objects[first] != nil:
			implied = append(implied, config.NewMove(first, alone))
		}
	}
	return implied
}
