package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/bench/internal/peer"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	ours "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/provider"
)

// TestAFullMap reads and plans the map of a full group, as a refresh does for every such resource, in ours and in the
// provider that does nothing. The group is read once, so that the emulator's work is not in the measurement.
func TestAFullMap(t *testing.T) {
	const people, limit = 1023, 1.5
	world := &emulator.World{Groups: []emulator.Group{{
		ID: "120363000000000001@g.us", Name: "Full",
		Members: []emulator.Member{{Phone: ownNumber[1:], Role: emulator.RoleSuperadmin}},
	}}}
	members := map[string]tftypes.Value{}
	for i := range people {
		phone := fmt.Sprintf("+1203%07d", 5550000+i)
		members[phone] = tftypes.NewValue(tftypes.String, "member")
		world.Groups[0].Members = append(world.Groups[0].Members, emulator.Member{Phone: phone[1:]})
	}
	emulated, err := emulator.New(emulator.Options{World: world})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(emulated)
	defer listener.Close()
	measure := func(construct func() provider.Provider) (allocations float64, took time.Duration) {
		state := connect(t, construct(), listener.URL).create(members)
		c := connect(t, construct(), listener.URL) // Terraform plans in another process.
		if planned := c.refresh(state); !c.isKnown(planned) {
			t.Fatal("the plan is not empty")
		}
		const runs = 2
		began := time.Now()
		allocations = testing.AllocsPerRun(runs, func() { c.refresh(state) })
		return allocations, time.Since(began) / (runs + 1)
	}
	idle, idleTook := measure(peer.New(false))
	full, fullTook := measure(ours.New("test"))
	t.Logf("%.0f allocations in %v, and %.0f in %v where nothing is done", full, fullTook, idle, idleTook)
	if ratio := full / idle; ratio > limit {
		t.Errorf("reading and planning take %.2f times the allocations of doing nothing, want %.1f at most",
			ratio, limit)
	}
}

// client is what Terraform is to a provider.
type client struct {
	tfprotov6.ProviderServer
	t      *testing.T
	schema *tfprotov6.Schema
}

const theResource = "whatsapp_group_members"

func connect(t *testing.T, p provider.Provider, url string) *client {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(p)()
	if err != nil {
		t.Fatal(err)
	}
	c := &client{ProviderServer: server, t: t}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	c.schema = schemas.ResourceSchemas[theResource]
	config := c.object(schemas.Provider, map[string]tftypes.Value{
		"gateway":  tftypes.NewValue(tftypes.String, "waha"),
		"endpoint": tftypes.NewValue(tftypes.String, url+"/waha"),
		"api_key":  tftypes.NewValue(tftypes.String, "emulator"),
	})
	configured, err := c.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
	c.check(configured.Diagnostics, err)
	return c
}

// object makes an object of a schema's type; what is not given is null.
func (c *client) object(schema *tfprotov6.Schema, attributes map[string]tftypes.Value) *tfprotov6.DynamicValue {
	c.t.Helper()
	object, _ := schema.ValueType().(tftypes.Object)
	all := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		all[name] = tftypes.NewValue(kind, nil)
		if value, given := attributes[name]; given {
			all[name] = value
		}
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, all))
	if err != nil {
		c.t.Fatal(err)
	}
	return &value
}

func (c *client) check(diagnostics []*tfprotov6.Diagnostic, err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, d := range diagnostics {
		c.t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
}

// stored is what a state has of a resource.
type stored struct {
	config   *tfprotov6.DynamicValue
	value    *tfprotov6.DynamicValue
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

func (c *client) create(members map[string]tftypes.Value) stored {
	c.t.Helper()
	kind := c.schema.ValueType()
	nothing, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, nil))
	if err != nil {
		c.t.Fatal(err)
	}
	written := map[string]tftypes.Value{
		"group_id": tftypes.NewValue(tftypes.String, "120363000000000001@g.us"),
		"members":  tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, members),
	}
	config := c.object(c.schema, written)
	written["exclusive"] = tftypes.NewValue(tftypes.Bool, tftypes.UnknownValue)
	written["on_destroy"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	written["status"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, tftypes.UnknownValue)
	ctx := context.Background()
	planned, err := c.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: theResource, PriorState: &nothing, ProposedNewState: c.object(c.schema, written), Config: config,
	})
	c.check(planned.Diagnostics, err)
	applied, err := c.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: theResource, PriorState: &nothing, PlannedState: planned.PlannedState, Config: config,
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	c.check(applied.Diagnostics, err)
	return stored{config, applied.NewState, applied.Private, applied.NewIdentity}
}

// isKnown reports whether nothing of a plan is unknown.
func (c *client) isKnown(planned *tfprotov6.DynamicValue) bool {
	c.t.Helper()
	value, err := planned.Unmarshal(c.schema.ValueType())
	c.check(nil, err)
	return value.IsFullyKnown()
}

// refresh reads and plans.
func (c *client) refresh(state stored) (planned *tfprotov6.DynamicValue) {
	ctx := context.Background()
	read, err := c.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: theResource, CurrentState: state.value, Private: state.private, CurrentIdentity: state.identity,
	})
	c.check(read.Diagnostics, err)
	plan, err := c.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: theResource, PriorState: read.NewState, ProposedNewState: read.NewState, Config: state.config,
		PriorPrivate: read.Private, PriorIdentity: read.NewIdentity,
	})
	c.check(plan.Diagnostics, err)
	return plan.PlannedState
}
