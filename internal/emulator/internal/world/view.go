package world

import "slices"

// View is a group as it was at one moment, as the linked account sees it.
type View struct {
	Group
	Joined       bool   // The account is a member.
	Admin        bool   // The account is an admin.
	Chat         bool   // The account has a chat for it.
	Creator      Member // The person who made the group, who may have left it; zero if unknown.
	ShareHistory bool
	Size         int // How many members there are, also where not all of them are shown.
}

// Groups returns all groups that exist, also those that the account is not in.
func (w *WhatsApp) Groups() []View {
	w.mu.Lock()
	defer w.mu.Unlock()
	views := make([]View, 0, len(w.groups))
	for _, g := range w.groups {
		views = append(views, w.view(g))
	}
	return views
}

// Group returns one group, or ErrNoSuchGroup.
func (w *WhatsApp) Group(id string) (View, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := w.group(id)
	if g == nil {
		return View{}, ErrNoSuchGroup
	}
	return w.view(g), nil
}

// JoinedGroup returns a group that the account is in.
func (w *WhatsApp) JoinedGroup(id string) (View, error) {
	view, err := w.Group(id)
	if err == nil && !view.Joined {
		return View{}, ErrNotMember
	}
	return view, err
}

// JoinedGroups returns the groups that the account is in.
func (w *WhatsApp) JoinedGroups() []View {
	return slices.DeleteFunc(w.Groups(), func(view View) bool { return !view.Joined })
}

func (w *WhatsApp) view(g *LiveGroup) View {
	view := View{Group: g.clone(), Chat: g.chat, ShareHistory: g.ShareHistory}
	for i, m := range view.Members {
		view.Members[i] = w.shown(g, m)
	}
	if i := g.IndexOf(w.self()); i >= 0 {
		view.Joined, view.Admin = true, g.Members[i].IsAdmin()
	}
	if g.Owner != "" {
		p, _ := w.find(Address{Phone: g.Owner})
		view.Creator = w.shown(g, Member{Phone: p.Phone, LID: p.LID})
		if i := g.IndexOf(p); i >= 0 {
			view.Creator = view.Members[i]
		}
	}
	view.Size = len(view.Members)
	for i, m := range view.Members {
		if m.ListedTwice != "" && m.VisiblePhone() != "" { // Whose phone is hidden has no entry by phone.
			byLID := m
			byLID.HidePhone, byLID.Role = true, m.ListedTwice
			view.Members = append(view.Members, byLID)
			view.Members[i].LID = ""
			view.Size++ // A cache counts what it lists.
		}
	}
	return view
}

// shown is a member as the account sees them. A group that hides phones hides everybody's but the account's own. This
// is decided at every look and never stored: once the group hides nobody, only those stay hidden who hide themselves.
func (w *WhatsApp) shown(g *LiveGroup, m Member) Member {
	m.HidePhone = m.HidePhone || g.HidesPhones && m.LID != w.account.LID
	return m
}
