package phone

import (
	"strings"
	"sync"
)

// The library goes through patterns for every number, which takes ten to forty microseconds, and Terraform asks for the
// same numbers again and again: when it validates, plans and applies, and for each comparison with what a gateway told.
// So what they turned out to be is remembered. What is remembered of each question is bounded: the numbers of the
// largest group of WhatsApp fit, and whoever asks for more is answered as slowly as the first time.
const (
	generationSize = 4096
	// longestKey is longer than a number that is written in any usual way.
	longestKey = 48
)

// memory remembers answers in two generations. Where the younger one is full, it becomes the older one, whose answers
// are forgotten unless they were asked for again. The zero value is ready for use, by several at a time.
type memory[A any] struct {
	mu         sync.Mutex
	young, old map[string]A
}

// answer asks only for what is not remembered. While it asks, nobody waits: two may ask for the same.
func (m *memory[A]) answer(question string, ask func(string) A) A {
	if len(question) > longestKey {
		return ask(question)
	}
	if answer, found := m.recall(question); found {
		return answer
	}
	answer := ask(question)
	m.mu.Lock()
	defer m.mu.Unlock()
	// The text may be a part of a longer one, which need not be kept.
	m.keep(strings.Clone(question), answer)
	return answer
}

func (m *memory[A]) recall(question string) (answer A, found bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if answer, found = m.young[question]; found {
		return answer, true
	}
	if answer, found = m.old[question]; found {
		m.keep(strings.Clone(question), answer)
	}
	return answer, found
}

func (m *memory[A]) keep(question string, answer A) {
	if m.young == nil || len(m.young) >= generationSize {
		m.young, m.old = map[string]A{}, m.young
	}
	m.young[question] = answer
}
