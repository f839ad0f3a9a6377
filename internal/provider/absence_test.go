package provider_test

import (
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// deniesReading has the gateway say of every single reading that the account is not in the group. Its list of all
// groups has the group all the same.
func (w *emulated) deniesReading() {
	w.t.Helper()
	w.fail(emulator.Fault{Match: w.requests.read, Effect: emulator.EffectStatus, Status: 500, Body: w.refusal})
}

// unconfirmed matches what is said of a group that one answer denies and another one has.
var unconfirmed = wrapped("the gateway does not find the group, and its other answers do not confirm")

// An answer about the account says nothing of a person, and a list that has the group refutes it. No walk drops
// anything from the state for it, or counts a removal as done.
func TestAbsenceIsAboutSomebody(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for kind, config := range map[string]arguments{
				"whatsapp_group":         {"name": "Ours"},
				"whatsapp_group_member":  {"group_id": exampleGroup, "phone_number": "+12025550111"},
				"whatsapp_group_members": {"group_id": exampleGroup},
				"whatsapp_joined_group":  {"invite": "OurCode000000000000000"},
			} {
				t.Run(kind, func(t *testing.T) {
					w := emulate(t, d, emulator.Options{})
					w.change(twoGroups)
					id := exampleGroup
					values := config.values()
					if config["group_id"] == "" {
						delete(values, "group_id")
					}
					switch kind {
					case "whatsapp_group_member":
						id += "/+12025550111"
					case "whatsapp_group_members":
						values["members"] = mapOfRoles(map[string]string{"+12025550111": "admin"})
					}
					m, err := manage(t, w, kind, values).imported(id)
					if err != nil {
						t.Fatal(err)
					}
					w.ClearRequests()
					w.deniesReading()
					for walk, walks := range map[string]func(m *managed) error{
						"plan":    func(m *managed) error { _, err := m.plan(true); return err },
						"apply":   func(m *managed) error { _, err := m.apply(); return err },
						"destroy": (*managed).destroy,
						"import":  func(m *managed) error { _, err := m.imported(id); return err },
						"refresh-only": func(m *managed) (err error) {
							m.state, err = m.walk().refresh(m.state)
							return err
						},
					} {
						tried := *m
						if err := walks(&tried); err == nil || !unconfirmed.MatchString(err.Error()) {
							t.Errorf("%s says %v", walk, err)
						}
						if !tried.state.value.Equal(m.state.value) {
							t.Errorf("%s makes the state %v", walk, tried.state.value)
						}
					}
					if err := w.checkNoWrites(nil); err != nil {
						t.Error(err)
					}
				})
			}
		})
	}
}

// A person is removed only once the group can be read, and stays in the state until then, also where the plan had read
// it.
func lifeOfMemberOfADeniedGroup(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(twoGroups)
		with := w.config(`
resource "whatsapp_group_member" "m" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+12025550111"
  role         = "admin"
}`)
		stays := func() {
			if err := w.checkRole("Ours", anna, "admin")(nil); err != nil {
				t.Error(err)
			}
		}
		w.run(w.checkRole("Ours", anna, ""),
			resource.TestStep{Config: with},
			resource.TestStep{PreConfig: w.deniesReading, Config: w.config(""), ExpectError: unconfirmed},
			resource.TestStep{
				PreConfig: func() { stays(); w.ClearFaults() },
				Config:    with, ConfigPlanChecks: emptyPlan,
			},
			resource.TestStep{Config: w.config(""), Check: w.checkRole("Ours", anna, "")},
		)
	})
}

// The removal itself meets the answer: it is an error, and the next one removes the person.
func TestRemovalFromADeniedGroup(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.change(twoGroups)
			config := arguments{"group_id": exampleGroup, "phone_number": "+12025550111"}
			m, err := manage(t, w, "whatsapp_group_member", config.values()).imported(exampleGroup + "/+12025550111")
			if err != nil {
				t.Fatal(err)
			}
			before := m.state
			remove := func() error {
				walk := m.walk()
				destruction, err := walk.plan(m.state, walk.nothing())
				if err != nil {
					return err
				}
				m.state, err = m.walk().apply(destruction, walk.nothing())
				return err
			}
			w.deniesReading()
			if err := remove(); err == nil || !unconfirmed.MatchString(err.Error()) {
				t.Errorf("the removal says %v", err)
			}
			if !m.state.value.Equal(before.value) {
				t.Errorf("the state is %v", m.state.value)
			}
			w.ClearFaults()
			if err := errors.Join(w.checkRole("Ours", anna, "admin")(nil), remove(),
				w.checkRole("Ours", anna, "")(nil)); err != nil {
				t.Error(err)
			}
		})
	}
}
