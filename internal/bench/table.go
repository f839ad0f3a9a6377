package main

import (
	"fmt"
	"strconv"
	"strings"
)

// table is the lines as a table of Markdown.
func table(lines []line) string {
	var b strings.Builder
	headings := append([]string{"scenario", "provider", "latency", "phase", "calls"}, kindNames[:]...)
	headings = append(headings, "wall s", "CPU s", "peak MB")
	row(&b, headings)
	row(&b, append(slicesOf("---", 4), slicesOf("--:", len(headings)-4)...))
	for _, l := range lines {
		row(&b, l.cells())
	}
	return b.String()
}

func (l line) cells() []string {
	cells := []string{l.scenario, l.contender, orDash(l.condition), l.phase, strconv.Itoa(l.calls.total())}
	for _, n := range l.calls {
		cells = append(cells, strconv.Itoa(n))
	}
	cells = append(cells, fmt.Sprintf("%.1f", l.wall.Seconds()))
	if l.alone {
		return append(cells, "–", "–")
	}
	return append(cells, fmt.Sprintf("%.2f", l.usage.CPU.Seconds()), fmt.Sprintf("%.0f", float64(l.usage.MaxRSS)/1e6))
}

func row(b *strings.Builder, cells []string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func slicesOf(cell string, n int) []string {
	cells := make([]string, n)
	for i := range cells {
		cells[i] = cell
	}
	return cells
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
