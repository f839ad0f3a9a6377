package whatsapp

// What can be set of a group is all in this file: how it is read, changed and named, and which ability a gateway needs.

// The limits of WhatsApp for texts, in characters (evidence/whatsapp.md §5).
const (
	MaxNameLength        = 100
	MaxDescriptionLength = 2048
)

// Settings are what an admin can set of a group, as a gateway reads it. A pointer that is nil was not told: it says
// nothing about WhatsApp.
type Settings struct {
	Name                 string
	Description          *string
	MessagesAdminsOnly   *bool
	InfoAdminsOnly       *bool
	MemberAddMode        *MemberAddMode
	JoinApprovalRequired *bool
	DisappearingMessages *DisappearingMessages
}

// MemberAddMode says who may add members.
type MemberAddMode string

// The member-add modes, in WhatsApp's words.
const (
	AdminAdd     MemberAddMode = "admin_add"
	AllMemberAdd MemberAddMode = "all_member_add"
)

// DisappearingMessages is the time after which messages vanish. WhatsApp rejects any other in groups.
type DisappearingMessages string

// The timers of WhatsApp.
const (
	DisappearOff    DisappearingMessages = "off"
	DisappearDay    DisappearingMessages = "24h"
	DisappearWeek   DisappearingMessages = "7d"
	DisappearMonths DisappearingMessages = "90d"
)

// Attribute names a setting as users know it: it is the argument's name in Terraform.
type Attribute string

// The attributes. A picture has one for each way to give it.
const (
	AttributeName                 Attribute = "name"
	AttributeDescription          Attribute = "description"
	AttributeMessagesAdminsOnly   Attribute = "messages_admins_only"
	AttributeInfoAdminsOnly       Attribute = "info_admins_only"
	AttributeMemberAddMode        Attribute = "member_add_mode"
	AttributeJoinApprovalRequired Attribute = "join_approval_required"
	AttributeDisappearingMessages Attribute = "disappearing_messages"
	AttributePicturePath          Attribute = "picture_path"
	AttributePictureURL           Attribute = "picture_url"
)

// The abilities that settings need.
const (
	WriteName                 Ability = "change the name of a group"
	WriteDescription          Ability = "change the description of a group"
	ClearDescription          Ability = "clear the description of a group"
	WriteMessagesAdminsOnly   Ability = "let only admins send messages"
	LiftMessagesAdminsOnly    Ability = "let everybody send messages again"
	WriteInfoAdminsOnly       Ability = "let only admins edit the group info"
	LiftInfoAdminsOnly        Ability = "let everybody edit the group info again"
	WriteMemberAddMode        Ability = "change who may add members"
	WriteJoinApprovalRequired Ability = "change whether joining needs approval"
	WritePicture              Ability = "change the picture from a file"
	WritePictureURL           Ability = "change the picture from a URL"
	ReadMemberAddMode         Ability = "read who may add members"
	ReadJoinApprovalRequired  Ability = "read whether joining needs approval"
	ReadDisappearingMessages  Ability = "read the time after which messages disappear"
)

// Change is one change of a setting. The concrete types below are all there are.
type Change interface {
	// Attribute is what the change is about.
	Attribute() Attribute
	// Ability is what a gateway needs to carry the change out.
	Ability() Ability
	// ShownBy reports whether the group, as it was read, has the change, and whether the reading can tell at all.
	ShownBy(Group) (shown, readable bool)
}

// SetName renames the group.
type SetName string

// Attribute is the name.
func (SetName) Attribute() Attribute { return AttributeName }

// Ability is to write it.
func (SetName) Ability() Ability { return WriteName }

// ShownBy compares the name, which every reading tells.
func (c SetName) ShownBy(g Group) (shown, readable bool) { return SameText(g.Name, string(c)), true }

// SetDescription replaces the description; the empty one clears it.
type SetDescription string

// Attribute is the description.
func (SetDescription) Attribute() Attribute { return AttributeDescription }

// Ability is to write it, or to clear it.
func (c SetDescription) Ability() Ability {
	if SameText(string(c), "") {
		return ClearDescription
	}
	return WriteDescription
}

// ShownBy compares the description.
func (c SetDescription) ShownBy(g Group) (shown, readable bool) {
	return g.Description != nil && SameText(*g.Description, string(c)), g.Description != nil
}

// SetMessagesAdminsOnly lets only admins send messages, or everybody.
type SetMessagesAdminsOnly bool

// Attribute is who may send messages.
func (SetMessagesAdminsOnly) Attribute() Attribute { return AttributeMessagesAdminsOnly }

// Ability is to set the restriction, or to lift it.
func (c SetMessagesAdminsOnly) Ability() Ability {
	if !c {
		return LiftMessagesAdminsOnly
	}
	return WriteMessagesAdminsOnly
}

// ShownBy compares who may send messages.
func (c SetMessagesAdminsOnly) ShownBy(g Group) (shown, readable bool) {
	return shows(g.MessagesAdminsOnly, bool(c))
}

// SetInfoAdminsOnly lets only admins change name, description and picture, or everybody.
type SetInfoAdminsOnly bool

// Attribute is who may change the group's info.
func (SetInfoAdminsOnly) Attribute() Attribute { return AttributeInfoAdminsOnly }

// Ability is to set the restriction, or to lift it.
func (c SetInfoAdminsOnly) Ability() Ability {
	if !c {
		return LiftInfoAdminsOnly
	}
	return WriteInfoAdminsOnly
}

// ShownBy compares who may change the group's info.
func (c SetInfoAdminsOnly) ShownBy(g Group) (shown, readable bool) {
	return shows(g.InfoAdminsOnly, bool(c))
}

// SetMemberAddMode says who may add members.
type SetMemberAddMode MemberAddMode

// Attribute is who may add members.
func (SetMemberAddMode) Attribute() Attribute { return AttributeMemberAddMode }

// Ability is to write it.
func (SetMemberAddMode) Ability() Ability { return WriteMemberAddMode }

// ShownBy compares who may add members.
func (c SetMemberAddMode) ShownBy(g Group) (shown, readable bool) {
	return shows(g.MemberAddMode, MemberAddMode(c))
}

// SetJoinApprovalRequired makes those who come by the invite link wait for an admin, or not.
type SetJoinApprovalRequired bool

// Attribute is whether an admin has to approve.
func (SetJoinApprovalRequired) Attribute() Attribute { return AttributeJoinApprovalRequired }

// Ability is to write it.
func (SetJoinApprovalRequired) Ability() Ability { return WriteJoinApprovalRequired }

// ShownBy compares whether an admin has to approve.
func (c SetJoinApprovalRequired) ShownBy(g Group) (shown, readable bool) {
	return shows(g.JoinApprovalRequired, bool(c))
}

// SetPicture replaces the picture by a JPEG or PNG image.
type SetPicture []byte

// Attribute is the picture's file.
func (SetPicture) Attribute() Attribute { return AttributePicturePath }

// Ability is to send an image.
func (SetPicture) Ability() Ability { return WritePicture }

// ShownBy never can tell: WhatsApp encodes pictures anew and gives out signed, expiring addresses of its copy.
func (SetPicture) ShownBy(Group) (shown, readable bool) { return false, false }

// SetPictureURL replaces the picture by one that the gateway loads from an address.
type SetPictureURL string

// Attribute is the picture's address.
func (SetPictureURL) Attribute() Attribute { return AttributePictureURL }

// Ability is to load a picture.
func (SetPictureURL) Ability() Ability { return WritePictureURL }

// ShownBy never can tell, as for SetPicture.
func (SetPictureURL) ShownBy(Group) (shown, readable bool) { return false, false }

func shows[T comparable](told *T, want T) (shown, readable bool) {
	return told != nil && *told == want, told != nil
}
