package account

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// fewGroups is how many different groups are read one by one before the list of all groups is fetched instead.
const fewGroups = 3

// directory shares the readings of groups within a process. A write makes the reading of its group stale, a confirmed
// one replaces it.
type directory struct {
	gateway whatsapp.Gateway
	flight  singleflight.Group

	mu      sync.Mutex
	entries map[whatsapp.JID]whatsapp.Group
	// version counts the writes, and staleSince holds the version that a group's reading must be newer than: a reading
	// that began before a write ended may not hide the write.
	version    int
	staleSince map[whatsapp.JID]int
	// wanted are the groups that were asked for and not kept. How many they are decides whether all are listed.
	wanted map[whatsapp.JID]struct{}
	listed bool
	// all is the last list, and allBegan the version at which it began: one that ends later may be older.
	all      []whatsapp.Group
	allBegan int
	// gathered ends a moment after the first ask. Until then, asks wait for others.
	gathered chan struct{}
	gather   time.Duration
	// held are the groups that are being written to and read back.
	held map[whatsapp.JID]chan struct{}
}

// hold keeps readers of a group waiting for the reading after a write, until release. Whoever holds a group must not
// ask for it.
func (d *directory) hold(id whatsapp.JID) (release func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.held == nil {
		d.held = make(map[whatsapp.JID]chan struct{})
	}
	released := make(chan struct{})
	d.held[id] = released
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.held, id)
		close(released)
	}
}

// group reads one group with its members.
func (d *directory) group(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	d.mu.Lock()
	if released, held := d.held[id]; held {
		d.mu.Unlock()
		select {
		case <-released:
		case <-ctx.Done():
			return whatsapp.Group{}, ctx.Err()
		}
		d.mu.Lock()
	}
	if entry, found := d.entries[id]; found {
		d.mu.Unlock()
		return entry, nil
	}
	if d.wanted == nil {
		d.wanted, d.gathered = make(map[whatsapp.JID]struct{}), make(chan struct{})
		time.AfterFunc(d.gather, func() { close(d.gathered) })
	}
	d.wanted[id] = struct{}{}
	gathered := d.gathered
	d.mu.Unlock()

	select {
	case <-gathered:
	case <-ctx.Done():
		return whatsapp.Group{}, ctx.Err()
	}
	d.mu.Lock()
	list := len(d.wanted) > fewGroups && !d.listed
	key := fmt.Sprintf("%s %d", id, d.staleSince[id])
	d.mu.Unlock()

	if list {
		// A list that fails or lacks the group proves nothing of the group: the single reading gives the reason.
		if err := d.listFor(ctx, id); err == nil {
			if entry, found := d.kept(id); found {
				return entry, nil
			}
		}
	}
	return shared(ctx, &d.flight, key, func(ctx context.Context) (whatsapp.Group, error) {
		// Another reading may have ended since the look above.
		if entry, found := d.kept(id); found {
			return entry, nil
		}
		began := d.now()
		g, err := d.gateway.Group(ctx, id)
		if err != nil {
			return whatsapp.Group{}, err
		}
		if !g.Complete() || g.Members == nil {
			return whatsapp.Group{}, errStub
		}
		d.keep(began, g)
		return g, nil
	})
}

// errStub is the error of a reading that says that the group is there and nothing else. It shows no effect of a write,
// and does not show that there is none.
var errStub error = &whatsapp.Error{
	Kind:   whatsapp.ErrOutcomeUnknown,
	Detail: "the gateway answered with a stub of the group, without its name, creation time or members",
}

// listFor reads all groups because one of them was asked for. Where another list has told the group meanwhile, it reads
// nothing.
func (d *directory) listFor(ctx context.Context, id whatsapp.JID) error {
	_, err := shared(ctx, &d.flight, "list for a group", func(ctx context.Context) (struct{}, error) {
		if _, found := d.kept(id); found {
			return struct{}{}, nil
		}
		_, err := d.list(ctx)
		return struct{}{}, err
	})
	return err
}

// list reads all groups. Entries that are incomplete stay so.
func (d *directory) list(ctx context.Context) ([]whatsapp.Group, error) {
	return shared(ctx, &d.flight, fmt.Sprintf("list %d", d.now()), func(ctx context.Context) ([]whatsapp.Group, error) {
		began := d.now()
		groups, err := d.gateway.Groups(ctx, true)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			if readInFull(g) {
				d.keep(began, g)
			}
		}
		d.mu.Lock()
		d.listed = true
		if d.all == nil || began >= d.allBegan {
			d.all, d.allBegan = groups, began
		}
		d.mu.Unlock()
		return groups, nil
	})
}

// lastList is the last list, or nil if there was none.
func (d *directory) lastList() []whatsapp.Group {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all
}

// readInFull reports whether an entry of the list may stand for a single reading. A single reading may have what the
// list leaves out.
func readInFull(g whatsapp.Group) bool {
	return g.Complete() && g.Members != nil && g.MessagesAdminsOnly != nil && g.InfoAdminsOnly != nil &&
		g.MemberAddMode != nil && g.JoinApprovalRequired != nil
}

func (d *directory) now() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.version
}

// kept gives the reading of a group, if there is one that no write has made stale.
func (d *directory) kept(id whatsapp.JID) (whatsapp.Group, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	entry, found := d.entries[id]
	return entry, found
}

// keep stores a reading that began at a version, unless the group was written to since.
func (d *directory) keep(began int, g whatsapp.Group) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if began < d.staleSince[g.ID] {
		return
	}
	if d.entries == nil {
		d.entries = make(map[whatsapp.JID]whatsapp.Group)
	}
	d.entries[g.ID] = g
}

// stale forgets the reading of a group, because of a write to it.
func (d *directory) stale(id whatsapp.JID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.version++
	if d.staleSince == nil {
		d.staleSince = make(map[whatsapp.JID]int)
	}
	d.staleSince[id] = d.version
	delete(d.entries, id)
}

// keepMembers stores the reading of a group before a write, with the members of a reading that began after it.
func (d *directory) keepMembers(began int, before whatsapp.Group, members []whatsapp.Member) {
	before.Members = members
	before.Size = len(members)
	d.keep(began, before)
}

// Group reads a group with its members. It fails with ErrGone where the account is certainly not in the group any more.
func (a *Account) Group(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	a.lidMap.forgetOutdated()
	return a.groupAtHand(ctx, id)
}

// groupAtHand is Group for the writes, which have their own ways to tell who a newcomer is: it may lack the numbers of
// hidden members who were added since the pairs were asked for. The list of all pairs is long, and so asked for once
// after many addings.
func (a *Account) groupAtHand(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	if err := a.connected(ctx); err != nil {
		return whatsapp.Group{}, err
	}
	g, err := a.directory.group(ctx, id)
	if absent(err) {
		g, err = a.confirmGone(ctx, id, err)
	}
	if err != nil {
		return whatsapp.Group{}, err
	}
	return a.complete(ctx, g), nil
}

// Groups reads all groups of the account. Members are nil where the gateway does not list them.
func (a *Account) Groups(ctx context.Context) ([]whatsapp.Group, error) {
	a.lidMap.forgetOutdated()
	if err := a.connected(ctx); err != nil {
		return nil, err
	}
	listed, err := a.directory.list(ctx)
	if err != nil {
		return nil, err
	}
	groups := make([]whatsapp.Group, len(listed))
	for i, g := range listed {
		if !g.Complete() {
			if g, err = a.directory.group(ctx, g.ID); err != nil {
				return nil, fmt.Errorf("read group %s: %w", listed[i].ID, err)
			}
		}
		groups[i] = a.complete(ctx, g)
	}
	return groups, nil
}

// AdminGroups lists the ids of the groups of which the account is an admin, where the gateway does. It reports whether
// it does.
func (a *Account) AdminGroups(ctx context.Context) (ids []whatsapp.JID, lists bool, err error) {
	gateway, lists := whatsapp.As[whatsapp.AdminLister](a.gateway)
	if !lists {
		return nil, false, nil
	}
	if err := a.connected(ctx); err != nil {
		return nil, true, err
	}
	err = a.backoff.retry(ctx, func() (err error) {
		ids, err = gateway.AdminGroups(ctx)
		return err
	})
	return ids, true, err
}

func absent(err error) bool {
	return errors.Is(err, whatsapp.ErrNotMember) || errors.Is(err, whatsapp.ErrGroupNotFound)
}
