package waha

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Members reads them fresh, by the route that says most: the older one on NOWEB and GOWS, the newer one on all others.
func (a *Adapter) Members(ctx context.Context, group whatsapp.JID) ([]whatsapp.Member, error) {
	f, err := a.knownFacts(ctx)
	if err != nil {
		return nil, err
	}
	members, err := a.readMembers(ctx, group, !f.namesBoth)
	if err != nil {
		return nil, err
	}
	if len(members) == 0 {
		// WPP answers so for a group that it does not have, and every engine for a fetch that failed.
		g, err := a.readGroup(ctx, group)
		if err != nil {
			return nil, err
		}
		if g.Members == nil {
			return nil, protocol.Unclear("it shows no members of the group")
		}
		members = g.Members
	}
	outside, err := a.outsider().of(ctx, members)
	if err != nil {
		return nil, err
	}
	if outside {
		return nil, notMember()
	}
	return members, nil
}

// readMembers asks the route of the second version, which came with 2025.11.1, and else the first.
func (a *Adapter) readMembers(ctx context.Context, group whatsapp.JID, normalised bool) ([]whatsapp.Member, error) {
	var body []byte
	var err error
	answered := false
	if normalised {
		body, answered, err = a.ask(ctx, a.onGroup(http.MethodGet, group, "participants", "v2"))
	}
	if !answered && err == nil {
		body, err = a.do(ctx, a.onGroup(http.MethodGet, group, "participants"))
	}
	if err != nil {
		return nil, err
	}
	if loosejson.IsNothing(body) {
		return nil, nil
	}
	members, ok := decodeMembers(body)
	if !ok {
		return nil, protocol.Unclear("its list of members cannot be read")
	}
	return members, nil
}

// outsider knows, for one call, which groups the own account is not in. It asks who that is at most once.
type outsider struct {
	adapter *Adapter
	asked   bool
	own     whatsapp.Person
	// lidAsked says that the own LID was looked up, where the session does not tell it.
	lidAsked bool
}

func (a *Adapter) outsider() *outsider { return &outsider{adapter: a} }

// of reports whether the members were told and the own account is certainly not among them. WEBJS and WPP keep the chat
// of a group that was left, and NOWEB's store keeps the group; the members give it away. Where a member is known by LID
// only and the own LID is not, or the other way round, nothing is certain.
func (o *outsider) of(ctx context.Context, members []whatsapp.Member) (bool, error) {
	if members == nil {
		return false, nil
	}
	if !o.asked {
		f, err := o.adapter.knownFacts(ctx)
		if err != nil {
			return false, err
		}
		o.own, o.asked = f.own, true
	}
	if o.own.IsZero() {
		return false, nil
	}
	is, certain := among(members, o.own)
	if !is && !certain && !o.lidAsked {
		o.own.LID, o.lidAsked = o.adapter.ownLID(ctx, o.own), true
		is, certain = among(members, o.own)
	}
	return !is && certain, nil
}

// among reports whether the person is one of the members, and whether that is certain where they are not found.
func among(members []whatsapp.Member, person whatsapp.Person) (is, certain bool) {
	certain = true
	for _, m := range members {
		if m.Same(person) || m.Phone.SameSubscriber(person.Phone) {
			return true, true
		}
		byLID := m.LID != "" && person.LID != ""
		byPhone := m.Phone != "" && person.Phone != ""
		if !byLID && !byPhone {
			certain = false
		}
	}
	return false, certain
}

func notMember() error {
	return &whatsapp.Error{Kind: whatsapp.ErrNotMember, Detail: "the own account is not among its members"}
}
