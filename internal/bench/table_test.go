package main

import (
	"testing"
	"time"
)

func TestTable(t *testing.T) {
	measured := sample{
		calls: calls{listOfGroups: 1, oneGroupRead: 2, add: 30}, wall: 1234 * time.Millisecond,
		usage: usage{CPU: 567 * time.Millisecond, MaxRSS: 34_600_000},
	}
	got := table([]line{
		{scenario: "a", contender: "ours", condition: "100ms, serial", phase: "create", sample: measured},
		{scenario: "a", contender: "terraform_data", phase: "plan", sample: sample{wall: time.Second}, alone: true},
	})
	want := `| scenario | provider | latency | phase | calls | list of groups | one group | its members | list of LIDs | other reads | adds | removals | other writes | wall s | CPU s | peak MB |
| --- | --- | --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
| a | ours | 100ms, serial | create | 33 | 1 | 2 | 0 | 0 | 0 | 30 | 0 | 0 | 1.2 | 0.57 | 35 |
| a | terraform_data | – | plan | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1.0 | – | – |
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMedian(t *testing.T) {
	one := func(wall, cpu time.Duration, rss int64, adds int) sample {
		return sample{wall: wall, usage: usage{CPU: cpu, MaxRSS: rss}, calls: calls{add: adds}}
	}
	samples := []sample{one(9, 1, 5, 7), one(3, 2, 6, 8), one(4, 3, 4, 7)}
	if got, want := median(samples), one(4, 2, 5, 7); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, want := median(samples[:2]), one(3, 1, 5, 7); got != want {
		t.Errorf("of two got %+v, want %+v", got, want)
	}
}
