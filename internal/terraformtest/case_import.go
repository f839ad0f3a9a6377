package terraformtest

import (
	"fmt"
	"maps"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// refreshState is a step that refreshes the state, after which a plan must be empty.
func (r *run) refreshState(step resource.TestStep) error {
	if _, ds := r.workspace.Refresh(r.Context(), r.config); ds.HasErrors() {
		return said("error running refresh", ds)
	}
	if step.Check != nil {
		s, err := r.flatState()
		if err == nil {
			err = step.Check(s)
		}
		if err != nil {
			return err
		}
	}
	_, err := r.planAgain(step, "post-refresh plan", Normal, false, step.RefreshPlanChecks.PostRefresh)
	return err
}

// importState is a step that imports a resource into an empty state, and compares it with the one that is there.
func (r *run) importState(step resource.TestStep) error {
	before, err := r.flatState()
	if err != nil {
		return err
	}
	id, err := importID(step, before)
	if err != nil {
		return err
	}
	configuration := r.config
	if step.Config != "" {
		configuration = step.Config
	}
	if step.ImportStateKind == resource.ImportBlockWithID {
		return r.importBlock(step, configuration, id)
	}
	s := &State{}
	if step.ImportStatePersist {
		s = r.workspace.State
	}
	variables := r.workspace.Variables
	imported, ds := r.workspace.Terraform.Import(r.Context(), configuration, s, step.ResourceName, id, variables)
	if ds.HasErrors() {
		return said("error running import", ds)
	}
	if step.ImportStatePersist {
		r.workspace.State, r.config = imported, configuration
	}
	shown, err := r.workspace.StateJSON(r.Context(), imported)
	if err != nil {
		return err
	}
	after := flatState(shown)
	if err := checkImported(step, after); err != nil || !step.ImportStateVerify {
		return err
	}
	for _, found := range after.RootModule().Resources {
		if err := verify(step, before, found); err != nil {
			return err
		}
	}
	return nil
}

func importID(step resource.TestStep, s *terraform.State) (string, error) {
	switch {
	case step.ImportStateIdFunc != nil:
		id, err := step.ImportStateIdFunc(s)
		return step.ImportStateIdPrefix + id, err
	case step.ImportStateId != "":
		return step.ImportStateIdPrefix + step.ImportStateId, nil
	}
	found := s.RootModule().Resources[step.ResourceName]
	if found == nil {
		return "", fmt.Errorf("resource not found: %s", step.ResourceName)
	}
	return step.ImportStateIdPrefix + found.Primary.ID, nil
}

func checkImported(step resource.TestStep, s *terraform.State) error {
	if step.ImportStateCheck == nil {
		return nil
	}
	var states []*terraform.InstanceState
	for address, found := range s.RootModule().Resources {
		if !strings.HasPrefix(address, "data.") {
			found.Primary.Ephemeral.Type = found.Type
			states = append(states, found.Primary)
		}
	}
	return step.ImportStateCheck(states)
}

// importBlock plans an import by a block, which must change nothing.
func (r *run) importBlock(step resource.TestStep, configuration, id string) error {
	if !step.ImportStateConfigExact {
		configuration += fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", step.ResourceName, id)
	}
	s := r.workspace.State.Copy()
	s.Remove(step.ResourceName)
	options := PlanOptions{Variables: r.workspace.Variables}
	p, ds := r.workspace.Terraform.Plan(r.Context(), configuration, s, options)
	if ds.HasErrors() {
		return said("generating plan with import config", ds)
	}
	switch c := p.Change(step.ResourceName); {
	case c == nil || c.Importing == nil:
		return fmt.Errorf("importing resource %s: expected an import, got %s", step.ResourceName, p.summary())
	case c.Action != NoOp && !step.ExpectNonEmptyPlan:
		return fmt.Errorf("importing resource %s: expected a no-op import, got %s", step.ResourceName, p.summary())
	}
	return checkPlan(r, p.JSON(), step.ImportPlanChecks.PreApply)
}

// verify compares an imported resource with the one of the state that has the same identifier.
func verify(step resource.TestStep, before *terraform.State, found *terraform.ResourceState) error {
	identifier := step.ImportStateVerifyIdentifierAttribute
	if identifier == "" {
		identifier = "id"
	}
	for address, was := range before.RootModule().Resources {
		if strings.HasPrefix(address, "data.") || was.Type != found.Type ||
			was.Primary.Attributes[identifier] != found.Primary.Attributes[identifier] {
			continue
		}
		if difference := cmp.Diff(compared(step, was), compared(step, found)); difference != "" {
			return fmt.Errorf("ImportStateVerify attributes not equivalent (-state +import):\n\n%s", difference)
		}
		return nil
	}
	return fmt.Errorf("failed state verification, resource with ID %s not found", found.Primary.Attributes[identifier])
}

// compared are the attributes that count when an imported resource is compared.
func compared(step resource.TestStep, s *terraform.ResourceState) map[string]string {
	attributes := maps.Clone(s.Primary.Attributes)
	ignored := append([]string{"timeouts."}, step.ImportStateVerifyIgnore...)
	maps.DeleteFunc(attributes, func(name, value string) bool {
		isSize := strings.HasSuffix(name, ".#") || strings.HasSuffix(name, ".%")
		if name == "timeouts" || isSize && value == "0" {
			return true
		}
		for _, prefix := range ignored {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
		return false
	})
	return attributes
}
