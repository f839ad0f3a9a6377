package waha

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// boolAnswer is a boolean as Express sends it.
func boolAnswer(value bool) wire.Answer {
	if value {
		return wire.Text(http.StatusOK, "true")
	}
	return wire.Text(http.StatusOK, "false")
}

// emptyAnswer is what becomes of null and undefined: a 200 without length and type.
func emptyAnswer() wire.Answer {
	return wire.Answer{Status: http.StatusOK}
}

// success is the answer of those routes that always say so.
func success() wire.Answer {
	return wire.JSON(http.StatusOK, map[string]bool{"success": true})
}

// notImplemented is the answer of a route that this engine lacks (since 2025.6.6).
func (c *call) notImplemented() wire.Answer {
	return wire.Problem(http.StatusNotImplemented, "Not Implemented",
		"The method is not implemented by '"+c.engine.name()+
			"' engine. Check the docs and try another engine: https://waha.devlike.pro/")
}

// serverInfo is the answer of /api/server/version, and a part of every 500.
type serverInfo struct {
	Version  string  `json:"version"`
	Engine   string  `json:"engine"`
	Tier     string  `json:"tier"`
	Browser  *string `json:"browser"`
	Platform string  `json:"platform"`
	Worker   struct {
		ID *string `json:"id"`
	} `json:"worker"`
}

func (d *dialect) server() serverInfo {
	server := serverInfo{Version: d.version.String(), Engine: d.engine.name(), Tier: "CORE", Platform: "linux/x64"}
	if d.engine.traits(d.version).chats {
		browser := "/usr/bin/google-chrome-stable"
		server.Browser = &browser
	}
	return server
}

// thrown is a JavaScript error as WAHA serialises it.
type thrown struct {
	Message string `json:"message"`
	Name    string `json:"name"`
	Stack   string `json:"stack"`
}

// exception is the envelope of all that is thrown below WAHA's controllers: always a 500, with the real reason inside.
func (c *call) exception(exception any) wire.Answer {
	query := map[string]any{}
	for name, values := range c.Query {
		if len(values) == 1 {
			query[name] = values[0]
		} else {
			query[name] = values
		}
	}
	type request struct {
		Path   string          `json:"path"`
		Method string          `json:"method"`
		Body   json.RawMessage `json:"body,omitempty"`
		Query  map[string]any  `json:"query"`
	}
	echo := request{Path: c.URI, Method: c.Method, Query: query}
	// A call without a body has none here either.
	if c.Method != http.MethodGet && c.HasJSON() && json.Valid(c.Body) {
		echo.Body = c.Body
	}
	return wire.JSON(http.StatusInternalServerError, struct {
		StatusCode int        `json:"statusCode"`
		Timestamp  string     `json:"timestamp"`
		Exception  any        `json:"exception"`
		Request    request    `json:"request"`
		Version    serverInfo `json:"version"`
	}{
		http.StatusInternalServerError, c.world.Clock().Now().UTC().Format("2006-01-02T15:04:05.000Z07:00"),
		exception, echo, c.server(),
	})
}

// typeError is what a controller that trusts its input throws.
func (c *call) typeError(message string) wire.Answer {
	return c.exception(thrown{message, "TypeError", stack("TypeError: " + message)})
}

// undefined is the most common type error.
func (c *call) undefined(property string) wire.Answer {
	return c.typeError("Cannot read properties of undefined (reading '" + property + "')")
}

// stack is long and says nothing, like the real ones.
func stack(first string) string {
	return first + "\n    at GroupsController (/app/dist/api/groups.controller.js:1:1)" +
		strings.Repeat("\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)", 3)
}
