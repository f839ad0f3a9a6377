package world

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// checkSettings checks the settings that have one of several values, and gives those that have none their first value.
func (g *Group) checkSettings() error {
	if err := g.checkKind(); err != nil {
		return err
	}
	if err := oneOf("member_add_mode", &g.MemberAddMode, AddModeMembers, AddModeAdmins); err != nil {
		return err
	}
	if err := oneOf("addressing_mode", &g.AddressingMode, AddressedByPhone, AddressedByLID); err != nil {
		return err
	}
	return oneOf("disappearing_messages", &g.DisappearingMessages, DisappearingOff, "24h", "7d", "90d")
}

// SetName renames a group.
func (w *WhatsApp) SetName(id, name string) error {
	return w.changeInfo(id, func(g *LiveGroup) error {
		name, err := w.name(name)
		if err == nil {
			g.Name = name
		}
		return err
	})
}

// SetDescription changes or, with an empty text, removes a description.
func (w *WhatsApp) SetDescription(id, description string) error {
	return w.changeInfo(id, func(g *LiveGroup) error { return w.describe(g, description) })
}

// DescribeFirst gives a description to a group that has none. It is a change that does not name the description that it
// replaces: WhatsApp answers with a conflict if there is one.
func (w *WhatsApp) DescribeFirst(id, description string) error {
	return w.changeInfo(id, func(g *LiveGroup) error {
		if err := checkLength(description, maxDescription); err != nil {
			return err
		}
		if g.Description != "" {
			return ErrConflict
		}
		return w.describe(g, description)
	})
}

func (w *WhatsApp) describe(g *LiveGroup, description string) error {
	description = w.text(description)
	if err := checkLength(description, maxDescription); err != nil {
		return err
	}
	g.Description = description
	return nil
}

// SetPicture changes or, with an empty sum, removes the picture.
func (w *WhatsApp) SetPicture(id, sha256 string) error {
	return w.changeInfo(id, func(g *LiveGroup) error {
		g.PictureSHA256 = sha256
		return nil
	})
}

// changeInfo changes what every member may change unless the group's info is locked.
func (w *WhatsApp) changeInfo(id string, change func(*LiveGroup) error) error {
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
	return change(g)
}

// Configure changes a setting, which only admins may. A community has none.
func (w *WhatsApp) Configure(id string, change func(*LiveGroup)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return err
	}
	if g.Kind == KindCommunity {
		return ErrBadRequest
	}
	change(g)
	return nil
}

// DescriptionID stands for the id that WhatsApp gives to every new description. It is empty without a description.
func (g Group) DescriptionID() string {
	if g.Description == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(g.Description))
	return "3EB0" + strings.ToUpper(hex.EncodeToString(sum[:8]))
}

// DisappearingSeconds is the time after which messages disappear, or 0.
func (g Group) DisappearingSeconds() int {
	return map[string]int{"24h": 86400, "7d": 604800, "90d": 7776000}[g.DisappearingMessages]
}
