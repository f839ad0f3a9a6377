package terraformtest_test

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// thing is a resource of which each way of planning and applying can be seen.
type thing struct{ world *fakeWorld }

type thingModel struct {
	ID     types.String         `tfsdk:"id"`
	Name   types.String         `tfsdk:"name"`
	Note   types.String         `tfsdk:"note"`
	Kind   types.String         `tfsdk:"kind"`
	Secret types.String         `tfsdk:"secret"`
	Size   types.Int64          `tfsdk:"size"`
	Parts  map[string]partModel `tfsdk:"parts"`
}

type partModel struct {
	Role types.String `tfsdk:"role"`
	Rank types.Int64  `tfsdk:"rank"`
}

func existing(name, note string) thingModel {
	return thingModel{
		ID:   types.StringValue("of " + name),
		Name: types.StringValue(name),
		Note: types.StringValue(note),
		Size: types.Int64Value(int64(len(note))),
	}
}

type thingIdentity struct {
	Name types.String `tfsdk:"name"`
}

func (r *thing) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "fake_thing"
	resp.ResourceBehavior.MutableIdentity = true
}

func (r *thing) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"name": schema.StringAttribute{Required: true},
		"note": schema.StringAttribute{Optional: true},
		"kind": schema.StringAttribute{
			Optional: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"secret": schema.StringAttribute{Optional: true, Sensitive: true},
		"size":   schema.Int64Attribute{Computed: true}, // Unknown in every change.
		"parts": schema.MapNestedAttribute{
			Optional: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"role": schema.StringAttribute{Required: true},
				"rank": schema.Int64Attribute{Optional: true, Computed: true},
			}},
		},
	}}
}

func (r *thing) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"name": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

// ModifyPlan leaves a note of what was planned.
func (r *thing) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	was, _ := req.Private.GetKey(ctx, "note")
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "note", note(fmt.Sprintf("planned after %s", was)))...)
	if req.Plan.Raw.IsNull() {
		return
	}
	var name types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &name)...)
	f, end := r.world.begin(ctx, "plan "+name.ValueString())
	defer end()
	switch f {
	case warns:
		resp.Diagnostics.AddWarning("A warning", "It is about "+name.ValueString()+".")
	case replans:
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("size"), types.Int64Value(r.world.next()))...)
	case fails:
		resp.Diagnostics.AddAttributeError(path.Root("name"), "No plan", "Nothing can be planned.")
	}
}

// finish makes the thing what it is planned to be, with whatever is unknown.
func (r *thing) finish(m *thingModel) {
	m.Size = types.Int64Value(int64(len(m.Note.ValueString())))
	for key, p := range m.Parts {
		if p.Rank.IsUnknown() {
			p.Rank = types.Int64Value(7)
		}
		m.Parts[key] = p
	}
}

func (r *thing) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	f, end := r.world.begin(ctx, "create "+m.Name.ValueString())
	defer end()
	if f == fails {
		resp.Diagnostics.AddError("Not created", "Nothing was made.")
		return
	}
	if m.ID.IsUnknown() {
		m.ID = types.StringValue(r.world.newID(m.Name.ValueString()))
	}
	r.finish(&m)
	r.world.put(m)
	r.say(f, &m, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, thingIdentity{m.Name})...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "note", note("created"))...)
}

func (r *thing) say(f fault, m *thingModel, diags *diag.Diagnostics) {
	switch f {
	case failsWithState:
		diags.AddError("Half done", "Not all of it was done.")
	case differs:
		m.Note = types.StringValue("something else")
	case warns:
		diags.AddWarning("A warning", "It is about "+m.Name.ValueString()+".")
	}
}

func (r *thing) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	f, end := r.world.begin(ctx, "read "+m.Name.ValueString())
	defer end()
	if f == fails {
		resp.Diagnostics.AddError("Not read", "It cannot be read.")
		return
	}
	found, ok := r.world.thing(m.Name.ValueString())
	resp.Diagnostics.Append(resp.Identity.Set(ctx, thingIdentity{m.Name})...)
	if !ok {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, found)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "note", note("read"))...)
}

func (r *thing) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, was thingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &was)...)
	f, end := r.world.begin(ctx, "update "+m.Name.ValueString())
	defer end()
	if f == fails {
		resp.Diagnostics.AddError("Not updated", "It is as it was.")
		return
	}
	r.finish(&m)
	r.world.remove(was.Name.ValueString())
	r.world.put(m)
	r.say(f, &m, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, thingIdentity{m.Name})...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "note", note("updated"))...)
}

func (r *thing) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m thingModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	f, end := r.world.begin(ctx, "delete "+m.Name.ValueString())
	defer end()
	if f == fails {
		resp.Diagnostics.AddError("Not deleted", "It is still there.")
		return
	}
	if found, ok := r.world.thing(m.Name.ValueString()); ok && found.ID.Equal(m.ID) {
		r.world.remove(m.Name.ValueString())
	}
	if f == warns {
		resp.Diagnostics.AddWarning("A warning", "It is about "+m.Name.ValueString()+".")
	}
}

func (r *thing) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("name"), path.Root("name"), req, resp)
}
