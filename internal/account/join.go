package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrInviteUnread is the error of an invite link that the gateway answers without a clear word about it, so that
// nothing was joined.
var ErrInviteUnread = errors.New("the group of the invite link could not be looked up")

// ErrRequestUnknown is the error of a request to join that may or may not wait still: the account is not in the group,
// and the link by which it asked is not seen to lead there any more.
var ErrRequestUnknown = errors.New("it is unclear whether the request to join still waits")

// ErrNothingWaits is the error of a request to join that waits no more, or never did: the account is certainly not in
// the group, and the group lets everybody in who has the link.
var ErrNothingWaits = errors.New("the account is not in the group, which lets everybody in who has the link")

// JoinStatus says how far the account has got into a group.
type JoinStatus string

// The stages of joining.
const (
	// Joined: the account is a member.
	Joined JoinStatus = "joined"
	// PendingApproval: the account has asked to join, and is not a member yet.
	PendingApproval JoinStatus = "pending_approval"
)

// JoinedGroup is a group that the account has entered by an invite link, or asked to enter.
type JoinedGroup struct {
	// ID and Name are empty where nobody told them. Even the ID is, of a request to a group that was not looked up.
	ID     whatsapp.JID
	Name   string
	Status JoinStatus
	// Adopted reports whether the account was in the group before.
	Adopted bool
	// Unsure says that the answer was lost, and how it is taken for what it may have been: a request that may wait, or
	// a join of the one group that is new to the account.
	Unsure bool
	// Open says of a join that is unsure that the group lets everybody in who has the link, so that no request waits.
	Open bool
}

// Join enters the group of an invite link, or asks to. To be in it already is success, and sends nothing. A join is
// sent once. WhatsApp answers alike whether the account is in or has to wait, so the group is read to see what became
// of the join, also where the answer was lost. Beside an error, the group's ID and Name are set as far as the link was
// looked up.
func (a *Account) Join(ctx context.Context, code whatsapp.InviteCode) (JoinedGroup, error) {
	j := joining{account: a, code: code}
	err := a.write(ctx, cost{writes: 1}, write{prepare: j.prepare, send: j.send, settle: j.settle})
	if errors.Is(err, errAlreadyIn) {
		err = nil
	}
	return j.group, err
}

// errAlreadyIn ends a join before it is sent.
var errAlreadyIn = errors.New("already in the group")

type joining struct {
	account *Account
	code    whatsapp.InviteCode
	group   JoinedGroup
	// approved reports whether an admin of the group has to approve of everybody who joins, and open whether certainly
	// none has to.
	approved, open bool
	// before has the groups that the account was in, where the gateway cannot look the link up.
	before map[whatsapp.JID]struct{}
}

func (j *joining) prepare(ctx context.Context) error {
	info, err := j.account.gateway.InviteInfo(ctx, j.code)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return j.listBefore(ctx)
	case errors.Is(err, whatsapp.ErrOutcomeUnknown):
		return fmt.Errorf("%w: %w", ErrInviteUnread, err)
	case err != nil:
		return err
	}
	j.group.ID, j.group.Name = info.ID, info.Name
	j.approved = info.JoinApprovalRequired != nil && *info.JoinApprovalRequired
	j.open = letsEverybodyIn(info)
	g, err := j.account.Group(ctx, info.ID)
	switch {
	case err == nil:
		j.group = JoinedGroup{ID: g.ID, Name: g.Name, Status: Joined, Adopted: true}
		return errAlreadyIn
	case errors.Is(err, ErrGone), errors.Is(err, ErrUnconfirmed):
		// A reading and a fresh list lack the group. That is not enough to drop a membership, but enough to ask for
		// one.
		return nil
	}
	return err
}

func (j *joining) listBefore(ctx context.Context) error {
	groups, err := j.account.freshList(ctx)
	if err != nil {
		return fmt.Errorf("list the groups before joining one: %w", err)
	}
	j.before = make(map[whatsapp.JID]struct{}, len(groups))
	for _, g := range groups {
		j.before[g.ID] = struct{}{}
	}
	return nil
}

func (j *joining) send(ctx context.Context) error {
	id, err := j.account.gateway.Join(ctx, j.code)
	if err == nil && id != "" {
		j.group.ID = id
	}
	return err
}

func (j *joining) settle(ctx context.Context, sendErr error) error {
	if errors.Is(sendErr, whatsapp.ErrInviteRevoked) || errors.Is(sendErr, whatsapp.ErrInviteInvalid) {
		return sendErr
	}
	if j.group.ID == "" && !errors.Is(sendErr, whatsapp.ErrAlreadyMember) {
		j.lookForNew(ctx, sendErr)
	}
	switch {
	case j.group.ID != "":
	case sendErr == nil, errors.Is(sendErr, whatsapp.ErrOutcomeUnknown):
		// Another one must not be sent while this one may wait.
		j.group.Status, j.group.Unsure = PendingApproval, sendErr != nil
		return nil
	default:
		return sendErr
	}
	_, j.group.Adopted = j.before[j.group.ID]
	j.account.directory.stale(j.group.ID)
	// The list that lacked the group is no proof against it any more.
	j.account.confirmedList.forget()
	var in bool
	if j.approved {
		// A request that waits for an admin is not approved within the seconds of a confirmation.
		in, _ = j.look(ctx)
	} else {
		// A reading that fails leaves the request unconfirmed, and the next one shows the truth.
		in, _ = j.account.confirm(ctx, sendErr, j.look)
	}
	switch {
	case in:
		j.group.Status = Joined
	case errors.Is(sendErr, whatsapp.ErrOutcomeUnknown):
		// Also where it cannot wait: a join that shows late must not be taken for one that was there before.
		j.group.Status, j.group.Unsure, j.group.Open = PendingApproval, true, j.open
	case sendErr != nil:
		return sendErr
	default:
		j.group.Status = PendingApproval
	}
	return nil
}

// lookForNew looks for the group of a link that could not be looked up, where the answer does not tell it: it is the
// one group that the account is in now and was not in before. Where there are several, somebody has added the account
// to another one meanwhile, and nothing is told by it.
func (j *joining) lookForNew(ctx context.Context, sendErr error) {
	j.account.confirmedList.forget()
	_, _ = j.account.confirm(ctx, sendErr, func(ctx context.Context) (bool, error) {
		groups, err := j.account.gateway.Groups(ctx, false)
		if err != nil {
			return false, err
		}
		newcomers := j.account.creations.newSince(j.before, groups)
		if len(newcomers) == 1 {
			j.group.ID, j.group.Unsure = newcomers[0].ID, true
		}
		return len(newcomers) > 0, nil
	})
}

// look reports whether the account is in the group.
func (j *joining) look(ctx context.Context) (bool, error) {
	began := j.account.directory.now()
	g, err := j.account.gateway.Group(ctx, j.group.ID)
	if absent(err) {
		return false, nil
	}
	if err != nil || !g.Complete() {
		return false, err
	}
	j.group.Name = g.Name
	if g.Members != nil {
		j.account.directory.keep(began, g)
	}
	return true, nil
}

// JoinedGroup reads how the account stands to a group that it has joined. Without a code it fails as Group does.
//
// For a group that the account has only asked to join, asked is the code by which it did. The request counts as waiting
// as long as the code leads to the group. One that an admin has declined looks the same, since WhatsApp tells the asker
// nothing. It fails with ErrRequestUnknown where the code is dead or nothing clear is said of it, and with
// ErrNothingWaits where the group lets everybody in.
func (a *Account) JoinedGroup(ctx context.Context, id whatsapp.JID, asked whatsapp.InviteCode) (JoinedGroup, error) {
	g, err := a.Group(ctx, id)
	switch {
	case err == nil:
		return JoinedGroup{ID: id, Name: g.Name, Status: Joined}, nil
	case asked.IsZero(), !errors.Is(err, ErrGone) && !errors.Is(err, ErrUnconfirmed):
		return JoinedGroup{}, err
	}
	gone := errors.Is(err, ErrGone)
	info, err := a.InviteInfo(ctx, asked)
	for _, dead := range []error{whatsapp.ErrInviteRevoked, whatsapp.ErrInviteInvalid, whatsapp.ErrOutcomeUnknown} {
		if errors.Is(err, dead) {
			return JoinedGroup{}, fmt.Errorf("%w: %w", ErrRequestUnknown, err)
		}
	}
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		// Then there is nothing that could say otherwise.
		info = whatsapp.Group{ID: id}
	case err != nil:
		return JoinedGroup{}, err
	case info.ID != id:
		return JoinedGroup{}, fmt.Errorf("%w: its link leads to the group %s", ErrRequestUnknown, info.ID)
	case gone && letsEverybodyIn(info):
		return JoinedGroup{}, ErrNothingWaits
	}
	return JoinedGroup{ID: id, Name: info.Name, Status: PendingApproval}, nil
}

// letsEverybodyIn reports whether a group certainly has nobody approved who joins by its link.
func letsEverybodyIn(info whatsapp.Group) bool {
	return info.JoinApprovalRequired != nil && !*info.JoinApprovalRequired
}
