package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestNamedTestsExist: a page that says which test holds something is believed. Each row of a promise names one.
func TestNamedTestsExist(t *testing.T) {
	tests := testsOf(t)
	for _, page := range []string{"SECURITY.md", "CONTRIBUTING.md", "DESIGN.md", "README.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range namingFaults(string(text), tests) {
			t.Errorf("%s: %s", page, fault)
		}
	}
}

var (
	namedTest = regexp.MustCompile("`((?:Test|Fuzz)[A-Z]\\w*)(/[\\w/]+)?`")
	// promise is a row of a table whose second column says what holds the first.
	promise = regexp.MustCompile(`(?m)^\| (.+) \| (.+) \|$`)
)

func namingFaults(text string, tests []string) (faults []string) {
	for _, named := range namedTest.FindAllStringSubmatch(text, -1) {
		// A row of lives is known by its function.
		life := "lifeOf" + strings.TrimPrefix(named[2], "/")
		if !slices.Contains(tests, named[1]) || strings.HasSuffix(named[1], "Lives") && named[2] != "" &&
			!slices.Contains(tests, life) {
			faults = append(faults, "there is no "+named[1]+named[2])
		}
	}
	for table := range strings.SplitSeq(text, "\n\n") {
		if !strings.HasPrefix(table, "| promise | held by |") {
			continue
		}
		for _, row := range promise.FindAllStringSubmatch(table, -1)[1:] {
			if !namedTest.MatchString(row[2]) {
				faults = append(faults, "no test holds "+row[1])
			}
		}
	}
	return faults
}

// testsOf are the functions of all test files.
func testsOf(t *testing.T) (names []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, declared := range file.Decls {
			if function, ok := declared.(*ast.FuncDecl); ok && function.Recv == nil {
				names = append(names, function.Name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestNamingFaults(t *testing.T) {
	tests := []string{"TestA", "FuzzB", "TestLives", "lifeOfGroup"}
	for text, want := range map[string]string{
		"`TestA`, `FuzzB` and `TestLives/Group`, which is no `Testing`": "",
		"`TestB`":             "there is no TestB",
		"`TestLives/Nothing`": "there is no TestLives/Nothing",
		"| promise | held by |\n|---|---|\n| one | `TestA` |\n| other | word |\n": "no test holds other",
	} {
		if got := strings.Join(namingFaults(text, tests), "\n"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
