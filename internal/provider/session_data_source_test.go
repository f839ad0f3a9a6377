package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// lifeOfSessionDataSource: what a session shows while it is linked and after it was logged out, which is no error.
func lifeOfSessionDataSource(t *testing.T) {
	const address = "data.whatsapp_session.s"
	eachDialect(t, func(t *testing.T, w *emulated) {
		connected, loggedOut := knownvalue.Check(knownvalue.Bool(true)), knownvalue.Check(knownvalue.Bool(false))
		status := knownvalue.Check(knownvalue.NotNull())
		if w.tellsNoSession {
			connected, loggedOut, status = knownvalue.Null(), knownvalue.Null(), knownvalue.Null()
		}
		engine, version := knownvalue.Check(knownvalue.Null()), knownvalue.Check(knownvalue.Null())
		if w.engine != "" {
			engine, version = knownvalue.StringExact(w.engine), knownvalue.StringRegexp(regexp.MustCompile(`^2026\.`))
		} else if generation := regexp.MustCompile(`nexus|beta`).FindString(w.prefix); generation != "" {
			engine = knownvalue.StringExact(generation)
		}
		checks := []statecheck.StateCheck{
			expectValue(address, "connected", connected),
			expectValue(address, "status", status),
			expectValue(address, "phone_number", knownvalue.StringExact("+"+own)),
			expectValue(address, "lid", ifTold(w.World().Account.LID)),
			expectValue(address, "gateway", knownvalue.StringExact(w.gateway)),
			expectValue(address, "engine", engine),
			expectValue(address, "version", version),
			expectValue(address, "abilities", knownvalue.SetPartial(
				[]knownvalue.Check{knownvalue.StringExact(whatsapp.ChangeMembers.Name())})),
		}
		lacks := []string{}
		for _, ability := range w.lacks {
			lacks = append(lacks, ability.Name())
		}
		config := w.configf(`
data "whatsapp_session" "s" {}
output "lacked" { value = setintersection(data.whatsapp_session.s.abilities, %s) }
output "able" { value = contains(data.whatsapp_session.s.abilities, "revoke_invite") }`, `["`+strings.Join(lacks, `", "`)+`"]`)
		checks = append(checks,
			statecheck.ExpectKnownOutputValue("lacked", knownvalue.SetSizeExact(0)),
			statecheck.ExpectKnownOutputValue("able", knownvalue.Bool(w.can(whatsapp.RevokeInvite))))
		after := []statecheck.StateCheck{
			expectValue(address, "connected", loggedOut),
			expectValue(address, "status", status),
		}
		w.run(w.checkNoWrites,
			resource.TestStep{Config: config, ConfigStateChecks: checks},
			resource.TestStep{
				PreConfig:         w.becomes(emulator.StatusLoggedOut),
				Config:            config,
				ConfigStateChecks: after,
			},
			resource.TestStep{
				PreConfig: func() {
					w.fail(emulator.Fault{Match: ".", Effect: emulator.EffectStatus, Status: 502})
				},
				Config:      config,
				ExpectError: w.unreadSession(),
			},
		)
	})
}

// unreadSession is what a plan says while nobody answers, with a gateway that is asked for its session at all.
func (w *emulated) unreadSession() *regexp.Regexp {
	if w.tellsNoSession {
		return nil
	}
	return wrapped("Could not read the session default")
}
