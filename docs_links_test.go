package main_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// registryDocs is where the registry shows docs/. Links to another folder of docs/ begin with it: OpenTofu's registry
// does not take the ".md" off a relative one, without which GitHub finds no page, and the Terraform registry shows
// docs/index.md a folder higher than it is. A link to a page beside it is the file's name alone: both registries take
// the ".md" off that.
const registryDocs = "https://registry.terraform.io/providers/terraform-whatsapp/whatsapp/latest/docs/"

var docsLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinksBetweenDocsPages follows the links of docs/: each leads to a page that is there, or out of docs/.
func TestLinksBetweenDocsPages(t *testing.T) {
	found := 0
	err := filepath.WalkDir("docs", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, link := range docsLink.FindAllStringSubmatch(string(content), -1) {
			target, anchor, _ := strings.Cut(link[1], "#")
			page, ours := strings.CutPrefix(target, registryDocs)
			linked := filepath.Join("docs", page+".md")
			beside := filepath.Join(filepath.Dir(name), target)
			switch {
			case ours && filepath.Dir(linked) == filepath.Dir(name):
				t.Errorf("%s links to %q: write %s", name, link[1], filepath.Base(linked))
			case ours:
				found++
				leadsTo(t, name, linked, anchor)
			case target == "" && anchor != "":
				leadsTo(t, name, name, anchor)
			case filepath.Base(target) == target && filepath.Dir(name) != "docs":
				found++
				leadsTo(t, name, beside, anchor)
			case !strings.HasPrefix(target, "https://"):
				t.Errorf("%s links to %q: write %s…", name, link[1], registryDocs)
			}
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Errorf("%d links between pages, %v", found, err)
	}
}

// TestLinksInTheRepository follows the relative links of the pages that are read on a checkout.
func TestLinksInTheRepository(t *testing.T) {
	var pages []string
	for _, pattern := range []string{"*.md", "evidence/*.md", "examples/*/*.md", ".github/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		pages = append(pages, found...)
	}
	for _, name := range pages {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range docsLink.FindAllStringSubmatch(string(content), -1) {
			target, anchor, _ := strings.Cut(link[1], "#")
			if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			page := name
			if target != "" {
				page = filepath.Join(filepath.Dir(name), target)
			}
			leadsTo(t, name, page, anchor)
		}
	}
}

var (
	titles    = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	anchored  = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
	notInSlug = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// leadsTo fails unless a page is there, and in it the heading of the anchor, if there is one.
func leadsTo(t *testing.T, from, page, anchor string) {
	t.Helper()
	info, err := os.Stat(page)
	if err != nil {
		t.Errorf("%s links to %s, which is not there", from, page)
		return
	}
	if anchor == "" || info.IsDir() || filepath.Ext(page) != ".md" {
		return
	}
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range anchored.FindAllStringSubmatch(string(content), -1) {
		if found[1] == anchor {
			return
		}
	}
	for _, found := range titles.FindAllStringSubmatch(string(content), -1) {
		slug := strings.ReplaceAll(notInSlug.ReplaceAllString(strings.ToLower(found[1]), ""), " ", "-")
		if slug == anchor {
			return
		}
	}
	t.Errorf("%s links to #%s in %s, which has no such heading", from, anchor, page)
}

// TestEveryPageHasAnExample holds that no page of the registry lacks an example, and none of a resource an import.
func TestEveryPageHasAnExample(t *testing.T) {
	for folder, sections := range map[string][]string{
		"resources":           {"## Example Usage", "## Import"},
		"data-sources":        {"## Example Usage"},
		"functions":           {"## Example Usage"},
		"actions":             {"## Example Usage"},
		"ephemeral-resources": {"## Example Usage"},
		"list-resources":      {"## Example Usage"},
	} {
		pages, err := filepath.Glob(filepath.Join("docs", folder, "*.md"))
		if err != nil || len(pages) == 0 {
			t.Fatalf("%s: %v, %v", folder, pages, err)
		}
		for _, page := range pages {
			content, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			for _, section := range sections {
				if !strings.Contains(string(content), "\n"+section+"\n") {
					t.Errorf("%s has no %q", page, section)
				}
			}
		}
	}
}
