package waha

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// The engines of WAHA. One server runs one of them.
const (
	engineNOWEB = "NOWEB"
	engineGOWS  = "GOWS"
	engineWEBJS = "WEBJS"
	engineWPP   = "WPP"
)

// version is WAHA's calendar version, "2026.7.2": year, month and build, which are compared as numbers.
type version [3]int

func parseVersion(s string) version {
	var v version
	for i, part := range strings.SplitN(s, ".", len(v)) {
		digits := part
		if end := strings.IndexFunc(part, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
			digits = part[:end]
		}
		v[i], _ = strconv.Atoi(digits)
	}
	return v
}

func (v version) atLeast(other version) bool { return slices.Compare(v[:], other[:]) >= 0 }

// server is what GET /api/server/version tells.
type server struct {
	version string
	engine  string
	tier    string
}

func (s server) String() string {
	return fmt.Sprintf("WAHA %s (engine %s)", s.version, s.engine)
}

// Abilities asks for version and engine. The route needs no linked account.
func (a *Adapter) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	s, err := a.askServer(ctx)
	if err != nil {
		return whatsapp.Abilities{}, err
	}
	return s.abilities(), nil
}

func (a *Adapter) askServer(ctx context.Context) (server, error) {
	body, err := a.do(ctx, call{method: http.MethodGet, path: []string{"server", "version"}, route: "server/version"})
	if err != nil {
		return server{}, err
	}
	o, ok := loosejson.DecodeObject(body)
	if !ok || o.Text("version") == "" {
		return server{}, noWAHA("it does not show its version as WAHA does: check the endpoint")
	}
	s := server{version: a.short(call{}, o.Text("version")), engine: strings.ToUpper(a.short(call{}, o.Text("engine"))),
		tier: strings.ToUpper(o.Text("tier"))}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.server = &s
	return s, nil
}

// knownServer asks for version and engine once.
func (a *Adapter) knownServer(ctx context.Context) (server, error) {
	a.mu.Lock()
	known := a.server
	a.mu.Unlock()
	if known != nil {
		return *known, nil
	}
	return a.askServer(ctx)
}

// keepsChats reports whether the chat of a group that was left stays, and stays listed. Its members show that it was
// left.
func (s server) keepsChats() bool { return s.engine == engineWEBJS || s.engine == engineWPP }

// atOnce is how many people one call takes. No source states a limit. All engines hand the people on in one request to
// WhatsApp but WEBJS, which waits up to half a second between two of them (evidence/waha.md §6.3), so that 20 take it
// ten seconds.
func (s server) atOnce() int {
	if s.engine == engineWEBJS {
		return 20
	}
	return 100
}

func (s server) abilities() whatsapp.Abilities {
	can := append(s.settingAbilities(),
		whatsapp.CreateGroup,
		// INFERRED: WAHA passes an empty list of participants on, and people are seen to use it (waha#2043); that
		// WhatsApp takes it on every engine has not been measured.
		whatsapp.CreateEmptyGroup,
		whatsapp.ChangeMembers,
		whatsapp.LeaveGroup,
		whatsapp.ReadInvite,
		whatsapp.ReadInviteInfo,
		whatsapp.JoinGroup,
		whatsapp.LookUpContact,
		whatsapp.TellGroupKind,
		whatsapp.TellOwnNumber,
		whatsapp.WriteWebhook,
		whatsapp.ReadWebhook,
		whatsapp.WriteWebhookDetails,
	)
	if s.engine != engineGOWS {
		// GOWS calls the same function to revoke as to read, and revokes nothing.
		can = append(can, whatsapp.RevokeInvite)
	}
	// The other two answer 501.
	if s.keepsChats() {
		can = append(can, whatsapp.DeleteChat)
	}
	if s.approvesJoining() {
		can = append(can, whatsapp.ApproveJoinRequests)
	}
	if s.engine == engineWEBJS {
		// It cannot be told not to (evidence/whatsapp.md §8.3).
		can = append(can, whatsapp.InviteByAdding)
	} else {
		// The answer of WEBJS is keyed by what was asked for.
		can = append(can, whatsapp.NameAdded)
	}
	return whatsapp.NewAbilities(s.String(), can...).TakingAtOnce(s.atOnce()).On(s.engine, s.version)
}
