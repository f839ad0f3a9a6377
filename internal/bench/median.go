package main

import (
	"cmp"
	"slices"
)

// median takes each figure by itself, since what slows a run down need not be what makes it large.
func median(samples []sample) sample {
	m := sample{
		wall: middle(samples, func(s sample) int64 { return int64(s.wall) }).wall,
		usage: usage{
			CPU:    middle(samples, func(s sample) int64 { return int64(s.usage.CPU) }).usage.CPU,
			MaxRSS: middle(samples, func(s sample) int64 { return s.usage.MaxRSS }).usage.MaxRSS,
		},
	}
	for k := range kinds {
		m.calls[k] = middle(samples, func(s sample) int64 { return int64(s.calls[k]) }).calls[k]
	}
	return m
}

// middle is the sample in the middle by one figure, and of two the smaller.
func middle(samples []sample, by func(sample) int64) sample {
	sorted := slices.SortedFunc(slices.Values(samples), func(a, b sample) int { return cmp.Compare(by(a), by(b)) })
	return sorted[(len(sorted)-1)/2]
}
