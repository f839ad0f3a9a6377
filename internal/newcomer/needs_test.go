//go:build unix

package newcomer_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/semver"
)

// newer is what the oldest CLIs that the provider works with do not all know.
var newer = []struct {
	name                string
	used                *regexp.Regexp
	terraform, openTofu string
}{
	{"for_each in import", regexp.MustCompile(`(?m)^import \{\n +for_each`), "1.7", "1.8"},
	{"lifecycle in removed", regexp.MustCompile(`(?m)^removed \{\n(?: .*\n|\n)* +lifecycle`), "1.7", "1.10"},
	{"mock_provider", regexp.MustCompile(`(?m)^mock_provider `), "1.7", "1.8"},
}

// A guide says what it needs, where that is more than the provider needs.
func TestGuidesSayWhatTheyNeed(t *testing.T) {
	t.Parallel()
	guides, err := filepath.Glob("../../templates/guides/*.md.tmpl")
	if err != nil || len(guides) == 0 {
		t.Fatal(guides, err)
	}
	seen := map[string]bool{}
	for _, path := range guides {
		name := strings.TrimSuffix(filepath.Base(path), ".md.tmpl")
		g := readGuide(t, name)
		for _, b := range g.blocks {
			for _, n := range newer {
				if !n.used.MatchString(b.text) {
					continue
				}
				seen[n.name] = true
				if semver.Compare("v"+g.terraform, "v"+n.terraform) < 0 ||
					semver.Compare("v"+g.openTofu, "v"+n.openTofu) < 0 {
					t.Errorf("%s, line %d: %s needs Terraform %s or OpenTofu %s, and the guide says it needs %q or %q",
						name, b.line, n.name, n.terraform, n.openTofu, g.terraform, g.openTofu)
				}
			}
		}
	}
	for _, n := range newer {
		if !seen[n.name] {
			t.Errorf("no guide uses %s any more", n.name)
		}
	}
}
