package account

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// daysLength is the time in which groups are counted.
const daysLength = 24 * time.Hour

// DayError is the error of a create for which the account has made too many groups in the last 24 hours. Nothing was
// sent.
type DayError struct {
	// Limit is how many the account may make, and Next when it may make another one.
	Limit int
	Next  time.Time
}

var _ error = (*DayError)(nil)

func (e *DayError) Error() string {
	return fmt.Sprintf(
		"the account has made as many groups in the last 24 hours as `groups_per_day` allows, which is %d", e.Limit)
}

// Day is what a plan leaves of the groups that may be made in 24 hours.
type Day struct {
	Limit int
	// Left is how many an apply may make now. Next is when there may be more, and zero where nothing was made yet.
	Left int
	Next time.Time
}

// day has the last refusal of a create, until its time has come.
type day struct {
	mu   sync.Mutex
	full *DayError
}

// serverNow is the time by the date of the gateway's last answer, which is about that of WhatsApp, else by the own
// clock.
func (a *Account) serverNow() time.Time {
	if dated, tells := whatsapp.As[whatsapp.Dated](a.gateway); tells {
		if date := dated.Date(); !date.IsZero() {
			return date
		}
	}
	return a.settings.Clock.Now()
}

// checkDay fails with a DayError where no more groups may be made, given the list of all groups that was just read. It
// is nil where the gateway cannot list them: then only what this process has made is known.
func (a *Account) checkDay(ctx context.Context, groups []whatsapp.Group) error {
	limit := a.settings.GroupsPerDay
	if limit == 0 {
		return nil
	}
	times, err := a.madeToday(ctx, groups, a.creations.madeTimes())
	if err != nil || len(times) < limit {
		return err
	}
	full := &DayError{limit, times[len(times)-limit].Add(daysLength)}
	a.day.mu.Lock()
	defer a.day.mu.Unlock()
	a.day.full = full
	return full
}

// dayFull is the last refusal, as long as it holds. It keeps those from waiting, and from listing all groups, for whom
// it is known.
func (a *Account) dayFull() error {
	a.day.mu.Lock()
	defer a.day.mu.Unlock()
	if a.day.full != nil && a.serverNow().Before(a.day.full.Next) {
		return a.day.full
	}
	a.day.full = nil
	return nil
}

// madeToday gives the times, in order, of the groups that the account has made in the last 24 hours: those of a list
// that tells who made them and when, and those that this process has made. Groups of earlier runs that it has left are
// not known.
func (a *Account) madeToday(
	ctx context.Context, groups []whatsapp.Group, own map[whatsapp.JID]time.Time,
) ([]time.Time, error) {
	self, err := a.Self(ctx)
	if err != nil {
		return nil, err
	}
	self = a.Identify(ctx, self)
	since := a.serverNow().Add(-daysLength)
	var times []time.Time
	for _, at := range own {
		if at.After(since) {
			times = append(times, at)
		}
	}
	for _, g := range groups {
		_, counted := own[g.ID]
		if counted || !g.CreatedAt.After(since) || g.Kind != "" && g.Kind != whatsapp.KindGroup {
			continue
		}
		if mine, _ := a.made(ctx, g, self); mine {
			times = append(times, g.CreatedAt)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times, nil
}

// PlanGroup notes that a plan makes a group. It tells what is left of the day where that is less than all the plans so
// far make.
func (a *Account) PlanGroup(ctx context.Context) (left Day, enough bool, err error) {
	limit, planned := a.settings.GroupsPerDay, a.creations.plan()
	if limit == 0 {
		return Day{}, true, nil
	}
	groups, err := a.sharedList.get(ctx)
	if err != nil {
		return Day{}, true, err
	}
	// What this process makes was planned before.
	times, err := a.madeToday(ctx, a.creations.withoutMade(groups), nil)
	if err != nil || len(times)+planned <= limit {
		return Day{}, true, err
	}
	left = Day{Limit: limit, Left: max(0, limit-len(times))}
	if n := len(times); n > 0 {
		left.Next = times[max(0, n-limit)].Add(daysLength)
	}
	return left, false, nil
}
