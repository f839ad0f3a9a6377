package chaos

import (
	"bytes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// observed is a step as the invariants see it.
type observed struct {
	Step
	program Program
	d       dialect
	runs    []*outcome
	// before and after are the world.
	before, after emulator.World
	// sessionBefore and sessionAfter are the configuration of WAHA's session.
	sessionBefore, sessionAfter session
	states                      [2]*terraformtest.State // Afterwards.
	statesBefore                [2]*terraformtest.State
	requests                    []emulator.Request
	passed                      emulator.Passed
	codes                       map[string]bool
	panic                       string
}

// outcome is what became of a Run.
type outcome struct {
	Run
	door          *door
	before, after *terraformtest.State
	// prior is the state after the refresh, nil if there was no plan.
	prior  *terraformtest.State
	plan   *terraformtest.Plan
	config string // In HCL.
	ds     terraformtest.Diagnostics
	log    bytes.Buffer
}

// said is all that the run has told its user.
func (o *outcome) said() string { return o.ds.String() }

// ended reports whether the run was killed or interrupted.
func (o *outcome) ended() bool { return o.door.struck }
