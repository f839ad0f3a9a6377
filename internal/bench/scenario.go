package main

import (
	"errors"
	"fmt"
	"slices"
)

// The scenarios by the names that the flag has for them.
const (
	oneGroup  = "one-group"
	tenGroups = "ten-groups"
	settings  = "settings"
)

var allScenarios = []string{oneGroup, tenGroups, settings}

// scenario is what a configuration declares.
type scenario struct {
	name    string
	groups  map[string]group
	members map[string]member
}

// group and member are the values of the configuration's variables.
type group struct {
	Description        *string           `json:"description,omitempty"`
	MessagesAdminsOnly *bool             `json:"messages_admins_only,omitempty"`
	InfoAdminsOnly     *bool             `json:"info_admins_only,omitempty"`
	InitialMembers     map[string]string `json:"initial_members,omitempty"`
}

type member struct {
	Group       string `json:"group"`
	PhoneNumber string `json:"phone_number"`
}

// largestGroup is how many members a group may have besides the account.
const largestGroup = 1023

func scenariosOf(names []string, sizes []int, spread, groups int) ([]scenario, error) {
	var scenarios []scenario
	for _, name := range names {
		switch name {
		case oneGroup:
			for _, n := range sizes {
				if n < 1 || n > largestGroup {
					return nil, fmt.Errorf("-members: a group has 1 to %d members, not %d", largestGroup, n)
				}
				scenarios = append(scenarios, membersOver(n, 1, fmt.Sprintf("%d members, one group", n)))
			}
		case tenGroups:
			if spread < 10 || spread >= numbers {
				return nil, fmt.Errorf("-spread: from 10 to %d members are possible, not %d", numbers-1, spread)
			}
			scenarios = append(scenarios, membersOver(spread, 10, fmt.Sprintf("%d members, ten groups", spread)))
		case settings:
			if groups < 1 {
				return nil, errors.New("-groups: there must be some")
			}
			scenarios = append(scenarios, groupsWithSettings(groups))
		}
	}
	return scenarios, nil
}

func membersOver(members, groups int, name string) scenario {
	s := scenario{name: name, groups: map[string]group{}, members: map[string]member{}}
	for i := range groups {
		s.groups[groupName(i)] = group{}
	}
	for i := range members {
		number, in := fictional(i), groupName(i%groups)
		s.members[in+" "+number] = member{Group: in, PhoneNumber: number}
	}
	return s
}

func groupsWithSettings(n int) scenario {
	s := scenario{
		name: fmt.Sprintf("%d groups, three settings", n), groups: map[string]group{}, members: map[string]member{},
	}
	for i := range n {
		on := true
		description := fmt.Sprintf("The group with the number %d.", i+1)
		s.groups[groupName(i)] = group{Description: &description, MessagesAdminsOnly: &on, InfoAdminsOnly: &on}
	}
	return s
}

// withFirstMember is the scenario for a dialect in which a group has to be made with somebody: the last of the numbers,
// which is no member of the scenario's own.
func (s scenario) withFirstMember() scenario {
	groups := map[string]group{}
	for name, g := range s.groups {
		g.InitialMembers = map[string]string{fictional(numbers - 1): "member"}
		groups[name] = g
	}
	s.groups = groups
	return s
}

func groupName(i int) string { return fmt.Sprintf("Bench %03d", i+1) }

// areas are area codes of North America. In each of them the numbers 555-0100 to 555-0199 are nobody's: they are kept
// for fiction. The emulator's account has one in 202, which is not among them.
var areas = slices.Concat(
	[]int{201, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217},
	[]int{301, 302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316},
)

const perArea = 100

// numbers is how many there are.
var numbers = perArea * len(areas)

// fictional gives one of the numbers.
func fictional(i int) string {
	return fmt.Sprintf("+1%d5550%d", areas[i/perArea], 100+i%perArea)
}
