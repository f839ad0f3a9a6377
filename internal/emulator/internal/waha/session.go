package waha

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// onlySession is the only session.
const onlySession = wire.Session

// sessionStatus is the account's status in WAHA's words. An account that is banned for a time looks like one that
// starts: WAHA tries again and again (2026.4.1, NOWEB).
func (d *dialect) sessionStatus() string {
	switch d.world.Account().Status {
	case world.StatusConnected:
		return "WORKING"
	case world.StatusLoggedOut:
		return "SCAN_QR_CODE"
	case world.StatusFailed:
		return "FAILED"
	case world.StatusStopped:
		return "STOPPED"
	default:
		return "STARTING"
	}
}

// awaitSession waits for a session to have a status, as a real WAHA does before it refuses: 5 s, and 10 s if the
// session runs (evidence/waha.md §2.5).
func (c *call) awaitSession(ctx context.Context, expected string) {
	wait := c.patience
	switch status := c.sessionStatus(); {
	case status == expected || wait == 0:
		return
	case status != "STOPPED" && status != "FAILED":
		wait *= 2
	}
	c.Aside(func() {
		deadline := time.NewTimer(wait)
		defer deadline.Stop()
		look := time.NewTicker(20 * time.Millisecond)
		defer look.Stop()
		for c.sessionStatus() != expected {
			select {
			case <-look.C:
			case <-deadline.C:
				return
			case <-ctx.Done():
				return
			}
		}
	})
}

// checkSession guards what needs a session of a status.
func (c *call) checkSession(ctx context.Context, guard guard) (refusal wire.Answer, ok bool) {
	expected := "WORKING"
	switch guard {
	case sessionToLink:
		expected = "SCAN_QR_CODE"
		fallthrough
	case sessionOfPath:
		c.session = c.params["session"]
	case sessionOfQuery:
		if c.session = c.Query.Get("session"); c.session == "" {
			return wire.Problem(http.StatusBadRequest, "Bad Request", "Session name is required"), false
		}
	default:
		return wire.Answer{}, true
	}
	if c.session != onlySession {
		return c.noSuchSession(), false
	}
	c.awaitSession(ctx, expected)
	if status := c.sessionStatus(); status != expected {
		const message = "Session status is not as expected. Try again later or restart the session"
		return wire.JSON(http.StatusUnprocessableEntity, struct {
			Error    string   `json:"error"`
			Session  string   `json:"session"`
			Status   string   `json:"status"`
			Expected []string `json:"expected"`
		}{message, c.session, status, []string{expected}}), false
	}
	return wire.Answer{}, true
}

// everySession is the version since which the free edition knows other sessions than the default.
var everySession = version{2026, 6, 1}

// noSuchSession answers for every session but the only one.
func (c *call) noSuchSession() wire.Answer {
	if !c.version.atLeast(everySession) {
		return wire.Problem(http.StatusUnprocessableEntity, "Unprocessable Entity", fmt.Sprintf(
			"WAHA Core support only 'default' session. You tried to access '%s' session (base64: %s). "+
				"If you want to run more then one WhatsApp account - please get WAHA PLUS version. "+
				"Check this out: https://waha.devlike.pro/",
			c.session, base64.StdEncoding.EncodeToString([]byte(c.session))))
	}
	return wire.JSON(http.StatusUnprocessableEntity, struct {
		Error   string `json:"error"`
		Session string `json:"session"`
	}{fmt.Sprintf("Session %q does not exist", c.session), c.session})
}

// identity is who the session is logged in as.
type identity struct {
	ID       string `json:"id"`
	PushName string `json:"pushName"`
	LID      string `json:"lid,omitempty"`
	JID      string `json:"jid,omitempty"` // With the device's number.
}

func (d *dialect) identity() *identity {
	account := d.world.Account()
	if account.Status != world.StatusConnected {
		return nil
	}
	me := &identity{
		ID: account.Phone + "@c.us", PushName: "Emulator",
		LID: account.LID, JID: account.Phone + ":12@s.whatsapp.net",
	}
	traits := d.engine.traits(d.version)
	if traits.chats || d.engine.name() == "NOWEB" {
		me.JID = ""
	}
	if traits.hidesOwnLID {
		me.LID = ""
	}
	return me
}

type sessionInfo struct {
	Name       string            `json:"name"`
	Status     string            `json:"status"`
	Config     json.RawMessage   `json:"config"`
	Me         *identity         `json:"me"`
	Presence   *string           `json:"presence"`
	Timestamps timestamps        `json:"timestamps"`
	Engine     map[string]string `json:"engine,omitzero"`
}

// timestamps are there only once the session was stopped (2026.4.1).
type timestamps map[string]*int64

func (d *dialect) describeSession() sessionInfo {
	info := sessionInfo{
		Name: onlySession, Status: d.sessionStatus(), Me: d.identity(), Timestamps: timestamps{},
		Engine: map[string]string{"engine": d.engine.name()},
	}
	if info.Status == "STOPPED" {
		info.Timestamps, info.Engine = timestamps{"activity": nil}, map[string]string{}
	}
	info.Config = d.config.raw()
	return info
}

func ping(context.Context, *call) wire.Answer {
	return wire.JSON(http.StatusOK, map[string]string{"message": "pong"})
}

// health is in the free edition since 2026.6.1.
func health(_ context.Context, c *call) wire.Answer {
	if !c.version.atLeast(version{2026, 6, 1}) {
		return wire.Problem(http.StatusUnprocessableEntity, "Unprocessable Entity",
			"The feature is available only in Plus version for '"+c.engine.name()+
				"' engine. Check this out: https://waha.devlike.pro/")
	}
	return wire.JSON(http.StatusOK, struct {
		Status  string   `json:"status"`
		Info    struct{} `json:"info"`
		Error   struct{} `json:"error"`
		Details struct{} `json:"details"`
	}{Status: "ok"})
}

func serverVersion(_ context.Context, c *call) wire.Answer {
	return wire.JSON(http.StatusOK, c.server())
}

func serverStatus(_ context.Context, c *call) wire.Answer {
	return wire.JSON(http.StatusOK, struct {
		StartTimestamp int64             `json:"startTimestamp"`
		Uptime         int64             `json:"uptime"`
		Worker         map[string]string `json:"worker"`
	}{c.started.UnixMilli(), c.world.Clock().Now().Sub(c.started).Milliseconds(), map[string]string{"id": ""}})
}

// listSessions tells no engine (2026.4.1).
func listSessions(_ context.Context, c *call) wire.Answer {
	info := c.describeSession()
	info.Engine = nil
	return wire.JSON(http.StatusOK, []sessionInfo{info})
}

func getSession(_ context.Context, c *call) wire.Answer {
	if c.session = c.params["session"]; c.session != onlySession && !c.version.atLeast(everySession) {
		return c.noSuchSession()
	} else if c.session != onlySession {
		return wire.Problem(http.StatusNotFound, "Not Found", "Session not found")
	}
	return wire.JSON(http.StatusOK, c.describeSession())
}

// startSession starts a session that was stopped or has failed. It logs nobody in.
func startSession(ctx context.Context, c *call) wire.Answer {
	if c.params["session"] == onlySession {
		c.world.Start()
	}
	started := getSession(ctx, c)
	if started.Status == http.StatusOK {
		started.Status = http.StatusCreated
	}
	return started
}

// qrCode is a picture without a code in it: there is no phone that could scan one. Who is in front of the emulator
// links the account by its control.
func qrCode(context.Context, *call) wire.Answer {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err) // A buffer takes everything.
	}
	return wire.Answer{Status: http.StatusOK, ContentType: "image/png", Body: picture.Bytes()}
}

// getMe answers with nothing while nobody is logged in.
func getMe(_ context.Context, c *call) wire.Answer {
	if name := c.params["session"]; name != onlySession || c.sessionStatus() == "STOPPED" {
		return wire.Problem(http.StatusNotFound, "Not Found", fmt.Sprintf("We didn't find a session with name '%s'.\n"+
			"Please start it first by using POST /api/sessions/%s/start request", name, name))
	}
	me := c.identity()
	if me == nil {
		return emptyAnswer()
	}
	return wire.JSON(http.StatusOK, me)
}
