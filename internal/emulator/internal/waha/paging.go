package waha

import (
	"net/http"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// paging reads limit and offset from the query, if they are there. What is no number is refused.
func (c *call) paging(limit, offset *int) (refusal wire.Answer, ok bool) {
	for name, value := range map[string]*int{"limit": limit, "offset": offset} {
		if !c.Query.Has(name) {
			continue
		}
		n, err := strconv.Atoi(c.Query.Get(name))
		if err != nil {
			message := name + " must be a number conforming to the specified constraints"
			return wire.Problem(http.StatusBadRequest, "Bad Request", []string{message}), false
		}
		*value = n
	}
	return wire.Answer{}, true
}

// paged is WAHA's paging in memory: without a limit the offset does not count (`if (!limit) return data`).
func paged[T any](all []T, limit, offset int) []T {
	if limit <= 0 {
		return all
	}
	start := min(max(offset, 0), len(all))
	return all[start:min(start+limit, len(all))]
}
