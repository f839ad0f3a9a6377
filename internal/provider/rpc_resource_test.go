package provider_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// managed is a resource as Terraform looks after it from run to run: what is configured, and what the state file has.
// Every walk of a run is a process of the provider of its own, so that nothing but the state remembers.
type managed struct {
	t    *testing.T
	w    *emulated
	kind string
	// config are the arguments that are given.
	config map[string]tftypes.Value
	state  stored
	// warned are the warnings of the last run.
	warned []string
}

// stored is what a state file has of a resource. There is no resource in it while the value is null.
type stored struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// planned is what a plan says about a resource.
type planned struct {
	action plancheck.ResourceActionType
	// prior is the state that it starts from, after the refresh if there was one.
	prior   stored
	after   tftypes.Value
	private []byte
	// identity is what the provider plans the identity to be.
	identity *tfprotov6.ResourceIdentityData
}

func manage(t *testing.T, w *emulated, kind string, config map[string]tftypes.Value) *managed {
	return &managed{t: t, w: w, kind: kind, config: maps.Clone(config)}
}

// inState is the resource's value of an attribute, empty for null.
func (m *managed) inState(attribute string) string {
	m.t.Helper()
	return attributeOf(m.t, m.state.value, attribute)
}

// plan is `terraform plan`, with or without a refresh. Terraform keeps nothing of it.
func (m *managed) plan(refresh bool) (planned, error) {
	m.t.Helper()
	w, err := m.walkToPlan()
	if err != nil {
		return planned{}, err
	}
	prior := m.state
	if refresh {
		if prior, err = w.refresh(prior); err != nil {
			return planned{}, err
		}
	}
	return w.plan(prior, w.config)
}

// walkToPlan begins a run with what Terraform does first.
func (m *managed) walkToPlan() (*walk, error) {
	m.t.Helper()
	m.warned = nil
	w := m.walk()
	return w, w.validate()
}

// apply is `terraform apply`.
func (m *managed) apply() (planned, error) {
	m.t.Helper()
	p, err := m.plan(true)
	if err != nil {
		return p, err
	}
	m.state = p.prior
	w := m.walk()
	switch p.action {
	case plancheck.ResourceActionNoop:
		return p, nil
	case plancheck.ResourceActionReplace:
		return p, w.replace(p)
	}
	final, err := w.plan(p.prior, w.config)
	if err != nil {
		return p, err
	}
	if final.action != p.action || !final.after.Equal(p.after) {
		return p, fmt.Errorf(
			"inconsistent final plan: %s of %s after %s of %s",
			final.action,
			final.after,
			p.action,
			p.after,
		)
	}
	m.state, err = w.apply(final, w.config)
	return p, err
}

// replace destroys and creates in one walk.
func (w *walk) replace(p planned) error {
	w.t.Helper()
	destruction, err := w.plan(p.prior, w.nothing())
	if err != nil {
		return err
	}
	if w.state, err = w.apply(destruction, w.nothing()); err != nil {
		return err
	}
	creation, err := w.plan(w.state, w.config)
	if err != nil {
		return err
	}
	if !creation.after.Equal(p.after) {
		return fmt.Errorf("inconsistent final plan: %s after %s", creation.after, p.after)
	}
	w.state, err = w.apply(creation, w.config)
	return err
}

// destroy is `terraform destroy`.
func (m *managed) destroy() error {
	m.t.Helper()
	m.warned = nil
	w := m.walk()
	var err error
	if m.state, err = w.refresh(m.state); err != nil || m.state.value.IsNull() {
		return err
	}
	destruction, err := w.plan(m.state, w.nothing())
	if err != nil {
		return err
	}
	m.state, err = m.walk().apply(destruction, w.nothing())
	return err
}

// imported is the resource, with the same configuration, after `terraform import` into an empty state.
func (m *managed) imported(id string) (*managed, error) {
	m.t.Helper()
	fresh := manage(m.t, m.w, m.kind, m.config)
	w := fresh.walk()
	response, err := w.ImportResourceState(
		m.t.Context(),
		&tfprotov6.ImportResourceStateRequest{TypeName: m.kind, ID: id},
	)
	if err := w.said(err, response.Diagnostics); err != nil {
		return nil, err
	}
	if n := len(response.ImportedResources); n != 1 {
		return nil, fmt.Errorf("%s is %d resources", id, n)
	}
	found := response.ImportedResources[0]
	fresh.state, err = w.refresh(stored{value: w.value(found.State), private: found.Private, identity: found.Identity})
	if err == nil && fresh.state.value.IsNull() {
		err = errors.New("cannot import a resource that is not there")
	}
	return fresh, err
}

// walk is one walk of Terraform through the configuration.
type walk struct {
	*rpc
	*managed
	t      *testing.T
	schema *tfprotov6.Schema
	config tftypes.Value
}

// walk starts a process of the provider.
func (m *managed) walk() *walk {
	m.t.Helper()
	w := &walk{rpc: newRPC(m.t), managed: m, t: m.t}
	w.schema = w.schemas.ResourceSchemas[m.kind]
	w.config = w.value(w.object(w.schema, m.config))
	w.connect(m.w)
	if m.state.value.Type() == nil {
		m.state.value = w.nothing()
	}
	return w
}

// validate checks the configuration in a process of its own, which is not connected.
func (w *walk) validate() error {
	w.t.Helper()
	response, err := newRPC(w.t).ValidateResourceConfig(w.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: w.kind, Config: w.dynamic(w.config),
	})
	return w.said(err, response.Diagnostics)
}

// said makes an error of the errors among diagnostics, and keeps the warnings.
func (w *walk) said(err error, diagnostics []*tfprotov6.Diagnostic) error {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, d := range diagnostics {
		if said := d.Summary + ": " + d.Detail; d.Severity == tfprotov6.DiagnosticSeverityError {
			err = errors.Join(err, errors.New(said))
		} else {
			w.warned = append(w.warned, said)
		}
	}
	return err
}

func (w *walk) value(dynamic *tfprotov6.DynamicValue) tftypes.Value {
	w.t.Helper()
	value, err := dynamic.Unmarshal(w.schema.ValueType())
	if err != nil {
		w.t.Fatal(err)
	}
	return value
}

func (w *walk) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	w.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(w.schema.ValueType(), value)
	if err != nil {
		w.t.Fatal(err)
	}
	return &dynamic
}

func (w *walk) nothing() tftypes.Value { return tftypes.NewValue(w.schema.ValueType(), nil) }

func (w *walk) refresh(prior stored) (stored, error) {
	w.t.Helper()
	if prior.value.IsNull() {
		return prior, nil
	}
	response, err := w.ReadResource(w.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: w.kind, CurrentState: w.dynamic(prior.value), Private: prior.private, CurrentIdentity: prior.identity,
	})
	if err := w.said(err, response.Diagnostics); err != nil {
		return prior, err
	}
	return stored{w.value(response.NewState), response.Private, response.NewIdentity}, nil
}

// plan plans for a configuration, which is null for a destroy.
func (w *walk) plan(prior stored, config tftypes.Value) (planned, error) {
	w.t.Helper()
	if prior.value.IsNull() && config.IsNull() {
		return planned{action: plancheck.ResourceActionNoop, prior: prior, after: config}, nil
	}
	response, err := w.PlanResourceChange(w.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         w.kind,
		PriorState:       w.dynamic(prior.value),
		ProposedNewState: w.dynamic(w.proposed(prior.value, config)),
		Config:           w.dynamic(config),
		PriorPrivate:     prior.private,
		PriorIdentity:    prior.identity,
	})
	if err := w.said(err, response.Diagnostics); err != nil {
		return planned{prior: prior}, err
	}
	p := planned{
		prior:    prior,
		after:    w.value(response.PlannedState),
		private:  response.PlannedPrivate,
		identity: response.PlannedIdentity,
	}
	p.action = w.action(prior.value, p.after, response.RequiresReplace)
	if p.action == plancheck.ResourceActionReplace {
		// What replaces it is planned as if it were new.
		p, err = w.plan(stored{value: w.nothing(), private: p.private}, config)
		p.action, p.prior = plancheck.ResourceActionReplace, prior
		return p, err
	}
	return p, w.checkPlanned(config, p)
}

// proposed is the configuration with what is computed as it was.
func (w *walk) proposed(prior, config tftypes.Value) tftypes.Value {
	w.t.Helper()
	if prior.IsNull() || config.IsNull() {
		return config
	}
	before, proposed := fields(w.t, prior), fields(w.t, config)
	for _, attribute := range w.schema.Block.Attributes {
		if attribute.Computed && proposed[attribute.Name].IsNull() {
			proposed[attribute.Name] = before[attribute.Name]
		}
	}
	return tftypes.NewValue(w.schema.ValueType(), proposed)
}

// action tells what a plan does. What must be replaced for a value that does not change is not replaced.
func (w *walk) action(
	prior, after tftypes.Value,
	requiresReplace []*tftypes.AttributePath,
) plancheck.ResourceActionType {
	w.t.Helper()
	switch {
	case prior.IsNull():
		return plancheck.ResourceActionCreate
	case after.IsNull():
		return plancheck.ResourceActionDestroy
	case prior.Equal(after):
		return plancheck.ResourceActionNoop
	}
	for _, path := range requiresReplace {
		before, _, err := tftypes.WalkAttributePath(prior, path)
		if err != nil {
			w.t.Fatal(err)
		}
		planned, _, err := tftypes.WalkAttributePath(after, path)
		if err != nil {
			w.t.Fatal(err)
		}
		old, isOld := before.(tftypes.Value)
		if changed, isNew := planned.(tftypes.Value); !isOld || !isNew || !old.Equal(changed) {
			return plancheck.ResourceActionReplace
		}
	}
	return plancheck.ResourceActionUpdate
}

// checkPlanned holds a plan to what Terraform demands of it: a value that is configured is planned as it is written, or
// as it was before.
func (w *walk) checkPlanned(config tftypes.Value, p planned) error {
	w.t.Helper()
	if config.IsNull() {
		return nil
	}
	written, after := fields(w.t, config), fields(w.t, p.after)
	before := map[string]tftypes.Value{}
	if !p.prior.value.IsNull() {
		before = fields(w.t, p.prior.value)
	}
	for _, attribute := range w.schema.Block.Attributes {
		name := attribute.Name
		asWritten := after[name].Equal(written[name]) || attribute.Computed && written[name].IsNull()
		asBefore := !written[name].IsNull() && !before[name].IsNull() && after[name].Equal(before[name])
		if !asWritten && !asBefore {
			return fmt.Errorf("invalid plan: %s is %s for %s", name, after[name], written[name])
		}
	}
	return nil
}

// apply carries a plan out, and holds the outcome to it as Terraform does.
func (w *walk) apply(p planned, config tftypes.Value) (stored, error) {
	w.t.Helper()
	response, err := w.ApplyResourceChange(w.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        w.kind,
		PriorState:      w.dynamic(p.prior.value),
		PlannedState:    w.dynamic(p.after),
		Config:          w.dynamic(config),
		PlannedPrivate:  p.private,
		PlannedIdentity: p.identity,
	})
	failed := w.said(err, response.Diagnostics)
	after := stored{w.value(response.NewState), response.Private, response.NewIdentity}
	if failed != nil {
		return after, failed
	}
	switch {
	case !after.value.IsFullyKnown():
		return after, fmt.Errorf("something is unknown after the apply: %s", after.value)
	case after.value.IsNull() != p.after.IsNull():
		return after, fmt.Errorf("the apply ends in %s, not in %s", after.value, p.after)
	case after.value.IsNull():
		return after, nil
	}
	got := fields(w.t, after.value)
	for name, want := range fields(w.t, p.after) {
		if want.IsFullyKnown() && !got[name].Equal(want) {
			return after, fmt.Errorf("inconsistent result after apply: %s is %s, planned was %s", name, got[name], want)
		}
	}
	return after, nil
}

func fields(t *testing.T, object tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	var fields map[string]tftypes.Value
	if err := object.As(&fields); err != nil {
		t.Fatal(err)
	}
	return maps.Clone(fields) // They are the object's own.
}

// attributeOf is a text in an object, empty where it or the object is null.
func attributeOf(t *testing.T, object tftypes.Value, name string) string {
	t.Helper()
	if object.IsNull() {
		return ""
	}
	value := fields(t, object)[name]
	if value.IsNull() {
		return ""
	}
	return stringOf(t, value)
}

// differing names the attributes that two values of a resource do not share.
func differing(t *testing.T, a, b tftypes.Value) string {
	t.Helper()
	if a.IsNull() || b.IsNull() {
		return fmt.Sprintf("%s is not %s", a, b)
	}
	var differing []string
	other := fields(t, b)
	for name, value := range fields(t, a) {
		if !value.Equal(other[name]) {
			differing = append(differing, fmt.Sprintf("%s is %s and %s", name, value, other[name]))
		}
	}
	return strings.Join(differing, ", ")
}
