package emulator

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"time"
)

// jsonAnswer frames an object or array as Express does.
func jsonAnswer(status int, value any) answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // Every value is one of this package's own, or came from JSON.
	}
	return answer{
		status:      status,
		contentType: "application/json; charset=utf-8",
		body:        bytes.TrimSuffix(body.Bytes(), []byte("\n")),
	}
}

// textAnswer frames a string, boolean or number, none of which Express sends as JSON.
func textAnswer(status int, text string) answer {
	return answer{status: status, contentType: "text/html; charset=utf-8", body: []byte(text)}
}

// boolAnswer is a boolean as Express sends it.
func boolAnswer(value bool) answer {
	if value {
		return textAnswer(http.StatusOK, "true")
	}
	return textAnswer(http.StatusOK, "false")
}

// emptyAnswer is what becomes of null and undefined: a 200 of no length and no type.
func emptyAnswer() answer {
	return answer{status: http.StatusOK}
}

// success is the answer of those routes that always say so.
func success() answer {
	return jsonAnswer(http.StatusOK, map[string]bool{"success": true})
}

// problem is Nest's own error body. The message may be a list.
func problem(status int, title string, message any) answer {
	return jsonAnswer(status, struct {
		Message    any    `json:"message"`
		Error      string `json:"error,omitempty"`
		StatusCode int    `json:"statusCode"`
	}{message, title, status})
}

// notImplemented is the answer of a route that this engine lacks (since 2025.6.6).
func (c *wahaCall) notImplemented() answer {
	return problem(http.StatusNotImplemented, "Not Implemented", "The method is not implemented by '"+c.engine.name()+
		"' engine. Check the docs and try another engine: https://waha.devlike.pro/")
}

// wahaServer is the answer of /api/server/version, and a part of every 500.
type wahaServer struct {
	Version  string  `json:"version"`
	Engine   string  `json:"engine"`
	Tier     string  `json:"tier"`
	Browser  *string `json:"browser"`
	Platform string  `json:"platform"`
	Worker   struct {
		ID *string `json:"id"`
	} `json:"worker"`
}

func (d *waha) server() wahaServer {
	server := wahaServer{Version: d.version.String(), Engine: d.engine.name(), Tier: "CORE", Platform: "linux/x64"}
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

// exception is the envelope of everything that is thrown below WAHA's controllers: always a 500, with the real reason inside.
func (c *wahaCall) exception(exception any) answer {
	query := map[string]any{}
	for name, values := range c.query {
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
	echo := request{Path: c.uri, Method: c.method, Query: query}
	if c.method != http.MethodGet {
		echo.Body = json.RawMessage("{}")
		if c.hasJSON() && json.Valid(c.body) {
			echo.Body = c.body
		}
	}
	return jsonAnswer(http.StatusInternalServerError, struct {
		StatusCode int        `json:"statusCode"`
		Timestamp  string     `json:"timestamp"`
		Exception  any        `json:"exception"`
		Request    request    `json:"request"`
		Version    wahaServer `json:"version"`
	}{
		http.StatusInternalServerError, time.Now().UTC().Format("2006-01-02T15:04:05.000Z07:00"),
		exception, echo, c.server(),
	})
}

// typeError is what a controller that trusts its input throws.
func (c *wahaCall) typeError(message string) answer {
	return c.exception(thrown{message, "TypeError", stack("TypeError: " + message)})
}

// undefined is the commonest of the type errors.
func (c *wahaCall) undefined(property string) answer {
	return c.typeError("Cannot read properties of undefined (reading '" + property + "')")
}

// stack is long and says nothing, as the real ones.
func stack(first string) string {
	return first + "\n    at GroupsController (/app/dist/api/groups.controller.js:1:1)" +
		strings.Repeat("\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)", 3)
}

// hasJSON reports whether the body is of a type that Express parses; any other it passes over.
func (c *call) hasJSON() bool {
	mediaType, _, err := mime.ParseMediaType(c.header.Get("Content-Type"))
	return err == nil && mediaType == "application/json" && len(c.body) > 0
}
