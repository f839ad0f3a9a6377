package provider

import (
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

var groupID = accepted{"the id of a WhatsApp group", checkGroupID}

// checkGroupID takes only the canonical form, so that an id means the same wherever it is compared.
func checkGroupID(s string) error {
	id, err := parseGroupID(s)
	if err != nil {
		return err
	}
	if string(id) != s {
		return mistaken("it must be written as " + string(id))
	}
	return nil
}

// parseGroupID says what was written in place of an id, and where the id is to be found. It repeats nothing.
func parseGroupID(s string) (whatsapp.JID, error) {
	id, err := whatsapp.ParseGroupJID(s)
	if err == nil {
		return id, nil
	}
	written := strings.TrimSpace(s)
	user, server, address := strings.Cut(written, "@")
	digits := strings.ReplaceAll(user, "-", "")
	onlyDigits := digits != "" && strings.Trim(digits, "0123456789") == ""
	switch {
	case written == "":
		return "", mistaken("it is empty. " + whereIDsAre)
	case whatsapp.MayBeInvite(written):
		return "", mistaken("it is an invite link or the code of one, not the id of a group. The data source " +
			"`whatsapp_group_invite_info` finds the id of the group of a link, and the resource " +
			"`whatsapp_joined_group` joins it. A group that this configuration makes has its id in " +
			"`whatsapp_group.NAME.id`")
	case !address && onlyDigits && (len(digits) > longestPhoneNumber || strings.Contains(user, "-")):
		return "", mistaken("it has only the digits of an id: write `@g.us` after them, as in " + exampleGroupID)
	case !address && strings.Trim(written, "+-() .0123456789") == "":
		return "", mistaken("it looks like a phone number, not like the id of a group. People go into " +
			"`phone_number` of `whatsapp_group_member`. " + whereIDsAre)
	case address && (server == "lid" || server == "c.us" || server == "s.whatsapp.net"):
		return "", mistaken("it is the address of a person, not of a group. People go into `phone_number` or " +
			"`lid` of `whatsapp_group_member`. " + whereIDsAre)
	case address && server == "newsletter":
		return "", mistaken("it is the address of a channel, not of a group. " + whereIDsAre)
	case address:
		return "", mistaken("the id of a group has digits before `@g.us`, and nothing after it. " + whereIDsAre)
	}
	return "", mistaken("it looks like a name, but a group is found by its id. " + whereIDsAre)
}

const (
	exampleGroupID = "`120363000000000001@g.us`"
	// longestPhoneNumber is what E.164 allows. Ids of groups have 18 digits.
	longestPhoneNumber = 15
	whereIDsAre        = "An id looks like " + exampleGroupID + ": the data source `whatsapp_groups` lists the groups " +
		"of the account with their ids, also by name"
)

func mistaken(why string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: why}
}
