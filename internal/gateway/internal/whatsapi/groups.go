package whatsapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Groups lists all groups. There are no pages.
func (a *Adapter) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	data, err := a.do(ctx, call{
		method:  http.MethodGet,
		route:   "/instances/{instance_key}/groups/",
		query:   url.Values{"include_participants": {strconv.FormatBool(withMembers)}},
		meaning: reading,
	})
	if err != nil {
		return nil, err
	}
	groups, ok := decodeGroups(data)
	if !ok {
		return nil, protocol.Unclear("its list of groups cannot be read")
	}
	return groups, nil
}

// AdminGroups lists those of which the account is an admin, which serves where the own number is not known. INFERRED:
// its list is as that of all groups. Its predecessor's was a list of empty lists, which fails here
// (evidence/whatsapi.md §6).
func (a *Adapter) AdminGroups(ctx context.Context) ([]whatsapp.JID, error) {
	data, err := a.do(ctx, call{
		method:  http.MethodGet,
		route:   "/instances/{instance_key}/groups/admin",
		meaning: reading,
	})
	if err != nil {
		return nil, err
	}
	groups, ok := decodeGroups(data)
	if !ok || len(data) == 0 { // An answer without a list is not the answer that there are none.
		return nil, protocol.Unclear("its list of the groups with the account as an admin cannot be read")
	}
	ids := make([]whatsapp.JID, 0, len(groups))
	for _, g := range groups {
		ids = append(ids, g.ID)
	}
	return ids, nil
}

// Group reads one group. Whether the account is in it is told by an error of whatsmeow's; where the group is shown all
// the same, only the own number among its members can tell, and WhatsAPI may not know that.
func (a *Adapter) Group(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	g, err := a.readGroup(ctx, group)
	if err != nil || !g.Complete() || g.Members != nil {
		return g, err
	}
	members, err := a.readMembers(ctx, group)
	if err != nil {
		return whatsapp.Group{}, err
	}
	if len(members) == 0 {
		return whatsapp.Group{}, noMembers()
	}
	g.Members, g.Size = members, max(g.Size, len(members))
	return g, nil
}

func (a *Adapter) readGroup(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	data, err := a.do(ctx, get("/instances/{instance_key}/groups/{group_id}", group))
	if err != nil {
		return whatsapp.Group{}, err
	}
	g, ok := decodeGroup(data)
	if !ok {
		return whatsapp.Group{}, protocol.Unclear("its group object cannot be read")
	}
	if g.ID != group {
		return whatsapp.Group{}, protocol.Unclear("it answers with another group than was asked for")
	}
	return g, nil
}

// Members reads them. INFERRED: whatsmeow has no other way than to read the group, so this is as fresh.
func (a *Adapter) Members(ctx context.Context, group whatsapp.JID) ([]whatsapp.Member, error) {
	members, err := a.readMembers(ctx, group)
	if err != nil || len(members) > 0 {
		return members, err
	}
	// The own account is in every group that it can read. What is wrong, the group itself may tell.
	g, err := a.readGroup(ctx, group)
	if err != nil {
		return nil, err
	}
	if g.Members == nil {
		return nil, noMembers()
	}
	return g.Members, nil
}

func (a *Adapter) readMembers(ctx context.Context, group whatsapp.JID) ([]whatsapp.Member, error) {
	data, err := a.do(ctx, get("/instances/{instance_key}/groups/{group_id}/participants", group))
	if err != nil {
		return nil, err
	}
	members, ok := decodeMembers(data)
	if !ok {
		return nil, protocol.Unclear("its list of members cannot be read")
	}
	return members, nil
}

func noMembers() error { return protocol.Unclear("it shows no members of the group") }
