package gatewaytest

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func sessionRules() []Rule {
	return []Rule{
		{
			Name: "the session is connected and tells the account",
			Reason: "everything begins with the question whether the account is linked, and the own account is " +
				"never removed by mistake",
			Check: checkSession,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideSession{override{g}, func(ctx context.Context) (whatsapp.Session, error) {
					session, err := g.Session(ctx)
					session.Connected = false
					return session, err
				}}
			},
		},
		{
			Name:   "the own person is the account or nobody",
			Reason: "an own person who is somebody else would be kept in every group, and the account removed",
			Check:  checkOwn,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideSession{override{g}, func(ctx context.Context) (whatsapp.Session, error) {
					session, err := g.Session(ctx)
					session.Self = whatsapp.Person{Phone: "12025550199"}
					return session, err
				}}
			},
		},
		{
			Name:   "the gateway names itself, the same way each time",
			Reason: "its name is in the messages about what it lacks, and a plan must not differ from its apply",
			Check:  checkName,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return nameless{override{g}} },
		},
		{
			Name:   "a number is looked up",
			Reason: "a look-up without an answer would be taken for a person",
			Needs:  []whatsapp.Ability{whatsapp.LookUpContact},
			Check:  checkContact,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideContact{override{g}, func(
					ctx context.Context, number phone.Number,
				) (whatsapp.Person, error) {
					person, err := g.Contact(ctx, number)
					if errors.Is(err, whatsapp.ErrNotOnWhatsApp) {
						return whatsapp.Person{}, nil
					}
					return person, err
				}}
			},
		},
		{
			Name:   "a look-up changes nothing",
			Reason: "a plan looks numbers up, and a plan changes nothing",
			Needs:  []whatsapp.Ability{whatsapp.LookUpContact, whatsapp.ChangeMembers},
			World:  true,
			Check:  checkContactWritesNothing,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideContact{override{g}, func(
					ctx context.Context, number phone.Number,
				) (whatsapp.Person, error) {
					// Whether somebody is on WhatsApp shows when they are added.
					groups, err := g.Groups(ctx, false)
					if err != nil {
						return whatsapp.Person{}, err
					}
					people := []whatsapp.Person{{Phone: number}}
					if _, err := g.UpdateMembers(ctx, groups[0].ID, whatsapp.AddMembers, people); err != nil {
						return whatsapp.Person{}, err
					}
					_, err = g.UpdateMembers(ctx, groups[0].ID, whatsapp.RemoveMembers, people)
					return whatsapp.Person{}, err
				}}
			},
		},
	}
}

func checkSession(ctx context.Context, h Harness) error {
	session, err := h.Gateway.Session(ctx)
	if err != nil {
		return fmt.Errorf("ask for the session: %w", err)
	}
	if !session.Connected || session.Status == "" {
		return fmt.Errorf("the session is %+v, and the account is linked", session)
	}
	return nil
}

func checkOwn(ctx context.Context, h Harness) error {
	abilities, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("ask for the abilities: %w", err)
	}
	session, err := h.Gateway.Session(ctx)
	if err != nil {
		return fmt.Errorf("ask for the session: %w", err)
	}
	switch tells := abilities.Can(whatsapp.TellOwnNumber); {
	case !tells && session.Self.IsZero():
		return nil
	case tells && session.Self.Phone == "":
		return fmt.Errorf("the own number is not told, and the gateway has the ability to")
	case !same(session.Self, h.Self):
		return fmt.Errorf("the own person is %s, and the account is %s", session.Self, h.Self)
	case session.Self.LID != "" && h.Self.LID != "" && session.Self.LID != h.Self.LID:
		return fmt.Errorf("the own LID is %s, and the account's is %s", session.Self.LID, h.Self.LID)
	}
	return nil
}

func checkName(ctx context.Context, h Harness) error {
	first, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("ask for the abilities: %w", err)
	}
	second, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("ask for the abilities again: %w", err)
	}
	if first.Gateway == "" || first.Gateway != second.Gateway || fmt.Sprint(first.List()) != fmt.Sprint(second.List()) {
		return fmt.Errorf("the abilities are %q %v, and then %q %v", first.Gateway, first.List(), second.Gateway,
			second.List())
	}
	return nil
}

// nameless has no name.
type nameless struct{ override }

func (n nameless) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	abilities, err := n.Gateway.Abilities(ctx)
	abilities.Gateway = ""
	return abilities, err
}

func checkContact(ctx context.Context, h Harness) error {
	person, err := h.Gateway.Contact(ctx, h.People.Open.Phone)
	if err != nil {
		return fmt.Errorf("look %s up: %w", h.People.Open, err)
	}
	if !person.IsZero() && !same(person, h.People.Open) {
		return fmt.Errorf("%s was asked for, and %s is the answer", h.People.Open, person)
	}
	if h.People.Absent.IsZero() {
		return nil
	}
	_, err = h.Gateway.Contact(ctx, h.People.Absent.Phone)
	return wantError("look a number up that is not on WhatsApp", err, whatsapp.ErrNotOnWhatsApp)
}

func checkContactWritesNothing(ctx context.Context, h Harness) error {
	people := append([]whatsapp.Person{h.People.Open, h.People.Member, h.People.Absent}, h.People.Respelled...)
	before := h.World.Groups()
	h.World.Forget()
	for _, person := range people {
		for _, number := range person.Phone.Spellings() {
			if _, err := h.Gateway.Contact(ctx, number); err != nil {
				if err := wantError("look "+number.String()+" up", err, whatsapp.ErrNotOnWhatsApp); err != nil {
					return err
				}
			}
		}
	}
	for _, sent := range h.World.Sent() {
		if sent.Write {
			return fmt.Errorf("a look-up has sent %s", sent.Request)
		}
	}
	if after := h.World.Groups(); fmt.Sprint(after) != fmt.Sprint(before) {
		return fmt.Errorf("look-ups have made %v of %v", after, before)
	}
	return nil
}
