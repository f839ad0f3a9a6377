package waha

import (
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wid is an id in WhatsApp's own web page. WEBJS and WPP drive that page, and hand out its objects.
type wid struct {
	Server     string `json:"server"`
	User       string `json:"user"`
	Serialized string `json:"_serialized"`
}

func newWID(id string) *wid {
	id = toCUS(id)
	if id == "" {
		return nil
	}
	user, server, _ := strings.Cut(id, "@")
	return &wid{Server: server, User: user, Serialized: id}
}

// pageAddress reads the id of a person as the page does, which knows phones only as @c.us.
func pageAddress(id string) (world.Address, error) {
	user, server, _ := strings.Cut(id, "@")
	switch {
	case world.IsDigits(user) && server == "c.us":
		return world.Address{Phone: user}, nil
	case world.IsDigits(user) && server == "lid":
		return world.Address{LID: id}, nil
	}
	return world.Address{}, world.ErrBadRequest
}

type pageParticipant struct {
	ID           *wid `json:"id"`
	IsAdmin      bool `json:"isAdmin"`
	IsSuperAdmin bool `json:"isSuperAdmin"`
}

type pageMetadata struct {
	ID                     *wid               `json:"id"`
	Creation               int64              `json:"creation"`
	Owner                  *wid               `json:"owner,omitempty"`
	Subject                string             `json:"subject"`
	SubjectTime            int64              `json:"subjectTime"`
	Desc                   string             `json:"desc,omitempty"`
	DescID                 string             `json:"descId,omitempty"`
	Restrict               bool               `json:"restrict"`
	Announce               bool               `json:"announce"`
	EphemeralDuration      int                `json:"ephemeralDuration"`
	MembershipApprovalMode bool               `json:"membershipApprovalMode"`
	MemberAddMode          string             `json:"memberAddMode"`
	Size                   int                `json:"size"`
	IsParentGroup          bool               `json:"isParentGroup"`
	ParentGroup            *wid               `json:"parentGroup,omitempty"`
	DefaultSubgroup        bool               `json:"defaultSubgroup"`
	IsLIDAddressingMode    bool               `json:"isLidAddressingMode"`
	Participants           *[]pageParticipant `json:"participants,omitempty"`
	PendingParticipants    []struct{}         `json:"pendingParticipants"`
}

// pageChat is a group's chat. Its id is an object, or a string in WPP's list.
type pageChat struct {
	GroupMetadata  pageMetadata `json:"groupMetadata"`
	ID             any          `json:"id"`
	Name           string       `json:"name"`
	FormattedTitle string       `json:"formattedTitle,omitempty"`
	IsGroup        bool         `json:"isGroup"`
	IsReadOnly     bool         `json:"isReadOnly"`
	UnreadCount    int          `json:"unreadCount"`
	Timestamp      int64        `json:"timestamp"`
	Archived       bool         `json:"archived"`
	Pinned         bool         `json:"pinned"`
	IsLocked       bool         `json:"isLocked"`
	IsMuted        bool         `json:"isMuted"`
	MuteExpiration int          `json:"muteExpiration"`
}

// newPageChat is a group's chat. The function personID has the id under which the engine shows a member.
func newPageChat(g world.View, personID func(world.View, world.Member) string) pageChat {
	participants := pageParticipants(g, personID)
	var owner *wid
	if g.Owner != "" {
		owner = newWID(personID(g, g.Creator))
	}
	metadata := pageMetadata{
		ID: newWID(g.ID), Creation: g.CreatedAt.Unix(), Owner: owner,
		Subject: g.Name, SubjectTime: g.CreatedAt.Unix(), Desc: g.Description, DescID: g.DescriptionID(),
		Restrict: g.InfoAdminsOnly, Announce: g.MessagesAdminsOnly,
		EphemeralDuration:      g.DisappearingSeconds(),
		MembershipApprovalMode: g.JoinApprovalRequired, MemberAddMode: g.MemberAddMode,
		Size: g.Size, IsLIDAddressingMode: g.AddressingMode == world.AddressedByLID,
		IsParentGroup: g.Kind == world.KindCommunity, ParentGroup: newWID(g.CommunityID),
		DefaultSubgroup: g.Kind == world.KindAnnouncement,
		Participants:    &participants, PendingParticipants: []struct{}{},
	}
	return pageChat{
		GroupMetadata: metadata, ID: newWID(g.ID), Name: g.Name, IsGroup: true, IsReadOnly: !g.Joined,
		Timestamp: g.CreatedAt.Unix(),
	}
}

// newPageChats are the chats of several groups.
func newPageChats(
	groups []world.View, withParticipants bool, personID func(world.View, world.Member) string,
) []pageChat {
	chats := []pageChat{}
	for _, g := range groups {
		chat := newPageChat(g, personID)
		if !withParticipants {
			chat.GroupMetadata.Participants = nil
		}
		chats = append(chats, chat)
	}
	return chats
}

// pageParticipants are the members of a group.
func pageParticipants(g world.View, personID func(world.View, world.Member) string) []pageParticipant {
	participants := make([]pageParticipant, 0, len(g.Members))
	for _, m := range g.Members {
		participants = append(participants, pageParticipant{
			ID: newWID(personID(g, m)), IsAdmin: m.IsAdmin(), IsSuperAdmin: m.Role == world.RoleSuperadmin,
		})
	}
	return participants
}

// pageError is what comes out of the browser: a minified name, and a stack that ends in puppeteer (WAHA issues 1953 and
// 2159).
func (c *call) pageError(message string) wire.Answer {
	return c.exception(thrown{message, "Error", "Error: " + message +
		"\n    at #evaluate (puppeteer-core/lib/cjs/puppeteer/cdp/ExecutionContext.js:391:19)" +
		"\n    at async ExecutionContext.evaluate (puppeteer-core/lib/cjs/puppeteer/cdp/ExecutionContext.js:277:16)"})
}

// pageInvite is a group seen through its invite.
type pageInvite struct {
	ID                     *wid               `json:"id"`
	Subject                string             `json:"subject"`
	Desc                   string             `json:"desc,omitempty"`
	Owner                  *wid               `json:"owner,omitempty"`
	Creation               int64              `json:"creation"`
	Size                   int                `json:"size"`
	Restrict               bool               `json:"restrict"`
	Announce               bool               `json:"announce"`
	MembershipApprovalMode bool               `json:"membershipApprovalMode"`
	Participants           *[]pageParticipant `json:"participants"`
}

func newPageInvite(g world.View, personID func(world.View, world.Member) string) pageInvite {
	m := newPageChat(g, personID).GroupMetadata
	return pageInvite{
		ID: m.ID, Subject: m.Subject, Desc: m.Desc, Owner: m.Owner, Creation: m.Creation, Size: m.Size,
		Restrict: m.Restrict, Announce: m.Announce, MembershipApprovalMode: m.MembershipApprovalMode,
		Participants: m.Participants,
	}
}
