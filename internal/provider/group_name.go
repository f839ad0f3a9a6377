package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What a create does where the account has a group of the name.
const (
	onExistingFail   = "fail"
	onExistingCreate = "create"
)

// wantsTwin reports whether the group is wanted also beside another one of its name.
func (m *groupModel) wantsTwin() bool { return m.OnExisting.ValueString() == onExistingCreate }

// checkName looks at the plan of a create, or of a rename of a group, whether the name is taken. For a create that is
// an error, and what cannot be known yet the apply decides, which asks again before it sends. A rename makes no group:
// it is done, with a warning.
func (r *groupResource) checkName(
	ctx context.Context, renamed whatsapp.JID, plan groupModel, canAsk bool, diags *diag.Diagnostics,
) {
	if !r.ready() || plan.Name.IsUnknown() || plan.OnExisting.IsUnknown() {
		return
	}
	name := plan.Name.ValueString()
	planned := account.PlannedName{Name: name, Group: renamed, Twin: plan.wantsTwin()}
	if others := r.account.PlanName(planned); len(others) > 0 {
		diags.Append(namePlannedTwice(planned, others))
		return
	}
	if !canAsk || plan.wantsTwin() {
		return
	}
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, r.secrets...), planTimeout)
	defer cancel()
	found, err := r.account.Namesakes(ctx, name)
	if renamed != "" {
		diags.Append(nameShared(name, found.Without(renamed))...)
		return
	}
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		diags.Append(failure{
			summary: "Names of groups not checked",
			attempt: fmt.Sprintf("look for another group called %q, so the apply makes one in any case", name),
			err:     err,
			remedy:  lookForTwins,
		}.asWarning(r.connection))
	case err != nil:
		diags.Append(failure{
			summary: "Names of groups not checked",
			attempt: fmt.Sprintf("look for another group called %q, so the apply will look instead", name),
			err:     err,
		}.asWarning(r.connection))
	case len(found.Own) > 0:
		diags.Append(nameTaken(name, found.Own))
	case len(found.Unsure) > 0:
		diags.AddWarning("Perhaps a second group of one name", fmt.Sprintf(
			"The account is in a group called %q already, and the gateway does not show who made it:\n\n%s\n\nThe "+
				"apply makes another one. %s", name, groupLines(found.Unsure), lookForTwins))
	}
}

var lookForTwins = "If an earlier run made the group, import it instead, with " + importCommand("ID") + "."

// nameShared says that a group gets the name of others.
func nameShared(name string, others []whatsapp.Group) diag.Diagnostics {
	if len(others) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("name"),
		fmt.Sprintf("Two groups called %q", name),
		fmt.Sprintf("The account is in a group with this name already:\n\n%s\n\nUnless that one gets another name "+
			"too, WhatsApp will show two groups that nobody can tell apart.", groupLines(others)))}
}

// namePlannedTwice says that several groups are to get one name. If one of them is yet to be made, the order of an
// apply would decide whether it is.
func namePlannedTwice(planned account.PlannedName, others []account.PlannedName) diag.Diagnostic {
	creates := planned.Group == ""
	for _, other := range others {
		creates = creates || other.Group == ""
	}
	text := fmt.Sprintf("Two resources in this plan call their group %q, and WhatsApp would show two groups that "+
		"nobody can tell apart. Give one of them another name, or set `on_existing = \"create\"` in both.", planned.Name)
	if !creates {
		return diag.NewAttributeWarningDiagnostic(path.Root("name"), "Two groups of one name planned", text)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), "Two groups of one name planned", text)
}

// nameTaken says that there is a group of the name, and what it may be.
func nameTaken(name string, groups []whatsapp.Group) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("name"), "WhatsApp group exists already", fmt.Sprintf(
		"The account has made a group called %q already:\n\n%s\n\nNothing was created: WhatsApp would show two "+
			"groups that nobody can tell apart. What to do depends on where the group comes from:\n\n- An earlier "+
			"run made it and was killed, or its state was lost, or it was dropped from the state with `keep`, `removed` "+
			"or `state rm`: import it, with %s.\n- Another resource has the group, and gives it another name in this plan: "+
			"apply that first.\n- This resource has another address now: write a `moved` block from the old address to "+
			"the new one.\n- The plan replaces the group because of `-replace`: leave `-replace` out.\n- The plan replaces "+
			"the group because it is tainted: run the command `untaint 'ADDRESS'`.\n- You want a "+
			"second group with this name: set `on_existing = \"create\"`.",
		name, groupLines(groups), importCommand(string(groups[0].ID))))
}

// groupLines tells groups apart, a line for each.
func groupLines(groups []whatsapp.Group) string {
	lines := make([]string, len(groups))
	for i, g := range groups {
		lines[i] = "- " + string(g.ID)
		if !g.CreatedAt.IsZero() {
			at := g.CreatedAt.UTC().Format(time.RFC3339)
			lines[i] += fmt.Sprintf(", made at %s (%s ago)", at, age(time.Since(g.CreatedAt)))
		}
		if size := max(g.Size, len(g.Members)); size > 0 {
			lines[i] += ", " + counted(size, "member")
		}
	}
	return strings.Join(lines, "\n")
}

// age is a time in the unit that says most.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "less than a minute"
	case d < time.Hour:
		return counted(int(d/time.Minute), "minute")
	case d < 24*time.Hour:
		return counted(int(d/time.Hour), "hour")
	}
	return counted(int(d/(24*time.Hour)), "day")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// adoptedWarning says that a group was found, and not told by the answer to its create.
func adoptedWarning(name string, made account.MadeGroup) diag.Diagnostic {
	when := ""
	if !made.At.IsZero() {
		when = ", made at " + made.At.UTC().Format(time.RFC3339)
	}
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("WhatsApp group adopted after a lost answer: %s%s", made.Group, when),
		fmt.Sprintf("The gateway gave no clear answer to the create of %q. Since then there is one new group with "+
			"this name, %s%s. It is in the state now.\n\nIf another run made this group, drop it here with the "+
			"command `state rm`, and apply again.", name, made.Group, when))
}

// twinsWarning says that there are more new groups of the name than the one in the state.
func (c *connection) twinsWarning(ctx context.Context, name string, made account.MadeGroup) diag.Diagnostic {
	groups := []whatsapp.Group{{ID: made.Group}}
	if g, err := c.account.Group(ctx, made.Group); err == nil {
		groups[0] = g
	}
	groups = append(groups, made.Twins...)
	ids, lines := make([]string, len(groups)), make([]string, len(groups))
	for i, g := range groups {
		people := make([]string, len(g.Members))
		for j, m := range g.Members {
			people[j] = m.String()
		}
		ids[i] = string(g.ID)
		lines[i] = fmt.Sprintf("- %s, with %s", g.ID, strings.Join(people, ", "))
		if len(people) == 0 {
			lines[i] = "- " + ids[i]
		}
		if i == 0 {
			lines[i] += " (in the state)"
		}
	}
	return diag.NewWarningDiagnostic(
		"WhatsApp made more than one group: "+strings.Join(ids, ", "),
		fmt.Sprintf("Since just before the create there is more than one new group called %q:\n\n%s\n\nSome "+
			"gateways send a request again when their connection to WhatsApp breaks before the answer, and "+
			"WhatsApp makes a group each time. Check both in WhatsApp on the phone. If nobody needs the other "+
			"one, remove its members there and leave it. If another run made it, leave it alone. The provider "+
			"does not leave it for you.",
			name, strings.Join(lines, "\n")))
}

// twinsNotLookedFor says that nobody knows whether there are more new groups of the name.
func (c *connection) twinsNotLookedFor(name string, made account.MadeGroup) diag.Diagnostic {
	called := groupCalled(name, made.Group)
	return failure{
		summary: "Not checked whether WhatsApp made more than one group",
		attempt: fmt.Sprintf("list the groups after %s was made", called),
		err:     made.TwinsErr,
		remedy: fmt.Sprintf("%s is in the state, and nothing is wrong with it. Some gateways send a request again "+
			"when their connection to WhatsApp breaks before the answer, and WhatsApp makes a group each time. "+
			"Check in WhatsApp on the phone whether there is another new group with this name.", sentence(called)),
	}.asWarning(c)
}
