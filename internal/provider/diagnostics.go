package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// failure is something that could not be done. It becomes a diagnostic that says what, to which group or person, why in
// WhatsApp's terms, and what to do about it.
type failure struct {
	summary string
	// attempt completes "Could not …" and names the group or person.
	attempt string
	err     error
	// remedy replaces the one that the kind of the error suggests.
	remedy string
}

func (f failure) asError(c *connection) diag.Diagnostic {
	return c.tell(f, diag.SeverityError)
}

func (f failure) asWarning(c *connection) diag.Diagnostic {
	return c.tell(f, diag.SeverityWarning)
}

func (f failure) asAttributeError(c *connection, argument string) diag.Diagnostic {
	if _, everything := causeOf(f.err); everything {
		return f.asError(c)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(argument), f.summary, f.detail(c))
}

func (f failure) detail(c *connection) string {
	return strings.TrimSpace(fmt.Sprintf("Could not %s: %s.\n\n%s", f.attempt, f.why(), f.whatToDo(c)))
}

// line is the failure as an item of a list that says already what could not be done.
func (f failure) line(c *connection) string {
	return strings.TrimSpace(fmt.Sprintf("%s. %s", f.why(), f.whatToDo(c)))
}

func (f failure) why() string { return strings.TrimSuffix(reason(f.err).Error(), ".") }

func (f failure) whatToDo(c *connection) string {
	if f.remedy != "" {
		return f.remedy
	}
	return c.remedyFor(f.err)
}

// groupCalled names a group in messages.
func groupCalled(name string, id whatsapp.JID) string {
	if name == "" {
		return "the group " + string(id)
	}
	return fmt.Sprintf("the group %q (%s)", name, id)
}

// groupNamed is groupCalled for a group of which only the id is at hand. The name is looked up where the error is about
// the group or its members; an account or a gateway that is out of reach is not asked again.
func (c *connection) groupNamed(ctx context.Context, id whatsapp.JID, err error) string {
	for _, kind := range aboutGroups {
		if errors.Is(err, kind) {
			if group, err := c.account.Group(ctx, id); err == nil {
				return groupCalled(group.Name, id)
			}
			break
		}
	}
	return groupCalled("", id)
}

var aboutGroups = []error{
	account.ErrHidden,
	whatsapp.ErrNoSuchMember,
	whatsapp.ErrNotAdmin,
	whatsapp.ErrNotOnWhatsApp,
	whatsapp.ErrPrivacy,
	whatsapp.ErrRecentlyLeft,
	whatsapp.ErrGroupFull,
	whatsapp.ErrInvalidRequest,
	whatsapp.ErrRefused,
	errors.ErrUnsupported,
}

// goneWarning says that something has left the state because the account has left its group.
func goneWarning(group, what string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		"WhatsApp group gone",
		fmt.Sprintf(
			"The account is no longer in %s. The gateway and a fresh list of all groups confirm it. %s is dropped "+
				"from the state. As long as the configuration has it, the next apply makes a new one.\n\nThe group "+
				"may live on without the account. To keep the old group instead, have an admin add the account again, "+
				"and plan again. Import it only if an apply has run since.",
			group,
			what,
		),
	)
}

// notImported says that there is nothing to import.
func (c *connection) notImported(what string, err error) diag.Diagnostic {
	if errors.Is(err, account.ErrGone) {
		err = whatsapp.ErrGroupNotFound
	}
	return failure{
		summary: "Nothing to import",
		attempt: "import " + what,
		err:     err,
		remedy: "Check the id, and check that the account is in the group. The data source `whatsapp_groups` " +
			"lists the groups that the account is in.",
	}.asError(c)
}

// reason is an error without the words that only say of which kind it is.
func reason(err error) error {
	var known *whatsapp.Error
	if errors.As(err, &known) && known.Detail != "" &&
		(errors.Is(known.Kind, whatsapp.ErrInvalidRequest) || errors.Is(known.Kind, errors.ErrUnsupported)) {
		return errors.New(known.Detail)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("the time limit of the operation has passed")
	case errors.Is(err, context.Canceled):
		return errors.New("the run was cancelled")
	}
	return err
}

// refusal is what is wrong with something written, as a sentence.
func refusal(err error) string { return sentence(reason(err).Error()) + "." }

func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// remedyFor says what a user can do about an error.
func (c *connection) remedyFor(err error) string {
	var known *whatsapp.Error
	errors.As(err, &known)
	for _, r := range remedies {
		if errors.Is(err, r.kind) {
			return r.text
		}
	}
	switch {
	case errors.Is(err, whatsapp.ErrUnauthorized) && c.withoutKey:
		return "No API key is set. Set `api_key` in the provider's configuration, or the environment variable " +
			"WHATSAPP_API_KEY, to the key of the gateway."
	case errors.Is(err, whatsapp.ErrUnauthorized):
		return "Check `api_key` in the provider's configuration, or WHATSAPP_API_KEY. Also check that this key may " +
			"read and write with this session. A wrong `gateway` or `endpoint` looks like this too."
	case errors.Is(err, whatsapp.ErrNotConnected):
		return "Link the account to WhatsApp again, then apply again. The state keeps every resource meanwhile. " +
			c.howToLink
	case errors.Is(err, whatsapp.ErrRateLimited) && known != nil && known.Wait > 0:
		wait := known.Wait.Round(time.Second)
		return fmt.Sprintf(
			"The gateway, or a proxy in front of it, asks to wait %s, until %s. Apply again after that.",
			wait, time.Now().Add(wait).UTC().Format(time.RFC3339),
		)
	case errors.Is(err, whatsapp.ErrRateLimited):
		return "Leave the account alone for an hour, better for a day, then apply again: each further try may cost " +
			"the account. If it happens again, lower `adds_per_minute`, `groups_per_day` and `writes_per_minute` in " +
			"the provider's configuration. The guide \"Pace and bans\" says what is known of WhatsApp's limits."
	case errors.Is(err, account.ErrNotSent):
		return "Nothing changed in WhatsApp. Apply again once the gateway answers. The gateway's log may say more."
	}
	return ""
}

// defaultHowToLink is the advice for gateways that give none of their own.
const defaultHowToLink = "Check the session at the gateway. If it is starting, wait until it is connected. If it " +
	"has stopped, restart it. Only if it asks for it, scan its QR code with WhatsApp on the phone, under Linked " +
	"devices."

const askForAdmin = "Ask an admin of the group to make the account an admin, then apply again."

// What to do about somebody who cannot be added, with how to try again.
const (
	askForContact = "Ask the person to add the account's number to their contacts, then %s. Or send them the invite " +
		"link of the group: a `whatsapp_group_invite` resource has it."
	letTimePass = "WhatsApp lets nobody add a person who has just left. After somebody has left twice, that takes a " +
		"day. %s, or send the person the invite link of the group: a `whatsapp_group_invite` resource has it."
)

// remedies are tried in this order: an error may be of several kinds, and the more telling one comes first.
var remedies = []struct {
	kind error
	text string
}{
	{
		account.ErrGone,
		"If you want to keep the group, ask an admin to add the account again, then apply again. Otherwise remove " +
			"the resource from the configuration, or let the next plan make a new group.",
	},
	{
		account.ErrUnconfirmed,
		"The state keeps the resource, because a gateway that has just started or has lost its memory gives the " +
			"same answer. Restart the gateway's session and plan again. If you are sure that the account has left " +
			"the group, drop the resource with the command `state rm`.",
	},
	{
		account.ErrHidden,
		"Use `lid` instead of `phone_number` for this person. The data source `whatsapp_group` shows the LIDs of " +
			"the members. An import takes the LID instead of the number too.",
	},
	{account.ErrAnotherHolder, settleHolder},
	{account.ErrChatKept, "Delete the chat by hand in WhatsApp on the phone."},
	{
		whatsapp.ErrGroupNotFound,
		"Check the id of the group, and check that the account is in the group. The data source `whatsapp_groups` " +
			"lists the groups that the account is in, with their ids.",
	},
	{whatsapp.ErrNotAdmin, askForAdmin},
	{
		whatsapp.ErrNotOnWhatsApp,
		"Check the number and its country code. Only people who use WhatsApp can be in a group.",
	},
	{
		whatsapp.ErrPrivacy,
		fmt.Sprintf(askForContact, "apply again"),
	},
	{
		whatsapp.ErrRecentlyLeft,
		fmt.Sprintf(letTimePass, "Apply again later"),
	},
	// How many a group holds depends on its kind and on the account, and the error is of no one group.
	{whatsapp.ErrGroupFull, "The group has as many members as WhatsApp allows. Remove somebody first."},
	{
		whatsapp.ErrNotMember,
		"Ask an admin of the group to add the account again, then apply again. If the account is in the group, " +
			"restart the gateway's session: its memory of groups is wrong.",
	},
	{whatsapp.ErrNoSuchMember, "Check that the person is still in the group, then apply again."},
	{whatsapp.ErrInviteRevoked, "Ask an admin of the group for the current link."},
	{whatsapp.ErrInviteInvalid, "Check that the link was copied in full."},
	{whatsapp.ErrAlreadyMember, "Find the group in the data source `whatsapp_groups`, and import it by its id."},
	{
		whatsapp.ErrSessionUnknown,
		"Check `session` in the provider's configuration, or WHATSAPP_SESSION. It must be the name that the " +
			"session has at the gateway.",
	},
	{
		whatsapp.ErrStarting,
		"Wait a minute and try again. The state keeps every resource meanwhile. If the session does not finish " +
			"starting, check the log of the gateway. An account that WhatsApp has banned for a time looks the " +
			"same: wait until the ban is over, and do not link the account again.",
	},
	{
		whatsapp.ErrWrongServer,
		"Check `endpoint` in the provider's configuration, or WHATSAPP_ENDPOINT, with its path. Also check that " +
			"`gateway` names the kind of server that is there. Nothing was changed.",
	},
	{
		whatsapp.ErrUnreachable,
		"Check that the gateway runs. Check `endpoint` in the provider's configuration, or WHATSAPP_ENDPOINT. " +
			"Nothing was changed.",
	},
	{errors.ErrUnsupported, "Use a gateway, an engine or a version that can do it, or do it by hand in WhatsApp."},
	{whatsapp.ErrRefused, "Try the same by hand in WhatsApp with this account. The app says more about the reason."},
	{whatsapp.ErrOutcomeUnknown, "Plan again: the plan reads what WhatsApp shows now. If it happens again, the " +
		"log of the gateway may say more."},
	{
		context.DeadlineExceeded,
		"Set a longer time in the argument `timeouts`. Waiting for a turn and for the pace does not count, so the " +
			"gateway is slow.",
	},
	{context.Canceled, "Apply again."},
}
