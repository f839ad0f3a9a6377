package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// A state outlives the session that wrote it. So each resource remembers which account last saw its group: an account
// that is not in a group proves nothing of the group of another one (DESIGN.md §4.9).

// privateSeenBy has the account that last saw the resource, as seenBy writes it.
const privateSeenBy = "account"

// seenBy is an account as private state has it. Fields that are not known are left alone, and a record that cannot be
// read is none: the versions before wrote none, and later ones may write more.
type seenBy struct {
	Number string `json:"number,omitempty"`
	LID    string `json:"lid,omitempty"`
}

func (s seenBy) person() whatsapp.Person {
	var person whatsapp.Person
	if number, err := phone.ParseShown(s.Number); err == nil {
		person.Phone = number
	}
	if lid, err := whatsapp.ParseJID(s.LID); err == nil && lid.IsLID() {
		person.LID = lid
	}
	return person
}

// lastSeenBy is the account that last saw a resource, and zero where that is not known.
func lastSeenBy(ctx context.Context, private privateState) whatsapp.Person {
	stored, diags := private.GetKey(ctx, privateSeenBy)
	var record seenBy
	if diags.HasError() || len(stored) == 0 || json.Unmarshal(stored, &record) != nil {
		return whatsapp.Person{}
	}
	return record.person()
}

// rememberAccount notes that the account has seen the resource. An account that is not known leaves what was noted.
func (c *connection) rememberAccount(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	self, err := c.account.Self(ctx)
	if err != nil || self.IsZero() {
		return
	}
	if last := lastSeenBy(ctx, private); !last.Differs(self) && self.Same(last) {
		// Not every gateway tells both names.
		self = self.Or(last)
	}
	record := seenBy{LID: string(self.LID)}
	if self.Phone != "" {
		record.Number = self.Phone.String()
	}
	stored, err := json.Marshal(record)
	if err != nil {
		diags.AddError("Account not stored", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, privateSeenBy, stored)...)
}

// mayGoOn adds an error where the group cannot be read and another account saw it last: then it is not gone, and what
// was to be removed is not removed either. It asks for the group only where the accounts differ.
func (c *connection) mayGoOn(
	ctx context.Context, private privateState, id whatsapp.JID, called string, diags *diag.Diagnostics,
) bool {
	last := lastSeenBy(ctx, private)
	if last.IsZero() {
		return true
	}
	c.account.SeenBy(id, last)
	self, err := c.account.Self(ctx)
	if err != nil || !last.Differs(self) {
		return true
	}
	switch _, err := c.account.Group(ctx, id); {
	case err == nil:
		return true
	case errors.Is(err, account.ErrGone), errors.Is(err, account.ErrUnconfirmed):
		diags.Append(c.anotherAccount(last, self, called))
	default:
		diags.Append(failure{summary: "WhatsApp group not read", attempt: "read " + called, err: err}.asError(c))
	}
	return false
}

// anotherAccount says that the account is not the one that last saw a group.
func (c *connection) anotherAccount(last, self whatsapp.Person, called string) diag.Diagnostic {
	was, is := last.String(), self.String()
	if was == is {
		was, is = fmt.Sprintf("%s (%s)", was, last.LID), fmt.Sprintf("%s (%s)", is, self.LID)
	}
	return diag.NewErrorDiagnostic(
		"Another WhatsApp account is connected",
		fmt.Sprintf(
			"%s was last seen by the account %s. The session %q of the gateway is linked to %s now, and that "+
				"account is not in the group. Nothing was changed, and the state keeps the resource.\n\nIf this "+
				"is the wrong account, check `session`, `endpoint` and `api_key` in the provider's configuration. "+
				"If several `provider` blocks have an `alias`, check which one the resource's argument `provider` "+
				"names.\n\nIf you have changed the account on purpose, have %s added to the group and apply "+
				"again. To give the group up instead, drop the resource with the command `state rm`.",
			sentence(called), was, c.session, is, is,
		),
	)
}
