package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// dump asks the server for its schemas, as Terraform does, and turns the answers into their JSON form.
func dump(ctx context.Context, server tfprotov6.ProviderServer) (providerSchema, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err == nil {
		err = diagnosticsError(schemas.Diagnostics)
	}
	if err != nil {
		return providerSchema{}, fmt.Errorf("get the provider's schema: %w", err)
	}

	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err == nil {
		err = diagnosticsError(identities.Diagnostics)
	}
	if err != nil {
		return providerSchema{}, fmt.Errorf("get the identity schemas: %w", err)
	}

	return providerSchema{
		Provider:           toSchema(schemas.Provider),
		Resources:          convert(schemas.ResourceSchemas, toSchema),
		DataSources:        convert(schemas.DataSourceSchemas, toSchema),
		EphemeralResources: convert(schemas.EphemeralResourceSchemas, toSchema),
		ListResources:      convert(schemas.ListResourceSchemas, toSchema),
		Functions:          convert(schemas.Functions, toSignature),
		ResourceIdentities: convert(identities.IdentitySchemas, toIdentitySchema),
		Actions:            convert(schemas.ActionSchemas, toActionSchema),
	}, nil
}

// diagnosticsError joins the errors among the diagnostics.
func diagnosticsError(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}

	return errors.Join(errs...)
}

func convert[From, To any](from map[string]From, one func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = one(value)
	}

	return to
}

func toSchema(s *tfprotov6.Schema) schema {
	if s == nil {
		return schema{}
	}

	return schema{Version: s.Version, Block: toBlock(s.Block)}
}

func toActionSchema(a *tfprotov6.ActionSchema) actionSchema {
	return actionSchema{Block: toBlock(a.Schema.Block)}
}

func toBlock(b *tfprotov6.SchemaBlock) *block {
	blockTypes := make(map[string]blockType, len(b.BlockTypes))
	for _, nested := range b.BlockTypes {
		blockTypes[nested.TypeName] = blockType{
			NestingMode: strings.ToLower(nested.Nesting.String()),
			Block:       toBlock(nested.Block),
			MinItems:    nested.MinItems,
			MaxItems:    nested.MaxItems,
		}
	}

	return &block{
		Attributes:         toAttributes(b.Attributes),
		BlockTypes:         blockTypes,
		Description:        b.Description,
		DescriptionKind:    strings.ToLower(b.DescriptionKind.String()),
		Deprecated:         b.Deprecated,
		DeprecationMessage: b.DeprecationMessage,
	}
}

func toAttributes(from []*tfprotov6.SchemaAttribute) map[string]attribute {
	to := make(map[string]attribute, len(from))
	for _, a := range from {
		to[a.Name] = attribute{
			Type:               a.Type,
			NestedType:         toNestedType(a.NestedType),
			Description:        a.Description,
			DescriptionKind:    strings.ToLower(a.DescriptionKind.String()),
			Deprecated:         a.Deprecated,
			DeprecationMessage: a.DeprecationMessage,
			Required:           a.Required,
			Optional:           a.Optional,
			Computed:           a.Computed,
			Sensitive:          a.Sensitive,
			WriteOnly:          a.WriteOnly,
		}
	}

	return to
}

func toNestedType(o *tfprotov6.SchemaObject) *nestedType {
	if o == nil {
		return nil
	}

	return &nestedType{
		Attributes:  toAttributes(o.Attributes),
		NestingMode: strings.ToLower(o.Nesting.String()),
	}
}

func toSignature(f *tfprotov6.Function) signature {
	to := signature{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		ReturnType:         f.Return.Type,
	}
	for _, p := range f.Parameters {
		to.Parameters = append(to.Parameters, toParameter(p))
	}
	if f.VariadicParameter != nil {
		variadic := toParameter(f.VariadicParameter)
		to.VariadicParameter = &variadic
	}

	return to
}

func toParameter(p *tfprotov6.FunctionParameter) parameter {
	return parameter{
		Name:        p.Name,
		Description: p.Description,
		IsNullable:  p.AllowNullValue,
		Type:        p.Type,
	}
}

func toIdentitySchema(s *tfprotov6.ResourceIdentitySchema) identitySchema {
	attributes := make(map[string]identityAttribute, len(s.IdentityAttributes))
	for _, a := range s.IdentityAttributes {
		attributes[a.Name] = identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}

	return identitySchema{Version: s.Version, Attributes: attributes}
}
