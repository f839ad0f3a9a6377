package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Every error comes with something to do about it; what is invalid says so itself.
func TestFailureHasARemedy(t *testing.T) {
	for _, kind := range []error{
		whatsapp.ErrGroupNotFound, whatsapp.ErrNotMember, whatsapp.ErrNoSuchMember, whatsapp.ErrNotAdmin,
		whatsapp.ErrNotOnWhatsApp, whatsapp.ErrPrivacy,
		whatsapp.ErrRecentlyLeft, whatsapp.ErrGroupFull, whatsapp.ErrInviteRevoked, whatsapp.ErrInviteInvalid,
		whatsapp.ErrAlreadyMember, whatsapp.ErrRateLimited,
		whatsapp.ErrNotConnected, whatsapp.ErrSessionUnknown, whatsapp.ErrUnauthorized, whatsapp.ErrRefused,
		whatsapp.ErrUnreachable, whatsapp.ErrWrongServer, whatsapp.ErrStarting,
		whatsapp.ErrOutcomeUnknown, errors.ErrUnsupported, account.ErrGone, account.ErrUnconfirmed, account.ErrChatKept,
		context.Canceled, context.DeadlineExceeded,
	} {
		for _, err := range []error{kind, fmt.Errorf("read the group back: %w", kind),
			&whatsapp.Error{Kind: kind, Detail: "some words"}} {
			detail := failure{attempt: `rename the group "Friends"`, err: err}.detail(&connection{})
			what, remedy, found := strings.Cut(detail, "\n\n")
			if !found || !strings.HasPrefix(what, `Could not rename the group "Friends": `) ||
				!strings.HasSuffix(what, ".") {
				t.Errorf("%v: %q", err, detail)
			}
			if len(remedy) < 10 || !strings.HasSuffix(remedy, ".") {
				t.Errorf("%v has no remedy: %q", err, remedy)
			}
		}
	}
}

func TestFailureDetail(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"invalid": {
			err: fmt.Errorf("add: %w",
				&whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "both are the same person"}),
			want: "Could not do it: both are the same person.",
		},
		"logged out": {
			err: &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: "SCAN_QR_CODE"},
			want: "Could not do it: the account is not connected to WhatsApp (status SCAN_QR_CODE).\n\nLink the " +
				"account to WhatsApp again",
		},
		"rate limited": {
			err: &whatsapp.Error{Kind: whatsapp.ErrRateLimited},
			want: "Could not do it: WhatsApp refuses because of too many calls.\n\nLeave the account alone for an " +
				"hour, better for a day, then apply again: each further try may cost the account.",
		},
		"told when to come back": {
			err: &whatsapp.Error{Kind: whatsapp.ErrRateLimited, Wait: 90 * time.Second},
			want: "Could not do it: WhatsApp refuses because of too many calls.\n\nThe gateway, or a proxy in front " +
				"of it, asks to wait 1m30s, until 20",
		},
		"starting": {
			err: &whatsapp.Error{Kind: whatsapp.ErrStarting, Status: "STARTING"},
			want: "Could not do it: the session is starting, and the account is not connected to WhatsApp yet " +
				"(status STARTING).\n\nWait a minute and try again. The state keeps every resource meanwhile. If the " +
				"session does not finish starting, check the log of the gateway. An account that WhatsApp has banned " +
				"for a time looks the same",
		},
		"another server": {
			err: &whatsapp.Error{Kind: whatsapp.ErrWrongServer, Detail: "it answers with HTTP status 404 Not Found"},
			want: "Could not do it: the server at the endpoint does not answer as the gateway does: it answers with " +
				"HTTP status 404 Not Found.\n\nCheck `endpoint`",
		},
		"no clear answer": { // To a read it must not sound as if something might have been done.
			err: &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: "HTTP status 502 Bad Gateway"},
			want: "Could not do it: the gateway gave no clear answer: HTTP status 502 Bad Gateway.\n\n" +
				"Plan again: the plan reads what WhatsApp shows now. If it happens again, the log of the gateway may " +
				"say more.",
		},
		"full": { // No number: the announcement group of a community holds more than others.
			err: &whatsapp.Error{Kind: whatsapp.ErrGroupFull, Detail: "it has 5000 members"},
			want: "Could not do it: the group is full: it has 5000 members.\n\n" +
				"The group has as many members as WhatsApp allows. Remove somebody first.",
		},
		"timeout": {
			err: fmt.Errorf("wait: %w", context.DeadlineExceeded),
			want: "Could not do it: the time limit of the operation has passed.\n\nSet a longer time in the " +
				"argument `timeouts`",
		},
	} {
		if got := (failure{attempt: "do it", err: c.err}).detail(&connection{}); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
