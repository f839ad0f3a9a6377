package gatewaytest_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/gatewaytest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// referenceGateway is a gateway to the reference, with something wrong in its configuration or nothing.
type referenceGateway struct {
	*reference
	abilities whatsapp.Abilities
	wrong     gatewaytest.Misconfiguration
}

var (
	_ whatsapp.Gateway      = referenceGateway{}
	_ whatsapp.JoinApprover = referenceGateway{}
)

func failed(kind error) error { return &whatsapp.Error{Kind: kind} }

// ask carries one request out, or lets it fail as it has to.
func (g referenceGateway) ask(ctx context.Context, request string, write bool, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if g.wrong == gatewaytest.NobodyThere {
		return failed(whatsapp.ErrUnreachable)
	}
	g.mu.Lock()
	g.sent = append(g.sent, gatewaytest.Sent{Request: request, Write: write})
	err := g.answer(request, write, do)
	late := write && g.failure == gatewaytest.Delay
	g.mu.Unlock()
	if late {
		select {
		case <-ctx.Done():
			return failed(whatsapp.ErrOutcomeUnknown)
		case <-time.After(gatewaytest.Delayed):
		}
	}
	return err
}

func (g referenceGateway) answer(request string, write bool, do func() error) error {
	switch {
	case g.echo:
		return failed(whatsapp.ErrOutcomeUnknown)
	case g.wrong == gatewaytest.WrongKey:
		return failed(whatsapp.ErrUnauthorized)
	case g.wrong == gatewaytest.WrongPath:
		return failed(whatsapp.ErrWrongServer)
	case g.wrong == gatewaytest.WrongSession:
		return failed(whatsapp.ErrSessionUnknown)
	case g.offline && request != "Session":
		return &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: "OFFLINE"}
	case write && (g.failure == gatewaytest.Cut || g.failure == gatewaytest.ProxyPage):
		return failed(whatsapp.ErrOutcomeUnknown)
	case write && g.failure == gatewaytest.ProxyLimit:
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited, Wait: gatewaytest.LimitedFor}
	case write && g.failure == gatewaytest.RateLimit:
		return failed(whatsapp.ErrRateLimited)
	}
	err := do()
	if write && g.failure == gatewaytest.LoseAnswer {
		return failed(whatsapp.ErrOutcomeUnknown)
	}
	return err
}

// mine finds a group that the account is in; as an admin, if need be.
func (g referenceGateway) mine(id whatsapp.JID, admin bool) (*gatewaytest.WorldGroup, error) {
	group := g.find(id)
	if group == nil {
		return nil, failed(whatsapp.ErrGroupNotFound)
	}
	i := place(group, g.own)
	switch {
	case i < 0:
		return nil, failed(whatsapp.ErrNotMember)
	case admin && group.Members[i].Role != whatsapp.RoleAdmin:
		return nil, failed(whatsapp.ErrNotAdmin)
	}
	return group, nil
}

func (g referenceGateway) Abilities(context.Context) (whatsapp.Abilities, error) {
	return g.abilities, nil
}

func (g referenceGateway) Session(ctx context.Context) (session whatsapp.Session, err error) {
	err = g.ask(ctx, "Session", false, func() error {
		session = whatsapp.Session{Connected: !g.offline, Status: "LINKED", Starting: g.starting}
		if g.offline {
			session.Status = "OFFLINE"
		} else if g.abilities.Can(whatsapp.TellOwnNumber) {
			session.Self = g.own
		}
		return nil
	})
	return session, err
}

func (g referenceGateway) LIDs(ctx context.Context) (people []whatsapp.Person, err error) {
	err = g.ask(ctx, "LIDs", false, func() error {
		people = []whatsapp.Person{g.own, member}
		return nil
	})
	return people, err
}

func (g referenceGateway) Contact(ctx context.Context, number phone.Number) (person whatsapp.Person, err error) {
	if err := g.abilities.Require(whatsapp.LookUpContact); err != nil {
		return whatsapp.Person{}, err
	}
	err = g.ask(ctx, "Contact", false, func() error {
		if number == nobody.Phone {
			return failed(whatsapp.ErrNotOnWhatsApp)
		}
		person = known(whatsapp.Person{Phone: number})
		if registered, other := underAnotherSpelling(number); other {
			person = registered
		}
		return nil
	})
	return person, err
}

// known completes a person.
func known(person whatsapp.Person) whatsapp.Person {
	for _, p := range []whatsapp.Person{own, member, open, shy, leaver, hidden, brazil, mexico} {
		if p.Phone == person.Phone || p.LID == person.LID {
			return p
		}
	}
	return person
}

// underAnotherSpelling finds somebody that WhatsApp has registered under another number.
func underAnotherSpelling(number phone.Number) (whatsapp.Person, bool) {
	for _, p := range []whatsapp.Person{brazil, mexico} {
		if p.Phone != number && p.Phone.SameSubscriber(number) {
			return p, true
		}
	}
	return whatsapp.Person{}, false
}

func (g referenceGateway) Groups(ctx context.Context, withMembers bool) (groups []whatsapp.Group, err error) {
	err = g.ask(ctx, "Groups", false, func() error {
		for i := range g.groups {
			if place(&g.groups[i], g.own) < 0 {
				continue
			}
			group := g.shown(&g.groups[i])
			if !withMembers {
				group.Members = nil
			}
			groups = append(groups, group)
		}
		return nil
	})
	return groups, err
}

func (g referenceGateway) Group(ctx context.Context, id whatsapp.JID) (group whatsapp.Group, err error) {
	err = g.ask(ctx, "Group", false, func() error {
		found, err := g.mine(id, false)
		if err == nil {
			group = g.shown(found)
		}
		return err
	})
	return group, err
}

func (g referenceGateway) Members(ctx context.Context, id whatsapp.JID) ([]whatsapp.Member, error) {
	group, err := g.Group(ctx, id)
	return group.Members, err
}

func (g referenceGateway) Refresh(ctx context.Context) error {
	return g.ask(ctx, "Refresh", false, func() error { return nil })
}

// write carries a write out for which the gateway has the ability.
func (g referenceGateway) write(ctx context.Context, request string, ability whatsapp.Ability, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := g.abilities.Require(ability); err != nil {
		return err
	}
	return g.ask(ctx, request, true, do)
}

func (g referenceGateway) CreateGroup(
	ctx context.Context, name string, people []whatsapp.Person,
) (created whatsapp.Created, err error) {
	ability := whatsapp.CreateGroup
	if len(people) == 0 {
		ability = whatsapp.CreateEmptyGroup
	}
	err = g.write(ctx, "CreateGroup", ability, func() error {
		code, err := whatsapp.ParseInviteCode(fmt.Sprintf("ReferenceReference%04d", len(g.groups)+1))
		if err != nil {
			return err
		}
		group := gatewaytest.WorldGroup{
			ID: whatsapp.JID(fmt.Sprintf("12036300000000%04d@g.us", len(g.groups)+1)), Name: name, Invite: code,
			MemberAddMode: whatsapp.AllMemberAdd, DisappearingMessages: whatsapp.DisappearOff,
			Owner: g.own.Phone, CreatedAt: time.Now(),
			Members: []gatewaytest.WorldMember{gatewaytest.NewWorldCreator(g.own)},
		}
		created.Group = group.ID
		for _, person := range people {
			created.Outcomes = append(created.Outcomes, act(&group, whatsapp.AddMembers, person))
		}
		g.groups = append(g.groups, group)
		return nil
	})
	return created, err
}

// act does one thing to one person, and tells everything of it.
func act(group *gatewaytest.WorldGroup, action whatsapp.MemberAction, asked whatsapp.Person) whatsapp.Outcome {
	person := known(asked)
	already := action == whatsapp.AddMembers && place(group, person) >= 0
	err := do(group, action, person)
	return whatsapp.Outcome{Person: asked, LID: person.LID, Already: already, Err: err}
}

func do(group *gatewaytest.WorldGroup, action whatsapp.MemberAction, person whatsapp.Person) error {
	i := place(group, person)
	_, respelled := underAnotherSpelling(person.Phone)
	switch {
	case action == whatsapp.AddMembers && i >= 0, action == whatsapp.RemoveMembers && i < 0:
		return nil
	case action == whatsapp.AddMembers && (person.Phone == nobody.Phone || person.Phone == mobile.Phone || respelled):
		return failed(whatsapp.ErrNotOnWhatsApp)
	case action == whatsapp.AddMembers && slices.Contains(group.RecentlyLeft, person.Phone):
		return failed(whatsapp.ErrRecentlyLeft)
	case action == whatsapp.AddMembers && person == shy:
		return failed(whatsapp.ErrPrivacy)
	case action == whatsapp.AddMembers:
		group.Members = append(group.Members, gatewaytest.NewWorldMember(person, whatsapp.RoleMember))
	case action == whatsapp.RemoveMembers:
		group.Members = slices.Delete(group.Members, i, i+1)
	case i < 0:
		return failed(whatsapp.ErrNoSuchMember)
	case action == whatsapp.PromoteMembers:
		group.Members[i].Role = whatsapp.RoleAdmin
	default:
		group.Members[i].Role = whatsapp.RoleMember
	}
	return nil
}

func (g referenceGateway) UpdateMembers(
	ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) (outcomes []whatsapp.Outcome, err error) {
	err = g.write(ctx, "UpdateMembers", whatsapp.ChangeMembers, func() error {
		group, err := g.mine(id, true)
		if err != nil {
			return err
		}
		if group.Kind == whatsapp.KindCommunity {
			return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest}
		}
		for _, person := range people {
			outcomes = append(outcomes, act(group, action, person))
		}
		return nil
	})
	return outcomes, err
}

// AdminGroups is the role of a gateway that lists them.
func (g referenceGateway) AdminGroups(ctx context.Context) ([]whatsapp.JID, error) {
	groups, err := g.Groups(ctx, true)
	var ids []whatsapp.JID
	for _, group := range groups {
		if self, err := whatsapp.FindMember(group.Members, own); err == nil && self.Role == whatsapp.RoleAdmin {
			ids = append(ids, group.ID)
		}
	}
	return ids, err
}

func (g referenceGateway) ChangeGroup(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
	return g.write(ctx, "ChangeGroup", change.Ability(), func() error {
		group, err := g.mine(id, true)
		if err != nil {
			return err
		}
		switch change := change.(type) {
		case whatsapp.SetName:
			group.Name = string(change)
		case whatsapp.SetDescription:
			group.Description = string(change)
		case whatsapp.SetMessagesAdminsOnly:
			if group.Kind == whatsapp.KindCommunity {
				return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest}
			}
			group.MessagesAdminsOnly = bool(change)
		case whatsapp.SetInfoAdminsOnly:
			group.InfoAdminsOnly = bool(change)
		case whatsapp.SetMemberAddMode:
			group.MemberAddMode = whatsapp.MemberAddMode(change)
		case whatsapp.SetJoinApprovalRequired:
			group.JoinApprovalRequired = bool(change)
		case whatsapp.SetPicture:
			group.Picture = fmt.Sprintf("%x", sha256.Sum256(change))
		default:
			return errors.New("the reference does not know the change")
		}
		return nil
	})
}

func (g referenceGateway) LeaveGroup(ctx context.Context, id whatsapp.JID) error {
	return g.write(ctx, "LeaveGroup", whatsapp.LeaveGroup, func() error {
		group, err := g.mine(id, false)
		if err == nil {
			i := place(group, g.own)
			group.Members = slices.Delete(group.Members, i, i+1)
		}
		return err
	})
}

func (g referenceGateway) DeleteChat(ctx context.Context, id whatsapp.JID) error {
	return g.write(ctx, "DeleteChat", whatsapp.DeleteChat, func() error { return nil })
}

func (g referenceGateway) SendInvitation(
	ctx context.Context, id whatsapp.JID, person whatsapp.Person, _ whatsapp.Invitation,
) error {
	return g.write(ctx, "SendInvitation", whatsapp.SendInvitation, func() error {
		if person.Phone == nobody.Phone {
			return failed(whatsapp.ErrNotOnWhatsApp)
		}
		_, err := g.mine(id, true)
		return err
	})
}

// placeOfWebhook is the place of a webhook, or -1.
func (g referenceGateway) placeOfWebhook(url string) int {
	return slices.IndexFunc(g.webhooks, func(w whatsapp.Webhook) bool { return w.URL == url })
}

func (g referenceGateway) PutWebhook(ctx context.Context, webhook whatsapp.Webhook) error {
	return g.write(ctx, "PutWebhook", whatsapp.WriteWebhook, func() error {
		i := g.placeOfWebhook(webhook.URL)
		switch {
		case i < 0:
			g.webhooks = append(g.webhooks, webhook)
			return nil
		case webhook.HMACKey == nil:
			webhook.HMACKey = g.webhooks[i].HMACKey
		}
		g.webhooks[i] = webhook
		return nil
	})
}

func (g referenceGateway) DeleteWebhook(ctx context.Context, url string) error {
	return g.write(ctx, "DeleteWebhook", whatsapp.WriteWebhook, func() error {
		if i := g.placeOfWebhook(url); i >= 0 {
			g.webhooks = slices.Delete(g.webhooks, i, i+1)
		}
		return nil
	})
}

func (g referenceGateway) Webhooks(ctx context.Context) (webhooks []whatsapp.Webhook, err error) {
	if err := g.abilities.Require(whatsapp.ReadWebhook); err != nil {
		return nil, err
	}
	err = g.ask(ctx, "Webhooks", false, func() error {
		webhooks = slices.Clone(g.webhooks)
		return nil
	})
	return webhooks, err
}

func (g referenceGateway) JoinRequests(
	ctx context.Context, id whatsapp.JID,
) (all []whatsapp.JoinRequest, err error) {
	if err := g.abilities.Require(whatsapp.ApproveJoinRequests); err != nil {
		return nil, err
	}
	err = g.ask(ctx, "JoinRequests", false, func() error {
		group, err := g.mine(id, true)
		if err != nil {
			return err
		}
		for _, r := range group.Asking {
			if r.Hidden {
				r.Phone = ""
			}
			all = append(all, r.JoinRequest)
		}
		return nil
	})
	return all, err
}

func (g referenceGateway) ApproveJoinRequests(
	ctx context.Context, id whatsapp.JID, people []whatsapp.Person,
) (outcomes []whatsapp.Outcome, err error) {
	err = g.write(ctx, "ApproveJoinRequests", whatsapp.ApproveJoinRequests, func() error {
		group, err := g.mine(id, true)
		if err != nil {
			return err
		}
		for _, person := range people {
			i := slices.IndexFunc(group.Asking, func(r gatewaytest.WorldRequest) bool { return r.Same(person) })
			if i < 0 {
				outcomes = append(outcomes, whatsapp.Outcome{Person: person, Err: failed(whatsapp.ErrNoSuchMember)})
				continue
			}
			in := gatewaytest.NewWorldMember(group.Asking[i].Person, whatsapp.RoleMember)
			group.Members = append(group.Members, in)
			group.Asking = slices.Delete(group.Asking, i, i+1)
			outcomes = append(outcomes, whatsapp.Outcome{Person: person, LID: in.LID})
		}
		return nil
	})
	return outcomes, err
}

func (g referenceGateway) InviteCode(ctx context.Context, id whatsapp.JID) (code whatsapp.InviteCode, err error) {
	if err := g.abilities.Require(whatsapp.ReadInvite); err != nil {
		return whatsapp.InviteCode{}, err
	}
	err = g.ask(ctx, "InviteCode", false, func() error {
		group, err := g.mine(id, true)
		if err == nil {
			code = group.Invite
		}
		return err
	})
	return code, err
}

func (g referenceGateway) RevokeInvite(ctx context.Context, id whatsapp.JID) (code whatsapp.InviteCode, err error) {
	err = g.write(ctx, "RevokeInvite", whatsapp.RevokeInvite, func() error {
		group, err := g.mine(id, true)
		if err != nil {
			return err
		}
		g.revoked[group.Invite] = true
		code, err = whatsapp.ParseInviteCode(fmt.Sprintf("ReferenceRevoked%06d", len(g.revoked)))
		group.Invite = code
		return err
	})
	return code, err
}

// invited finds the group of a code.
func (g referenceGateway) invited(code whatsapp.InviteCode) (*gatewaytest.WorldGroup, error) {
	for i := range g.groups {
		if g.groups[i].Invite == code {
			return &g.groups[i], nil
		}
	}
	if g.revoked[code] {
		return nil, failed(whatsapp.ErrInviteRevoked)
	}
	return nil, failed(whatsapp.ErrInviteInvalid)
}

func (g referenceGateway) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (group whatsapp.Group, err error) {
	if err := g.abilities.Require(whatsapp.ReadInviteInfo); err != nil {
		return whatsapp.Group{}, err
	}
	err = g.ask(ctx, "InviteInfo", false, func() error {
		found, err := g.invited(code)
		if err == nil {
			group = g.shown(found)
			group.Members = nil
		}
		return err
	})
	return group, err
}

func (g referenceGateway) Join(ctx context.Context, code whatsapp.InviteCode) (id whatsapp.JID, err error) {
	err = g.write(ctx, "Join", whatsapp.JoinGroup, func() error {
		group, err := g.invited(code)
		if err != nil {
			return err
		}
		id = group.ID
		if place(group, g.own) < 0 && !group.JoinApprovalRequired {
			group.Members = append(group.Members, gatewaytest.NewWorldMember(g.own, whatsapp.RoleMember))
		}
		return nil
	})
	return id, err
}
