package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// cause is what makes everything fail alike, whichever group or person it is about. A run tells it in full once.
type cause struct {
	kind error
	// title says what is wrong. %s is the name of the session, if it is there.
	title string
	// ofGateway says that the address and the session that were tried explain it.
	ofGateway bool
}

// causes are tried in this order: an error may be of several kinds, and the more telling one comes first.
var causes = []cause{
	{whatsapp.ErrUnauthorized, "The gateway refuses the API key", true},
	{whatsapp.ErrSessionUnknown, "The gateway has no session '%s'", true},
	{whatsapp.ErrWrongServer, "The endpoint is not the gateway's address", true},
	{whatsapp.ErrUnreachable, "The gateway cannot be reached", true},
	{whatsapp.ErrStarting, "The session of the gateway is starting", true},
	{whatsapp.ErrNotConnected, "The account is not connected to WhatsApp", true},
	{whatsapp.ErrRateLimited, "Too many calls", false},
}

// passes reports whether the configuration may be right all the same: the same run may be about to start the gateway,
// and a limit ends.
func (k cause) passes() bool {
	return errors.Is(k.kind, whatsapp.ErrUnreachable) || errors.Is(k.kind, whatsapp.ErrRateLimited)
}

// causeOf finds the cause of an error. What became of a write is about that write alone.
func causeOf(err error) (cause, bool) {
	if errors.Is(err, account.ErrChatKept) {
		return cause{}, false
	}
	for _, k := range causes {
		if errors.Is(err, k.kind) {
			return k, true
		}
	}
	return cause{}, false
}

// toldCauses are the causes that a run has told in full: a run is one walk of Terraform, for which it configures the
// provider anew.
type toldCauses struct {
	mu sync.Mutex
	// told has the severities in which a cause was told, and failing those that a managed resource has told as an
	// error, so that the run has failed for certain: Terraform makes warnings of the errors of data sources in a check
	// block.
	told    map[tellingOf]struct{}
	failing map[error]struct{}
}

type tellingOf struct {
	kind     error
	severity diag.Severity
}

// first reports whether a cause is told for the first time. A warning does not do for an error.
func (t *toldCauses) first(kind error, severity diag.Severity) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, asError := t.told[tellingOf{kind, diag.SeverityError}]
	_, asThis := t.told[tellingOf{kind, severity}]
	if asError || asThis {
		return false
	}
	if t.told == nil {
		t.told = make(map[tellingOf]struct{})
	}
	t.told[tellingOf{kind, severity}] = struct{}{}
	return true
}

// fail notes that the run fails by a cause, and reports whether it did before.
func (t *toldCauses) fail(kind error) (before bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, before = t.failing[kind]; before {
		return true
	}
	if t.failing == nil {
		t.failing = make(map[error]struct{})
	}
	t.failing[kind] = struct{}{}
	return false
}

// tell is the diagnostic of a failure. Where its cause makes everything fail, the first one explains it and the others
// refer to that one in a line.
func (c *connection) tell(f failure, severity diag.Severity) diag.Diagnostic {
	k, everything := causeOf(f.err)
	if !everything || f.remedy != "" {
		return diagnostic(severity, f.summary, f.detail(c))
	}
	if !c.told.first(k.kind, severity) {
		return diagnostic(severity, f.summary, c.likewise(f, k))
	}
	return diagnostic(severity, c.title(k), c.inFull(f, k))
}

// unread is the diagnostic of something that could not be read. What is in the state stays in it. Once the run has
// failed by the same cause, that is a warning, since Terraform shows those of one summary as one. What is being
// imported is not in the state yet.
func (c *connection) unread(f failure, imported bool) diag.Diagnostic {
	k, everything := causeOf(f.err)
	if !everything || f.remedy != "" || imported {
		return f.asError(c)
	}
	if c.told.fail(k.kind) {
		return diag.NewWarningDiagnostic("Not refreshed: "+c.title(k), c.likewise(f, k)+" The state is kept.")
	}
	return f.asError(c)
}

func diagnostic(severity diag.Severity, summary, detail string) diag.Diagnostic {
	if severity == diag.SeverityWarning {
		return diag.NewWarningDiagnostic(summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func (c *connection) title(k cause) string {
	switch {
	case errors.Is(k.kind, whatsapp.ErrSessionUnknown):
		return fmt.Sprintf(k.title, c.session)
	case errors.Is(k.kind, whatsapp.ErrUnauthorized) && c.withoutKey:
		return "The gateway wants an API key"
	}
	return k.title
}

// likewise refers to what has told the cause, in a line.
func (c *connection) likewise(f failure, k cause) string {
	return fmt.Sprintf("Could not %s: see %q.", f.attempt, c.title(k))
}

// inFull says beside the failure what was tried.
func (c *connection) inFull(f failure, k cause) string {
	if !k.ofGateway || c.endpoint == "" {
		return f.detail(c)
	}
	return fmt.Sprintf("Could not %s: %s.\n\nTried: the gateway at %s, with the session %q.\n\n%s",
		f.attempt, f.why(), c.endpoint, c.session, f.whatToDo(c))
}

// address is an endpoint as messages show it: without what could be secret in it.
func address(endpoint string) string {
	parsed, err := url.Parse(endpoint)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}).String()
}

// checkInPlan asks whether the gateway lets the account in, and what it can do if that matters, so that what is wrong
// fails the plan and not its apply. It reports whether more can be asked. What may pass by itself is one warning.
func (c *connection) checkInPlan(ctx context.Context, abilities bool, diags *diag.Diagnostics) bool {
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, c.secrets...), planTimeout)
	defer cancel()
	err := c.account.Check(ctx)
	if err == nil && abilities {
		_, err = c.account.Abilities(ctx)
	}
	f := failure{
		summary: "Gateway not checked",
		attempt: "ask the gateway for the session of the account, and what it can do",
		err:     err,
	}
	k, everything := causeOf(f.err)
	switch {
	case f.err == nil:
		return true
	case !everything:
		f.attempt += atApply
		diags.Append(f.asWarning(c))
	case k.passes():
		f.attempt += atApply
		if c.told.first(k.kind, diag.SeverityWarning) {
			diags.AddWarning(c.title(k), c.inFull(f, k))
		}
	case c.told.fail(k.kind):
		diags.AddWarning("Not planned: "+c.title(k), c.likewise(f, k))
	default:
		diags.Append(f.asError(c))
	}
	return false
}

// atApply ends the attempt of a plan that fails nothing.
const atApply = ", so the apply will check the configuration instead"
