package chaos

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// converge: once nothing goes wrong any more, and people have put right what only they can, two applies of what is
// configured last do all of it, and a third has nothing to do.
func (r *run) converge(ctx context.Context) ([]Breach, error) {
	last := r.last()
	for workspace, c := range last {
		if c == nil {
			continue
		}
		var said string
		for n := range 3 {
			if err := r.putRight(workspace); err != nil {
				return nil, err
			}
			told := c.clone()
			told.tellOfSingles(r.states[workspace])
			command := doApply
			if n == 2 {
				command = doPlan
			}
			alone := Step{Runs: []Run{{Workspace: workspace, Command: command, Config: told}}}
			seen, err := r.step(ctx, 100+10*workspace+n, alone)
			if err != nil {
				return nil, err
			}
			broken := seen.check()
			run := seen.runs[0]
			said += fmt.Sprintf("\n--- %s %d of workspace %d:\n%s", command, n+1, workspace, run.said())
			switch {
			case len(broken) > 0:
			case n == 1 && run.ds.HasErrors():
				broken = []Breach{{Invariant: "converge", What: "the second apply fails:" + said}}
			case n == 2 && (run.ds.HasErrors() || !run.plan.IsEmpty()):
				broken = []Breach{{Invariant: "converge", What: "the plan is not empty:" + changes(run.plan) + said}}
			}
			if len(broken) > 0 {
				return broken, nil
			}
		}
	}
	return nil, nil
}

// changes lists what a plan does.
func changes(p *terraformtest.Plan) (text string) {
	if p == nil {
		return ""
	}
	for _, c := range p.Changes {
		if c.Action != terraformtest.NoOp {
			text += fmt.Sprintf(" %s %s", c.Action, c.Address)
		}
	}
	return text
}

// last are the configurations of the workspaces in the end, nil for one that had none.
func (r *run) last() (last [2]*Config) {
	for _, s := range r.Steps {
		for _, run := range s.Runs {
			c := run.Config.clone()
			c.Removed, c.Moved, c.Imports = nil, c.webhookMoves(), nil
			last[run.Workspace] = &c
		}
	}
	// Two maps, or two of whatever wants to be alone, never end with each other.
	if last[0] != nil && last[1] != nil {
		last[1] = nil
	}
	for _, c := range last {
		if c != nil {
			c.agree()
		}
	}
	return last
}

// where is the group that a block is about, by one name.
func (r Resource) where() string {
	if there := adopted[r.Place]; there != "" {
		return there
	}
	return r.Place
}

// agree takes out of a configuration what contradicts itself, so that it can be.
func (c *Config) agree() {
	roles, named := map[string]string{}, map[string]bool{}
	var kept []Resource
	for _, r := range c.Resources {
		switch r.Type {
		case typeGroup:
			name := r.argument("name")
			if named[name] {
				r.Args["name"] = quoted(name + " of " + r.Label)
			}
			named[name] = true
			r.Args["on_existing"] = quoted("create")
		case typeMember:
			role := r.argument("role")
			if role == "" {
				role = "member"
			}
			phones := map[string]string{"": r.argument("phone_number")}
			if r.ForEach {
				phones = r.People
			}
			for key, phone := range phones {
				if had, is := roles[r.where()+phone]; is && had != role {
					delete(phones, key)
				} else {
					roles[r.where()+phone] = role
				}
			}
			if len(phones) == 0 {
				continue
			}
		case typeMembers:
			r.Args["exclusive"] = "false"
			for phone, role := range r.People {
				if had, is := roles[r.where()+phone]; is {
					r.People[phone] = had
				} else {
					roles[r.where()+phone] = role
				}
			}
		}
		kept = append(kept, r)
	}
	// A map that leaves out somebody whom another resource of the group has is refused.
	for _, r := range kept {
		if r.Type != typeMembers {
			continue
		}
		for held, role := range roles {
			if phone, is := strings.CutPrefix(held, r.where()); is && strings.HasPrefix(phone, "+") {
				r.People[phone] = role
			}
		}
	}
	c.Resources = kept
}

// tellOfSingles has the configuration say what becomes of those resources in a state of which a group has one, and
// which the configuration has at another address: they move there, or are forgotten where there is one already.
func (c *Config) tellOfSingles(s *terraformtest.State) {
	all := holds(s)
	for _, r := range c.Resources {
		if !r.isSingle() && r.Type != typeWebhook {
			continue
		}
		group := foreign[r.Place]
		if own := find(all, at(typeGroup+"."+r.Place)); own != nil {
			group = own.text("id")
		}
		there := find(all, at(r.address())) != nil
		for _, h := range all {
			another := r.Type == typeInvite && h.group() != group ||
				r.Type == typeWebhook && h.text("url") != r.argument("url")
			if h.kind != r.Type || c.resource(h.address) != nil || another {
				continue
			}
			if there {
				c.Removed = append(c.Removed, h.address)
			} else {
				c.Moved, there = append(c.Moved, [2]string{h.address, r.address()}), true
			}
		}
	}
}

// putRight is what people do so that the configuration of a workspace can be carried out.
func (r *run) putRight(workspace int) error {
	r.clock.After(26 * time.Hour)
	if err := r.server.SetLimits(emulator.Limits{}); err != nil {
		return err
	}
	r.putSessionRight()
	relinked := slices.ContainsFunc(r.Steps, Step.relinks)
	ours := map[string]bool{foreign[club]: true, foreign[choir]: true, foreign[circle]: true}
	joined := false
	for i, s := range r.states {
		for _, h := range holds(s) {
			// What another account has joined takes this one in as a member, by the remedy of the error.
			if h.kind == typeGroup || h.kind == typeJoined && relinked {
				ours[h.text("id")] = true
			}
			joined = joined || h.kind == typeJoined && i == workspace
		}
	}
	// Nobody can tell of which group a link is, or, where the gateway does not tell who the account is, that another
	// one has dropped what it did not see.
	forgotten := !joined && (r.d.blind || r.d.told && relinked)
	return r.server.ChangeWorld(func(w *emulator.World) error {
		for i := range w.People {
			w.People[i].Registered, w.People[i].Adds = true, emulator.AddsEveryone
		}
		w.Account.LockedUntil = time.Time{}
		if err := connectWhatStarts(w); err != nil {
			return err
		}
		for i := range w.Groups {
			g := &w.Groups[i]
			g.RecentlyLeft, g.HidesPhones = nil, false
			for j := range g.Members {
				g.Members[j].HidePhone = false
			}
			if m := memberOf(*g, own); m == nil && ours[g.ID] {
				g.Members = append(g.Members, emulator.Member{Phone: own, Role: emulator.RoleAdmin})
			} else if m != nil && ours[g.ID] && m.Role == emulator.RoleMember {
				m.Role = emulator.RoleAdmin
			}
			if g.ID == foreign[chess] {
				g.InviteCode, g.JoinApprovalRequired = chessCode, false
				if forgotten {
					remove(g, own)
				}
			}
		}
		return nil
	})
}

// putSessionRight removes what no plan takes: webhooks that are there already, or twice.
func (r *run) putSessionRight() {
	known, seen := map[string]bool{}, map[string]bool{}
	for _, s := range r.states {
		for _, h := range holds(s) {
			if h.kind == typeWebhook {
				known[h.text("url")] = true
			}
		}
	}
	configured := readSession(r.server.SessionConfig())
	n := len(configured.entries)
	configured.entries = slices.DeleteFunc(configured.entries, func(e entry) bool {
		wrong := e.isOurs() && (!known[e.URL] || seen[e.URL])
		seen[e.URL] = true
		return wrong
	})
	if len(configured.entries) < n {
		r.server.SetSessionConfig(configured.write())
	}
}
