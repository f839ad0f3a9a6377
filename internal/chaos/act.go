package chaos

import (
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// acts are what people do in WhatsApp. Each gets a group and somebody's phone.
var acts = map[string]func(w *emulator.World, g *emulator.Group, phone string){
	"somebody adds them": func(w *emulator.World, g *emulator.Group, phone string) {
		if memberOf(*g, phone) == nil && !isUnknown(w, phone) {
			g.Members = append(g.Members, emulator.Member{Phone: phone, Role: emulator.RoleMember})
		}
	},
	"somebody removes them": func(_ *emulator.World, g *emulator.Group, phone string) { remove(g, phone) },
	"they leave": func(_ *emulator.World, g *emulator.Group, phone string) {
		if memberOf(*g, phone) != nil {
			remove(g, phone)
			g.RecentlyLeft = append(g.RecentlyLeft, phone)
		}
	},
	"somebody promotes them": func(_ *emulator.World, g *emulator.Group, phone string) {
		setRole(g, phone, emulator.RoleAdmin)
	},
	"somebody demotes them": func(_ *emulator.World, g *emulator.Group, phone string) {
		setRole(g, phone, emulator.RoleMember)
	},
	"somebody renames the group": func(_ *emulator.World, g *emulator.Group, _ string) { g.Name += "!" },
	"somebody describes the group": func(_ *emulator.World, g *emulator.Group, _ string) {
		g.Description = "by hand"
	},
	"somebody resets the link": func(_ *emulator.World, g *emulator.Group, _ string) { g.InviteCode = "" },
	"the account is kicked":    func(_ *emulator.World, g *emulator.Group, _ string) { remove(g, own) },
	"the account is let in": func(_ *emulator.World, g *emulator.Group, _ string) {
		if memberOf(*g, own) == nil {
			g.Members = append(g.Members, emulator.Member{Phone: own, Role: emulator.RoleAdmin})
		}
	},
	"the account is demoted": func(_ *emulator.World, g *emulator.Group, _ string) {
		setRole(g, own, emulator.RoleMember)
	},
	"the group hides its numbers": func(_ *emulator.World, g *emulator.Group, _ string) {
		g.AddressingMode, g.HidesPhones = emulator.AddressedByLID, true
	},
	"they ask to join": func(_ *emulator.World, g *emulator.Group, phone string) {
		switch {
		case memberOf(*g, phone) != nil || asks(*g, phone):
		case g.JoinApprovalRequired:
			g.JoinRequests = append(g.JoinRequests, emulator.JoinRequest{Phone: phone})
		default: // Whoever has the link is in at once.
			g.Members = append(g.Members, emulator.Member{Phone: phone, Role: emulator.RoleMember})
		}
	},
	"whoever was invited joins": func(_ *emulator.World, g *emulator.Group, _ string) {
		for _, phone := range g.Invited {
			if memberOf(*g, phone) == nil {
				g.Members = append(g.Members, emulator.Member{Phone: phone, Role: emulator.RoleMember})
			}
		}
	},
	relinked: func(w *emulator.World, _ *emulator.Group, _ string) {
		w.Account.Phone, w.Account.LID = second, ""
	},
	"the session starts": func(w *emulator.World, _ *emulator.Group, _ string) {
		w.Account.Status, w.Account.StartsForRequests = emulator.StatusStarting, 4
	},
	"the session is stopped": func(w *emulator.World, _ *emulator.Group, _ string) {
		w.Account.Status, w.Account.StartsForRequests = emulator.StatusStopped, 0
	},
}

// relinked is the act by which the gateway has another account until the end of the step.
const relinked = "another account is linked"

// ofTheSession are the acts that change no group.
var ofTheSession = []string{relinked, "the session starts", "the session is stopped"}

// do carries an act out.
func (a Act) do(s *emulator.Server) error {
	if change := byHand[a.What]; change != nil {
		configured := readSession(s.SessionConfig())
		change(&configured, a.Group)
		s.SetSessionConfig(configured.write())
		return nil
	}
	act := acts[a.What]
	if act == nil {
		return fmt.Errorf("nobody knows how to do %q", a.What)
	}
	return s.ChangeWorld(func(w *emulator.World) error {
		if len(w.Groups) > 0 {
			act(w, &w.Groups[a.Group%len(w.Groups)], a.Phone)
		}
		return nil
	})
}

// touchesGroups reports whether people change a group during the step.
func (s Step) touchesGroups() bool {
	return slices.ContainsFunc(s.Acts, func(a Act) bool {
		return !slices.Contains(ofTheSession, a.What) && byHand[a.What] == nil
	})
}

// touchesSession reports whether people configure the session during a run. What they do before it is as if it had
// always been so.
func (s Step) touchesSession() bool {
	return slices.ContainsFunc(s.Acts, func(a Act) bool { return a.Call > 0 && byHand[a.What] != nil })
}

// relinks reports whether the gateway has another account for a while.
func (s Step) relinks() bool {
	return slices.ContainsFunc(s.Acts, func(a Act) bool { return a.What == relinked })
}

// isUnknown reports whether somebody is not on WhatsApp, and so in no group.
func isUnknown(w *emulator.World, phone string) bool {
	return slices.ContainsFunc(w.People, func(p emulator.Person) bool { return p.Phone == phone && !p.Registered })
}

func memberOf(g emulator.Group, phone string) *emulator.Member {
	for i := range g.Members {
		if g.Members[i].Phone == phone {
			return &g.Members[i]
		}
	}
	return nil
}

// asks reports whether somebody asks to join a group.
func asks(g emulator.Group, phone string) bool {
	return slices.ContainsFunc(g.JoinRequests, func(r emulator.JoinRequest) bool { return r.Phone == phone })
}

func remove(g *emulator.Group, phone string) {
	g.Members = slices.DeleteFunc(g.Members, func(m emulator.Member) bool { return m.Phone == phone })
}

func setRole(g *emulator.Group, phone, role string) {
	if m := memberOf(*g, phone); m != nil && m.Role != emulator.RoleSuperadmin {
		m.Role = role
	}
}
