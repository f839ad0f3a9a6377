package provider

// What destroying a resource does to WhatsApp.
const (
	onDestroyLeave          = "leave"
	onDestroyRemoveAndLeave = "remove_members_and_leave"
	onDestroyKeep           = "keep"
	onDestroyRemove         = "remove"
	onDestroyRevoke         = "revoke"
)
