package emulator

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wahaSession is the only session there is.
const wahaSession = "default"

// sessionStatus is the account's status in WAHA's words.
func (d *waha) sessionStatus() string {
	if d.world.Account().Status == world.StatusConnected {
		return "WORKING"
	}
	return "SCAN_QR_CODE"
}

// wahaMe is who the session is logged in as.
type wahaMe struct {
	ID       string `json:"id"`
	PushName string `json:"pushName"`
	LID      string `json:"lid,omitempty"`
	JID      string `json:"jid,omitempty"` // With the device's number.
}

func (d *waha) me() *wahaMe {
	account := d.world.Account()
	if account.Status != world.StatusConnected {
		return nil
	}
	me := &wahaMe{ID: account.Phone + "@c.us", PushName: "Emulator", LID: account.LID, JID: account.Phone + ":12@s.whatsapp.net"}
	traits := d.engine.traits(d.version)
	if traits.chats {
		me.JID = ""
	}
	if traits.hidesOwnLID {
		me.LID = ""
	}
	return me
}

type wahaSessionInfo struct {
	Name       string            `json:"name"`
	Status     string            `json:"status"`
	Config     *struct{}         `json:"config"`
	Me         *wahaMe           `json:"me"`
	Presence   *string           `json:"presence"`
	Timestamps struct{}          `json:"timestamps"`
	Engine     map[string]string `json:"engine"`
}

func (d *waha) sessionInfo() wahaSessionInfo {
	return wahaSessionInfo{
		Name: wahaSession, Status: d.sessionStatus(), Me: d.me(),
		Engine: map[string]string{"engine": d.engine.name()},
	}
}

func wahaPing(context.Context, *wahaCall) wire.Answer {
	return wire.JSON(http.StatusOK, map[string]string{"message": "pong"})
}

// wahaHealth is free since 2026.6.1.
func wahaHealth(_ context.Context, c *wahaCall) wire.Answer {
	if !c.version.atLeast(wahaVersion{2026, 6, 1}) {
		return wire.Problem(http.StatusUnprocessableEntity, "Unprocessable Entity", "The feature is available only in Plus version for '"+
			c.engine.name()+"' engine. Check this out: https://waha.devlike.pro/")
	}
	return wire.JSON(http.StatusOK, struct {
		Status  string   `json:"status"`
		Info    struct{} `json:"info"`
		Error   struct{} `json:"error"`
		Details struct{} `json:"details"`
	}{Status: "ok"})
}

func wahaServerVersion(_ context.Context, c *wahaCall) wire.Answer {
	return wire.JSON(http.StatusOK, c.server())
}

func wahaServerStatus(_ context.Context, c *wahaCall) wire.Answer {
	return wire.JSON(http.StatusOK, struct {
		StartTimestamp int64             `json:"startTimestamp"`
		Uptime         int64             `json:"uptime"`
		Worker         map[string]string `json:"worker"`
	}{c.started.UnixMilli(), time.Since(c.started).Milliseconds(), map[string]string{"id": ""}})
}

func wahaListSessions(_ context.Context, c *wahaCall) wire.Answer {
	return wire.JSON(http.StatusOK, []wahaSessionInfo{c.sessionInfo()})
}

func wahaGetSession(_ context.Context, c *wahaCall) wire.Answer {
	if c.params["session"] != wahaSession {
		return wire.Problem(http.StatusNotFound, "Not Found", "Session not found")
	}
	return wire.JSON(http.StatusOK, c.sessionInfo())
}

// wahaStartSession has nothing to start, and says so as a real one does of a session that runs. Nobody is logged in by it.
func wahaStartSession(ctx context.Context, c *wahaCall) wire.Answer {
	started := wahaGetSession(ctx, c)
	if started.Status == http.StatusOK {
		started.Status = http.StatusCreated
	}
	return started
}

// wahaGetMe answers with nothing at all while nobody is logged in.
func wahaGetMe(_ context.Context, c *wahaCall) wire.Answer {
	if name := c.params["session"]; name != wahaSession {
		return wire.Problem(http.StatusNotFound, "Not Found", fmt.Sprintf("We didn't find a session with name '%s'.\n"+
			"Please start it first by using POST /api/sessions/%s/start request", name, name))
	}
	me := c.me()
	if me == nil {
		return emptyAnswer()
	}
	return wire.JSON(http.StatusOK, me)
}
