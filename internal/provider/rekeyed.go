package provider

import "sync"

// singles remembers of what there is one of, such as the invite link of a group, which resources of this process are
// planned to have it and which to end it. No resource sees another one: one that ends what another one has would do so
// in silence, as where a resource has another name or key and no `moved` block says so. The zero value knows nobody.
type singles struct {
	mu         sync.Mutex
	had, ended map[string]struct{}
}

// have notes that a resource is planned to have something, by all its names, and reports whether another one ends it.
func (s *singles) have(names ...string) (ends bool) { return s.note(&s.had, &s.ended, names) }

// end notes that the resource of something is planned to be destroyed, and with it what it stands for. It reports
// whether another one is to have it. Which of the two is planned first makes no difference.
func (s *singles) end(names ...string) (had bool) { return s.note(&s.ended, &s.had, names) }

func (s *singles) note(own, opposite *map[string]struct{}, names []string) (clash bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if *own == nil {
		*own = make(map[string]struct{})
	}
	for _, name := range names {
		(*own)[name] = struct{}{}
		_, also := (*opposite)[name]
		clash = clash || also
	}
	return clash
}
