package account

import (
	"context"
	"errors"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// addUnderAnySpelling adds a person by the number as it was written and, where WhatsApp does not know that, as WhatsApp
// has registered it. Most numbers are written as they are registered, and look-ups are dear, so one is made only then.
func (a *Account) addUnderAnySpelling(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person, claim *claim,
) (whatsapp.Member, error) {
	results := a.addAllUnderAnySpelling(ctx, group, newAdding(group, person, claim))
	return results[0].Member, results[0].Err
}

// addAllUnderAnySpelling is addUnderAnySpelling for people who go in as few calls as they can.
func (a *Account) addAllUnderAnySpelling(
	ctx context.Context, group whatsapp.JID, addings ...*memberChange,
) []MemberResult {
	people := make([]whatsapp.Person, len(addings))
	for i, adding := range addings {
		people[i] = adding.person
	}
	a.changeMembers(ctx, addings...)
	results := make([]MemberResult, len(addings))
	var others sync.WaitGroup
	for i, adding := range addings {
		results[i] = MemberResult{adding.member, adding.err}
		if adding.err == nil || unexplained(adding.err) && !adding.mayLookUp {
			continue
		}
		others.Go(func() {
			member, err := a.addUnderOtherSpelling(ctx, group, people[i], adding.claim, adding.err)
			results[i] = MemberResult{member, err}
		})
	}
	others.Wait()
	return results
}

// newAdding is the change by which a person gets into a group.
func newAdding(group whatsapp.JID, person whatsapp.Person, claim *claim) *memberChange {
	return &memberChange{memberKey: memberKey{group, whatsapp.AddMembers}, person: person, claim: claim}
}

// addUnderOtherSpelling adds a person whose number, as it was written, did not get them into the group. WhatsApp may
// have it under another spelling, or under another number altogether, which nothing but a look-up tells. Where no other
// one gets them into the group either, it returns the reason for that, or the one that a look-up gives.
func (a *Account) addUnderOtherSpelling(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person, claim *claim, reason error,
) (whatsapp.Member, error) {
	unknownNumber := errors.Is(reason, whatsapp.ErrNotOnWhatsApp)
	if person.Phone == "" || !unknownNumber && !unexplained(reason) {
		return whatsapp.Member{}, reason
	}
	if unknownNumber && len(person.Phone.Spellings()) == 1 && !a.members.mayLookUp(group) {
		return whatsapp.Member{}, reason // Most likely a typing mistake, which is not worth many look-ups.
	}
	registered, err := a.lookUp(ctx, person.Phone)
	switch {
	case errors.Is(err, whatsapp.ErrNotOnWhatsApp):
		return whatsapp.Member{}, err
	case errors.Is(err, errors.ErrUnsupported), err == nil && registered.Phone == "":
		return a.tryOtherSpellings(ctx, group, person, claim, reason)
	case err != nil, registered.Phone == person.Phone:
		return whatsapp.Member{}, reason
	}
	return a.changeMember(ctx, newAdding(group, registered, claim))
}

// tryOtherSpellings is addUnderOtherSpelling for gateways that look nothing up, or do not tell what they have found.
func (a *Account) tryOtherSpellings(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person, claim *claim, reason error,
) (whatsapp.Member, error) {
	err := reason
	for _, spelling := range person.Phone.Spellings()[1:] {
		if errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			// The person may be on their way into the group, so they are not added a second time.
			break
		}
		var member whatsapp.Member
		member, err = a.changeMember(ctx, newAdding(group, whatsapp.Person{Phone: spelling}, claim))
		if err == nil || !errors.Is(err, whatsapp.ErrNotOnWhatsApp) && !unexplained(err) {
			return member, err
		}
	}
	return whatsapp.Member{}, reason
}

// unexplained reports whether an adding had no effect and nobody said why.
func unexplained(reason error) bool {
	if errors.Is(reason, errAlreadyHidden) {
		return false
	}
	for _, kind := range []error{errUnshown, errNotSeated, ErrHidden, whatsapp.ErrOutcomeUnknown} {
		if errors.Is(reason, kind) {
			return true
		}
	}
	return false
}
