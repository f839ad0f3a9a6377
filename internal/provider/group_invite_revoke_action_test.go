package provider_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// invoke plans and invokes an action, as Terraform does, and returns what it said of its progress.
func (r *rpc) invoke(kind string, config map[string]tftypes.Value) (progress string, ds []*tfprotov6.Diagnostic) {
	r.t.Helper()
	//nolint:forcetypeassert // The framework's has it.
	server := unwrapped(r.ProviderServer).(tfprotov6.ActionServer)
	object := r.object(r.schemas.ActionSchemas[kind].Schema, config)
	validated, err := server.ValidateActionConfig(
		r.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: kind, Config: object})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(validated.Diagnostics) > 0 {
		return "", validated.Diagnostics
	}
	planned, err := server.PlanAction(r.t.Context(), &tfprotov6.PlanActionRequest{ActionType: kind, Config: object})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(planned.Diagnostics) > 0 {
		return "", planned.Diagnostics
	}
	stream, err := server.InvokeAction(
		r.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: kind, Config: object})
	if err != nil {
		r.t.Fatal(err)
	}
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress += event.Message
		case tfprotov6.CompletedInvokeActionEventType:
			ds = append(ds, event.Diagnostics...)
		}
	}
	return progress, ds
}

// The example revokes the link where the gateway can, each time anew, and is refused in the plan where it cannot.
func TestGroupInviteRevoke(t *testing.T) {
	t.Parallel()
	example := filepath.Join("..", "..", "examples", "actions", "whatsapp_group_invite_revoke", "action.tf")
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: exampleWorld("Staff room")})
			r := newRPC(t)
			r.connect(w)
			kind, config := exampleConfig(t, example, "action")
			if !w.can(whatsapp.RevokeInvite) {
				_, ds := r.invoke(kind, config)
				if len(ds) != 1 || !w.refused(whatsapp.RevokeInvite).MatchString(ds[0].Summary+" "+ds[0].Detail) {
					t.Errorf("%+v, want one refusal", ds)
				}
				if err := w.checkNoWrites(nil); err != nil {
					t.Error(err)
				}
				return
			}
			seen := map[string]bool{exampleInvite: true}
			for range 2 {
				progress, ds := r.invoke(kind, config)
				if len(ds) > 0 {
					t.Fatalf("%s: %s", ds[0].Summary, ds[0].Detail)
				}
				code := w.World().Groups[0].InviteCode
				if seen[code] || strings.Contains(progress, code) || !strings.Contains(progress, exampleGroup) {
					t.Errorf("the link was revoked: %t; the progress is %q", !seen[code], progress)
				}
				seen[code] = true
			}
			if n := w.asked(w.requests.revoke); n != 2 {
				t.Errorf("there were %d requests for another link, want 2", n)
			}
			w.fail(emulator.Fault{
				Match: w.requests.revoke, Effect: emulator.EffectStatus, Status: 500, Body: w.refusal,
			})
			progress, ds := r.invoke(kind, config)
			if len(ds) != 1 || progress != "" || !strings.Contains(ds[0].Detail, "revoke the invite link of") {
				t.Errorf("a refusal: %q and %+v, want one error", progress, ds)
			}
			_, ds = r.invoke(kind, map[string]tftypes.Value{"group_id": text(exampleInvite)})
			if len(ds) != 1 || strings.Contains(ds[0].Detail, exampleInvite) {
				t.Errorf("a code for an id: %+v, want one error that does not repeat it", ds)
			}
		})
	}
}
