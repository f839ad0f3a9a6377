package terraformtest_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// recorder is a fake provider that notes what it is asked.
type recorder struct {
	world *fakeWorld
	types map[string]tftypes.Type

	mu    sync.Mutex
	asked []request
	// started counts the servers that were started.
	started int
}

// request is one call. Name is that of the thing, empty where it is not about one.
type request struct {
	server           int
	rpc, name, about string
}

func (r request) String() string { return strings.TrimSpace(r.rpc + " " + r.name + " " + r.about) }

func newRecorder() *recorder {
	r := &recorder{world: newFakeWorld(), types: map[string]tftypes.Type{}}
	server := providerserver.NewProtocol6(&fakeProvider{world: r.world})()
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		panic(err)
	}
	for name, s := range schemas.ResourceSchemas {
		r.types[name] = s.ValueType()
	}
	for name, s := range schemas.DataSourceSchemas {
		r.types["data."+name] = s.ValueType()
	}
	return r
}

// factories serve the provider.
func (r *recorder) factories() terraformtest.Factories {
	return terraformtest.Factories{"fake": func() (tfprotov6.ProviderServer, error) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.started++
		return &recording{
			ProviderServer: providerserver.NewProtocol6(&fakeProvider{world: r.world})(),
			r:              r,
			number:         r.started,
		}, nil
	}}
}

func (r *recorder) note(server int, rpc, name, about string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, request{server, rpc, name, about})
}

// take gives what was asked about things since the last time, in order. With names, only what is about them.
func (r *recorder) take(names ...string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var taken []string
	for _, request := range r.asked {
		if len(names) == 0 || slices.Contains(names, request.name) {
			taken = append(taken, request.String())
		}
	}
	r.asked = nil
	return taken
}

// recording is one server of the recorder.
type recording struct {
	tfprotov6.ProviderServer
	r      *recorder
	number int
}

// nameIn finds the name of a thing in the first of some values that has one.
func (s *recording) nameIn(kind string, values ...*tfprotov6.DynamicValue) string {
	for _, dynamic := range values {
		if dynamic == nil {
			continue
		}
		v, err := dynamic.Unmarshal(s.r.types[kind])
		if err != nil || v.IsNull() {
			continue
		}
		var attributes map[string]tftypes.Value
		if v.As(&attributes) != nil || !attributes["name"].IsKnown() {
			continue
		}
		var name string
		if attributes["name"].As(&name) == nil {
			return name
		}
	}
	return "?"
}

// action tells what is planned or applied.
func (s *recording) action(kind string, prior, planned *tfprotov6.DynamicValue) string {
	isNull := func(d *tfprotov6.DynamicValue) bool {
		v, err := d.Unmarshal(s.r.types[kind])
		return err == nil && v.IsNull()
	}
	switch {
	case isNull(prior):
		return "create"
	case isNull(planned):
		return "destroy"
	}
	return "update"
}

// noteIn is the note in private data.
func noteIn(private []byte) string {
	var keys map[string][]byte
	if json.Unmarshal(private, &keys) != nil {
		return "-"
	}
	var text string
	if json.Unmarshal(keys["note"], &text) != nil {
		return "-"
	}
	return "(" + strings.NewReplacer(`"`, "", `\`, "").Replace(text) + ")"
}

func (s *recording) ValidateProviderConfig(
	ctx context.Context,
	req *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	s.r.note(s.number, "ValidateProvider", "", "")
	return s.ProviderServer.ValidateProviderConfig(ctx, req)
}

func (s *recording) ConfigureProvider(
	ctx context.Context,
	req *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	s.r.note(s.number, "Configure", "", "")
	return s.ProviderServer.ConfigureProvider(ctx, req)
}

func (s *recording) StopProvider(
	ctx context.Context,
	req *tfprotov6.StopProviderRequest,
) (*tfprotov6.StopProviderResponse, error) {
	s.r.note(s.number, "Stop", "", "")
	return s.ProviderServer.StopProvider(ctx, req)
}

func (s *recording) ValidateResourceConfig(
	ctx context.Context,
	req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	s.r.note(s.number, "Validate", s.nameIn(req.TypeName, req.Config), "")
	return s.ProviderServer.ValidateResourceConfig(ctx, req)
}

func (s *recording) ValidateDataResourceConfig(
	ctx context.Context,
	req *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	s.r.note(s.number, "ValidateData", "data."+s.nameIn("data."+req.TypeName, req.Config), "")
	return s.ProviderServer.ValidateDataResourceConfig(ctx, req)
}

func (s *recording) UpgradeResourceState(
	ctx context.Context,
	req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	var attributes struct{ Name string }
	if err := json.Unmarshal(req.RawState.JSON, &attributes); err != nil {
		return nil, err
	}
	s.r.note(s.number, "Upgrade", attributes.Name, "")
	return s.ProviderServer.UpgradeResourceState(ctx, req)
}

func (s *recording) ReadResource(
	ctx context.Context,
	req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	s.r.note(s.number, "Read", s.nameIn(req.TypeName, req.CurrentState), noteIn(req.Private))
	return s.ProviderServer.ReadResource(ctx, req)
}

func (s *recording) PlanResourceChange(
	ctx context.Context,
	req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	s.r.note(s.number, "Plan", s.nameIn(req.TypeName, req.ProposedNewState, req.PriorState),
		s.action(req.TypeName, req.PriorState, req.ProposedNewState)+" "+noteIn(req.PriorPrivate))
	return s.ProviderServer.PlanResourceChange(ctx, req)
}

func (s *recording) ApplyResourceChange(
	ctx context.Context,
	req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	name := s.nameIn(req.TypeName, req.PlannedState, req.PriorState)
	action := s.action(req.TypeName, req.PriorState, req.PlannedState)
	s.r.note(s.number, "Apply", name, action+" "+noteIn(req.PlannedPrivate))
	resp, err := s.ProviderServer.ApplyResourceChange(ctx, req)
	s.r.note(s.number, "Applied", name, action)
	return resp, err
}

func (s *recording) ImportResourceState(
	ctx context.Context,
	req *tfprotov6.ImportResourceStateRequest,
) (*tfprotov6.ImportResourceStateResponse, error) {
	by := "by ID"
	if req.Identity != nil {
		by = "by identity"
	}
	s.r.note(s.number, "Import", req.ID, by)
	return s.ProviderServer.ImportResourceState(ctx, req)
}

func (s *recording) ReadDataSource(
	ctx context.Context,
	req *tfprotov6.ReadDataSourceRequest,
) (*tfprotov6.ReadDataSourceResponse, error) {
	s.r.note(s.number, "ReadData", "data."+s.nameIn("data."+req.TypeName, req.Config), "")
	return s.ProviderServer.ReadDataSource(ctx, req)
}
