package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What is said of two resources that have one person. The names are in the summaries: Terraform shows warnings of one
// summary once, without the details of the others.

func heldTwice(one, other account.Holder) diag.Diagnostic {
	names := []string{one.Written, other.Written}
	slices.Sort(names)
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("Two resources have one person: %s and %s in %s", names[0], names[1], one.Group),
		"Both resources manage the same person in the group. If they differ, such as in `role`, they undo each "+
			"other's changes. Remove one of them from the configuration. The person stays in the group as long as "+
			"one of them is there.",
	)
}

func heldByOneThatGoes(leaving, staying account.Holder, what string) diag.Diagnostic {
	group := staying.Group
	if group == "" {
		group = leaving.Group
	}
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("One of two resources of one person is dropped: %s goes, %s stays in %s",
			leaving.Written, staying.Written, group),
		"Both resources are for the same person in the group. "+what,
	)
}

// isInTwoRoles reports whether two resources are to be created for one person in two roles. A role may be unknown.
func isInTwoRoles(one, other account.Holder) bool {
	return one.Stage == account.Coming && other.Stage == account.Coming && one.Role != other.Role &&
		one.Role != "" && other.Role != ""
}

// inTwoRoles refuses to create one person twice: the order in which Terraform does it would decide the role.
func inTwoRoles(one, other account.Holder) diag.Diagnostic {
	names := []string{
		fmt.Sprintf("%s as %s", one.Written, roleCalled(one.Role)),
		fmt.Sprintf("%s as %s", other.Written, roleCalled(other.Role)),
	}
	slices.Sort(names)
	return diag.NewErrorDiagnostic(
		fmt.Sprintf("One person in two roles: %s in %s", strings.Join(names, " and "), one.Group),
		"Both resources are to be created, and both have the same person of the group. Write the same `role` in both, "+
			"or remove one of them from the configuration.",
	)
}

// goesBefore says of a membership that lets its person go that one that was planned already has the person too. The
// exception holds where the apply may not know of that.
func goesBefore(leaving, staying account.Holder, exception string) diag.Diagnostic {
	what := "The person stays in the group."
	isIt := func(l account.Holder) bool { return l.Token == staying.Token }
	if leaving.Replaced && !slices.ContainsFunc(leaving.Lasting, isIt) {
		what += " But " + exception + "the apply may take the person out, because no refresh has noted the other " +
			"resource yet. Then the next plan adds them again. To avoid that, apply once without `-refresh=false` before."
	}
	return heldByOneThatGoes(leaving, staying, what)
}

// keptForOthers says that a person was dropped and stays in the group. It says nothing where the others go as well, or
// where the membership has only got another key.
func keptForOthers(written string, group whatsapp.JID, remaining []account.Holder) diag.Diagnostics {
	var having, keeping []string
	unknown := false
	for _, h := range remaining {
		switch {
		case h.Token == unknownToken:
			unknown = true
		case h.Stage == account.Seen, h.Stage == account.Staying:
			having = append(having, h.Written)
		case h.Stage == account.Keeping:
			keeping = append(keeping, h.Written)
		}
	}
	switch {
	case len(having) > 0:
		return diag.Diagnostics{diag.NewWarningDiagnostic(
			fmt.Sprintf("Kept in the group: %s, who is also %s in %s", written, listed(having), group),
			"The resource lets the person go, and the person stays in the group, because the other resource has the "+
				"same person. The `on_destroy` of the last one that is dropped decides.",
		)}
	case len(keeping) > 0:
		return diag.Diagnostics{diag.NewWarningDiagnostic(
			fmt.Sprintf("Kept in the group: %s, because another resource that was dropped keeps %s in %s",
				written, listed(keeping), group),
			"Both resources have let the person go. The person stays in the group, because the other one has "+
				"`on_destroy = \"keep\"`.",
		)}
	case unknown:
		return diag.Diagnostics{diag.NewWarningDiagnostic(
			fmt.Sprintf("Kept in the group: %s, because another resource may be for them too in %s", written, group),
			"The resource is replaced with `create_before_destroy`, and no apply has refreshed it yet. So the "+
				"provider does not know whether another resource has the same person. If none has, remove the person "+
				"in WhatsApp. To avoid this, apply without `-refresh=false`.",
		)}
	}
	return nil
}

func listed(names []string) string {
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// notKept says that a person whom a resource that is dropped keeps in the group may be outside of it now.
func (c *connection) notKept(ctx context.Context, written string, group whatsapp.JID, err error) diag.Diagnostic {
	return failure{
		summary: fmt.Sprintf("WhatsApp group member not kept: %s in %s", written, group),
		attempt: fmt.Sprintf("keep %s in %s: another resource that was dropped may have removed the person",
			written, c.groupNamed(ctx, group, err)),
		err: err,
	}.asWarning(c)
}
