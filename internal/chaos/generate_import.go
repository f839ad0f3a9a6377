package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// adopted are the blocks for groups that are there, by their labels. Without its import, such a block makes a group of
// its own.
var adopted = map[string]string{"the_club": club, "the_circle": circle}

// inside are people who are in the groups from the start. To import anybody else usually fails.
var inside = map[string][]string{club: {dora, hugo}, choir: {anna}, circle: {carla}}

// adopt adds a block for a group that is there.
func (g *generator) adopt(c *Config) {
	label := pick(g, slices.Sorted(maps.Keys(adopted)))
	place := adopted[label]
	if c.resource(typeGroup+"."+label) == nil {
		name := strings.ToUpper(place[:1]) + place[1:]
		r := Resource{Type: typeGroup, Label: label, Args: map[string]string{"name": quoted(name)}}
		if !g.d.can("empty") {
			r.Args["initial_members"] = hclMap(map[string]string{number(anna): "member"})
		}
		c.Resources = append(c.Resources, r)
	}
}

// importID is what an import is told of something that is there, or perhaps is; empty if nothing can be imported.
func importID(r Resource) string {
	switch r.Type {
	case typeGroup:
		return foreign[adopted[r.Label]]
	case typeWebhook:
		return r.argument("url")
	case typeMember:
		if foreign[r.Place] == "" || r.ForEach {
			return ""
		}
		return foreign[r.Place] + "/" + r.argument("phone_number")
	}
	return foreign[r.Place]
}

// imports are blocks `import` for some of what is there.
func (g *generator) imports(c Config) (imports []Import) {
	for _, r := range c.Resources {
		to, id, often := r.address(), importID(r), 3
		switch {
		case r.Type == typeGroup:
			often = 1
		case r.Type == typeWebhook && id != thereURL:
			often = 20
		case r.ForEach && foreign[r.Place] != "" && len(r.People) > 0:
			key := pick(g, slices.Sorted(maps.Keys(r.People)))
			to, id = fmt.Sprintf("%s[%q]", to, key), foreign[r.Place]+"/"+r.People[key]
		}
		if r.Type == typeMember && !slices.ContainsFunc(inside[r.Place], func(phone string) bool {
			return strings.HasSuffix(id, "/"+number(phone))
		}) {
			often = 20
		}
		if id != "" && (often == 1 && !g.one(6) || often > 1 && g.one(often)) {
			imports = append(imports, Import{To: to, ID: id})
		}
	}
	return imports
}
