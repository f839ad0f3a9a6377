package gatewaytest

import (
	"context"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func spellingRules() []Rule {
	return []Rule{
		{
			Name: "a number is told in the digits under which WhatsApp registered it",
			Reason: "WhatsApp knows nobody by another spelling, and two who differ only in the spelling have to be " +
				"told apart",
			World: true,
			Check: checkRegisteredDigits,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					for i, m := range group.Members {
						group.Members[i].Phone = otherSpelling(m.Phone)
					}
					return group
				})
			},
		},
		{
			Name:   "two members whose numbers are spellings of one number are two",
			Reason: "where both are in a group, the exact digits are all that tells who is meant",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers},
			World:  true,
			Check:  checkTwoOfOneClass,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withPeople(g, func(person whatsapp.Person) (whatsapp.Person, bool) {
					person.Phone = otherSpelling(person.Phone)
					return person, true
				})
			},
		},
		{
			Name: "an action on a member by the digits that were read is done",
			Reason: "whoever is found in a group under any spelling is changed and removed as the gateway itself " +
				"names them",
			Needs: []whatsapp.Ability{whatsapp.ChangeMembers},
			World: true,
			Check: checkActionAsRead,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				// It takes for no number at all what has a digit too many or too few outside of WhatsApp.
				return withPeople(g, func(person whatsapp.Person) (whatsapp.Person, bool) {
					return person, otherSpelling(person.Phone) == person.Phone
				})
			},
		},
		{
			Name: "a number that is added under another spelling adds its owner or nobody",
			Reason: "people write numbers as they dial them, and must not get a stranger for a digit that WhatsApp " +
				"leaves out",
			Needs: []whatsapp.Ability{whatsapp.ChangeMembers},
			World: true,
			Check: checkAddOtherSpelling,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withPeople(g, func(person whatsapp.Person) (whatsapp.Person, bool) {
					// It puts the digits right, and one of them wrong.
					if other := otherSpelling(person.Phone); other != person.Phone {
						person.Phone = other[:len(other)-1] + "0"
					}
					return person, true
				})
			},
		},
		{
			Name: "a look-up tells the registered number or none, under every spelling",
			Reason: "the number that is asked for may be nobody's, and a name that is made up finds nobody or " +
				"somebody else",
			Needs: []whatsapp.Ability{whatsapp.LookUpContact},
			Check: checkContactRegistered,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideContact{override{g}, func(
					ctx context.Context, number phone.Number,
				) (whatsapp.Person, error) {
					person, err := g.Contact(ctx, number)
					if err == nil {
						person.Phone = number
					}
					return person, err
				}}
			},
		},
	}
}

// otherSpelling is the number itself where it has but one.
func otherSpelling(number phone.Number) phone.Number {
	if number == "" {
		return ""
	}
	spellings := number.Spellings()
	return spellings[len(spellings)-1]
}

func (h Harness) needRespelled() error {
	if len(h.People.Respelled) == 0 {
		return skip("there is nobody whose number has two spellings")
	}
	return nil
}

func checkRegisteredDigits(ctx context.Context, h Harness) error {
	people := h.People.Respelled
	if err := firstOf(h.needRespelled(), h.join(people...)); err != nil {
		return err
	}
	for _, byLID := range []bool{false, true} {
		if err := h.edit(func(g *WorldGroup) { g.ByLID = byLID }); err != nil {
			return err
		}
		err := h.eachReading(ctx, func(members []whatsapp.Member) error {
			for _, person := range people {
				if member, is := exactly(members, person); is && member.Phone == "" && !byLID {
					return fmt.Errorf("the number of %s, which nobody hides, is not told", person)
				}
			}
			return wantExactly(members, people)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func checkTwoOfOneClass(ctx context.Context, h Harness) error {
	if err := h.needRespelled(); err != nil {
		return err
	}
	one := h.People.Respelled[0]
	other := whatsapp.Person{Phone: otherSpelling(one.Phone), LID: "990001@lid"}
	if err := h.join(one, other); err != nil {
		return err
	}
	for _, byLID := range []bool{false, true} {
		if err := h.edit(func(g *WorldGroup) { g.ByLID = byLID }); err != nil {
			return err
		}
		err := h.eachReading(ctx, func(members []whatsapp.Member) error {
			return wantExactly(members, []whatsapp.Person{one, other})
		})
		if err != nil {
			return err
		}
		for _, pair := range [][2]whatsapp.Person{{one, other}, {other, one}} {
			if err := h.checkOnlyOne(ctx, pair[0], pair[1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkOnlyOne changes and removes a member by number, and looks that nothing has become of the other one. Both are
// members again then.
func (h Harness) checkOnlyOne(ctx context.Context, meant, other whatsapp.Person) error {
	before, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	for _, action := range []whatsapp.MemberAction{whatsapp.PromoteMembers, whatsapp.DemoteMembers,
		whatsapp.RemoveMembers} {
		if err := h.update(ctx, action, meant); err != nil {
			return err
		}
		after, err := h.truth(ctx, h.Group)
		if err != nil {
			return err
		}
		if err := wantDoneTo(after.Members, action, meant); err != nil {
			return err
		}
		if member, is := exactly(after.Members, other); !is || member.Role != whatsapp.RoleMember {
			return fmt.Errorf("%s %s was asked for, and after it %s is a member (%t) with the role %q", action, meant,
				other, is, member.Role)
		}
	}
	return h.World.Put(before)
}

func checkActionAsRead(ctx context.Context, h Harness) error {
	people := h.People.Respelled
	if err := firstOf(h.needRespelled(), h.join(people...)); err != nil {
		return err
	}
	for _, person := range people {
		for _, action := range []whatsapp.MemberAction{whatsapp.PromoteMembers, whatsapp.DemoteMembers,
			whatsapp.RemoveMembers} {
			group, err := h.Gateway.Group(ctx, h.Group)
			if err != nil {
				return fmt.Errorf("read the group: %w", err)
			}
			member, is := exactly(group.Members, person)
			if !is {
				return fmt.Errorf("%s is not among the members: %v", person, group.Members)
			}
			if err := h.update(ctx, action, member.Person); err != nil {
				return err
			}
			after, err := h.truth(ctx, h.Group)
			if err != nil {
				return err
			}
			if err := wantDoneTo(after.Members, action, person); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkAddOtherSpelling(ctx context.Context, h Harness) error {
	if err := h.needRespelled(); err != nil {
		return err
	}
	for _, person := range h.People.Respelled {
		before, err := h.inWorld(h.Group)
		if err != nil {
			return err
		}
		people := []whatsapp.Person{{Phone: otherSpelling(person.Phone)}}
		outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, whatsapp.AddMembers, people)
		if err != nil {
			return fmt.Errorf("add %v: %w", people, err)
		}
		if err := wantOutcomes(outcomes, people); err != nil {
			return err
		}
		after, err := h.inWorld(h.Group)
		if err != nil {
			return err
		}
		added := slices.DeleteFunc(after.Group().Members, func(m whatsapp.Member) bool {
			_, was := exactly(before.Group().Members, m.Person)
			return was
		})
		_, is := exactly(added, person)
		switch {
		case len(added) > 1, len(added) == 1 && !is:
			return fmt.Errorf("%s was to be added, which is %s, and %v was", people[0], person, added)
		case outcomes[0].Err != nil && is:
			return fmt.Errorf("%s was added, and the outcome is an error: %w", people[0], outcomes[0].Err)
		case outcomes[0].Err != nil || h.Reports.Refusals && !is:
			if err := wantError("add "+people[0].String(), outcomes[0].Err, whatsapp.ErrNotOnWhatsApp); err != nil {
				return err
			}
		}
		if err := h.World.Put(before); err != nil {
			return err
		}
	}
	return nil
}

func checkContactRegistered(ctx context.Context, h Harness) error {
	if err := h.needRespelled(); err != nil {
		return err
	}
	for _, registered := range h.People.Respelled {
		for _, asked := range registered.Phone.Spellings() {
			person, err := h.Gateway.Contact(ctx, asked)
			if err != nil {
				return fmt.Errorf("look %s up: %w", asked, err)
			}
			switch {
			case person.Phone == "" && h.Reports.RegisteredNumbers:
				return fmt.Errorf("%s was looked up, and no number is told", asked)
			case person.Phone != "" && person.Phone != registered.Phone:
				return fmt.Errorf("%s was looked up, which is registered as %s, and %s is told", asked,
					registered.Phone, person.Phone)
			case person.LID != "" && registered.LID != "" && person.LID != registered.LID:
				return fmt.Errorf("%s was looked up, who is %s, and %s is told", asked, registered.LID, person.LID)
			}
		}
	}
	return nil
}
