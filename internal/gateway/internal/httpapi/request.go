package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Request is one request to a gateway.
type Request struct {
	Method string
	// Path begins with a slash, is escaped already (Path makes such ones) and follows the path of the endpoint.
	Path  string
	Query url.Values
	// JSON is sent as the body, or else Body is, with its content type.
	JSON        any
	Body        []byte
	ContentType string
	// Repeat says whether the request may be sent twice.
	Repeat Repeat
	// Route names the request in logs, without ids, codes and query: "/api/{session}/groups/{group}".
	Route string
}

// Repeat says whether a request may be sent again after an attempt of which the outcome is not known. An attempt that
// got no connection is always repeated, since nothing was sent.
type Repeat int

// The answers to that.
const (
	// RepeatReads is the default: GET and HEAD may be repeated.
	RepeatReads Repeat = iota
	// RepeatAlways is for a POST that is harmless.
	RepeatAlways
	// RepeatNever is for a GET that does something.
	RepeatNever
)

func (r Request) repeatable() bool {
	switch r.Repeat {
	case RepeatAlways:
		return true
	case RepeatNever:
		return false
	default:
		return r.Method == http.MethodGet || r.Method == http.MethodHead
	}
}

// encode gives the body as retryablehttp takes it: nil, an interface without a type, for none.
func (r Request) encode() (body any, contentType string, err error) {
	if r.JSON == nil {
		if r.Body == nil {
			return nil, "", nil
		}
		return r.Body, r.ContentType, nil
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(r.JSON); err != nil {
		return nil, "", invalid("the request cannot be written as JSON")
	}
	return bytes.TrimSpace(buffer.Bytes()), "application/json", nil
}

// Path escapes the segments and joins them to a path.
func Path(segments ...string) string {
	var path strings.Builder
	for _, segment := range segments {
		path.WriteByte('/')
		switch segment {
		case ".", "..":
			// They are names here; servers and proxies would take them for steps in a tree.
			path.WriteString(strings.ReplaceAll(segment, ".", "%2E"))
		default:
			path.WriteString(url.PathEscape(segment))
		}
	}
	return path.String()
}

// Response is the answer of a gateway.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// OK reports whether the status is of the kind 2xx.
func (r *Response) OK() bool { return r.Status >= 200 && r.Status <= 299 }

// isPage reports whether the answer is a page for people, such as that on which a proxy asks them to sign in. What was
// written may have gone through all the same. The media type tells nothing: some gateways send bare texts as HTML.
func (r *Response) isPage() bool {
	const longest = len("<!doctype html")
	start := bytes.TrimLeft(r.Body, "\ufeff \t\r\n")
	start = bytes.ToLower(start[:min(len(start), longest)])
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// AsksForPassword reports whether the answer is that of a page or a proxy which wants a password, and knows nothing of
// API keys: a 401 with the scheme Basic. No gateway has it on its API.
func (r *Response) AsksForPassword() bool {
	return r.Status == http.StatusUnauthorized &&
		slices.ContainsFunc(r.Header.Values("WWW-Authenticate"), func(challenge string) bool {
			scheme, _, _ := strings.Cut(challenge, " ")
			return strings.EqualFold(scheme, "Basic")
		})
}

// PasswordWanted explains such an answer.
const PasswordWanted = "it asks for a password (HTTP status 401 Unauthorized, Basic), and " +
	"not for an API key: check the path of the endpoint, which is the gateway's address and not that of its pages. " +
	"Where a proxy before the gateway wants the password, give it in headers"

// WithWait adds to ErrRateLimited how long the server asks to wait, however the refusal was recognised.
func (r *Response) WithWait(err error) error {
	var e *whatsapp.Error
	if errors.As(err, &e) && errors.Is(e.Kind, whatsapp.ErrRateLimited) {
		e.Wait = r.RetryAfter()
	}
	return err
}

// RetryAfter is how long the server, or a proxy before it, asks to wait; 0 if it does not say.
func (r *Response) RetryAfter() time.Duration { return retryAfter(r.Header) }

// StatusText is the status in words, for an answer of which nothing else is fit to be shown, and how long the server
// asks to wait if it does.
func (r *Response) StatusText() string {
	text := StatusText(r.Status)
	if wait := r.RetryAfter(); wait > 0 {
		text += fmt.Sprintf(", which asks to come back in %s", wait.Round(time.Second))
	}
	return text
}

func retryAfter(header http.Header) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(time.Until(at), 0)
	}
	return 0
}
