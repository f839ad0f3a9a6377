package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// TestOneMemberRefuses has a resource for somebody who cannot be added, who changes their mind in the end.
func TestOneMemberRefuses(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for i, onRefusal := range []string{"", "fail", "invite", "tolerate"} {
			for j, phone := range []string{gina, hugo, ivan} {
				if !hasTurn(3, i, j, d.place()) {
					continue
				}
				t.Run(fmt.Sprintf("%s/%s/%s", d.name, onRefusal, phone), func(t *testing.T) {
					t.Parallel()
					testOneMemberRefuses(t, d, onRefusal, phone)
				})
			}
		}
	}
}

func testOneMemberRefuses(t *testing.T, d dialect, onRefusal, phone string) {
	const address = "whatsapp_group_member.m"
	w := emulate(t, d, emulator.Options{World: refusers(byNumber)})
	configOf := func(more string) string {
		if onRefusal != "" {
			more += fmt.Sprintf("\n  on_refusal = %q", onRefusal)
		}
		return w.configf(`
resource "whatsapp_group_member" "m" {
  group_id     = %q
  phone_number = "+%s"
  role         = "admin"
  %s
}`, exampleGroup, phone, more)
	}
	want := statuses(d, onRefusal)[phone]
	if phone == ivan {
		want = "refused_unregistered" // Where the adding gives no reason, looking the number up does.
	}
	accepted := want != "" && (onRefusal == "invite" || onRefusal == "tolerate" || want == "invited")
	workspace := inProcess.NewWorkspace()
	status := func(want string) {
		t.Helper()
		if got := workspace.State.Object(address).Attribute("status"); got != want {
			t.Errorf("the status is %v, want %q", got, want)
		}
	}
	_, ds := workspace.Apply(t.Context(), configOf(""))
	if ds.HasErrors() == accepted || strings.Contains(ds.String(), "inconsistent") {
		t.Fatalf("the create says %s", ds)
	}
	if accepted && onRefusal == "tolerate" {
		checkSaysRetry(t, ds.String())
	}
	if workspace.State.Object(address) == nil {
		if accepted {
			t.Fatal("there is no state")
		}
		return
	}
	if !accepted {
		t.Fatal("a create that failed has left a state")
	}
	status(want)
	is := func(config string, skip bool, action terraformtest.Action) {
		t.Helper()
		workspace.Options.SkipRefresh = skip
		p, ds := workspace.Plan(t.Context(), config)
		workspace.Options.SkipRefresh = false
		if ds.HasErrors() || actionOf(t, p, address) != action {
			t.Fatalf("the plan is a %v, want %v: %s", actionOf(t, p, address), action, ds)
		}
	}
	is(configOf(""), true, terraformtest.NoOp)
	is(configOf(""), false, terraformtest.NoOp)
	// Another text of retry tries again, except that nobody is invited twice by being added.
	invitations, sent := w.invited(phone), 0
	if want == "invited" {
		sent = 1 // To hugo by the code of the group's own link: his refusal comes with none.
	}
	if invitations != sent {
		t.Errorf("%s was invited %d times, want %d", phone, invitations, sent)
	}
	is(configOf(`retry = "1"`), false, terraformtest.Update)
	if _, ds := workspace.Apply(t.Context(), configOf(`retry = "1"`)); ds.HasErrors() {
		t.Fatal(ds)
	}
	status(want)
	if again := w.invited(phone) - invitations; d.addingInvites && again != 0 || d.sendsInvitations &&
		want == "invited" && again != 1 {
		t.Errorf("they were invited %d times more", again)
	}
	is(configOf(`retry = "1"`), false, terraformtest.NoOp)

	// They join by themselves, as ordinary members.
	w.changeGroup("Party", func(g *emulator.Group) {
		g.RecentlyLeft = nil
		g.Members = append(g.Members, emulator.Member{Phone: phone, Role: emulator.RoleMember})
	})()
	is(configOf(`retry = "1"`), false, terraformtest.Update)
	if _, ds := workspace.Apply(t.Context(), configOf(`retry = "1"`)); ds.HasErrors() {
		t.Fatal(ds)
	}
	status("joined")
	w.partyIs(t, map[string]string{phone: "admin"})
	is(configOf(`retry = "1"`), false, terraformtest.NoOp)
	if _, ds := workspace.Destroy(t.Context(), configOf(`retry = "1"`)); ds.HasErrors() {
		t.Fatal(ds)
	}
	w.partyIs(t, map[string]string{phone: ""})
}

// checkSaysRetry holds that what is said of a refusal that is accepted names what tries again: an apply alone does not.
func checkSaysRetry(t *testing.T, said string) {
	t.Helper()
	if said = strings.ToLower(said); strings.Contains(said, "whatsapp refuses") &&
		(!strings.Contains(said, "change `retry`") || strings.Contains(said, "apply again")) {
		t.Errorf("the warning does not say how to try again: %s", said)
	}
}
