package main_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// worksWith is what is said of the CLIs, with their oldest versions.
var worksWith = regexp.MustCompile(`Terraform (\S+) or OpenTofu (\S+) and newer; functions from Terraform \S+, ` +
	`import by identity from \d+\.\d+`)

// TestEveryPageNamesTheSameVersions holds that all pages say the same of the CLIs, and that CI runs the oldest.
func TestEveryPageNamesTheSameVersions(t *testing.T) {
	var said []string
	for _, page := range []string{
		"README.md", "docs/index.md", "docs/guides/getting-started.md", "docs/guides/opentofu.md",
	} {
		said = append(said, worksWith.FindString(strings.Join(strings.Fields(read(t, page)), " ")))
		if last := said[len(said)-1]; last == "" || last != said[0] {
			t.Errorf("%s says %q, and the first page %q", page, last, said[0])
		}
	}
	matrix := regexp.MustCompile(`cli: (\S+), version: (\S+)\.x`)
	oldest := map[string]string{}
	for _, entry := range matrix.FindAllStringSubmatch(read(t, ".github/workflows/test.yml"), -1) {
		cli, version := entry[1], entry[2]
		if oldest[cli] == "" || minor(t, version) < minor(t, oldest[cli]) {
			oldest[cli] = version
		}
	}
	claimed := worksWith.FindStringSubmatch(said[0])
	if claimed == nil || oldest["terraform"] != claimed[1] || oldest["tofu"] != claimed[2] {
		t.Errorf("the pages say %q, and the oldest in CI are %v", said[0], oldest)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func minor(t *testing.T, version string) int {
	t.Helper()
	number, err := strconv.Atoi(strings.TrimPrefix(version, "1."))
	if err != nil {
		t.Fatal(err)
	}
	return number
}
