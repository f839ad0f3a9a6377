package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// ErrHidden is the error of a person who is not found in a group by number, and who may be one of the members whose
// numbers WhatsApp hides.
var ErrHidden = errors.New("WhatsApp hides the numbers of some members of the group, and the person may be one of them")

// errAlreadyHidden is ErrHidden for a person who is in the group, as WhatsApp says.
var errAlreadyHidden = fmt.Errorf("they are in the group already: %w", ErrHidden)

// lidMap has the pairs of number and LID that the gateway knows.
type lidMap struct {
	phones map[whatsapp.JID]phone.Number
	people []whatsapp.Person
}

func (a *Account) fetchLIDMap(ctx context.Context) (lidMap, error) {
	gateway, lists := whatsapp.As[whatsapp.LIDLister](a.gateway)
	if !lists {
		return lidMap{}, nil
	}
	var people []whatsapp.Person
	err := a.backoff.retry(ctx, func() (err error) {
		people, err = gateway.LIDs(ctx)
		return err
	})
	if err != nil {
		return lidMap{}, err
	}
	phones := make(map[whatsapp.JID]phone.Number, len(people))
	for _, person := range people {
		phones[person.LID] = person.Phone
	}
	return lidMap{phones, people}, nil
}

// named fills in the numbers that WhatsApp hides, as far as the gateway knows them. It asks for the pairs of number and
// LID only if there is a hidden member, and once. Where the gateway fails to give them, the members stay as they are: a
// LID that cannot be resolved is nobody's drift. Somebody whose two entries turn out to be one person is one member.
func (a *Account) named(ctx context.Context, members []whatsapp.Member) []whatsapp.Member {
	if !slices.ContainsFunc(members, whatsapp.Member.Hidden) {
		return members
	}
	known, err := a.lidMap.get(ctx)
	if err != nil {
		return members
	}
	resolved := slices.Clone(members)
	for i, m := range resolved {
		if m.Hidden() {
			resolved[i].Phone = known.phones[m.LID]
		}
	}
	return whatsapp.OncePerPerson(resolved)
}

// Identify adds the LID to a person who is known by number, or the number to one who is known by LID, where the gateway
// knows the pair.
func (a *Account) Identify(ctx context.Context, person whatsapp.Person) whatsapp.Person {
	if person.Phone != "" && person.LID != "" {
		return person
	}
	known, err := a.lidMap.get(ctx)
	if err != nil {
		return person
	}
	if person.Phone == "" {
		person.Phone = known.phones[person.LID]
		return person
	}
	if paired, found := whoHas(person.Phone, known.people); found {
		person.LID = paired.LID
	}
	return person
}

// whoHas finds the person with the exact number, or else with another spelling of it.
func whoHas(number phone.Number, people []whatsapp.Person) (whatsapp.Person, bool) {
	for _, same := range []func(phone.Number) bool{
		func(phone phone.Number) bool { return phone == number },
		number.SameSubscriber,
	} {
		if i := slices.IndexFunc(people, func(p whatsapp.Person) bool { return same(p.Phone) }); i >= 0 {
			return people[i], true
		}
	}
	return whatsapp.Person{}, false
}

// completions remembers the last completed reading of each group. The members of a group are asked for one by one, and
// to complete all of them each time would take the square of their number.
type completions struct {
	mu     sync.Mutex
	groups map[whatsapp.JID]completion
}

type completion struct {
	// read are the members as they were read, and version is that of the pairs of number and LID.
	read    []whatsapp.Member
	version int
	group   whatsapp.Group
}

// complete fills in the numbers of the members and, where they tell it, that of the owner.
func (a *Account) complete(ctx context.Context, g whatsapp.Group) whatsapp.Group {
	if !slices.ContainsFunc(g.Members, whatsapp.Member.Hidden) {
		return nameOwner(g)
	}
	read := g.Members
	_, known, version := a.lidMap.last()
	a.completions.mu.Lock()
	last := a.completions.groups[g.ID]
	a.completions.mu.Unlock()
	if known && version == last.version && len(last.read) == len(read) && &last.read[0] == &read[0] {
		return last.group
	}
	g.Members = a.named(ctx, read)
	g = nameOwner(g)
	if _, known, now := a.lidMap.last(); known && now == version {
		a.completions.mu.Lock()
		defer a.completions.mu.Unlock()
		if a.completions.groups == nil {
			a.completions.groups = make(map[whatsapp.JID]completion)
		}
		a.completions.groups[g.ID] = completion{read, version, g}
	}
	return g
}

// nameOwner fills in the number of the owner where the members tell it.
func nameOwner(g whatsapp.Group) whatsapp.Group {
	if g.Owner.Phone == "" {
		if owner, err := whatsapp.FindMember(g.Members, g.Owner); err == nil {
			g.Owner.Phone = owner.Phone
		}
	}
	return g
}

// find looks for a person among members whose numbers are filled in. It finds a person who is given by LID also where
// the gateway shows numbers only. It fails with ErrNoSuchMember, or with ErrHidden where that is not certain, and with
// ErrAnotherHolder beside the member where the number is another account's now.
func (a *Account) find(
	ctx context.Context, members []whatsapp.Member, person whatsapp.Person,
) (whatsapp.Member, error) {
	person = a.learnedLIDs.complete(person)
	member, err := whatsapp.FindMember(members, person)
	if err == nil {
		if member, err = sameHolder(members, person, member); err != nil {
			return member, err
		}
	}
	if err == nil && person.LID != "" && member.LID == "" && member.Phone != person.Phone {
		// Another spelling of the number may be somebody else's. The LID tells the two apart.
		if lid := a.Identify(ctx, member.Person).LID; lid != "" && lid != person.LID {
			return whatsapp.Member{}, &whatsapp.Error{Kind: whatsapp.ErrNoSuchMember}
		}
	}
	if !errors.Is(err, whatsapp.ErrNoSuchMember) {
		return member, err
	}
	if person.LID != "" {
		// They may have another number by now than the one that was remembered.
		member, err = whatsapp.FindMember(members, a.Identify(ctx, whatsapp.Person{LID: person.LID}))
	}
	if errors.Is(err, whatsapp.ErrNoSuchMember) && person.LID == "" && len(a.hidden(ctx, members)) > 0 {
		err = ErrHidden
	}
	return member, err
}

// hidden lists the members who are known by LID only, other than the account itself.
func (a *Account) hidden(ctx context.Context, members []whatsapp.Member) []whatsapp.Member {
	self, err := a.Self(ctx)
	if err != nil {
		self = whatsapp.Person{}
	}
	var hidden []whatsapp.Member
	for _, m := range members {
		if m.Hidden() && !m.Same(self) {
			hidden = append(hidden, m)
		}
	}
	return hidden
}

// learnedLIDs has the people whose number and LID this process has learnt to belong together by adding them. WhatsApp
// hides the numbers of some who were added by number.
type learnedLIDs struct {
	mu   sync.Mutex
	list []whatsapp.Person
}

func (l *learnedLIDs) add(person whatsapp.Person) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, person)
}

// complete adds the name that a person lacks.
func (l *learnedLIDs) complete(person whatsapp.Person) whatsapp.Person {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.IndexFunc(l.list, person.Same); i >= 0 {
		return person.Or(l.list[i])
	}
	return person
}
