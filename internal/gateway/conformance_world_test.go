package gateway_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/gatewaytest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// emulatedWorld is the hand on WhatsApp that the emulator gives.
type emulatedWorld struct {
	server *emulator.Server
	// writes matches the requests that ask for a change.
	writes *regexp.Regexp

	mu sync.Mutex
	// seen is how many requests there were at the last look.
	seen int
}

var _ gatewaytest.World = (*emulatedWorld)(nil)

func (w *emulatedWorld) Groups() []gatewaytest.WorldGroup {
	var groups []gatewaytest.WorldGroup
	for _, group := range w.server.World().Groups {
		groups = append(groups, fromEmulator(group))
	}
	return groups
}

func (w *emulatedWorld) Put(groups ...gatewaytest.WorldGroup) error {
	world := w.server.World()
	for _, group := range groups {
		i := slices.IndexFunc(world.Groups, func(g emulator.Group) bool { return g.ID == string(group.ID) })
		if i < 0 {
			world.Groups = append(world.Groups, toEmulator(group))
		} else {
			world.Groups[i] = toEmulator(group)
		}
	}
	return w.server.SetWorld(world)
}

func (w *emulatedWorld) LogOut() error {
	world := w.server.World()
	world.Account.Status = emulator.StatusLoggedOut
	return w.server.SetWorld(world)
}

func (w *emulatedWorld) Start() error {
	world := w.server.World()
	world.Account.Status = emulator.StatusStarting
	return w.server.SetWorld(world)
}

func (w *emulatedWorld) Renumber(number phone.Number) error {
	world := w.server.World()
	former := world.Account.Phone
	world.Account.Phone = string(number)
	for i := range world.Groups {
		group := &world.Groups[i]
		if group.Owner == former {
			group.Owner = string(number)
		}
		for j := range group.Members {
			if group.Members[j].LID == world.Account.LID {
				group.Members[j].Phone = string(number)
			}
		}
	}
	return w.server.SetWorld(world)
}

func (w *emulatedWorld) Fail(failure gatewaytest.Failure) error {
	fault := emulator.Fault{Match: w.writes.String()}
	switch failure {
	case gatewaytest.Cut:
		fault.Effect = emulator.EffectCut
	case gatewaytest.LoseAnswer:
		fault.Effect = emulator.EffectLoseAnswer
	case gatewaytest.Delay:
		fault.Effect, fault.MS = emulator.EffectDelay, int(gatewaytest.Delayed.Milliseconds())
	case gatewaytest.RateLimit:
		fault.Effect = emulator.EffectRateLimit
	case gatewaytest.ProxyLimit:
		fault.Effect, fault.Status = emulator.EffectStatus, http.StatusTooManyRequests
		fault.Header = http.Header{"Retry-After": {strconv.Itoa(int(gatewaytest.LimitedFor.Seconds()))}}
		fault.Body = "Too Many Requests"
	case gatewaytest.ProxyPage:
		fault.Effect, fault.Status = emulator.EffectStatus, 502
		fault.Body = "<html><body>" + gatewaytest.RawAnswer + "</body></html>"
	default:
		return fmt.Errorf("the emulator knows no %s", failure)
	}
	w.server.ClearFaults()
	w.Forget()
	return w.server.AddFaults(fault)
}

func (w *emulatedWorld) Excuse(body map[string]any) error {
	w.server.ClearFaults()
	w.Forget()
	return w.server.AddFaults(emulator.Fault{
		Match: w.writes.String(), Effect: emulator.EffectStatus, Status: 200, Body: body,
	})
}

// Echo answers in the shapes of all gateways at once.
func (w *emulatedWorld) Echo(text string) error {
	w.server.ClearFaults()
	w.Forget()
	return w.server.AddFaults(
		emulator.Fault{Match: ".", Effect: emulator.EffectStatus, Status: 500, Body: map[string]any{
			"statusCode": 500, "status": 500, "success": false, "error": text, "message": text, "details": text,
			"exception": map[string]any{"message": text, "details": text},
		}},
	)
}

func (w *emulatedWorld) Sent() []gatewaytest.Sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	var sent []gatewaytest.Sent
	for _, r := range w.server.Requests()[w.seen:] {
		request := r.Method + " " + r.Path
		sent = append(sent, gatewaytest.Sent{Request: request, Write: w.writes.MatchString(request)})
	}
	return sent
}

func (w *emulatedWorld) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	// The requests stay in the emulator's list, where unknown ones are looked for at the end.
	w.seen = len(w.server.Requests())
}

func fromEmulator(g emulator.Group) gatewaytest.WorldGroup {
	code, err := whatsapp.ParseInviteCode(g.InviteCode)
	if err != nil {
		panic(err) // The emulator makes codes as WhatsApp does.
	}
	group := gatewaytest.WorldGroup{
		ID: whatsapp.JID(g.ID), Kind: whatsapp.GroupKind(g.Kind), Community: whatsapp.JID(g.CommunityID),
		Name: g.Name, Description: g.Description,
		MessagesAdminsOnly: g.MessagesAdminsOnly, InfoAdminsOnly: g.InfoAdminsOnly,
		MemberAddMode: whatsapp.MemberAddMode(g.MemberAddMode), JoinApprovalRequired: g.JoinApprovalRequired,
		DisappearingMessages: whatsapp.DisappearingMessages(g.DisappearingMessages),
		ByLID:                g.AddressingMode == emulator.AddressedByLID, HidesNumbers: g.HidesPhones,
		Owner:     phone.Number(g.Owner),
		CreatedAt: g.CreatedAt, Invite: code, Picture: g.PictureSHA256,
	}
	for _, m := range g.Members {
		member := gatewaytest.WorldMember{Hidden: m.HidePhone, Member: whatsapp.Member{
			Person: whatsapp.Person{Phone: phone.Number(m.Phone), LID: whatsapp.JID(m.LID)},
			Role:   whatsapp.RoleMember, Creator: m.Role == emulator.RoleSuperadmin,
		}}
		if m.Role != emulator.RoleMember {
			member.Role = whatsapp.RoleAdmin
		}
		group.Members = append(group.Members, member)
	}
	for _, number := range g.RecentlyLeft {
		group.RecentlyLeft = append(group.RecentlyLeft, phone.Number(number))
	}
	for _, r := range g.JoinRequests {
		request := whatsapp.JoinRequest{
			Person:  whatsapp.Person{Phone: phone.Number(r.Phone), LID: whatsapp.JID(r.LID)},
			AddedBy: whatsapp.Person{Phone: phone.Number(r.AddedBy)}, Method: whatsapp.JoinMethod(r.Method),
			RequestedAt: r.RequestedAt,
		}
		group.Asking = append(group.Asking, gatewaytest.WorldRequest{JoinRequest: request, Hidden: r.HidePhone})
	}
	return group
}

func toEmulator(g gatewaytest.WorldGroup) emulator.Group {
	group := emulator.Group{
		ID:                   string(g.ID),
		Kind:                 string(g.Kind),
		CommunityID:          string(g.Community),
		Name:                 g.Name,
		Description:          g.Description,
		MessagesAdminsOnly:   g.MessagesAdminsOnly,
		InfoAdminsOnly:       g.InfoAdminsOnly,
		MemberAddMode:        string(g.MemberAddMode),
		JoinApprovalRequired: g.JoinApprovalRequired,
		DisappearingMessages: string(
			g.DisappearingMessages,
		),
		AddressingMode: emulator.AddressedByPhone,
		HidesPhones:    g.HidesNumbers,
		InviteCode:     g.Invite.Code(),
		PictureSHA256:  g.Picture,
		CreatedAt:      g.CreatedAt,
		Owner:          string(g.Owner),
	}
	if g.ByLID {
		group.AddressingMode = emulator.AddressedByLID
	}
	for _, m := range g.Members {
		member := emulator.Member{
			Phone:     string(m.Phone),
			LID:       string(m.LID),
			Role:      emulator.RoleMember,
			HidePhone: m.Hidden,
		}
		switch {
		case m.Creator:
			member.Role = emulator.RoleSuperadmin
		case m.Role == whatsapp.RoleAdmin:
			member.Role = emulator.RoleAdmin
		}
		group.Members = append(group.Members, member)
	}
	for _, number := range g.RecentlyLeft {
		group.RecentlyLeft = append(group.RecentlyLeft, string(number))
	}
	for _, r := range g.Asking {
		group.JoinRequests = append(group.JoinRequests, emulator.JoinRequest{
			Phone: string(r.Phone), LID: string(r.LID), HidePhone: r.Hidden, Method: string(r.Method),
			AddedBy: string(r.AddedBy.Phone), RequestedAt: r.RequestedAt,
		})
	}
	return group
}
