package provider_test

// goneTable says what becomes of the state and what is said when a group cannot be read as it was. Of the rows that fit
// a cell the last one counts. Names that are joined by " / " are alternatives, and an empty field fits everything.
//
// A row begins with what there is afterwards:
//
//	kept      the state has it as before, and WhatsApp is as before
//	dropped   the state has it no more, and WhatsApp is as before; a plan makes it anew
//	done      what was wanted is done in WhatsApp
//	sent      it is done in WhatsApp, and the state has it as before, since nothing has shown it
//	read      the data source has the group
//
// and goes on with the titles of all warnings and errors. A plan that has an error changes no state.
//
// The walks are `plan`, `import` of it into an empty state, and two that do not refresh, as a saved plan does not: `change`
// of what is configured, and `destroy`.
var goneTable = []struct{ when, walk, kind, dialect, then string }{
	// All is well, also where a list leaves the group out that a single answer has.
	{"list empty / denied once", "plan", "", "", "kept"},
	{"list empty / denied once", "import", "", "", "done"},
	{"list empty / denied once", "change", "", "", "done"},
	{"list empty / denied once", "destroy", "", "", "done"},
	{"list empty / denied once", "destroy", "invite", "GOWS / WhatsAPI", "dropped, warning: Invite link not revoked"},
	{"list empty / denied once", "plan", "data source", "", "read"},

	// The account is not in the group any more, and a fresh list without the group proves it.
	{"left / left the last one / removed", "plan", "", "", "dropped, warning: WhatsApp group gone"},
	{"left / left the last one / removed", "plan", "data source", "", "kept, error: WhatsApp group not read"},
	{"left / left the last one / removed", "import", "", "", "kept, error: Nothing to import"},
	{"left / left the last one / removed", "change", "group", "", "kept, error: WhatsApp group not updated"},
	{"left / left the last one / removed", "change", "member", "", "kept, error: Role not changed"},
	{"left / left the last one / removed", "change", "members", "", "kept, error: WhatsApp group members not read"},
	{"left / left the last one / removed", "change", "invite", "", "kept, error: Invite link not revoked"},
	{"left / left the last one / removed", "destroy", "", "", "dropped"},
	{"left / left the last one / removed", "destroy", "invite", "", "dropped, warning: Invite link not revoked"},
	// A link that was reset joins nothing. Where it cannot be looked up, the apply finds that out.
	{
		"removed", "plan", "joined group", "NOWEB / GOWS / WhatsAPI",
		"kept, warning: WhatsApp group gone, error: Invite link not usable",
	},
	{
		"removed", "plan", "joined group", "WEBJS / WPP",
		"dropped, warning: WhatsApp group gone, warning: Invite link not checked",
	},

	// The account is in the group, and no admin.
	{"let in again", "plan", "", "", "kept"},
	{"let in again", "plan", "invite", "", "kept, warning: Invite link not read"},
	{"let in again", "plan", "data source", "", "read"},
	{"let in again", "import", "", "", "done"},
	{"let in again", "import", "invite", "", "kept, error: Invite link not read"},
	{"let in again", "change", "group", "", "done"},
	{"let in again", "change", "member", "", "kept, error: Role not changed"},
	{"let in again", "change", "members", "", "kept, error: Members of 120363000000000001@g.us not changed: 2"},
	{"let in again", "change", "invite", "", "kept, error: Invite link not revoked"},
	{"let in again", "destroy", "", "", "done"},
	{"let in again", "destroy", "member", "", "kept, error: WhatsApp group member not removed"},
	{"let in again", "destroy", "members", "", "kept, error: Members of 120363000000000001@g.us not removed: 2"},
	{"let in again", "destroy", "invite", "", "dropped, warning: Invite link not revoked"},
	// The old link can be looked up, and is dead.
	{"let in again", "destroy", "invite", "NOWEB / GOWS / WhatsAPI", "dropped"},

	// One answer denies the group and another one has it, or the gateway tells nothing but that it is there.
	{"lost memory / stale / stub", "plan", "group / joined group", "", "kept, error: WhatsApp group not read"},
	{"lost memory / stale / stub", "plan", "member", "", "kept, error: WhatsApp group member not read"},
	{"lost memory / stale / stub", "plan", "members", "", "kept, error: WhatsApp group members not read"},
	{"lost memory / stale / stub", "plan", "invite", "", "kept"},
	{"lost memory / stale / stub", "plan", "data source", "", "kept, error: WhatsApp group not read"},
	{"lost memory / stale / stub", "import", "group / joined group", "", "kept, error: WhatsApp group not read"},
	{"lost memory / stale / stub", "import", "member", "", "kept, error: WhatsApp group member not read"},
	{"lost memory / stale / stub", "import", "members", "", "kept, error: WhatsApp group members not read"},
	{"lost memory / stale / stub", "import", "invite", "", "done"},
	{"lost memory / stale / stub", "change", "group", "", "sent, error: WhatsApp group not updated"},
	{"lost memory / stale / stub", "change", "member", "", "kept, error: Role not changed"},
	{"lost memory / stale / stub", "change", "members", "", "kept, error: WhatsApp group members not read"},
	{"lost memory / stale / stub", "change", "invite", "", "done"},
	{"lost memory / stale / stub", "destroy", "group / joined group", "", "done"},
	// These show a group that was left as one without the account among its members, and a stub has none.
	{"stub", "destroy", "group / joined group", "WEBJS / WPP", "sent, error: WhatsApp group not left"},
	{"lost memory / stale / stub", "destroy", "member", "", "kept, error: WhatsApp group member not removed"},
	{"lost memory / stale / stub", "destroy", "members", "", "kept, error: WhatsApp group members not read"},
	{"lost memory / stale / stub", "destroy", "invite", "", "done"},
	{"lost memory / stale / stub", "destroy", "invite", "GOWS / WhatsAPI", "dropped, warning: Invite link not revoked"},

	// The connection fails, which says nothing of any group.
	{"logged out", "", "", "", "kept, error: The account is not connected to WhatsApp"},
	{"wrong session", "", "", "", "kept, error: The gateway has no session 'ghost'"},
	{"wrong key", "", "", "", "kept, error: The gateway refuses the API key"},
	{"wrong path", "", "", "", "kept, error: The endpoint is not the gateway's address"},
	{"page of a proxy", "", "", "", "kept, error: The endpoint is not the gateway's address"},
	// The same run may be about to start the gateway, and a limit ends. So a plan that reads nothing warns, and its
	// apply fails.
	{"gateway down", "", "", "", "kept, error: The gateway cannot be reached"},
	{
		"gateway down", "change / destroy", "", "",
		"kept, warning: The gateway cannot be reached, error: The gateway cannot be reached",
	},
	{
		"gateway down", "destroy", "invite", "",
		"kept, warning: The gateway cannot be reached, error: Invite link not revoked",
	},
	{"rate limited", "", "", "", "kept, error: Too many calls"},
	{"rate limited", "destroy", "invite", "", "kept, error: Invite link not revoked"},
	// It is asked for no session, so that the plan meets the limit already.
	{
		"rate limited", "change / destroy", "", "Autonotify beta",
		"kept, warning: Too many calls, error: Too many calls",
	},
	{
		"rate limited", "destroy", "invite", "Autonotify beta",
		"kept, warning: Too many calls, error: Invite link not revoked",
	},
	// The page of WhatsApp Web does not say why it fails.
	{"rate limited", "", "group / joined group / data source", "WEBJS / WPP", "kept, error: WhatsApp group not read"},
	{"rate limited", "", "member", "WEBJS / WPP", "kept, error: WhatsApp group member not read"},
	{"rate limited", "", "members", "WEBJS / WPP", "kept, error: WhatsApp group members not read"},
	{"rate limited", "", "invite", "WEBJS / WPP", "kept, error: Invite link not read"},
	{"rate limited", "change", "group", "WEBJS / WPP", "kept, error: WhatsApp group not updated"},
	{"rate limited", "change", "member", "WEBJS / WPP", "kept, error: Role not changed"},
	{"rate limited", "change / destroy", "invite", "WEBJS / WPP", "kept, error: Invite link not revoked"},
	{"rate limited", "destroy", "group / joined group", "WEBJS / WPP", "kept, error: WhatsApp group not left"},
	{"rate limited", "destroy", "member", "WEBJS / WPP", "kept, error: WhatsApp group member not removed"},
	// Its paths are guesses, so that a wrong endpoint looks like one that was guessed wrong.
	{"wrong path", "", "group / joined group / data source", "Autonotify beta", "kept, error: WhatsApp group not read"},
	{"wrong path", "", "member", "Autonotify beta", "kept, error: WhatsApp group member not read"},
	{"wrong path", "", "members", "Autonotify beta", "kept, error: WhatsApp group members not read"},
	{"wrong path", "", "invite", "Autonotify beta", "kept, error: Invite link not read"},
	{"wrong path", "change", "group", "Autonotify beta", "kept, error: WhatsApp group not updated"},
	{"wrong path", "change", "member", "Autonotify beta", "kept, error: Role not changed"},
	{"wrong path", "change / destroy", "invite", "Autonotify beta", "kept, error: Invite link not revoked"},
	{"wrong path", "destroy", "group / joined group", "Autonotify beta", "kept, error: WhatsApp group not left"},
	{"wrong path", "destroy", "member", "Autonotify beta", "kept, error: WhatsApp group member not removed"},

	{"another account", "", "", "", "kept, error: Another WhatsApp account is connected"},
	{"another account", "plan", "data source", "", "kept, error: WhatsApp group not read"},
	{"another account", "import", "", "", "kept, error: Nothing to import"},
}
