package provider_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// schemas asks for everything as Terraform does, which makes the framework validate the implementation of every kind.
func schemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range answer.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range identities.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	for name := range answer.ResourceSchemas {
		if identities.IdentitySchemas[name] == nil {
			t.Errorf("%s has no identity", name)
		}
	}
	return answer
}

// attributes calls f with every attribute of every kind, under a name such as "resource whatsapp_group
// timeouts.create".
func attributes(t *testing.T, f func(name string, a *tfprotov6.SchemaAttribute)) {
	t.Helper()
	var walk func(prefix string, attributes []*tfprotov6.SchemaAttribute)
	walk = func(prefix string, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			f(prefix+a.Name, a)
			if a.NestedType != nil {
				walk(prefix+a.Name+".", a.NestedType.Attributes)
			}
		}
	}
	answer := schemas(t)
	walk("provider ", answer.Provider.Block.Attributes)
	for name, s := range answer.ResourceSchemas {
		walk("resource "+name+" ", s.Block.Attributes)
	}
	for name, s := range answer.DataSourceSchemas {
		walk("data "+name+" ", s.Block.Attributes)
	}
}

func TestSchemaDescriptions(t *testing.T) {
	sentence := regexp.MustCompile(`^[A-Z0-9].*\.$`)
	verb := regexp.MustCompile(`^(Set|Specif(y|ies)|Define|Use|Must|If|Should|Enable|Disable)\b`)
	attributes(t, func(name string, a *tfprotov6.SchemaAttribute) {
		if !sentence.MatchString(a.Description) || verb.MatchString(a.Description) {
			t.Errorf(
				"%s: the description must begin with a noun phrase and end with a full stop: %q",
				name,
				a.Description,
			)
		}
		if a.DescriptionKind != tfprotov6.StringKindMarkdown && !strings.Contains(name, "timeouts.") {
			t.Errorf("%s: the description must be in Markdown", name)
		}
	})
	for name, s := range schemas(t).ResourceSchemas {
		if s.Block.Description == "" {
			t.Errorf("resource %s has no description", name)
		}
	}
}

func TestSchemaFunctionDescriptions(t *testing.T) {
	sentence := regexp.MustCompile(`(?s)^[A-Z0-9].*\.$`)
	functions := schemas(t).Functions
	if len(functions) == 0 {
		t.Error("there are no functions")
	}
	for name, f := range functions {
		if f.Summary == "" || strings.HasSuffix(f.Summary, ".") {
			t.Errorf("%s: the summary must be a title without a full stop: %q", name, f.Summary)
		}
		if !sentence.MatchString(f.Description) || f.DescriptionKind != tfprotov6.StringKindMarkdown {
			t.Errorf("%s: the description must be sentences in Markdown: %q", name, f.Description)
		}
		for _, p := range f.Parameters {
			if !sentence.MatchString(p.Description) || p.DescriptionKind != tfprotov6.StringKindMarkdown {
				t.Errorf("%s: the description of %s must be a sentence in Markdown: %q", name, p.Name, p.Description)
			}
		}
	}
}

func TestSchemaSecretsAreSensitive(t *testing.T) {
	secrets := []string{
		"provider api_key",
		"provider headers",
		"resource whatsapp_group_invite code",
		"resource whatsapp_group_invite url",
		"resource whatsapp_joined_group invite",
		"resource whatsapp_webhook headers",
		"resource whatsapp_webhook hmac_key",
		"resource whatsapp_webhook hmac_key_wo",
		"data whatsapp_group_invite_info code",
		"data whatsapp_group_invite_info url",
	}
	seen := 0
	attributes(t, func(name string, a *tfprotov6.SchemaAttribute) {
		if a.Sensitive != slices.Contains(secrets, name) {
			t.Errorf("%s: sensitive is %t", name, a.Sensitive)
		}
		if a.Sensitive {
			seen++
		}
	})
	if seen != len(secrets) {
		t.Errorf("%d sensitive attributes, want %d", seen, len(secrets))
	}
}

// A computed attribute that loses its state at every change shows up in every plan, and keeps a plan from being empty
// where only the spelling of a phone number differs.
func TestSchemaComputedAttributesKeepTheirState(t *testing.T) {
	exceptions := map[string]string{
		"whatsapp_group picture_sha256": "ModifyPlan plans it from the content of the file.",
		"whatsapp_group_members status": "It is unknown in every plan that changes anything.",
	}
	keeps := []reflect.Type{
		reflect.TypeOf(stringplanmodifier.UseStateForUnknown()),
		reflect.TypeOf(boolplanmodifier.UseStateForUnknown()),
		reflect.TypeOf(listplanmodifier.UseStateForUnknown()),
	}
	for _, newResource := range provider.New("test")().Resources(t.Context()) {
		r := newResource()
		var metadata resource.MetadataResponse
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "whatsapp"}, &metadata)
		var s resource.SchemaResponse
		r.Schema(t.Context(), resource.SchemaRequest{}, &s)
		for name, attribute := range s.Schema.Attributes {
			if !attribute.IsComputed() || exceptions[metadata.TypeName+" "+name] != "" {
				continue
			}
			value := reflect.ValueOf(attribute)
			if value.FieldByName("Default").IsValid() && !value.FieldByName("Default").IsNil() {
				continue
			}
			modifiers := value.FieldByName("PlanModifiers")
			found := false
			for i := range modifiers.Len() {
				found = found || slices.Contains(keeps, modifiers.Index(i).Elem().Type())
			}
			if !found {
				t.Errorf("%s.%s has no UseStateForUnknown", metadata.TypeName, name)
			}
		}
	}
}

// Whatever compares a plan with the state, attribute or resource, would still see another spelling of a phone number as
// another value.
func TestSchemaSpellingIsKeptFirst(t *testing.T) {
	found := false
	for _, newResource := range provider.New("test")().Resources(t.Context()) {
		var s resource.SchemaResponse
		newResource().Schema(t.Context(), resource.SchemaRequest{}, &s)
		number, ok := s.Schema.Attributes["phone_number"].(schema.StringAttribute)
		if !ok {
			continue
		}
		found = true
		if len(number.PlanModifiers) == 0 || reflect.TypeOf(number.PlanModifiers[0]).Name() != "keepSpelling" {
			t.Errorf("the plan modifiers are %v, and the first keeps no spelling", number.PlanModifiers)
		}
	}
	if !found {
		t.Error("no resource has a phone number")
	}
}
