package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// notPlain are words and turns that people do not use when they explain something. Each was in a text once.
var notPlain = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\bwhom(ever)?\b`),
	regexp.MustCompile(`(?i)\b(tells?|told) whether\b`),
	regexp.MustCompile(`(?i)\bof which the (account|provider)\b`),
	regexp.MustCompile(`\bNull where\b`),
	regexp.MustCompile(`\bFate of\b`),
	regexp.MustCompile(`(?i)\banswers nothing\b`),
	regexp.MustCompile(`(?i)\b(look|looks|looked) after\b`),
	regexp.MustCompile(`(?i)\b(all the same|anew|redden|dear|in the name of|ill-spoken|as ever)\b`),
	regexp.MustCompile(`(?i)\bis the matter of\b`),
	regexp.MustCompile(`\bcannot tell\.`),
	regexp.MustCompile(`"?\bis no (possible|phone|WhatsApp|LID|invite|region|http|JPEG|duration|gateway)\b`),
	regexp.MustCompile(`[.,:;!?][.,;](\s|$)`),
}

// jidExplained and lidExplained are what stands where a page of docs/ first has the word.
var (
	jid          = regexp.MustCompile(`\bJIDs?\b`)
	lid          = regexp.MustCompile(`\bLIDs?\b`)
	jidExplained = regexp.MustCompile(`^JIDs? is WhatsApp's address|^JID, (which is )?WhatsApp's|^JID \(WhatsApp's`)
	lidExplained = regexp.MustCompile(`^LIDs?( is|:|,)? \(?an? address|^LIDs \(` + "`@lid`" + `, addresses|` +
		`^LIDs \(addresses|^LID, an address|^LID \(an address`)
)

// TestWordsArePlain looks for notPlain in all that users read: docs, their sources and every text of the code.
func TestWordsArePlain(t *testing.T) {
	t.Parallel()
	check := func(where, text string) {
		for _, pattern := range notPlain {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s: %q is not plain: %s", where, found, text)
			}
		}
	}
	read := 0
	for _, name := range []string{"README.md", "SECURITY.md", "CHANGELOG.md"} {
		checkProse(t, name, check)
		read++
	}
	for _, folder := range []string{"templates", "docs"} {
		walkFiles(t, folder, func(name string) {
			checkProse(t, name, check)
			read++
		})
	}
	for _, folder := range []string{
		"internal/provider", "internal/account", "internal/whatsapp", "internal/gateway", ".",
	} {
		walkFiles(t, folder, func(name string) {
			inside := folder != "." || !strings.Contains(name, "/")
			if inside && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") &&
				!strings.Contains(name, "gatewaytest") && !strings.Contains(name, "wiretest") {
				checkLiterals(t, name, check)
				read++
			}
		})
	}
	if read < 100 {
		t.Errorf("only %d files were read", read)
	}
}

// TestAddressesAreExplained: a page of the docs says what a JID and a LID are where it first has the words.
func TestAddressesAreExplained(t *testing.T) {
	t.Parallel()
	walkFiles(t, "docs", func(name string) {
		text := prose(t, name)
		for word, explained := range map[*regexp.Regexp]*regexp.Regexp{jid: jidExplained, lid: lidExplained} {
			if at := word.FindStringIndex(text); at != nil && !explained.MatchString(text[at[0]:]) {
				t.Errorf("%s does not explain the word where it is first: %.60q", name, text[at[0]:])
			}
		}
	})
}

func walkFiles(t *testing.T, folder string, visit func(name string)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && folder == "." && name != "." {
			return fs.SkipDir
		}
		if err == nil && !entry.IsDir() {
			visit(filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	frontMatter = regexp.MustCompile(`(?s)\A---\n.*?\n---\n`)
	codeBlock   = regexp.MustCompile("(?s)```.*?```")
	headline    = regexp.MustCompile(`(?m)^#+ .*$`)
)

// prose is what a page says, without its front matter, headings and code.
func prose(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	text := frontMatter.ReplaceAllString(string(content), "")
	return headline.ReplaceAllString(codeBlock.ReplaceAllString(text, ""), "")
}

func checkProse(t *testing.T, name string, check func(where, text string)) {
	t.Helper()
	for line := range strings.Lines(prose(t, name)) {
		check(name, strings.TrimSpace(line))
	}
}

// checkLiterals checks every text of a file as it is put together: joined literals are one text.
func checkLiterals(t *testing.T, name string, check func(where, text string)) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if _, isImport := n.(*ast.ImportSpec); isImport {
			return false
		}
		e, isExpr := n.(ast.Expr)
		if !isExpr {
			return true
		}
		text, isText := joined(e)
		if !isText {
			return true
		}
		if strings.Contains(text, " ") {
			check(files.Position(n.Pos()).String(), text)
		}
		return false
	})
}

// joined is the text of a literal or of a sum of them, with an underscore for what is not known.
func joined(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return "", false
		}
		left, isLeft := joined(e.X)
		right, isRight := joined(e.Y)
		if !isLeft {
			left = "_"
		}
		if !isRight {
			right = "_"
		}
		return left + right, isLeft || isRight
	}
	return "", false
}
