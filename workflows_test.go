package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// workflow is what a file of .github/workflows says of permissions and of other people's code.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Permissions map[string]string
		Uses        string
		Timeout     int `yaml:"timeout-minutes"`
		Steps       []struct {
			Uses string
			With map[string]any
		}
	}
}

// pinned is an action at a commit, with its version for people and Dependabot to read.
var pinned = regexp.MustCompile(`uses: [\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40} # v\d+(?:\.\d+)*$`)

// TestWorkflows: an action is pinned by its commit, since a tag can be moved; a token may read and nothing else, unless
// a job says more; nothing keeps the token in the checkout; and a job that hangs ends.
func TestWorkflows(t *testing.T) {
	names, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil || len(names) < 4 {
		t.Fatalf("%v, %v", names, err)
	}
	commits := map[string]string{} // By repository of an action: the same everywhere.
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range workflowFaults(string(text), commits) {
			t.Errorf("%s: %s", name, fault)
		}
	}
}

func workflowFaults(text string, commits map[string]string) (faults []string) {
	var w workflow
	if err := yaml.Unmarshal([]byte(text), &w); err != nil {
		return []string{err.Error()}
	}
	if len(w.Permissions) != 1 || w.Permissions["contents"] != "read" {
		faults = append(faults, "the permissions are not contents: read alone")
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		_, used, is := strings.Cut(line, "uses: ")
		if !is || strings.HasPrefix(used, "./") {
			continue
		}
		if !pinned.MatchString(line) {
			faults = append(faults, line+" is not pinned by a commit, with its version behind")
			continue
		}
		action, commit, _ := strings.Cut(used, "@")
		repository := strings.Join(strings.SplitN(action, "/", 3)[:2], "/")
		if known := commits[repository]; known != "" && known != commit {
			faults = append(faults, repository+" has two versions: "+known+" and "+commit)
		}
		commits[repository] = commit
	}
	for name, job := range w.Jobs {
		if job.Uses == "" && job.Timeout == 0 {
			faults = append(faults, name+" has no timeout-minutes")
		}
		for scope, access := range job.Permissions {
			if access == "write" && !strings.Contains(text, scope+": write # ") {
				faults = append(faults, name+" may write "+scope+" and does not say why")
			}
		}
		for _, step := range job.Steps {
			if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != false {
				faults = append(faults, name+" keeps the token in its checkout")
			}
		}
	}
	slices.Sort(faults)
	return faults
}

func TestWorkflowFaults(t *testing.T) {
	const right = `
permissions:
  contents: read
jobs:
  a:
    timeout-minutes: 5
    permissions:
      contents: write # makes the release
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
`
	for _, c := range []struct{ before, after, want string }{
		{"", "", ""},
		{"permissions:\n  contents: read", "", "the permissions are not"},
		{"contents: read", "contents: write", "the permissions are not"},
		{"@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", "is not pinned"},
		{" # v6.0.2", "", "is not pinned"},
		{"false", "true", "keeps the token"},
		{" # makes the release", "", "does not say why"},
		{"    timeout-minutes: 5\n", "", "has no timeout"},
		{"jobs:", "jobs: [", "yaml"},
		{"@de0", "@ee0", "has two versions"},
	} {
		commits := map[string]string{"actions/checkout": "de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"}
		faults := strings.Join(workflowFaults(strings.Replace(right, c.before, c.after, 1), commits), "\n")
		if c.want == "" && faults != "" || !strings.Contains(faults, c.want) {
			t.Errorf("with %q for %q: %q, want %q", c.after, c.before, faults, c.want)
		}
	}
}

// TestDependabotKnowsEveryModule: what it does not know grows old.
func TestDependabotKnowsEveryModule(t *testing.T) {
	var config struct {
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directory   string
			Directories []string
		}
	}
	text, err := os.ReadFile(".github/dependabot.yml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &config); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, update := range config.Updates {
		for _, folder := range append(update.Directories, update.Directory) {
			known[update.Ecosystem+" "+folder] = true
		}
	}
	modules, err := filepath.Glob("tools/*/go.mod")
	if err != nil || len(modules) == 0 {
		t.Fatalf("%v, %v", modules, err)
	}
	for _, module := range append(modules, "go.mod", "tools/go.mod") {
		folder := "/" + strings.TrimPrefix(filepath.ToSlash(filepath.Dir(module)), ".")
		if !known["gomod "+folder] {
			t.Errorf("dependabot.yml does not have %s", module)
		}
	}
	if !known["github-actions /"] {
		t.Error("dependabot.yml does not have the actions")
	}
}
