// Package wire has what both generations of Autonotify have in common on the wire: how a session is spoken to, what
// WhatsApp's codes mean, and the shapes of members and outcomes.
package wire

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Connection speaks to one session of one server: with the key as a bearer token, and the session in a header.
type Connection struct {
	// Session names the linked account.
	Session string
	// Name is the gateway's in messages.
	Name string

	client *httpapi.Client
}

// Connect calls nothing. The config's AuthValue is the bare key.
func Connect(config httpapi.Config, name, sessionHeader, session string) (*Connection, error) {
	c := &Connection{Session: session, Name: name}
	headers := make(map[string]string, len(config.Headers)+1)
	for header, value := range config.Headers {
		if strings.EqualFold(header, sessionHeader) {
			return nil, fmt.Errorf("headers has %s, which the argument session sets: remove it", header)
		}
		headers[header] = value
	}
	headers[sessionHeader] = session
	config.Headers = headers
	config.AuthHeader, config.AuthScheme = "Authorization", "Bearer"
	var err error
	c.client, err = httpapi.New(config)
	return c, err
}

// Date is that of the last answer.
func (c *Connection) Date() time.Time { return c.client.Date() }

// Call is one request and what its failures mean.
type Call struct {
	Method string
	// Path is escaped and begins with a slash.
	Path string
	// Route is the path for logs, without ids and codes.
	Route   string
	Query   url.Values
	Body    any
	Repeat  httpapi.Repeat
	Meaning Meaning
	// Secrets are what was sent and must not show in an error.
	Secrets []string
}

// Fields is a JSON object to send.
type Fields map[string]any

// Send returns the answer, whatever its status is, with the body trimmed.
func (c *Connection) Send(ctx context.Context, call Call) (*httpapi.Response, error) {
	resp, err := c.client.Do(ctx, httpapi.Request{
		Method: call.Method,
		Path:   call.Path,
		Query:  call.Query,
		JSON:   call.Body,
		Repeat: call.Repeat,
		Route:  call.Route,
	})
	if err != nil {
		return nil, err
	}
	resp.Body = bytes.TrimSpace(resp.Body)
	return resp, nil
}

// Missing is the error of what the gateway cannot do.
func (c *Connection) Missing(ability whatsapp.Ability) error {
	return whatsapp.MissingAbility(c.Name, ability)
}

// webAddress finds addresses, such as a picture's, which may be signed and need not come back as they were sent.
var webAddress = regexp.MustCompile(`(https?://)(?:[^/\s"'<>]*@)?([^/?\s"'<>]+)[^\s"'<>]*`)

// Short makes a text of the gateway one line that is fit to be shown.
func (c *Connection) Short(call Call, text string) string {
	text = c.client.Line(text, call.Secrets...)
	return httpapi.Short(webAddress.ReplaceAllString(text, "${1}${2}/…"))
}
