package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Terraform wraps the text of diagnostics and tells tests nothing of warnings, so what they say is tested without it.

// What an engine or version cannot do is refused in the plan, at the argument that asks for it.
func TestThePlanRefusesWhatTheGatewayCannot(t *testing.T) {
	t.Parallel()
	picture := filepath.Join(t.TempDir(), "picture.png")
	writePicture(t, picture)
	group := func(argument string, value tftypes.Value) map[string]tftypes.Value {
		return map[string]tftypes.Value{"name": text("Friends"), argument: value}
	}
	keepers := func(month string) map[string]tftypes.Value {
		return map[string]tftypes.Value{
			"group_id": text("120363000000000001@g.us"),
			"keepers": tftypes.NewValue(
				tftypes.Map{ElementType: tftypes.String},
				map[string]tftypes.Value{"month": text(month)},
			),
		}
	}
	yes := tftypes.NewValue(tftypes.Bool, true)
	for _, c := range []struct {
		engine, version string
		kind, argument  string
		before, after   map[string]tftypes.Value // Before is nil for a create.
	}{
		{"NOWEB", "2026.4.1", "whatsapp_group", "member_add_mode", nil, group("member_add_mode", text("admin_add"))},
		{"GOWS", "2026.7.1", "whatsapp_group", "member_add_mode", nil, group("member_add_mode", text("admin_add"))},
		{"WEBJS", "2026.4.1", "whatsapp_group", "join_approval_required", nil, group("join_approval_required", yes)},
		{"WPP", "2026.8.1", "whatsapp_group", "join_approval_required", nil, group("join_approval_required", yes)},
		{"NOWEB", "2026.4.1", "whatsapp_group", "picture_path", nil, group("picture_path", text(picture))},
		{"WEBJS", "2026.4.1", "whatsapp_group", "picture_url", nil,
			group("picture_url", text("https://example.com/a.jpg"))},
		{
			"GOWS", "2026.8.2", "whatsapp_group", "description",
			group("description", text("Mondays.")), group("description", text("")),
		},
		{"GOWS", "2026.9.0", "whatsapp_group_invite", "keepers", keepers("may"), keepers("june")},
	} {
		t.Run(c.engine+" "+c.version+" "+c.argument, func(t *testing.T) {
			t.Parallel()
			r := newRPC(t)
			r.connect(newEmulated(t, emulator.Options{WAHAEngine: c.engine, WAHAVersion: c.version}))
			diagnostics := r.plan(c.kind, c.before, c.after)
			if len(diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want 1", len(diagnostics))
			}
			d := diagnostics[0]
			if d.Severity != tfprotov6.DiagnosticSeverityError ||
				d.Attribute.String() != `AttributeName("`+c.argument+`")` ||
				!strings.Contains(d.Detail, "WAHA "+c.version+" (engine "+c.engine+") cannot") {
				t.Errorf("%s at %s: %s", d.Severity, d.Attribute, d.Detail)
			}
		})
	}
}

// What a gateway lacks as such is refused in the plan, at the argument that asks for it; what it can do is not.
func TestThePlanRefusesWhatADialectLacks(t *testing.T) {
	t.Parallel()
	picture := filepath.Join(t.TempDir(), "picture.png")
	writePicture(t, picture)
	boolean := func(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }
	texts := func(key, value string) tftypes.Value {
		return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{key: text(value)})
	}
	type arguments = map[string]tftypes.Value
	type change struct {
		kind, argument string
		before, after  arguments // Before is nil for a create.
	}
	// changed is a change of one argument, of which nothing was known before if it is not among these.
	changed := func(argument string, value tftypes.Value) change {
		before := arguments{
			"id":          text("120363000000000001@g.us"),
			"name":        text("Friends"),
			"description": text("Mondays."),
		}
		after := maps.Clone(before)
		after[argument] = value
		return change{"whatsapp_group", argument, before, after}
	}
	switched := func(argument string, on bool) change {
		c := changed(argument, boolean(on))
		c.before[argument] = boolean(!on)
		return c
	}
	id := text("120363000000000001@g.us")
	cases := map[whatsapp.Ability]change{
		whatsapp.CreateEmptyGroup: {"whatsapp_group", "initial_members", nil, arguments{"name": text("Friends")}},
		whatsapp.CreateGroup: {
			"whatsapp_group", "name",
			nil, arguments{"name": text("Friends"), "initial_members": texts("+"+anna, "member")},
		},
		whatsapp.WriteName:                 changed("name", text("Best friends")),
		whatsapp.WriteDescription:          changed("description", text("Tuesdays.")),
		whatsapp.ClearDescription:          changed("description", text("")),
		whatsapp.WriteMessagesAdminsOnly:   switched("messages_admins_only", true),
		whatsapp.LiftMessagesAdminsOnly:    switched("messages_admins_only", false),
		whatsapp.WriteInfoAdminsOnly:       switched("info_admins_only", true),
		whatsapp.LiftInfoAdminsOnly:        switched("info_admins_only", false),
		whatsapp.WriteMemberAddMode:        changed("member_add_mode", text("admin_add")),
		whatsapp.WriteJoinApprovalRequired: changed("join_approval_required", boolean(true)),
		whatsapp.WritePicture:              changed("picture_path", text(picture)),
		whatsapp.WritePictureURL:           changed("picture_url", text("https://example.com/a.jpg")),
		whatsapp.ReadInvite:                {"whatsapp_group_invite", "group_id", nil, arguments{"group_id": id}},
		whatsapp.RevokeInvite: {
			"whatsapp_group_invite",
			"keepers",
			arguments{
				"group_id": id,
				"keepers":  texts("month", "may"),
			},
			arguments{"group_id": id, "keepers": texts("month", "june")},
		},
	}
	for _, d := range dialects {
		for _, ability := range d.lacks {
			elsewhere := slices.Contains([]whatsapp.Ability{ // Their tests have that.
				whatsapp.ReadInviteInfo, whatsapp.LookUpContact, whatsapp.ApproveJoinRequests,
				whatsapp.WriteWebhook, whatsapp.ReadWebhook, whatsapp.WriteWebhookDetails,
			}, ability)
			if _, tested := cases[ability]; !tested && !elsewhere {
				t.Errorf("no case shows that %s cannot %s", d.name, ability)
			}
		}
		for ability, c := range cases {
			t.Run(d.name+" "+string(ability), func(t *testing.T) {
				t.Parallel()
				r := newRPC(t)
				r.connect(emulate(t, d, emulator.Options{}))
				diagnostics := r.plan(c.kind, c.before, c.after)
				if d.can(ability) {
					for _, d := range diagnostics {
						t.Errorf("%s at %s: %s", d.Severity, d.Attribute, d.Detail)
					}
					return
				}
				if len(diagnostics) != 1 {
					t.Fatalf("%d diagnostics, want 1", len(diagnostics))
				}
				got := diagnostics[0]
				if got.Severity != tfprotov6.DiagnosticSeverityError || got.Attribute.String() != `AttributeName("`+c.argument+`")` ||
					!strings.Contains(got.Detail, d.called+" cannot "+string(ability)) ||
					!strings.Contains(got.Detail, "`"+c.argument+"`") {
					t.Errorf("%s at %s: %s", got.Severity, got.Attribute, got.Detail)
				}
			})
		}
	}
}

// plan plans a resource; before is nil for a create.
func (r *rpc) plan(kind string, before, after map[string]tftypes.Value) []*tfprotov6.Diagnostic {
	r.t.Helper()
	schema := r.schemas.ResourceSchemas[kind]
	object := schema.ValueType()
	nothing, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, nil))
	if err != nil {
		r.t.Fatal(err)
	}
	prior := &nothing
	if before != nil {
		prior = r.object(schema, before)
	}
	config := r.object(schema, after)
	planned, err := r.PlanResourceChange(r.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: prior, ProposedNewState: config, Config: config,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return planned.Diagnostics
}

// A wrong path of the endpoint is found out, and not taken for a fault of WhatsApp or of the gateway.
func TestAWrongEndpointIsNamed(t *testing.T) {
	t.Parallel()
	// Not each gateway's own answers can be told from others, and then the error asks. Paths of its own may be wrong
	// too.
	toCheck := regexp.MustCompile(`WHATSAPP_ENDPOINT|check that the endpoint is an? \w+|autonotify = \{ paths = `)
	for _, dialect := range dialects {
		w := emulate(t, dialect, emulator.Options{})
		for name, fault := range map[string]emulator.Fault{
			"other path":       {Match: "^", Effect: emulator.EffectStatus, Status: 404, Body: "404 page not found"},
			"page of a server": {Match: "^", Effect: emulator.EffectStatus, Status: 200, Body: "<html>Welcome</html>"},
		} {
			w.ClearFaults()
			w.fail(fault)
			r := newRPC(t)
			r.connect(w)
			diagnostics := r.read("whatsapp_group", map[string]tftypes.Value{
				"id": text("120363000000000001@g.us"), "name": text("Friends"),
			}).Diagnostics
			if len(diagnostics) != 1 {
				t.Errorf("%s, %s: %d diagnostics, want 1", dialect.name, name, len(diagnostics))
			}
			for _, d := range diagnostics {
				if !strings.Contains(d.Detail, `the group "Friends"`) || !toCheck.MatchString(d.Detail) {
					t.Errorf("%s, %s: %s", dialect.name, name, d.Detail)
				}
			}
		}
	}
}

// What is said of a group that was left names it and tells how to keep it.
func TestAGroupThatWasLeftIsExplained(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	w.change(twoGroups)
	w.changeGroup("Ours", isOut)()
	r := newRPC(t)
	r.connect(w)
	read := r.read("whatsapp_group", map[string]tftypes.Value{"id": text(exampleGroup), "name": text("Ours")})
	if len(read.Diagnostics) != 1 {
		t.Fatalf("%d diagnostics, want 1", len(read.Diagnostics))
	}
	d := read.Diagnostics[0]
	if !strings.Contains(d.Detail, `the group "Ours" (`+exampleGroup+`)`) ||
		!strings.Contains(d.Detail, "plan again. Import it only if an apply has run since.") ||
		!strings.Contains(d.Detail, "As long as the configuration has it, ") {
		t.Errorf("%s: %s", d.Severity, d.Detail)
	}
}

// Whoever could not be made a member together with the group is named, with a reason.
func TestInitialMembersWhoAreMissingAreNamed(t *testing.T) {
	t.Parallel()
	for _, dialect := range dialects {
		t.Run(dialect.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, dialect, emulator.Options{})
			w.change(func(world *emulator.World) {
				world.People = append(
					world.People,
					emulator.Person{Phone: anna, Registered: true, Adds: emulator.AddsNobody},
				)
			})
			r := newRPC(t)
			r.connect(w)
			schema := r.schemas.ResourceSchemas["whatsapp_group"]
			config := r.object(schema, map[string]tftypes.Value{
				"name": text("Friends"),
				"initial_members": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{
					"+" + anna: text("member"), "+" + carla: text("member"),
				}),
			})
			object := schema.ValueType()
			nothing, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, nil))
			if err != nil {
				t.Fatal(err)
			}
			planned, err := r.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: "whatsapp_group", PriorState: &nothing, ProposedNewState: config, Config: config,
			})
			if err != nil {
				t.Fatal(err)
			}
			applied, err := r.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: "whatsapp_group", PriorState: &nothing, PlannedState: planned.PlannedState, Config: config,
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(applied.Diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want 1", len(applied.Diagnostics))
			}
			d := applied.Diagnostics[0]
			_, reason, named := strings.Cut(d.Detail, "- +"+anna+": ")
			if d.Severity != tfprotov6.DiagnosticSeverityWarning || !named || strings.Contains(d.Detail, carla) ||
				!strings.Contains(reason, "privacy settings") && !strings.Contains(reason, "does not say why") {
				t.Errorf("%s: %s", d.Severity, d.Detail)
			}
		})
	}
}

// read refreshes a resource with the attributes given.
func (r *rpc) read(kind string, attributes map[string]tftypes.Value) *tfprotov6.ReadResourceResponse {
	r.t.Helper()
	response, err := r.ReadResource(r.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: r.object(r.schemas.ResourceSchemas[kind], attributes),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return response
}

// TestAdviceNamesNoCLI reads the provider's texts: what they advise is to be done with the CLI that runs, whichever it
// is.
func TestAdviceNamesNoCLI(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && regexp.MustCompile("`(terraform|tofu) ").MatchString(text.Value) {
				t.Errorf("%s: %s", file, text.Value)
			}
			return true
		})
	}
}
