package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"html"
	"maps"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func changeRules() []Rule {
	return []Rule{
		changeRule(whatsapp.AttributeName, func(Harness) []whatsapp.Change {
			return []whatsapp.Change{whatsapp.SetName(newName("renamed"))}
		}),
		changeRule(whatsapp.AttributeDescription, func(Harness) []whatsapp.Change {
			return []whatsapp.Change{whatsapp.SetDescription("Made by a conformance test"), whatsapp.SetDescription("")}
		}),
		changeRule(whatsapp.AttributeMessagesAdminsOnly, func(Harness) []whatsapp.Change {
			return []whatsapp.Change{whatsapp.SetMessagesAdminsOnly(true), whatsapp.SetMessagesAdminsOnly(false)}
		}),
		changeRule(whatsapp.AttributeInfoAdminsOnly, func(Harness) []whatsapp.Change {
			return []whatsapp.Change{whatsapp.SetInfoAdminsOnly(true), whatsapp.SetInfoAdminsOnly(false)}
		}),
		changeRule(whatsapp.AttributeMemberAddMode, func(Harness) []whatsapp.Change {
			return []whatsapp.Change{whatsapp.SetMemberAddMode(whatsapp.AdminAdd),
				whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd)}
		}),
		changeRule(whatsapp.AttributeJoinApprovalRequired, func(Harness) []whatsapp.Change {
			return []whatsapp.Change{whatsapp.SetJoinApprovalRequired(true), whatsapp.SetJoinApprovalRequired(false)}
		}),
		changeRule(whatsapp.AttributePicturePath, func(Harness) []whatsapp.Change {
			return []whatsapp.Change{whatsapp.SetPicture(darkJPEG()), whatsapp.SetPicture(seeThroughPNG())}
		}),
		changeRule(whatsapp.AttributePictureURL, func(h Harness) []whatsapp.Change {
			if h.PictureURL == "" {
				return nil
			}
			return []whatsapp.Change{whatsapp.SetPictureURL(h.PictureURL)}
		}),
		{
			Name:   "a text arrives as it was written",
			Reason: "a text that is read back another one makes a plan that is never empty",
			Needs:  []whatsapp.Ability{whatsapp.WriteName, whatsapp.WriteDescription},
			Check:  checkText,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideChange{override{g}, func(
					ctx context.Context, id whatsapp.JID, change whatsapp.Change,
				) error {
					if name, is := change.(whatsapp.SetName); is {
						change = whatsapp.SetName(html.EscapeString(string(name)))
					}
					return g.ChangeGroup(ctx, id, change)
				}}
			},
		},
	}
}

// changeRule is the rule that changes of an attribute are carried out, or that the gateway says that it cannot.
func changeRule(attribute whatsapp.Attribute, changes func(Harness) []whatsapp.Change) Rule {
	return Rule{
		Name:   "a change of " + string(attribute) + " is carried out, or is an ability that is missing",
		Reason: "what a plan promises is done, alone, or has failed in the plan",
		Check: func(ctx context.Context, h Harness) error {
			for _, change := range changes(h) {
				if err := h.checkChange(ctx, change); err != nil {
					return fmt.Errorf("change %s: %w", attribute, err)
				}
			}
			return nil
		},
		Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
			return overrideChange{override{g}, func(
				ctx context.Context, id whatsapp.JID, change whatsapp.Change,
			) error {
				if change.Attribute() == attribute {
					return nil
				}
				return g.ChangeGroup(ctx, id, change)
			}}
		},
	}
}

func (h Harness) checkChange(ctx context.Context, change whatsapp.Change) error {
	abilities, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("ask for the abilities: %w", err)
	}
	var before WorldGroup
	if h.World != nil {
		if before, err = h.inWorld(h.Group); err != nil {
			return err
		}
	}
	can := abilities.Can(change.Ability())
	switch err := h.Gateway.ChangeGroup(ctx, h.Group, change); {
	case can && err != nil:
		return fmt.Errorf("the gateway has the ability to %s: %w", change.Ability(), err)
	case !can && !errors.Is(err, errors.ErrUnsupported):
		return fmt.Errorf("the gateway cannot %s, and the error is %w", change.Ability(), errOrNone(err))
	}
	if h.World != nil {
		if err := h.wantChanged(before, change, can); err != nil {
			return err
		}
	}
	if !can {
		return nil
	}
	return h.reads(ctx, h.Group, func(group whatsapp.Group) error {
		if shown, readable := change.ShownBy(group); readable && !shown {
			return fmt.Errorf("it is not read back")
		}
		return nil
	})
}

// errOrNone makes an error to wrap of a nil one.
func errOrNone(err error) error {
	if err == nil {
		return errors.New("none")
	}
	return err
}

// wantChanged fails unless the change, and no other one, is in the world.
func (h Harness) wantChanged(before WorldGroup, change whatsapp.Change, done bool) error {
	after, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	if shown, readable := change.ShownBy(after.Group()); done && readable && !shown {
		return fmt.Errorf("there is no error, and WhatsApp has %v", after.attributes()[change.Attribute()])
	}
	was, is := before.attributes(), after.attributes()
	attribute := change.Attribute()
	if attribute == whatsapp.AttributePictureURL {
		attribute = whatsapp.AttributePicturePath
	}
	if attribute == whatsapp.AttributePicturePath && done && was[attribute] == is[attribute] {
		return fmt.Errorf("there is no error, and WhatsApp has the picture of before")
	}
	if done {
		delete(was, attribute)
		delete(is, attribute)
	}
	if !maps.Equal(was, is) {
		return fmt.Errorf("WhatsApp had %v and has %v", was, is)
	}
	return nil
}

func checkText(ctx context.Context, h Harness) error {
	const text = `Ops & "Dev" <b> 100% ação 🎉 \n ' +/?#`
	for _, change := range []whatsapp.Change{
		whatsapp.SetName(NamePrefix + text),
		whatsapp.SetDescription(text + "\nsecond line\n\n  third"),
	} {
		if err := h.checkChange(ctx, change); err != nil {
			return fmt.Errorf("change %s: %w", change.Attribute(), err)
		}
	}
	return nil
}
