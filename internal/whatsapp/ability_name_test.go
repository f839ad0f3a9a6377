package whatsapp_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Each ability of the source has a name of its own.
func TestEveryAbilityHasAName(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, file := range []string{"ability.go", "settings.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, is := n.(*ast.ValueSpec)
			if !is {
				return true
			}
			if kind, is := spec.Type.(*ast.Ident); !is || kind.Name != "Ability" {
				return true
			}
			literal, is := spec.Values[0].(*ast.BasicLit)
			if !is {
				t.Fatal("an ability is no literal")
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			name := whatsapp.Ability(text).Name()
			if !regexp.MustCompile(`^[a-z]+(_[a-z]+)+$`).MatchString(name) || seen[name] {
				t.Errorf("the name of %q is %q, want one of its own", text, name)
			}
			seen[name] = true
			return true
		})
	}
	if len(seen) < 29 {
		t.Errorf("only %d abilities were found", len(seen))
	}
}
