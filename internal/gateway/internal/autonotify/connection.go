package autonotify

import (
	"bytes"
	"context"
	"net/url"
	"regexp"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// connection is what both generations have in common: one session, the key as a bearer token, and the session in a header.
type connection struct {
	client  *httpapi.Client
	session string
	// key is bare. The client knows it only with "Bearer " before it, and answers may repeat it without.
	key string
	// name is the gateway's in messages.
	name string
}

func connect(config httpapi.Config, name, sessionHeader, session string) (*connection, error) {
	c := &connection{session: session, key: config.AuthValue, name: name}
	headers := make(map[string]string, len(config.Headers)+1)
	for header, value := range config.Headers {
		// Names of headers have no case, and of two spellings of one name either could win.
		if !strings.EqualFold(header, sessionHeader) {
			headers[header] = value
		}
	}
	headers[sessionHeader] = session
	config.Headers = headers
	config.AuthHeader = "Authorization"
	if config.AuthValue != "" {
		config.AuthValue = "Bearer " + config.AuthValue
	}
	var err error
	c.client, err = httpapi.New(config)
	return c, err
}

// call is one request and what its failures mean.
type call struct {
	method string
	// path is escaped and begins with a slash.
	path string
	// route is the path for logs, without ids and codes.
	route  string
	query  url.Values
	body   any
	repeat httpapi.Repeat
	// ability is what is missing where the server does not know the route. It is empty for the routes that every server
	// of the generation has.
	ability whatsapp.Ability
	meaning meaning
	// harmless tells of the beta's calls that nothing is changed by them.
	harmless bool
	// operation is the beta's.
	operation operation
	// secrets are what was sent and must not show in an error.
	secrets []string
}

// fields is a JSON object to send.
type fields map[string]any

// send returns the answer, whatever its status is, with the body trimmed.
func (c *connection) send(ctx context.Context, request call) (*httpapi.Response, error) {
	resp, err := c.client.Do(ctx, httpapi.Request{
		Method: request.method,
		Path:   request.path,
		Query:  request.query,
		JSON:   request.body,
		Repeat: request.repeat,
		Route:  request.route,
	})
	if err != nil {
		return nil, err
	}
	resp.Body = bytes.TrimSpace(resp.Body)
	return resp, nil
}

func (c *connection) missing(ability whatsapp.Ability) error {
	return whatsapp.MissingAbility(c.name, ability)
}

// webAddress finds addresses, such as a picture's, which may be signed and need not come back as they were sent.
var webAddress = regexp.MustCompile(`(https?://)(?:[^/\s"'<>]*@)?([^/?\s"'<>]+)[^\s"'<>]*`)

// short makes a text of the gateway one line that is fit to be shown.
func (c *connection) short(request call, text string) string {
	text = c.client.Line(text, append([]string{c.key}, request.secrets...)...)
	return httpapi.Short(webAddress.ReplaceAllString(text, "${1}${2}/…"))
}
