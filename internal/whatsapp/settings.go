package whatsapp

// Change is one change to a group's attribute. The concrete types below are all there are.
type Change interface {
	// Attribute is what the change is about.
	Attribute() Attribute
	// Ability is what a gateway needs to carry the change out.
	Ability() Ability
	// ShownBy tells whether the group, as it was read, has the change, and whether the reading can tell at all.
	ShownBy(Group) (shown, readable bool)
}

// SetName renames the group.
type SetName string

// SetDescription replaces the description; the empty one clears it.
type SetDescription string

// SetMessagesAdminsOnly lets only admins send messages, or everybody.
type SetMessagesAdminsOnly bool

// SetInfoAdminsOnly lets only admins change name, description and picture, or everybody.
type SetInfoAdminsOnly bool

// SetMemberAddMode says who may add members.
type SetMemberAddMode MemberAddMode

// SetJoinApprovalRequired makes those who come by the invite link wait for an admin, or not.
type SetJoinApprovalRequired bool

// SetDisappearingMessages sets the timer after which messages vanish.
type SetDisappearingMessages DisappearingMessages

// SetPicture replaces the picture: by the image itself, or by an address from which the gateway loads it. One of the two
// is set.
type SetPicture struct {
	// Image is a JPEG or PNG file.
	Image []byte
	// URL is loaded by the gateway, not by us.
	URL string
}

// The attributes of the changes.
func (SetName) Attribute() Attribute                 { return AttributeName }
func (SetDescription) Attribute() Attribute          { return AttributeDescription }
func (SetMessagesAdminsOnly) Attribute() Attribute   { return AttributeMessagesAdminsOnly }
func (SetInfoAdminsOnly) Attribute() Attribute       { return AttributeInfoAdminsOnly }
func (SetMemberAddMode) Attribute() Attribute        { return AttributeMemberAddMode }
func (SetJoinApprovalRequired) Attribute() Attribute { return AttributeJoinApprovalRequired }
func (SetDisappearingMessages) Attribute() Attribute { return AttributeDisappearingMessages }
func (SetPicture) Attribute() Attribute              { return AttributePicture }

// The abilities that the changes need.
func (SetName) Ability() Ability { return WriteName }
func (d SetDescription) Ability() Ability {
	if d == "" {
		return ClearDescription
	}
	return WriteDescription
}
func (c SetMessagesAdminsOnly) Ability() Ability {
	if !c {
		return LiftMessagesAdminsOnly
	}
	return WriteMessagesAdminsOnly
}
func (c SetInfoAdminsOnly) Ability() Ability {
	if !c {
		return LiftInfoAdminsOnly
	}
	return WriteInfoAdminsOnly
}
func (SetMemberAddMode) Ability() Ability        { return WriteMemberAddMode }
func (SetJoinApprovalRequired) Ability() Ability { return WriteJoinApprovalRequired }
func (SetDisappearingMessages) Ability() Ability { return WriteDisappearingMessages }
func (p SetPicture) Ability() Ability {
	if p.URL != "" {
		return WritePictureURL
	}
	return WritePicture
}

// ShownBy compares the name; a group that was read has one.
func (c SetName) ShownBy(g Group) (shown, readable bool) { return g.Name == string(c), true }

// ShownBy compares the description.
func (c SetDescription) ShownBy(g Group) (shown, readable bool) {
	return shows(g.Description, string(c))
}

// ShownBy compares who may send messages.
func (c SetMessagesAdminsOnly) ShownBy(g Group) (shown, readable bool) {
	return shows(g.MessagesAdminsOnly, bool(c))
}

// ShownBy compares who may change the group's info.
func (c SetInfoAdminsOnly) ShownBy(g Group) (shown, readable bool) {
	return shows(g.InfoAdminsOnly, bool(c))
}

// ShownBy compares who may add members.
func (c SetMemberAddMode) ShownBy(g Group) (shown, readable bool) {
	return shows(g.MemberAddMode, MemberAddMode(c))
}

// ShownBy compares whether an admin has to approve.
func (c SetJoinApprovalRequired) ShownBy(g Group) (shown, readable bool) {
	return shows(g.JoinApprovalRequired, bool(c))
}

// ShownBy compares the timer.
func (c SetDisappearingMessages) ShownBy(g Group) (shown, readable bool) {
	return shows(g.DisappearingMessages, DisappearingMessages(c))
}

// ShownBy never can tell: WhatsApp re-encodes pictures and gives out signed, expiring addresses of its copy.
func (SetPicture) ShownBy(Group) (shown, readable bool) { return false, false }

func shows[T comparable](told *T, want T) (shown, readable bool) {
	return told != nil && *told == want, told != nil
}
