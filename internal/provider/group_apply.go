package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// failedChange is a change that was not carried out, and why.
type failedChange struct {
	whatsapp.Change
	err error
}

// carryOut sends changes one by one, the picture with its content, and reads the group once for all of them. One that
// fails does not keep the others back; after a cancel they all fail.
func (r *groupResource) carryOut(
	ctx context.Context, id whatsapp.JID, changes []whatsapp.Change, image []byte,
) []failedChange {
	sent := slices.Clone(changes)
	for i, change := range sent {
		if isPictureFile(change) {
			sent[i] = whatsapp.SetPicture(image)
		}
	}
	var failed []failedChange
	for i, err := range r.account.ChangeGroupInTurn(ctx, id, sent) {
		if err != nil {
			failed = append(failed, failedChange{sent[i], err})
		}
	}
	return failed
}

// unsettled are the attributes of failed changes that may have reached WhatsApp, and of those that were pending before.
// What was never sent is in WhatsApp and in the state as it was, so that the next plan shows it by itself.
func unsettled(failed []failedChange, before []whatsapp.Attribute) []whatsapp.Attribute {
	var attributes []whatsapp.Attribute
	for _, f := range failed {
		if !errors.Is(f.err, account.ErrNotSent) || slices.Contains(before, f.Attribute()) {
			attributes = append(attributes, f.Attribute())
		}
	}
	return attributes
}

func attributesOf[C whatsapp.Change](changes []C) []whatsapp.Attribute {
	var attributes []whatsapp.Attribute
	for _, change := range changes {
		attributes = append(attributes, change.Attribute())
	}
	return attributes
}

// pendingWarning says what a new group lacks.
func (r *groupResource) pendingWarning(m groupModel, failed []failedChange) diag.Diagnostic {
	lines := make([]string, len(failed))
	for i, f := range failed {
		lines[i] = fmt.Sprintf(
			"- `%s`: %s",
			f.Attribute(),
			failure{attempt: "change it", err: f.err}.line(r.connection),
		)
	}
	return diag.NewWarningDiagnostic("Group created, but not all of it was applied",
		fmt.Sprintf("%s exists and is in the state, but these arguments could not be set:\n\n%s\n\nThe attribute "+
			"`pending` lists them, and the next apply tries them again in place.", sentence(m.called()),
			strings.Join(lines, "\n")))
}

// notCreated says why there is no group, or why it is not known whether there is one.
func (r *groupResource) notCreated(name string, err error) diag.Diagnostic {
	var taken *account.NamesakeError
	if errors.As(err, &taken) {
		return nameTaken(name, taken.Groups)
	}
	f := failure{summary: "WhatsApp group not created", attempt: fmt.Sprintf("create the group %q", name), err: err}
	var full *account.DayError
	if errors.As(err, &full) {
		f.remedy = dayRemedy(full)
	}
	if errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		candidates := "the id that WhatsApp shows for it"
		var ambiguous *account.AmbiguousCreateError
		if errors.As(err, &ambiguous) && len(ambiguous.Candidates) > 0 {
			ids := make([]string, len(ambiguous.Candidates))
			for i, g := range ambiguous.Candidates {
				ids[i] = string(g.ID)
			}
			candidates = "one of these ids: " + strings.Join(ids, ", ")
		}
		f.summary = "Unclear whether the WhatsApp group was created"
		f.remedy = fmt.Sprintf(
			"WhatsApp may have made the group. Look for %q among the account's groups before you apply again. If "+
				"it is there, import it with %s, and ID is %s.",
			name,
			importCommand("ID"),
			candidates,
		)
	}
	return f.asError(r.connection)
}

// initialRoles reads initial_members.
func (*groupResource) initialRoles(
	ctx context.Context, m groupModel, diags *diag.Diagnostics,
) map[string]whatsapp.Role {
	roles := map[string]whatsapp.Role{}
	diags.Append(m.InitialMembers.ElementsAs(ctx, &roles, false)...)
	return roles
}

func people(roles map[string]whatsapp.Role) []whatsapp.Person {
	var people []whatsapp.Person
	for _, number := range slices.Sorted(maps.Keys(roles)) {
		people = append(people, phoneNumber(number).person())
	}
	return people
}

// placeInitialMembers makes sure that the initial members are in the new group and gives them their roles. It returns a
// line for each who is not in it or not in their role.
func (r *groupResource) placeInitialMembers(
	ctx context.Context, created whatsapp.Created, roles map[string]whatsapp.Role,
) []string {
	numbers := slices.Sorted(maps.Keys(roles))
	inOrder := make([]whatsapp.Role, len(numbers))
	for i, number := range numbers {
		inOrder[i] = roles[number]
	}
	var absent []string
	for i, err := range r.account.InitialMembers(ctx, created.Group, created.Outcomes, inOrder) {
		if err != nil {
			absent = append(absent, fmt.Sprintf("- %s: %s", numbers[i], failure{err: err}.line(r.connection)))
		}
	}
	return absent
}
