package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// kinds is the closed set of errors.
var kinds = []error{
	whatsapp.ErrGroupNotFound,
	whatsapp.ErrNotMember,
	whatsapp.ErrNoSuchMember,
	whatsapp.ErrNotAdmin,
	whatsapp.ErrNotOnWhatsApp,
	whatsapp.ErrPrivacy,
	whatsapp.ErrRecentlyLeft,
	whatsapp.ErrGroupFull,
	whatsapp.ErrInviteRevoked,
	whatsapp.ErrInviteInvalid,
	whatsapp.ErrAlreadyMember,
	whatsapp.ErrRateLimited,
	whatsapp.ErrNotConnected,
	whatsapp.ErrSessionUnknown,
	whatsapp.ErrUnauthorized,
	whatsapp.ErrInvalidRequest,
	whatsapp.ErrRefused,
	whatsapp.ErrUnreachable,
	whatsapp.ErrWrongServer,
	whatsapp.ErrOutcomeUnknown,
	errors.ErrUnsupported,
	context.Canceled,
	context.DeadlineExceeded,
}

// absent are the errors of a group that is not there, for the account at least.
var absent = []error{whatsapp.ErrNotMember, whatsapp.ErrGroupNotFound}

// untold are the errors of a gateway whose server does not say why it did not do something.
var untold = []error{whatsapp.ErrRefused, whatsapp.ErrOutcomeUnknown}

func isAny(err error, wanted []error) bool {
	return slices.ContainsFunc(wanted, func(kind error) bool { return errors.Is(err, kind) })
}

// wantError fails unless the error is one of the kinds.
func wantError(what string, err error, wanted ...error) error {
	if err == nil {
		return fmt.Errorf("%s: there is no error, though %s was due", what, oneOf(wanted))
	}
	if !isAny(err, wanted) {
		return fmt.Errorf("%s: the error is %w, and not %s", what, err, oneOf(wanted))
	}
	return nil
}

// wantClosed fails on an error that is none of the closed set.
func wantClosed(what string, err error) error {
	if err != nil && !isAny(err, kinds) {
		return fmt.Errorf("%s: the error is none of the closed set: %w", what, err)
	}
	return nil
}

func oneOf(kinds []error) string {
	texts := make([]string, 0, len(kinds))
	for _, kind := range kinds {
		texts = append(texts, fmt.Sprintf("%q", kind))
	}
	return strings.Join(texts, " or ")
}

// wantMember fails unless the person is in the group with that role.
func wantMember(group whatsapp.Group, person whatsapp.Person, role whatsapp.Role) error {
	member, is := find(group.Members, person)
	if !is {
		return fmt.Errorf("%s is not among the members of %s: %v", person, group.ID, group.Members)
	}
	if member.Role != role {
		return fmt.Errorf("%s is %q in %s, and not %q", person, member.Role, group.ID, role)
	}
	return nil
}

// wantStranger fails if the person is in the group.
func wantStranger(group whatsapp.Group, person whatsapp.Person) error {
	if _, is := find(group.Members, person); is {
		return fmt.Errorf("%s is among the members of %s", person, group.ID)
	}
	return nil
}

// wantOutcomes fails unless there is an outcome for each of the people, in their order.
func wantOutcomes(outcomes []whatsapp.Outcome, people []whatsapp.Person) error {
	if len(outcomes) != len(people) {
		return fmt.Errorf("there are %d outcomes for %d people: %v", len(outcomes), len(people), outcomes)
	}
	for i, person := range people {
		if !same(outcomes[i].Person, person) {
			return fmt.Errorf(
				"outcome %d is about %s, and %s was the one to stand there",
				i,
				outcomes[i].Person,
				person,
			)
		}
	}
	return nil
}

// wantDone fails unless every outcome is without error.
func wantDone(outcomes []whatsapp.Outcome, people []whatsapp.Person) error {
	if err := wantOutcomes(outcomes, people); err != nil {
		return err
	}
	for _, outcome := range outcomes {
		if outcome.Err != nil {
			return fmt.Errorf("the outcome of %s is an error: %w", outcome.Person, outcome.Err)
		}
	}
	return nil
}

// wantOnce fails if somebody is there twice.
func wantOnce(members []whatsapp.Member) error {
	for i, member := range members {
		if _, twice := find(members[:i], member.Person); twice {
			return fmt.Errorf("%s is there twice: %v", member, members)
		}
	}
	return nil
}

// exactly finds a person by LID, or by every digit of the number.
func exactly(members []whatsapp.Member, person whatsapp.Person) (whatsapp.Member, bool) {
	i := slices.IndexFunc(members, func(m whatsapp.Member) bool {
		if m.LID != "" && person.LID != "" {
			return m.LID == person.LID
		}
		return m.Phone != "" && m.Phone == person.Phone
	})
	if i < 0 {
		return whatsapp.Member{}, false
	}
	return members[i], true
}

// wantExactly fails unless each of the people is told once, with all digits of the number. The number may be missing
// where the LID is told.
func wantExactly(members []whatsapp.Member, people []whatsapp.Person) error {
	for _, person := range people {
		member, is := exactly(members, person)
		if !is {
			return fmt.Errorf("%s is not among the members: %v", person, members)
		}
		if member.Phone != "" && member.Phone != person.Phone {
			return fmt.Errorf("the number of %s is told as %s", person, member.Phone)
		}
		others := slices.DeleteFunc(slices.Clone(members), func(m whatsapp.Member) bool { return m == member })
		if _, twice := exactly(others, person); twice || len(others) != len(members)-1 {
			return fmt.Errorf("%s is there twice: %v", person, members)
		}
	}
	return nil
}

// wantDoneTo fails unless an action has had its effect on exactly that person.
func wantDoneTo(members []whatsapp.Member, action whatsapp.MemberAction, person whatsapp.Person) error {
	member, is := exactly(members, person)
	role := map[whatsapp.MemberAction]whatsapp.Role{
		whatsapp.AddMembers: whatsapp.RoleMember, whatsapp.PromoteMembers: whatsapp.RoleAdmin,
		whatsapp.DemoteMembers: whatsapp.RoleMember,
	}[action]
	if is != (action != whatsapp.RemoveMembers) || member.Role != role {
		return fmt.Errorf(
			"%s %s was asked for, who is a member after it (%t) with the role %q",
			action,
			person,
			is,
			member.Role,
		)
	}
	return nil
}
