package account

import (
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ofFullGroup is the reason why somebody was not added: that the group is full, where the gateway gave no reason and
// the group has as many members as it can hold. Autonotify nexus never gives one (db0a4af).
//
// A group with more members than the limit shows that its limit is another one.
func ofFullGroup(kind whatsapp.GroupKind, members []whatsapp.Member, reason error) error {
	if !errors.Is(reason, errUnshown) || len(members) != kind.MaxMembers() {
		return reason
	}
	return &whatsapp.Error{Kind: whatsapp.ErrGroupFull, Detail: fmt.Sprintf("it has %d members", len(members))}
}
