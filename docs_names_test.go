package main_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var (
	namedAttribute = regexp.MustCompile("(?m)^(?:-|\\d+\\.) `(\\w+)`|^page_title: \"(\\w+)")
	nameInText     = regexp.MustCompile("`([a-z]+(?:_[a-z0-9]+)+)`")
	block          = regexp.MustCompile("(?s)```.*?```")
)

// terraformsOwn are names in the pages that belong to Terraform.
var terraformsOwn = []string{"action_trigger", "create_before_destroy", "for_each"}

// TestDocsNameWhatExists: a name in a page of the registry is that of an attribute, a resource or a function, or a word
// of the provider's own, such as a value.
func TestDocsNameWhatExists(t *testing.T) {
	pages, err := filepath.Glob("docs/*/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("%v, %v", pages, err)
	}
	pages = slices.DeleteFunc(pages, func(page string) bool { return filepath.Base(filepath.Dir(page)) == "guides" })
	pages = append(pages, "docs/index.md")
	texts, known := map[string][]byte{}, map[string]bool{}
	for _, page := range pages {
		if texts[page], err = os.ReadFile(page); err != nil {
			t.Fatal(err)
		}
		for _, name := range namedAttribute.FindAllSubmatch(texts[page], -1) {
			known[string(name[1])], known[string(name[2])] = true, true
		}
	}
	var source []byte
	files, err := filepath.Glob("internal/provider/*.go")
	if err != nil {
		t.Fatal(err)
	}
	words, err := filepath.Glob("internal/whatsapp/*.go")
	files = append(files, words...)
	if err != nil || len(files) == 0 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source = append(source, text...)
	}
	for _, page := range pages {
		for _, name := range nameInText.FindAllSubmatch(block.ReplaceAll(texts[page], nil), -1) {
			if word := string(name[1]); !known[word] && !slices.Contains(terraformsOwn, word) &&
				!bytes.Contains(source, []byte(`"`+word+`"`)) {
				t.Errorf("%s names %s, which is nothing", page, word)
			}
		}
	}
}
