package waha

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// statusStarting is the word for a session that is on its way, and that of an account that is banned for a time: NOWEB
// tries again and again then (evidence/whatsapp.md §10).
const statusStarting = "STARTING"

// facts is what GET /api/sessions/{session} tells that does not change while the account stays linked.
type facts struct {
	own whatsapp.Person
	// namesBoth says that the older route of participants tells a member's number and LID, where the newer one drops
	// the LID in groups that are addressed by number (NOWEB and GOWS, 2026.4.1). NOWEB's older route is live too, while
	// its newer one asks the store, where it has one, and that misses removals.
	namesBoth bool
	// readsLive says that all that is read of groups comes from WhatsApp or its page, so that nothing is to be
	// refreshed: NOWEB keeps groups only where its store is on.
	readsLive bool
}

// Session asks for the state. The route does not block while the session is not working, unlike those of groups, which
// stall for 5 to 10 s before they answer 422.
func (a *Adapter) Session(ctx context.Context) (whatsapp.Session, error) {
	session, _, err := a.askSession(ctx)
	return session, err
}

// HowToLink leads to the dashboard, where a session is started and shows its QR code.
func (*Adapter) HowToLink() string {
	return "In WAHA's dashboard (/dashboard at the endpoint) start or restart the session; where its status is " +
		"SCAN_QR_CODE, scan the QR code with WhatsApp on the phone, under Linked devices."
}

func (a *Adapter) askSession(ctx context.Context) (whatsapp.Session, facts, error) {
	body, err := a.do(ctx, a.onConfig(http.MethodGet))
	if err != nil {
		return whatsapp.Session{}, facts{}, err
	}
	o, ok := loosejson.DecodeObject(body)
	if !ok {
		return whatsapp.Session{}, facts{}, noWAHA("it does not show the session as WAHA " +
			"does: check the endpoint")
	}
	if o.Text("status") == "" {
		return whatsapp.Session{}, facts{}, protocol.Unclear("it does not show the status of the session")
	}
	me := o.Object("me")
	own := personOf(me["id"], me["lid"], me["jid"])
	session := whatsapp.Session{
		Connected: o.Text("status") == "WORKING",
		Starting:  o.Text("status") == statusStarting,
		Status:    a.short(call{}, o.Text("status")),
		Self:      own,
	}
	engine := strings.ToUpper(o.Object("engine").Text("engine"))
	store := o.Object("config").Object("noweb").Object("store").Affirms("enabled")
	f := facts{
		own:       own,
		namesBoth: engine == engineNOWEB || engine == engineGOWS,
		readsLive: engine == engineWEBJS || engine == engineNOWEB && !store,
	}
	if !own.IsZero() {
		// "me" is null until the account is linked, and some engines are late with it.
		a.mu.Lock()
		defer a.mu.Unlock()
		a.facts = &f
	}
	return session, f, nil
}

// knownFacts asks for them until they are known. While they are not, the own person is zero.
func (a *Adapter) knownFacts(ctx context.Context) (facts, error) {
	a.mu.Lock()
	known := a.facts
	a.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	_, f, err := a.askSession(ctx)
	return f, err
}

// ownLID looks the own LID up where the session does not tell it, as WEBJS before 2026.7.1. An empty one is not known.
func (a *Adapter) ownLID(ctx context.Context, own whatsapp.Person) whatsapp.JID {
	if own.LID != "" || own.Phone == "" {
		return own.LID
	}
	lid, err := a.lidOf(ctx, own.Phone)
	if err != nil || lid == "" {
		return ""
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.facts != nil && a.facts.own.Phone == own.Phone {
		found := *a.facts
		found.own.LID = lid
		a.facts = &found
	}
	return lid
}
