package phone

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

func TestMemory(t *testing.T) {
	var m memory[string]
	asked := map[string]int{}
	answer := func(question string) {
		t.Helper()
		got := m.answer(question, func(q string) string { asked[q]++; return "re: " + q })
		if got != "re: "+question {
			t.Fatalf("%q is answered with %q", question, got)
		}
		if kept := len(m.young) + len(m.old); kept > 2*generationSize {
			t.Fatalf("%d answers are remembered", kept)
		}
	}
	for i := range 5 * generationSize {
		answer("often asked")
		answer(fmt.Sprint(i))
	}
	answer("0")
	answer(fmt.Sprint(5*generationSize - 1))
	for question, want := range map[string]int{"often asked": 1, "0": 2, fmt.Sprint(5*generationSize - 1): 1} {
		if asked[question] != want {
			t.Errorf("%q is asked for %d times", question, asked[question])
		}
	}
	long := strings.Repeat("1", longestKey+1)
	answer(long)
	answer(long)
	if asked[long] != 2 {
		t.Error("a text of any length is remembered")
	}
}

func TestMemoryOfSeveral(t *testing.T) {
	var m memory[string]
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 2 * generationSize {
				question := fmt.Sprint(i)
				if got := m.answer(question, strings.Clone); got != question {
					t.Errorf("%q is answered with %q", question, got)
				}
			}
		})
	}
	all.Wait()
}
