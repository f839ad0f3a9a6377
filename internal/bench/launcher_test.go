package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The launcher ends as the provider did, and leaves what it took.
func TestLaunch(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "usage.json")
	t.Setenv(usageVariable, file)
	for argument, want := range map[string]int{nothing: 1, "nobody": 1, "": 0} {
		command := []string{self, servePeer, argument} // Nobody but Terraform is served, which has a cookie.
		if argument == "" {
			command = []string{self, "-test.list=^$"}
		}
		encoded, err := json.Marshal(command)
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv(commandVariable, string(encoded))
		if got := launch(nil); got != want {
			t.Errorf("%q ended with %d, want %d", argument, got, want)
		}
		took, err := takeUsage(file)
		if err != nil || took.CPU <= 0 {
			t.Errorf("%q took %+v, %v", argument, took, err)
		}
	}
	t.Setenv(commandVariable, "")
	if launch(nil) == 0 {
		t.Error("nothing was launched, and well")
	}
}

// Several processes of a run are one sum, and the next run begins at zero.
func TestTakeUsage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "usage.json")
	for _, u := range []usage{{time.Second, 5}, {2 * time.Second, 9}, {time.Second, 7}} {
		if err := appendUsage(file, u); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := takeUsage(file); err != nil || got != (usage{4 * time.Second, 9}) {
		t.Errorf("got %+v and %v", got, err)
	}
	if _, err := takeUsage(file); err == nil {
		t.Error("no process has said anything, and that was taken for zero")
	}
}
