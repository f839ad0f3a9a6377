package main_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// registryDocs is where the registry shows docs/. Only with it a link works from a page of the repository and from one
// of the registry: there the pages have no ".md", and here they have.
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
			switch {
			case ours:
				found++
				if _, err := os.Stat(filepath.Join("docs", page+".md")); err != nil {
					t.Errorf("%s links to %s, which is not there", name, target)
				}
			case target == "" && anchor != "":
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
