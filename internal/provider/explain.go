package provider

// What WhatsApp calls a group and a person is explained at the top of each page that speaks of it.
const (
	explainJID = "A JID is WhatsApp's address of a group, such as `120363000000000001@g.us`, or of a person, such as " +
		"`5511999990000@s.whatsapp.net`."
	explainLID = "A LID is an address of a person that does not show their number, such as `123456789012345@lid`."
)
