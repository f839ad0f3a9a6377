package main_test

import (
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestCitations checks that what comments and pages cite is there: a section of DESIGN.md or of a page of evidence.
// Code that rests on a fact about a server is only as good as the page that has it.
func TestCitations(t *testing.T) {
	pages := readPages(t)
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains([]string{".git", ".terraform", "bin", "testdata"}, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if extension := filepath.Ext(path); extension != ".go" && extension != ".md" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, fault := range checkCitations(pages, filepath.ToSlash(path), string(text)) {
			t.Error(fault)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// link is a reference such as [waha#2067], and defined is where its address is.
var (
	link    = regexp.MustCompile(`\[[\w-]+#\d+\]`)
	defined = regexp.MustCompile(`(?m)^(\[[\w-]+#\d+\]): https?://`)
)

// TestLinksAreDefined: a reference without a definition is shown as plain text, and leads nowhere.
func TestLinksAreDefined(t *testing.T) {
	pages, err := filepath.Glob("evidence/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages of evidence: %v", err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]bool{}
		for _, match := range defined.FindAllStringSubmatch(string(text), -1) {
			known[match[1]] = true
		}
		for _, reference := range link.FindAllString(string(text), -1) {
			if !known[reference] {
				t.Errorf("%s: %s has no definition", page, reference)
				known[reference] = true
			}
		}
	}
}

// sections are the numbers of a page's headings, as they are cited: "4", "4.2", "4.2a".
type sections map[string]bool

// readPages reads the pages that can be cited. A page is cited by its path.
func readPages(t *testing.T) map[string]sections {
	t.Helper()
	paths, err := filepath.Glob("evidence/*.md")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no pages of evidence: %v", err)
	}
	pages := map[string]sections{}
	for _, path := range append(paths, "DESIGN.md") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		found, twice := readSections(string(text))
		if len(found) == 0 {
			t.Errorf("%s has no numbered section", path)
		}
		for _, number := range twice {
			t.Errorf("%s has two sections %s", path, number)
		}
		pages[filepath.ToSlash(path)] = found
	}
	return pages
}

// heading is one that is numbered, "## 4. Title" or "### 4.2 Title".
var heading = regexp.MustCompile(`(?m)^#{2,6} (\d+(?:\.\d+)*[a-z]?)\.? `)

func readSections(page string) (found sections, twice []string) {
	found = sections{}
	for _, match := range heading.FindAllStringSubmatch(page, -1) {
		if found[match[1]] {
			twice = append(twice, match[1])
		}
		found[match[1]] = true
	}
	return found, twice
}

var (
	// citation is a section, with the page before it or without. A page may be in backquotes.
	citation = regexp.MustCompile("(?:([\\w./-]+\\.md)`?\\s+)?§(\\d+(?:\\.\\d+)*[a-z]?)?")
	// mention is a page with or without a section.
	mention = regexp.MustCompile(`[\w./-]+\.md\b`)
	// enumeration is what stands between two sections of one page.
	enumeration = regexp.MustCompile("^[\\s,;`]*(?:and|or|to)?\\s*$")
)

// checkCitations says what is wrong with the citations of a file. Of a Go file it reads the comments.
//
// A citation is `evidence/waha.md §5.2` or `DESIGN.md §4.2`. A section without a page belongs to the page before it: in
// Go to the last one that the same line of the comment names, in Markdown to one that it is enumerated with. Otherwise
// it is one of the page itself, if the file is a page.
func checkCitations(pages map[string]sections, file, text string) []string {
	var faults []string
	if filepath.Ext(file) == ".go" {
		for _, line := range commentLines(text) {
			for _, why := range checkComment(pages, line.text) {
				faults = append(faults, fmt.Sprintf("%s:%d: %s", file, line.number, why))
			}
		}
		return faults
	}
	cited, end := "", 0
	for _, match := range citation.FindAllStringSubmatchIndex(text, -1) {
		page, number := group(text, match, 1), group(text, match, 2)
		switch {
		case page != "":
			cited = page
		case cited == "" || !enumeration.MatchString(text[end:match[0]]):
			cited = ""
			if pages[file] != nil {
				cited = file
			}
		}
		end = match[1]
		if why := missing(pages, cited, number); cited != "" && why != "" {
			faults = append(faults, fmt.Sprintf("%s:%d: %s", file, 1+strings.Count(text[:match[0]], "\n"), why))
		}
	}
	return faults
}

// checkComment says what is wrong with one line of a comment.
func checkComment(pages map[string]sections, line string) []string {
	var faults []string
	short := map[string]bool{}
	for _, name := range mention.FindAllString(line, -1) {
		page := "evidence/" + name[strings.LastIndex(name, "/")+1:]
		if pages[page] != nil && pages[name] == nil {
			short[name] = true
			faults = append(faults, fmt.Sprintf("%s has to be written as %s", name, page))
		}
	}
	cited := ""
	for _, match := range citation.FindAllStringSubmatch(line, -1) {
		if match[1] != "" {
			cited = match[1]
		}
		if cited == "" {
			faults = append(faults, match[0]+" does not say of which page it is")
		} else if why := missing(pages, cited, match[2]); why != "" && !short[cited] {
			faults = append(faults, why)
		}
	}
	return slices.Compact(faults)
}

// missing says what is wrong with one citation, and is empty where nothing is.
func missing(pages map[string]sections, page, number string) string {
	switch {
	case pages[page] == nil:
		return fmt.Sprintf("%s is no page: there are DESIGN.md and those of evidence", page)
	case number == "":
		return fmt.Sprintf("the section of %s has no number", page)
	case !pages[page][number]:
		return fmt.Sprintf("%s has no section %s", page, number)
	}
	return ""
}

func group(text string, match []int, i int) string {
	if match[2*i] < 0 {
		return ""
	}
	return text[match[2*i]:match[2*i+1]]
}

// commentLine is a line of a Go file's comments.
type commentLine struct {
	number int
	text   string
}

// commentLines leaves out what is in strings, such as the samples of this test.
func commentLines(source string) []commentLine {
	files := token.NewFileSet()
	file := files.AddFile("", files.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), func(token.Position, string) {}, scanner.ScanComments)
	var lines []commentLine
	for {
		position, kind, literal := s.Scan()
		switch kind {
		case token.EOF:
			return lines
		case token.COMMENT:
			first := file.Line(position)
			for i, text := range strings.Split(literal, "\n") {
				lines = append(lines, commentLine{first + i, text})
			}
		}
	}
}

func TestCheckCitations(t *testing.T) {
	design, twice := readSections("# Design\n\n## 1. Ideas\n\n### 1.2 One\n\n### 1.2a Two\n\n## 2. Layers\n")
	if len(design) != 4 || len(twice) > 0 {
		t.Fatalf("the sections are %v and twice %v", design, twice)
	}
	waha, twice := readSections("## 2. Transport\n### 2.3 Statuses\n### 2.10 Sizes\n### 2.3 Again\n")
	if len(waha) != 3 || !slices.Equal(twice, []string{"2.3"}) {
		t.Fatalf("the sections are %v and twice %v", waha, twice)
	}
	pages := map[string]sections{"DESIGN.md": design, "evidence/waha.md": waha, "evidence/whatsapi.md": {"1": true}}
	for _, test := range []struct {
		name, file, text string
		want             []string
	}{
		{"a section", "a.go", "// x does y (evidence/waha.md §2.3).", nil},
		{"a section of two digits", "a.go", "// See evidence/waha.md §2.10.", nil},
		{"a section with a letter", "a.go", "// See DESIGN.md §1.2a.", nil},
		{"a whole chapter", "a.go", "// See DESIGN.md §2.", nil},
		{"several of one page", "a.go", "// See evidence/waha.md §2.3, §2.10 and, for reasons, §2.", nil},
		{"two pages", "a.go", "// See DESIGN.md §1.2 and evidence/waha.md §2, §2.3.", nil},
		{"a string", "a.go", `const s = "waha.md §2.3, §9 // §8"`, nil},
		{"another file", "a.go", "// CONTRIBUTING.md has the rules.", nil},
		{"a page alone", "a.go", "// The facts are in evidence/waha.md.", nil},

		{"a section that is not there", "a.go", "// See evidence/waha.md §2.4.",
			[]string{"a.go:1: evidence/waha.md has no section 2.4"}},
		{"a letter that is not there", "a.go", "// See DESIGN.md §1.2b.",
			[]string{"a.go:1: DESIGN.md has no section 1.2b"}},
		{"the second of two", "a.go", "// See evidence/waha.md §2.3, §1.2.",
			[]string{"a.go:1: evidence/waha.md has no section 1.2"}},
		{"the second page", "a.go", "// DESIGN.md §2, evidence/waha.md §1",
			[]string{"a.go:1: evidence/waha.md has no section 1"}},
		{"no such page", "a.go", "// See evidence/telegram.md §2.", []string{
			"a.go:1: evidence/telegram.md is no page: there are DESIGN.md and those of evidence",
		}},
		{"a page without its folder", "a.go", "package a\n\n// See waha.md §2.3.", []string{
			"a.go:3: waha.md has to be written as evidence/waha.md",
		}},
		{"a page without its folder and without section", "a.go", "// The facts are in gateways/waha.md.", []string{
			"a.go:1: gateways/waha.md has to be written as evidence/waha.md",
		}},
		{"a bare section", "a.go", "// x does y (§1.5).", []string{"a.go:1: §1.5 does not say of which page it is"}},
		{"a bare section in the next line", "a.go", "// See evidence/waha.md §2,\n// §2.3.", []string{
			"a.go:2: §2.3 does not say of which page it is",
		}},
		{"a bare section behind code", "a.go", "package a\n\nvar x = 1 // (§1.5)",
			[]string{"a.go:3: §1.5 does not say of which page it is"}},
		{"a bare section in a block", "a.go", "/* One\n   (§1.5) */",
			[]string{"a.go:2: §1.5 does not say of which page it is"}},
		{"no number", "a.go", "// See evidence/waha.md §… there.",
			[]string{"a.go:1: the section of evidence/waha.md has no number"}},

		{"Markdown", "README.md", "See `evidence/waha.md` §2.3,\n§2.10, and DESIGN.md §1.2.", nil},
		{"a section of the page itself", "evidence/waha.md", "See §2.3, and `DESIGN.md` §1.2. See §2.10.", nil},
		{"a bare section of no page", "README.md", "By § 5 of the law, or §7.", nil},
		{"Markdown, not there", "README.md", "One.\nSee `evidence/waha.md` §2.3,\n§2.4.", []string{
			"README.md:3: evidence/waha.md has no section 2.4",
		}},
		{"of the page itself, not there", "DESIGN.md", "One.\n\nSee §7.",
			[]string{"DESIGN.md:3: DESIGN.md has no section 7"}},
		{"of the page itself again", "DESIGN.md", "By `evidence/waha.md` §2.3 it is so. By §2.3 too.", []string{
			"DESIGN.md:1: DESIGN.md has no section 2.3",
		}},
		{"Markdown, no such page", "README.md", "See `waha.md` §2.", []string{
			"README.md:1: waha.md is no page: there are DESIGN.md and those of evidence",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := checkCitations(pages, test.file, test.text); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
