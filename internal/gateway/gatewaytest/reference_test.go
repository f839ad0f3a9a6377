package gatewaytest_test

import (
	"slices"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/gatewaytest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

var (
	own    = whatsapp.Person{Phone: "12025550100", LID: "100@lid"}
	member = whatsapp.Person{Phone: "12025550101", LID: "101@lid"}
	open   = whatsapp.Person{Phone: "12025550102", LID: "102@lid"}
	shy    = whatsapp.Person{Phone: "12025550103", LID: "103@lid"}
	nobody = whatsapp.Person{Phone: "12025550104"}
	mobile = whatsapp.Person{Phone: "5511933334444"}
	leaver = whatsapp.Person{Phone: "12025550105", LID: "105@lid"}
	hidden = whatsapp.Person{Phone: "12025550109", LID: "109@lid"}
	brazil = whatsapp.Person{Phone: "556187654321", LID: "111@lid"}
	mexico = whatsapp.Person{Phone: "5215512345678", LID: "112@lid"}
)

const harnessGroup = whatsapp.JID("120363000000000001@g.us")

// reference is WhatsApp and a gateway to it in one, without anything between them: the contract as code, against which
// the rules are tested.
type reference struct {
	mu                sync.Mutex
	own               whatsapp.Person
	offline, starting bool
	groups            []gatewaytest.WorldGroup
	revoked           map[whatsapp.InviteCode]bool
	webhooks          []whatsapp.Webhook
	failure           gatewaytest.Failure
	echo              bool
	sent              []gatewaytest.Sent
}

var _ gatewaytest.World = (*reference)(nil)

// newHarness makes a harness over a reference that can do nearly everything, or nothing but what every gateway can.
func newHarness(can bool) gatewaytest.Harness {
	code, err := whatsapp.ParseInviteCode("ReferenceReferenceRe01")
	if err != nil {
		panic(err)
	}
	r := &reference{own: own, revoked: map[whatsapp.InviteCode]bool{}, groups: []gatewaytest.WorldGroup{{
		ID: harnessGroup, Name: "Ops", Owner: own.Phone, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		MemberAddMode: whatsapp.AllMemberAdd, DisappearingMessages: whatsapp.DisappearOff, Invite: code,
		RecentlyLeft: []phone.Number{leaver.Phone},
		Members: []gatewaytest.WorldMember{
			gatewaytest.NewWorldCreator(own),
			gatewaytest.NewWorldMember(member, whatsapp.RoleMember),
			{Member: whatsapp.Member{Person: hidden, Role: whatsapp.RoleMember}, Hidden: true},
		},
	}}}
	abilities := whatsapp.NewAbilities("the reference")
	if can {
		// The two that are left out are there to be missing.
		abilities = whatsapp.NewAbilities("the reference",
			whatsapp.CreateGroup, whatsapp.CreateEmptyGroup, whatsapp.WriteName, whatsapp.WriteDescription,
			whatsapp.ClearDescription, whatsapp.WriteMessagesAdminsOnly, whatsapp.WriteInfoAdminsOnly,
			whatsapp.LiftMessagesAdminsOnly, whatsapp.LiftInfoAdminsOnly, whatsapp.WriteMemberAddMode,
			whatsapp.WriteJoinApprovalRequired, whatsapp.WritePicture, whatsapp.ReadMemberAddMode,
			whatsapp.ReadJoinApprovalRequired, whatsapp.ReadDisappearingMessages, whatsapp.ChangeMembers,
			whatsapp.LeaveGroup, whatsapp.DeleteChat, whatsapp.ReadInvite, whatsapp.RevokeInvite,
			whatsapp.ReadInviteInfo, whatsapp.JoinGroup, whatsapp.LookUpContact, whatsapp.TellOwnNumber,
			whatsapp.TellGroupKind, whatsapp.SendInvitation, whatsapp.WriteWebhook, whatsapp.ReadWebhook,
			whatsapp.WriteWebhookDetails, whatsapp.ApproveJoinRequests,
		)
	}
	return gatewaytest.Harness{
		Gateway: referenceGateway{reference: r, abilities: abilities},
		Open: func(wrong gatewaytest.Misconfiguration) (whatsapp.Gateway, error) {
			return referenceGateway{reference: r, abilities: abilities, wrong: wrong}, nil
		},
		Self: own, Group: harnessGroup, World: r, PictureURL: "https://example.org/picture.jpg",
		People: gatewaytest.People{
			Member: member, Open: open, Private: shy, Absent: nobody, AbsentMobile: mobile, RecentlyLeft: leaver,
			Hidden:    whatsapp.Person{LID: hidden.LID},
			Respelled: []whatsapp.Person{brazil, mexico},
		},
		Reports: gatewaytest.Reports{
			Refusals: true, AddedLIDs: true, RegisteredNumbers: true, MissingRights: true, RateLimits: true,
			DeadInvites: true, LeftBefore: true, SessionState: true, SessionStart: true, StatusInErrors: true,
			PendingGroup: true,
		},
	}
}

func (r *reference) Groups() []gatewaytest.WorldGroup {
	r.mu.Lock()
	defer r.mu.Unlock()
	groups := slices.Clone(r.groups)
	for i := range groups {
		groups[i].Members, groups[i].Asking = slices.Clone(groups[i].Members), slices.Clone(groups[i].Asking)
	}
	return groups
}

func (r *reference) Put(groups ...gatewaytest.WorldGroup) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, group := range groups {
		group.Members = slices.Clone(group.Members)
		if old := r.find(group.ID); old != nil {
			if old.Invite != group.Invite {
				r.revoked[old.Invite] = true
			}
			*old = group
		} else {
			r.groups = append(r.groups, group)
		}
	}
	return nil
}

func (r *reference) LogOut() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.offline = true
	return nil
}

func (r *reference) Start() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.offline, r.starting = true, true
	return nil
}

func (r *reference) Renumber(number phone.Number) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.groups {
		group := &r.groups[i]
		if group.Owner == r.own.Phone {
			group.Owner = number
		}
		if j := place(group, r.own); j >= 0 {
			group.Members[j].Phone = number
		}
	}
	r.own.Phone = number
	return nil
}

func (r *reference) Fail(failure gatewaytest.Failure) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failure, r.sent = failure, nil
	return nil
}

func (r *reference) Excuse(map[string]any) error { return r.Fail(gatewaytest.Cut) }

func (r *reference) Echo(string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.echo, r.sent = true, nil
	return nil
}

func (r *reference) Sent() []gatewaytest.Sent {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.sent)
}

func (r *reference) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = nil
}

func (r *reference) find(id whatsapp.JID) *gatewaytest.WorldGroup {
	for i := range r.groups {
		if r.groups[i].ID == id {
			return &r.groups[i]
		}
	}
	return nil
}

// place is where somebody is among the members, or -1.
func place(g *gatewaytest.WorldGroup, person whatsapp.Person) int {
	return slices.IndexFunc(g.Members, func(m gatewaytest.WorldMember) bool {
		return m.LID != "" && m.LID == person.LID || m.Phone != "" && m.Phone == person.Phone
	})
}

// shown is a group as the account sees it.
func (r *reference) shown(g *gatewaytest.WorldGroup) whatsapp.Group {
	group := g.Group()
	description, messages, info, approval := g.Description, g.MessagesAdminsOnly, g.InfoAdminsOnly,
		g.JoinApprovalRequired
	mode, timer := g.MemberAddMode, g.DisappearingMessages
	group.Description, group.MessagesAdminsOnly, group.InfoAdminsOnly = &description, &messages, &info
	group.JoinApprovalRequired, group.MemberAddMode, group.DisappearingMessages = &approval, &mode, &timer
	for i, m := range g.Members {
		if m.Hidden || g.HidesNumbers && m.LID != r.own.LID {
			group.Members[i].Phone = ""
		}
	}
	return group
}
