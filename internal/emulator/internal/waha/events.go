package waha

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// The events of groups. The older ones are in each engine's own form, and the newer ones in one for all.
const (
	eventJoin           = "group.join"
	eventLeave          = "group.leave"
	eventV2Join         = "group.v2.join"
	eventV2Leave        = "group.v2.leave"
	eventV2Participants = "group.v2.participants"
)

// retries say when an event is sent again that did not get through.
type retries struct {
	DelaySeconds *int   `json:"delaySeconds"`
	Attempts     *int   `json:"attempts"`
	Policy       string `json:"policy"`
}

// delay is the pause after so many attempts. What is left out is 2 seconds and 15 attempts, as in WAHA's examples,
// which is INFERRED to be the default.
func (r *retries) delay(attempts int) (pause time.Duration, again bool) {
	seconds, most, policy := 2, 15, ""
	if r != nil {
		policy = r.Policy
		if r.DelaySeconds != nil {
			seconds = *r.DelaySeconds
		}
		if r.Attempts != nil {
			most = *r.Attempts
		}
	}
	pause = time.Duration(seconds) * time.Second
	switch policy {
	case "exponential":
		pause <<= attempts - 1
	case "constant":
	default:
		pause *= time.Duration(attempts)
	}
	return pause, attempts < most
}

// send sends what happened to every webhook that asks for it. It does not wait for them.
func (d *dialect) send(e world.Event) {
	entries, err := webhooks(d.config.raw())
	if err != nil {
		return
	}
	for name, payload := range d.events(e) {
		body, err := json.Marshal(struct {
			ID        string `json:"id"`
			Timestamp int64  `json:"timestamp"`
			Event     string `json:"event"`
			Session   string `json:"session"`
			Payload   any    `json:"payload"`
			Engine    string `json:"engine"`
		}{"evt_" + rand.Text(), e.At.UnixMilli(), name, onlySession, payload, d.engine.name()})
		if err != nil {
			panic(err) // Every value is one of the emulator's own.
		}
		for _, entry := range entries {
			if slices.Contains(entry.Events, name) || slices.Contains(entry.Events, "*") {
				go entry.deliver(body)
			}
		}
	}
}

// events are what an event of the world is to WAHA. How the older ones look is each engine's own matter, and here, as
// INFERRED, what whatsapp-web.js has in common with the others: the group and who it was.
func (d *dialect) events(e world.Event) map[string]any {
	type group struct {
		ID string `json:"id"`
	}
	type participant struct {
		ID   string `json:"id"`
		PN   string `json:"pn,omitempty"`
		Role string `json:"role"`
	}
	var participants []participant
	var ids []string
	for _, m := range e.Members {
		p := participant{ID: m.LID, Role: participantRole(m.Role)}
		if phone := m.VisiblePhone(); phone != "" {
			p.PN = phone + "@c.us"
		}
		if p.ID == "" || e.Group.AddressingMode == world.AddressedByPhone && p.PN != "" {
			p.ID = p.PN
		}
		participants, ids = append(participants, p), append(ids, p.ID)
	}
	kind := map[world.MemberChange]string{
		world.AddMember: "join", world.RemoveMember: "leave",
		world.PromoteMember: "promote", world.DemoteMember: "demote",
	}[e.Change]
	of := group{e.Group.ID}
	found := map[string]any{}
	old := map[string]any{"chatId": e.Group.ID, "recipientIds": ids, "timestamp": e.At.Unix()}
	switch e.Change {
	case world.AddMember:
		found[eventJoin] = old
	case world.RemoveMember:
		found[eventLeave] = old
	}
	switch {
	case !e.Self:
		found[eventV2Participants] = map[string]any{
			"group": of, "type": kind, "timestamp": e.At.Unix(), "participants": participants,
			"_data": map[string]any{},
		}
	case e.Change == world.AddMember:
		found[eventV2Join] = map[string]any{
			"group":     map[string]any{"id": e.Group.ID, "subject": e.Group.Name, "description": e.Group.Description},
			"timestamp": e.At.Unix(), "_data": map[string]any{},
		}
	case e.Change == world.RemoveMember:
		found[eventV2Leave] = map[string]any{"group": of, "timestamp": e.At.Unix(), "_data": map[string]any{}}
	}
	return found
}

// participantRole is a role in the events' words.
func participantRole(role string) string {
	if role == world.RoleMember {
		return "participant"
	}
	return role
}

// deliver sends the body until the webhook takes it, or as often as it is to be tried. The signature is of the bytes as
// they are sent.
func (w webhook) deliver(body []byte) {
	for attempts := 1; !w.post(body); attempts++ {
		pause, again := w.Retries.delay(attempts)
		if !again {
			return
		}
		time.Sleep(pause)
	}
}

func (w webhook) post(body []byte) (taken bool) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return true // Another attempt has the same address.
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Webhook-Request-Id", rand.Text())
	req.Header.Set("X-Webhook-Timestamp", fmt.Sprint(time.Now().UnixMilli()))
	for _, header := range w.Headers {
		req.Header.Set(header.Name, header.Value)
	}
	if w.HMAC != nil && w.HMAC.Key != "" {
		signature := hmac.New(sha512.New, []byte(w.HMAC.Key))
		_, _ = signature.Write(body)
		req.Header.Set("X-Webhook-Hmac", hex.EncodeToString(signature.Sum(nil)))
		req.Header.Set("X-Webhook-Hmac-Algorithm", "sha512")
	}
	client := &http.Client{Timeout: 30 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode < 400
}
