package emulator

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

func description(t *testing.T) *openapi3.T {
	t.Helper()
	described, err := openapi3.NewLoader().LoadFromData(openAPI)
	if err != nil {
		t.Fatal(err)
	}
	if err := described.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return described
}

func TestTheDescriptionHasTheRoutes(t *testing.T) {
	var described, served []string
	for path, item := range description(t).Paths.Map() {
		for method := range item.Operations() {
			described = append(described, method+" "+path)
		}
	}
	server, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range controlRoutes {
		served = append(served, route.method+" /"+route.path)
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), route.method, controlPrefix+route.path, nil))
		if answer.Code == 404 {
			t.Errorf("%s %s is not served", route.method, route.path)
		}
	}
	slices.Sort(described)
	slices.Sort(served)
	if diff := cmp.Diff(served, described); diff != "" {
		t.Errorf("-served +described:\n%s", diff)
	}
}

func TestTheDescriptionHasTheFields(t *testing.T) {
	types := map[string]reflect.Type{}
	for _, value := range []any{
		World{}, Account{}, Person{}, Group{}, Member{}, JoinRequest{}, clockState{}, clockMove{}, limitsState{}, Passed{}, Request{},
		Fault{}, Replace{},
	} {
		named := reflect.TypeOf(value)
		types[schemaName(named)] = named
	}
	schemas := description(t).Components.Schemas
	for name := range schemas {
		if types[name] == nil {
			t.Errorf("the schema %s is of nothing", name)
		}
	}
	for name, of := range types {
		if schemas[name] == nil {
			t.Errorf("there is no schema %s", name)
			continue
		}
		described := map[string]string{}
		for field, property := range schemas[name].Value.Properties {
			described[field] = kindOfSchema(property)
		}
		if diff := cmp.Diff(fieldsOf(of), described); diff != "" {
			t.Errorf("%s (-type +schema):\n%s", name, diff)
		}
		// A field that is not known is refused.
		if has := schemas[name].Value.AdditionalProperties.Has; has == nil || *has {
			t.Errorf("the schema %s allows more than its fields", name)
		}
	}
}

// schemaName is the name of a type in the description.
func schemaName(of reflect.Type) string {
	switch of {
	case reflect.TypeFor[World]():
		return "World"
	case reflect.TypeFor[clockState]():
		return "Clock"
	case reflect.TypeFor[clockMove]():
		return "ClockMove"
	case reflect.TypeFor[limitsState]():
		return "Limits"
	default:
		return of.Name()
	}
}

// fieldsOf are the fields of a type in JSON, and what each is.
func fieldsOf(of reflect.Type) map[string]string {
	fields := map[string]string{}
	for _, field := range reflect.VisibleFields(of) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
			fields[name] = kindOfType(field.Type)
		}
	}
	return fields
}

func kindOfType(of reflect.Type) string {
	switch of {
	case reflect.TypeFor[time.Time]():
		return "string date-time"
	case reflect.TypeFor[world.Duration](), reflect.TypeFor[world.Frequency]():
		return "string"
	}
	switch of.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Int:
		return "integer"
	case reflect.Slice:
		return "array of " + kindOfType(of.Elem())
	case reflect.Map:
		return "object of " + kindOfType(of.Elem())
	case reflect.Interface:
		return "anything"
	default:
		return schemaName(of)
	}
}

func kindOfSchema(schema *openapi3.SchemaRef) string {
	of := schema.Value
	switch {
	case schema.Ref != "":
		return strings.TrimPrefix(schema.Ref, "#/components/schemas/")
	case of.Type == nil:
		return "anything"
	case of.Type.Is("array"):
		return "array of " + kindOfSchema(of.Items)
	case of.Type.Is("object") && of.AdditionalProperties.Schema != nil:
		return "object of " + kindOfSchema(of.AdditionalProperties.Schema)
	default:
		return strings.TrimSpace(of.Type.Slice()[0] + " " + of.Format)
	}
}

// An enumeration is what the server itself names where it refuses a word, or what it lets through.
func TestTheDescriptionHasTheWords(t *testing.T) {
	group := func(fields string) string { return `{"groups":[{"name":"Ops",` + fields + `}]}` }
	member := func(fields string) string { return group(`"members":[{"phone":"12025550111",` + fields + `}]`) }
	worlds := map[string]string{
		"World.texts":                 `{"texts":"?"}`,
		"Account.status":              `{"account":{"status":"?"}}`,
		"Person.adds":                 `{"people":[{"phone":"12025550111","adds":"?"}]}`,
		"Person.registered_as_in":     `{"people":[{"phone":"12025550111","registered_as":"12025550112","registered_as_in":"?"}]}`,
		"Group.kind":                  group(`"kind":"?"`),
		"Group.member_add_mode":       group(`"member_add_mode":"?"`),
		"Group.disappearing_messages": group(`"disappearing_messages":"?"`),
		"Group.addressing_mode":       group(`"addressing_mode":"?"`),
		"Member.role":                 member(`"role":"?"`),
		"JoinRequest.method":          group(`"join_requests":[{"phone":"12025550111","method":"?"}]`),
		"Member.listed_twice":         member(`"listed_twice":"?"`),
	}
	server, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, schema := range description(t).Components.Schemas {
		for field, property := range schema.Value.Properties {
			if len(property.Value.Enum) == 0 || name == "Fault" {
				continue
			}
			body, known := worlds[name+"."+field]
			if !known {
				t.Errorf("nobody refuses %s.%s", name, field)
				continue
			}
			delete(worlds, name+"."+field)
			var refused World
			if err := json.Unmarshal([]byte(body), &refused); err != nil {
				t.Fatal(err)
			}
			_, words, _ := strings.Cut(server.SetWorld(refused).Error(), "which is none of ")
			want := strings.Split(words, ", ")
			slices.Sort(want)
			if diff := cmp.Diff(want, enumeration(property)); diff != "" {
				t.Errorf("%s.%s (-server +schema):\n%s", name, field, diff)
			}
		}
	}
	for field := range worlds {
		t.Errorf("the description has no words of %s", field)
	}
	fault := description(t).Components.Schemas["Fault"].Value.Properties
	for _, effect := range enumeration(fault["effect"]) {
		f := Fault{Match: ".", Effect: Effect(effect)}
		switch f.Effect {
		case EffectStatus, EffectEdit:
			f.Status = 500
		case EffectDelay:
			f.MS = 1
		}
		if err := f.check(); err != nil {
			t.Errorf("effect %s: %v", effect, err)
		}
	}
	for _, answer := range enumeration(fault["answer"]) {
		if err := (Fault{Match: ".", Effect: EffectTwice, Answer: answer}).check(); err != nil {
			t.Error(err)
		}
	}
}

func enumeration(schema *openapi3.SchemaRef) []string {
	var words []string
	for _, word := range schema.Value.Enum {
		words = append(words, fmt.Sprint(word))
	}
	slices.Sort(words)
	return words
}

// What is given back is as described.
func TestTheDescriptionFitsTheAnswers(t *testing.T) {
	server, err := New(Options{World: &World{
		People: []Person{{Phone: "12025550112"}},
		Groups: []Group{{Name: "Ops", Members: []Member{{Phone: "12025550100"}, {Phone: "12025550111", Role: RoleAdmin}}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), "GET", "/waha/api/groups", nil))
	asked := 0
	for path, item := range description(t).Paths.Map() {
		if item.Get == nil || path == "/openapi.yaml" {
			continue
		}
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", "/_emulator"+path, nil))
		var body any
		if err := json.Unmarshal(answer.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		schema := item.Get.Responses.Value("200").Value.Content["application/json"].Schema.Value
		if err := schema.VisitJSON(body); err != nil {
			t.Errorf("GET %s: %v", path, err)
		}
		asked++
	}
	if asked != 4 {
		t.Errorf("%d answers were looked at, want 4", asked)
	}
}
