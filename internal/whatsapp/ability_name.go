package whatsapp

// abilityNames are the names under which configurations ask for abilities. They never change, whatever the texts say.
var abilityNames = map[Ability]string{
	CreateGroup:               "create_group",
	CreateEmptyGroup:          "create_empty_group",
	ChangeMembers:             "change_members",
	LeaveGroup:                "leave_group",
	DeleteChat:                "delete_chat",
	ReadInvite:                "read_invite",
	RevokeInvite:              "revoke_invite",
	ReadInviteInfo:            "read_invite_info",
	JoinGroup:                 "join_group",
	LookUpContact:             "look_up_contact",
	SendInvitation:            "send_invitation",
	ApproveJoinRequests:       "approve_join_requests",
	InviteByAdding:            "invite_by_adding",
	TellGroupKind:             "tell_group_kind",
	TellOwnNumber:             "tell_own_number",
	NameAdded:                 "name_added",
	WriteWebhook:              "write_webhook",
	ReadWebhook:               "read_webhook",
	WriteWebhookDetails:       "write_webhook_details",
	WriteName:                 "write_name",
	WriteDescription:          "write_description",
	ClearDescription:          "clear_description",
	WriteMessagesAdminsOnly:   "write_messages_admins_only",
	LiftMessagesAdminsOnly:    "lift_messages_admins_only",
	WriteInfoAdminsOnly:       "write_info_admins_only",
	LiftInfoAdminsOnly:        "lift_info_admins_only",
	WriteMemberAddMode:        "write_member_add_mode",
	WriteJoinApprovalRequired: "write_join_approval_required",
	WritePicture:              "write_picture",
	WritePictureURL:           "write_picture_url",
	ReadMemberAddMode:         "read_member_add_mode",
	ReadJoinApprovalRequired:  "read_join_approval_required",
	ReadDisappearingMessages:  "read_disappearing_messages",
}

// Name is the ability in one word of a configuration, such as "revoke_invite".
func (a Ability) Name() string { return abilityNames[a] }
