package provider

import "sync"

// plannedWithoutToken counts, by id, the memberships that were planned for destruction before they had a token. Some
// versions of Terraform read what is not configured any more only after they have planned its destruction, and the
// reading is not to be taken for another membership.
type plannedWithoutToken struct {
	mu   sync.Mutex
	byID map[string]int
}

func (p *plannedWithoutToken) add(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byID == nil {
		p.byID = make(map[string]int)
	}
	p.byID[id]++
}

// take reports whether there was one, and takes it away.
func (p *plannedWithoutToken) take(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byID[id] == 0 {
		return false
	}
	p.byID[id]--
	return true
}
