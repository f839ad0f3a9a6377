package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// strangers are the members of a group who are not in the map.
type strangers struct {
	// roles are those who are certainly somebody else, by number or else by LID.
	roles map[string]whatsapp.Role
	// unnamed counts those of whom only the LID is shown, and who may be somebody of the map or the account itself.
	unnamed int
	// selfUnknown says that the account may be any of them.
	selfUnknown bool
}

// strangersIn are the others of a roll. allFound says that everybody of the map who should be in the group was found.
// The account itself and the creator are nobody's strangers.
func strangersIn(roll account.Roll, own whatsapp.Person, allFound bool) strangers {
	s := strangers{roles: make(map[string]whatsapp.Role, len(roll.Others))}
	isOwn := func(m whatsapp.Member) bool { return m.Same(own) }
	hidesOwn := own.LID == "" && !slices.ContainsFunc(roll.Others, isOwn) &&
		!slices.ContainsFunc(roll.People, func(p account.MemberResult) bool { return isOwn(p.Member) })
	for _, m := range roll.Others {
		switch {
		case m.Creator, isOwn(m):
		case own.IsZero():
			s.selfUnknown = true
		case m.Hidden() && (!allFound || hidesOwn):
			s.unnamed++
		default:
			s.roles[m.String()] = m.Role
		}
	}
	return s
}

// warn says what is not in the state.
func (s strangers) warn(model membersModel, diags *diag.Diagnostics) {
	if s.unnamed > 0 {
		diags.AddWarning(
			fmt.Sprintf("Members without a number in %s: %d", model.group(), s.unnamed),
			fmt.Sprintf("WhatsApp shows %d members of %s by LID only. They may be people of the map, so nothing "+
				"is planned for them. Once everybody else in the map is found, they appear in `members`. The data "+
				"source `whatsapp_group` shows the LIDs.", s.unnamed, groupCalled("", model.group())),
		)
	}
	if s.selfUnknown {
		diags.AddWarning("Others are not removed while the account is unknown",
			fmt.Sprintf("The gateway does not show which member of %s is the account itself, so the plan removes "+
				"nobody. Set `account` in the provider's configuration to the number of the account.",
				groupCalled("", model.group())))
	}
}

// warnOfKept says who is in the group, not in the map, and not removed by this apply.
func (s strangers) warnOfKept(model membersModel, diags *diag.Diagnostics) {
	if len(s.roles) == 0 {
		return
	}
	names := sortedKeys(s.roles)
	diags.AddWarning(
		fmt.Sprintf("In the group and not in the map: %d in %s", len(names), model.group()),
		fmt.Sprintf("%s are in %s but not in `members`. Nobody was removed, because no plan has shown it. The "+
			"next plan shows their removal. To keep them, add them to the map, or set `exclusive = false`.",
			strings.Join(names, ", "), groupCalled("", model.group())),
	)
}

// membersReading is what a reading of the group makes of a state.
type membersReading struct {
	members map[string]string
	status  map[string]string
	// uncertain are people of whom it cannot be told whether they are in the group, and moved those whose numbers are
	// another account's now.
	uncertain, moved []string
	strangers
}

// readMembers compares a group with a state. Only the people of status are configured; after an import nobody is.
func readMembers(
	model membersModel, keys []string, roll account.Roll, known roster, own whatsapp.Person,
) membersReading {
	before, status := texts(model.Members), texts(model.Status)
	reading := membersReading{
		members: make(map[string]string, len(before)), status: make(map[string]string, len(status)),
	}
	allFound := true
	for i, key := range keys {
		found, was := roll.People[i], status[key]
		role, wasIn := before[key]
		switch {
		case found.Err == nil:
			known.saw(key, found.Member.Person)
			// The account itself is never demoted.
			if role != string(whatsapp.RoleMember) || !found.Member.Same(own) {
				role = string(found.Member.Role)
			}
			reading.members[key], reading.status[key] = role, statusJoined
			continue
		case errors.Is(found.Err, account.ErrAnotherHolder):
			reading.moved = append(reading.moved, key)
			if !wasIn {
				role = string(found.Member.Role)
			}
			reading.members[key], reading.status[key] = role, statusJoined
			continue
		case was == statusJoined && !errors.Is(found.Err, whatsapp.ErrNoSuchMember):
			allFound = false
			reading.uncertain = append(reading.uncertain, key)
			if wasIn {
				reading.members[key] = role
			}
			reading.status[key] = was
			continue
		}
		if was == statusInvited && known.hasLapsed(key) {
			was = statusLapsed
		}
		if !isRefused(was) && !isInvited(was) {
			allFound = false
		}
		if accepts(model.OnRefusal, was) && wasIn {
			reading.members[key] = role
		}
		if was != statusJoined {
			reading.status[key] = was
		}
	}
	reading.strangers = strangersIn(roll, own, allFound)
	return reading
}

// joinStrangers takes everybody of an import for the resource's own.
func (m *membersReading) joinStrangers() {
	m.addStrangers()
	for key := range m.members {
		m.status[key] = statusJoined
	}
}

// addStrangers shows the strangers in the state.
func (m *membersReading) addStrangers() {
	for key, role := range m.roles {
		m.members[key] = string(role)
	}
}

// warnOfPeople says of whom it cannot be told whether they are there, and whose numbers have moved.
func (r *membersResource) warnOfPeople(
	ctx context.Context, reading membersReading, model membersModel, diags *diag.Diagnostics,
) {
	if len(reading.uncertain) > 0 {
		diags.AddWarning(
			fmt.Sprintf("People who may be hidden in %s: %d", model.group(), len(reading.uncertain)),
			fmt.Sprintf("No member of %s is certainly %s, and WhatsApp hides the numbers of some members. The "+
				"state keeps them as they were.\n\n%s", r.groupNamed(ctx, model.group(), account.ErrHidden),
				strings.Join(reading.uncertain, ", "), r.remedyFor(account.ErrHidden)),
		)
	}
	slices.Sort(reading.moved)
	for _, key := range reading.moved {
		diags.AddWarning(
			fmt.Sprintf("%s belongs to another WhatsApp account now", key),
			fmt.Sprintf("The number %s belonged to another account when it was last seen in %s. %s\n\nIf you mean "+
				"the account that has it now, remove the number from the map, apply, and add it again. If not, "+
				"correct the number, or use the person's LID.",
				key, groupCalled("", model.group()), holderStays),
		)
	}
}
