package main

import (
	"fmt"
	"testing"
)

func TestConditions(t *testing.T) {
	for _, c := range []struct{ latencies, serial, want string }{
		{"0,100ms", "both", "[0 100ms 100ms, serial]"},
		{"0,100ms", "off", "[0 100ms]"},
		{"0,100ms", "on", "[0 100ms, serial]"},
	} {
		got, err := conditionsOf(c.latencies, c.serial)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("-latency %s -serial %s: got %v and %v, want %s", c.latencies, c.serial, got, err, c.want)
		}
	}
	for _, c := range [][2]string{{"", "both"}, {"100", "both"}, {"-1s", "both"}, {"1s", "yes"}} {
		if got, err := conditionsOf(c[0], c[1]); err == nil {
			t.Errorf("-latency %q -serial %q: got %v, want an error", c[0], c[1], got)
		}
	}
}

func TestFlags(t *testing.T) {
	o, err := parseFlags([]string{"-scenario", "settings,one-group", "-members", "3,5", "-peers", "none"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range o.scenarios {
		names = append(names, s.name)
	}
	want := `["200 groups, three settings" "3 members, one group" "5 members, one group"]`
	if got := fmt.Sprintf("%q", names); got != want || len(o.peers) != 0 {
		t.Errorf("got %s and the peers %v, want %s and none", got, o.peers, want)
	}
	for _, args := range [][]string{
		{"-scenario", "two-groups"}, {"-members", "1024"}, {"-members", "many"}, {"-spread", "5"}, {"-groups", "0"},
		{"-peers", "curl"}, {"-dialect", "ICQ"}, {"-repeat", "0"}, {"-parallelism", "0"}, {"more"},
	} {
		if _, err := parseFlags(args); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
