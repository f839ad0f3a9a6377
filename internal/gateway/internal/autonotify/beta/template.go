package beta

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// template is a parsed "METHOD /path?query".
type template struct {
	method string
	// path is escaped, and has its placeholders still.
	path  string
	query url.Values
}

// The placeholders of a template.
const (
	placeGroup   = "{groupId}"
	placeCode    = "{inviteCode}"
	placeSession = "{session}"
)

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// parseTemplate reads a template for an operation.
func parseTemplate(op operationName, text string) (template, error) {
	fail := func(format string, args ...any) (template, error) {
		return template{}, fmt.Errorf("the path of the operation %s: %w", op, fmt.Errorf(format, args...))
	}
	method, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	if op == opGroup || op == opGroups || op == opInvite {
		// A reading is done at any time and repeated at will. DELETE by mistake would leave each group that is read.
		methods = []string{http.MethodGet, http.MethodPost}
	}
	if !slices.Contains(methods, method) {
		return fail("it must begin with a method, one of %s", strings.Join(methods, ", "))
	}
	rest = strings.TrimSpace(rest)
	if !strings.HasPrefix(rest, "/") {
		return fail("the path behind the method must begin with a slash")
	}
	if strings.ContainsFunc(rest, func(r rune) bool { return r <= ' ' || r > '~' || r == '#' }) {
		return fail("it has a character that is in no path: escape it")
	}
	path, rawQuery, _ := strings.Cut(rest, "?")
	if _, err := url.PathUnescape(path); err != nil {
		return fail("it is not escaped well")
	}
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return fail("its query is not escaped well")
	}
	if query.Has("groupId") && query.Get("groupId") == "" {
		query.Set("groupId", placeGroup)
	}
	t := template{method, path, query}
	return t, t.check(op)
}

func (t template) check(op operationName) error {
	used := placeholder.FindAllString(t.path, -1)
	for _, values := range t.query {
		for _, value := range values {
			used = append(used, placeholder.FindAllString(value, -1)...)
		}
	}
	allowed := []string{placeSession}
	switch op {
	case opCreate, opGroups:
	case opJoin:
		allowed = append(allowed, placeCode)
	default:
		allowed = append(allowed, placeGroup)
		if !slices.Contains(used, placeGroup) {
			return fmt.Errorf("the path of the operation %s: it must say where the id of the group goes: with %s, "+
				"or as ?groupId=", op, placeGroup)
		}
	}
	for _, text := range append(slices.Concat(slices.Collect(maps.Values(t.query))...), t.path) {
		if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
			return fmt.Errorf("the path of the operation %s: a brace has no counterpart", op)
		}
	}
	for _, name := range used {
		if !slices.Contains(allowed, name) {
			return fmt.Errorf("the path of the operation %s: %s is not one of its placeholders; there is %s", op, name,
				strings.Join(allowed, ", "))
		}
	}
	return nil
}

// fill puts the values in the place of the placeholders.
func (t template) fill(values map[string]string) (path string, query url.Values) {
	path = placeholder.ReplaceAllStringFunc(t.path, func(name string) string { return url.PathEscape(values[name]) })
	if len(t.query) == 0 {
		return path, nil
	}
	query = make(url.Values, len(t.query))
	for key, texts := range t.query {
		for _, text := range texts {
			query.Add(key, placeholder.ReplaceAllStringFunc(text, func(name string) string { return values[name] }))
		}
	}
	return path, query
}

// parseTemplates gives each operation that can be called its template.
func parseTemplates(options Options) (map[operationName]template, error) {
	templates := make(map[operationName]template)
	for _, op := range operations {
		text, given := options.Paths[string(op.name)]
		switch {
		case given && op.unused != "":
			return nil, fmt.Errorf("the path of the operation %s: it is never called: %s", op.name, op.unused)
		case given:
		case op.unused == "" && (op.verified || options.AcceptUnverifiedPaths):
			text = op.path
		default:
			continue
		}
		parsed, err := parseTemplate(op.name, text)
		if err != nil {
			return nil, err
		}
		templates[op.name] = parsed
	}
	for name := range options.Paths {
		if operationOf(operationName(name)).name == "" {
			return nil, fmt.Errorf("the paths of Autonotify: there is no operation %q; there are %s", name,
				operationNames())
		}
	}
	return templates, nil
}
