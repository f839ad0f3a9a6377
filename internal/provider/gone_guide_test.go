package provider_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// The guide on safety has the table of what happens when a group cannot be read, in the words of users.
func TestTheGuideHasTheGoneTable(t *testing.T) {
	t.Parallel()
	written, err := os.ReadFile("../../templates/guides/safety.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for _, walk := range []string{"plan", "destroy"} {
		if table := goneGuide(walk); !strings.Contains(string(written), table) {
			t.Errorf("the guide does not have this table:\n%s", table)
		}
	}
}

// goneGuide is the table of one walk, and below it where gateways differ from the others.
func goneGuide(walk string) string {
	var table, other strings.Builder
	kinds := slices.DeleteFunc(slices.Clone(goneKinds), func(k goneKind) bool {
		return !slices.Contains(k.walks(), walk)
	})
	table.WriteString("| |")
	for _, k := range kinds {
		fmt.Fprintf(&table, " %s |", k.name)
	}
	table.WriteString(" it says |\n|---|" + strings.Repeat("---|", len(kinds)) + "---|\n")
	for _, s := range goneSituations {
		fmt.Fprintf(&table, "| %s |", s.told)
		title := ""
		for _, k := range kinds {
			then, elsewhere := goneAtMost(s, walk, k)
			fmt.Fprintf(&table, " %s |", goneInShort(then))
			if _, said, says := strings.Cut(then, ": "); says && title == "" {
				title, _, _ = strings.Cut(said, ", ")
				title = `"` + strings.ReplaceAll(title, "ghost", "NAME") + `"`
			}
			for _, d := range elsewhere {
				fmt.Fprintf(&other, "- %s; %s, %s: %s.\n",
					s.told, k.name, strings.Join(d.dialects, ", "), goneInShort(d.then))
			}
		}
		fmt.Fprintf(&table, " %s |\n", title)
	}
	if other.Len() > 0 {
		table.WriteString("\nThese gateways differ:\n\n" + other.String())
	}
	return table.String()
}

// goneElsewhere is a cell of some gateways.
type goneElsewhere struct {
	dialects []string
	then     string
}

// goneAtMost is the cell of most gateways, and those of the others that are another one in short.
func goneAtMost(s goneSituation, walk string, k goneKind) (then string, others []goneElsewhere) {
	var all []*goneElsewhere
	var most *goneElsewhere
	for _, d := range dialects {
		cell := goneTable[inGoneTable(s.name, walk, k.name, d.name)].then
		at := slices.IndexFunc(all, func(e *goneElsewhere) bool { return goneInShort(e.then) == goneInShort(cell) })
		if at < 0 {
			at, all = len(all), append(all, &goneElsewhere{then: cell})
		}
		all[at].dialects = append(all[at].dialects, d.name)
		if most == nil || len(all[at].dialects) > len(most.dialects) {
			most = all[at]
		}
	}
	for _, e := range all {
		if e != most {
			others = append(others, *e)
		}
	}
	return most.then, others
}

// goneInShort is a cell without titles.
func goneInShort(then string) string {
	state, said, _ := strings.Cut(then, ", ")
	switch {
	case strings.Contains(said, "error: ") && state == "sent":
		return "done, and an error"
	case strings.Contains(said, "error: "):
		return "error"
	case strings.Contains(said, "warning: "):
		return state + ", warning"
	}
	return state
}
