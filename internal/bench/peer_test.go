package main

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/bench/internal/peer"
	ours "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// A peer with less in its state than ours would be cheaper for no merit.
func TestPeerHasOurAttributes(t *testing.T) {
	want := attributesOf(t.Context(), ours.New("test")())
	for name, got := range attributesOf(t.Context(), peer.New(false)()) {
		if diff := cmp.Diff(want[name], got); diff != "" {
			t.Errorf("%s differs from ours (-ours +peer):\n%s", name, diff)
		}
	}
}

// attributesOf are the types of the attributes by resource and name, those of the identities too.
func attributesOf(ctx context.Context, p provider.Provider) map[string]map[string]string {
	resources := map[string]map[string]string{}
	for _, construct := range p.Resources(ctx) {
		r := construct()
		var named resource.MetadataResponse
		r.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "whatsapp"}, &named)
		attributes := map[string]string{}
		var described resource.SchemaResponse
		r.Schema(ctx, resource.SchemaRequest{}, &described)
		for name, a := range described.Schema.Attributes {
			attributes[name] = a.GetType().TerraformType(ctx).String()
		}
		if identified, ok := r.(resource.ResourceWithIdentity); ok {
			var identity resource.IdentitySchemaResponse
			identified.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &identity)
			for name, a := range identity.IdentitySchema.Attributes {
				attributes["identity "+name] = a.GetType().TerraformType(ctx).String()
			}
		}
		resources[named.TypeName] = attributes
	}
	return resources
}
