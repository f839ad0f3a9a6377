package emulator

import (
	"time"
	"unicode/utf8"
)

// create makes a group with the account as its creator and tries to add the others. A person who cannot be added does not
// keep the group from coming into being.
func (w *whatsapp) create(name string, invitees []address) (groupView, []outcome, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if utf8.RuneCountInString(name) > maxName {
		return groupView{}, nil, errTooLong
	}
	g := &group{chat: true, Group: Group{
		ID:                   newGroupID(),
		Name:                 name,
		MemberAddMode:        AddModeMembers,
		DisappearingMessages: DisappearingOff,
		AddressingMode:       AddressedByPhone,
		InviteCode:           newCode(),
		CreatedAt:            time.Now().UTC().Truncate(time.Second),
		Owner:                w.account.Phone,
		Members:              []Member{{Phone: w.account.Phone, LID: w.account.LID, Role: RoleSuperadmin}},
	}}
	w.groups = append(w.groups, g)
	outcomes := make([]outcome, 0, len(invitees))
	for _, invitee := range invitees {
		outcomes = append(outcomes, w.addOne(g, invitee))
	}
	return w.view(g), outcomes, nil
}

// setName renames a group.
func (w *whatsapp) setName(id, name string) error {
	return w.changeInfo(id, name, maxName, func(g *group) { g.Name = name })
}

// setDescription changes or, with an empty text, removes a description.
func (w *whatsapp) setDescription(id, description string) error {
	return w.changeInfo(id, description, maxDescription, func(g *group) { g.Description = description })
}

// describeFirst gives a description to a group that has none. It is a change that does not name the description it
// replaces: WhatsApp takes that for a conflict as soon as there is one.
func (w *whatsapp) describeFirst(id, description string) error {
	conflict := false
	err := w.changeInfo(id, description, maxDescription, func(g *group) {
		if conflict = g.Description != ""; !conflict {
			g.Description = description
		}
	})
	if err == nil && conflict {
		return errConflict
	}
	return err
}

// setPicture changes or, with an empty sum, removes the picture.
func (w *whatsapp) setPicture(id, sha256 string) error {
	return w.changeInfo(id, "", 0, func(g *group) { g.PictureSHA256 = sha256 })
}

// changeInfo changes what every member may change unless the group's info is locked.
func (w *whatsapp) changeInfo(id, text string, limit int, change func(*group)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asMember(id)
	if err != nil {
		return err
	}
	if g.InfoAdminsOnly {
		if g, err = w.asAdmin(id); err != nil {
			return err
		}
	}
	if utf8.RuneCountInString(text) > limit {
		return errTooLong
	}
	change(g)
	return nil
}

// configure changes a setting, which only admins may.
func (w *whatsapp) configure(id string, change func(*group)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return err
	}
	change(g)
	return nil
}

// leave takes the account out of a group. WhatsApp has no way to delete a group: it lives on, and if nobody is left to
// administer it, somebody is promoted.
func (w *whatsapp) leave(id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asMember(id)
	if err != nil {
		return err
	}
	i := g.member(w.self())
	g.Members = append(g.Members[:i], g.Members[i+1:]...)
	for _, m := range g.Members {
		if m.admin() {
			return nil
		}
	}
	if len(g.Members) > 0 {
		g.Members[0].Role = RoleAdmin
	}
	return nil
}

// deleteChat removes a group from the account's chats, and from nothing else. It reports whether there was such a chat.
func (w *whatsapp) deleteChat(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := w.group(id)
	if g == nil || !g.chat {
		return false
	}
	g.chat = false
	return true
}
