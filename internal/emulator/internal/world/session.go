package world

import (
	"fmt"
	"time"
)

// The states of the session between the gateway and WhatsApp. Each gateway has its own words for them.
const (
	StatusConnected = "connected"
	// StatusStarting is that of a session on its way: it is connected after starts_for_seconds, or after
	// starts_for_requests, or never if both are 0.
	StatusStarting = "starting"
	// StatusLoggedOut is that of an account whose owner has to scan a QR code.
	StatusLoggedOut = "logged_out"
	// StatusFailed is that of a session that has given up.
	StatusFailed = "failed"
	// StatusStopped is that of a session that somebody has stopped.
	StatusStopped = "stopped"
	// StatusBanned is that of an account that WhatsApp lets in again in an hour or so. No gateway says it: it looks
	// like a session that starts.
	StatusBanned = "banned"
)

// Account is the WhatsApp account that every gateway of the emulator is linked to.
type Account struct {
	Phone  string `json:"phone"`  // Digits, as every phone here.
	LID    string `json:"lid"`    // With its suffix: "111@lid". Bare digits are accepted.
	Status string `json:"status"` // connected, starting, logged_out, failed, stopped or banned.
	// StartsForSeconds and StartsForRequests say when a session that starts is connected, whichever comes first. No
	// session of another status has them.
	StartsForSeconds  int `json:"starts_for_seconds,omitzero"`
	StartsForRequests int `json:"starts_for_requests,omitzero"`
	// LockedUntil is until when WhatsApp has locked the account, as it does with one that passes its limits. Until then
	// a session that would be connected is banned. It is zero for an account that is not locked.
	LockedUntil time.Time `json:"locked_until,omitzero"`
}

// maxStart is for how many seconds a session can start: a year.
const maxStart = 365 * 24 * 60 * 60

// checkSession checks what a state says of the session.
func (a *Account) checkSession() error {
	err := oneOf("account.status", &a.Status, StatusConnected, StatusStarting, StatusLoggedOut, StatusFailed,
		StatusStopped, StatusBanned)
	if err != nil {
		return err
	}
	if a.StartsForSeconds < 0 || a.StartsForRequests < 0 {
		return fmt.Errorf("account: a session cannot have started for less than nothing")
	}
	if a.StartsForSeconds > maxStart {
		return fmt.Errorf("account: a session cannot start for %d s, %d at most", a.StartsForSeconds, maxStart)
	}
	if err := CheckTime(a.LockedUntil); err != nil {
		return fmt.Errorf("account.locked_until: %w", err)
	}
	if a.Status != StatusStarting {
		for field, value := range map[string]int{
			"starts_for_seconds": a.StartsForSeconds, "starts_for_requests": a.StartsForRequests,
		} {
			if value != 0 {
				return fmt.Errorf(
					"account.%s is of a session that is starting, and account.status is %q", field, a.Status)
			}
		}
	}
	return nil
}

// Account returns the linked account, with the state that its session is in now.
func (w *WhatsApp) Account() Account {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.finishStart()
	account := w.account
	if account.Status == StatusConnected && w.clock.Now().Before(account.LockedUntil) {
		account.Status = StatusBanned
	}
	return account
}

// CountRequest counts a request that a gateway has answered. A session that starts may be connected for the next one.
func (w *WhatsApp) CountRequest() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.account.Status != StatusStarting || w.account.StartsForRequests == 0 {
		return
	}
	if w.account.StartsForRequests--; w.account.StartsForRequests == 0 {
		w.connect()
	}
}

// finishStart connects a session that has started for long enough.
func (w *WhatsApp) finishStart() {
	if w.account.Status == StatusStarting && w.account.StartsForSeconds > 0 && !w.clock.Now().Before(w.startsAt) {
		w.connect()
	}
}

func (w *WhatsApp) connect() {
	w.account.Status, w.account.StartsForSeconds, w.account.StartsForRequests = StatusConnected, 0, 0
}

// LogOut unlinks the account, as the phone's owner can at any time.
func (w *WhatsApp) LogOut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.connect()
	w.account.Status = StatusLoggedOut
}

// Start starts a session that was stopped or has failed. It logs nobody in.
func (w *WhatsApp) Start() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.account.Status == StatusStopped || w.account.Status == StatusFailed {
		w.connect()
	}
}

// Stop stops the session, and tells in which state it was.
func (w *WhatsApp) Stop() (before string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.finishStart()
	before = w.account.Status
	w.connect()
	w.account.Status = StatusStopped
	return before
}

// GoOn starts a session that Stop has stopped. One that was connected is starting for so many requests.
func (w *WhatsApp) GoOn(before string, requests int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch w.connect(); before {
	case StatusConnected, StatusStarting:
		if requests > 0 {
			w.account.Status, w.account.StartsForRequests = StatusStarting, requests
		}
	default:
		w.account.Status = before
	}
}
