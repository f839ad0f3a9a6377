package terraformtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// fakeWorld is what the fake provider manages: things by their name.
type fakeWorld struct {
	mu      sync.Mutex
	things  map[string]thingModel
	made    map[string]int
	counted int64
	// faults are what goes wrong, by operation and name, such as "create a".
	faults map[string]fault
	// running counts the operations that run, and most how many did at a time.
	running, most int
	// during is called in each operation, if it is set.
	during func(ctx context.Context, operation string)
}

type fault byte

const (
	fails          fault = iota + 1
	failsWithState       // The object is there all the same.
	differs              // Another value than the planned one comes of it.
	replans              // The plan of the apply differs from that before it.
	warns
)

func newFakeWorld() *fakeWorld {
	return &fakeWorld{things: map[string]thingModel{}, made: map[string]int{}, faults: map[string]fault{}}
}

// begin begins an operation, which the function ends.
func (w *fakeWorld) begin(ctx context.Context, operation string) (fault, func()) {
	w.mu.Lock()
	w.running++
	w.most = max(w.most, w.running)
	f, during := w.faults[operation], w.during
	w.mu.Unlock()
	if during != nil {
		during(ctx, operation)
	}
	return f, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.running--
	}
}

func (w *fakeWorld) thing(name string) (thingModel, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := w.things[name]
	return t, ok
}

func (w *fakeWorld) put(t thingModel) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.things[t.Name.ValueString()] = t
}

func (w *fakeWorld) remove(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.things, name)
}

// newID differs from time to time for one name.
func (w *fakeWorld) newID(name string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.made[name]++
	return fmt.Sprintf("%s-%d", name, w.made[name])
}

// next is another number each time.
func (w *fakeWorld) next() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.counted++
	return w.counted
}

// fakeProvider has the resource fake_thing, the data source fake_thing and a function.
type fakeProvider struct{ world *fakeWorld }

func (p *fakeProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "fake"
}

func (p *fakeProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
		"endpoint": providerschema.StringAttribute{Optional: true},
	}}
}

func (p *fakeProvider) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.ResourceData, resp.DataSourceData = p.world, p.world
}

func (p *fakeProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &thing{world: p.world} }}
}

func (p *fakeProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return &thingData{world: p.world} }}
}

func (p *fakeProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return loud{} }}
}

// thingData reads a thing by its name.
type thingData struct{ world *fakeWorld }

func (d *thingData) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "fake_thing"
}

func (d *thingData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{Attributes: map[string]dataschema.Attribute{
		"name": dataschema.StringAttribute{Required: true},
		"note": dataschema.StringAttribute{Computed: true},
	}}
}

func (d *thingData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m struct {
		Name types.String `tfsdk:"name"`
		Note types.String `tfsdk:"note"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	found, ok := d.world.thing(m.Name.ValueString())
	if !ok {
		resp.Diagnostics.AddError("No such thing", fmt.Sprintf("There is no %s.", m.Name))
	}
	m.Note = found.Note
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// loud is a function that makes a text louder.
type loud struct{}

func (loud) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "loud"
}

func (loud) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Parameters: []function.Parameter{function.StringParameter{Name: "text"}}, Return: function.StringReturn{},
	}
}

func (loud) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error == nil {
		resp.Error = resp.Result.Set(ctx, text+"!")
	}
	if text == "" {
		resp.Error = function.NewArgumentFuncError(0, "Nothing cannot be loud.")
	}
}

// note is a text as private data has it.
func note(text string) []byte {
	content, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return content
}

// goesWrong lets operations go wrong from a step on. Without operations all goes well again.
func goesWrong(w *fakeWorld, f fault, operations ...string) func() {
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.faults = map[string]fault{}
		for _, operation := range operations {
			w.faults[operation] = f
		}
	}
}
