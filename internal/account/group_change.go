package account

import (
	"context"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ChangeGroup carries one change out and reads the group until it shows it. A change that no reading can show is
// believed.
func (a *Account) ChangeGroup(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
	return a.ChangeGroupInTurn(ctx, id, []whatsapp.Change{change})[0]
}

// ChangeGroupInTurn carries changes of different attributes of a group out as ChangeGroup does. It sends them one by
// one, in one turn, and the same readings of the group decide all of them: one is enough where the first shows
// everything. The errors are those of the changes, in their order, and nil for each that was carried out. A change that
// fails does not keep the others back. A cancel keeps back what was not sent.
func (a *Account) ChangeGroupInTurn(ctx context.Context, id whatsapp.JID, changes []whatsapp.Change) []error {
	errs := make([]error, len(changes))
	able := a.ableTo(ctx, changes, errs)
	if len(able) == 0 {
		return errs
	}
	turn, err := a.takeTurn(ctx, cost{writes: len(able)})
	if err != nil {
		for _, i := range able {
			errs[i] = err
		}
		return errs
	}
	defer turn.end()

	var sent []*sentChange
	for _, i := range able {
		change := changes[i]
		err := turn.send(ctx, func(ctx context.Context) error { return a.gateway.ChangeGroup(ctx, id, change) })
		errs[i] = err
		if nothingSent(err) {
			errs[i] = notSent(err)
		} else {
			a.directory.stale(id)
			if !unreadable(change) {
				sent = append(sent, &sentChange{Change: change, place: i, reason: err})
			}
		}
	}
	if len(sent) == 0 {
		return errs
	}
	ctx, cancel := a.settling(ctx)
	defer cancel()
	last, readErr := a.lookForChanges(ctx, id, sent)
	for _, s := range sent {
		errs[s.place] = a.changed(ctx, last, s, readErr)
	}
	return errs
}

// ableTo gives the places of the changes that the gateway can carry out. The others get their errors.
func (a *Account) ableTo(ctx context.Context, changes []whatsapp.Change, errs []error) []int {
	var able []int
	abilities, err := a.Abilities(ctx)
	for i, change := range changes {
		if errs[i] = notSent(err); err == nil {
			errs[i] = abilities.Require(change.Ability())
		}
		if errs[i] == nil {
			able = append(able, i)
		}
	}
	return able
}

// unreadable reports whether no reading of any gateway shows a change in a form that could be compared.
func unreadable(change whatsapp.Change) bool {
	switch change.(type) {
	case whatsapp.SetPicture, whatsapp.SetPictureURL:
		return true
	}
	return false
}

// sentChange is a change that may have reached WhatsApp.
type sentChange struct {
	whatsapp.Change
	place int
	// reason is the error of sending it.
	reason error
	// shown says that a reading had the change, and believed that the last one could not tell.
	shown, believed bool
}

// lookForChanges reads a group until every change was shown, cannot be shown, or was refused and is not there. It
// returns the last reading, and the error of reading where none succeeded.
func (a *Account) lookForChanges(
	ctx context.Context, id whatsapp.JID, sent []*sentChange,
) (last whatsapp.Group, err error) {
	_, err = a.confirm(ctx, nil, func(ctx context.Context) (bool, error) {
		began := a.directory.now()
		g, err := a.gateway.Group(ctx, id)
		if err == nil && !g.Complete() {
			err = errStub
		}
		if err != nil {
			return false, err
		}
		last = g
		decided, current := true, true
		for _, s := range sent {
			shown, readable := s.ShownBy(g)
			s.shown = s.shown || shown
			s.believed = !readable
			current = current && (shown || s.believed)
			decided = decided && (s.shown || s.believed || refused(s.reason))
		}
		if current && g.Members != nil {
			a.directory.keep(began, g)
		}
		return decided, nil
	})
	return last, err
}

// changed decides a change by the readings after it.
func (a *Account) changed(ctx context.Context, last whatsapp.Group, s *sentChange, readErr error) error {
	switch {
	case s.shown:
		return nil
	case s.believed:
		return s.reason
	case s.reason == nil && readErr != nil:
		return fmt.Errorf("read the group back: %w", readErr)
	}
	err := a.unshown(ctx, s.reason, last.Members)
	if unlikeCommunity(s.Change) {
		return ofCommunity(last.Kind, err)
	}
	return err
}
