// Package httpapi is the HTTP client of all gateway adapters. It knows what the adapters would otherwise each have to
// get right: the key goes to the gateway's own host only, an answer has a size and a deadline, only what is harmless is
// repeated, a failure on the way says whether anything was sent, and nothing secret is in an error or a log.
package httpapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// The defaults of Config.
const (
	// defaultRequestTimeout is above the 120 s after which WAHA's engine NOWEB answers that WhatsApp did not.
	defaultRequestTimeout = 140 * time.Second
	defaultRetryWait      = 250 * time.Millisecond
	// defaultMaxAnswer has room for a page of 500 groups with all of their members.
	defaultMaxAnswer = 64 << 20
	longestRetryWait = 5 * time.Second
	dialTimeout      = 15 * time.Second
)

// Config says where a gateway is and how it is spoken to.
type Config struct {
	// Endpoint is an http or https URL. A path in it stays in front of every request's path.
	Endpoint string
	// AuthHeader has AuthValue, the bare key, after AuthScheme where there is one. An empty key is not sent.
	AuthHeader string
	AuthScheme string
	AuthValue  string
	// Headers are sent with every request, for reverse proxies.
	Headers map[string]string
	// CACertificate is one or more certificates in PEM form that are trusted beside those of the system.
	CACertificate string
	// Insecure accepts any certificate.
	Insecure bool
	// RequestTimeout bounds each attempt, up to the last byte of the answer. 0 means 140 seconds.
	RequestTimeout time.Duration
	// MaxRetries is how often a request that is harmless to repeat is sent again.
	MaxRetries int
	// RetryWait is the wait before the first of them; it doubles. 0 means 250 milliseconds.
	RetryWait time.Duration
	// MaxAnswer is the size in bytes above which an answer is given up. 0 means 64 MiB.
	MaxAnswer int64
	UserAgent string
}

// Client sends requests to one gateway. It is safe for concurrent use. Make it with New.
type Client struct {
	config Config
	base   url.URL
	header http.Header
	// secrets are those of Secrets.
	secrets []string
	// repeatable keeps connections alive. single takes a fresh one for each request: net/http would else repeat a GET
	// on its own when a connection that it kept turns out to be dead, and Node's servers drop idle connections after 5
	// s, so that a write on a kept connection would often end without one knowing whether it was done.
	repeatable *retryablehttp.Client
	single     *retryablehttp.Client
	// date is that of the last answer, in seconds since 1970, and 0 where it had none.
	date atomic.Int64
}

// New makes a client. It calls nothing.
func New(config Config) (*Client, error) {
	base, err := parseEndpoint(config.Endpoint)
	if err != nil {
		return nil, err
	}
	if config.RequestTimeout <= 0 {
		config.RequestTimeout = defaultRequestTimeout
	}
	if config.RetryWait <= 0 {
		config.RetryWait = defaultRetryWait
	}
	if config.MaxAnswer <= 0 {
		config.MaxAnswer = defaultMaxAnswer
	}
	header, err := headerOf(config, base)
	if err != nil {
		return nil, err
	}
	tlsConfig, err := tlsOf(config)
	if err != nil {
		return nil, err
	}
	c := &Client{config: config, base: base, header: header, secrets: Secrets(config)}
	c.repeatable = c.retrying(transport(tlsConfig, true))
	c.single = c.retrying(transport(tlsConfig, false))
	return c, nil
}

func parseEndpoint(endpoint string) (url.URL, error) {
	// The text is not repeated in the errors: it may have a password.
	u, err := url.Parse(strings.TrimSpace(endpoint))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return url.URL{}, errors.New("the endpoint is not an http or https URL, such as http://localhost:3000")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return url.URL{}, errors.New("the endpoint must not have a query or a fragment")
	}
	return *u, nil
}

func headerOf(config Config, endpoint url.URL) (http.Header, error) {
	header := http.Header{}
	for name, value := range config.Headers {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || r == ':' }) {
			return nil, fmt.Errorf("%q is not a valid name of an HTTP header", name)
		}
		if strings.ContainsFunc(value, isControl) {
			return nil, fmt.Errorf("the value of the header %q has a line break or another control character", name)
		}
		if _, twice := header[http.CanonicalHeaderKey(name)]; twice {
			return nil, fmt.Errorf("headers has the name %s in two spellings: remove one of them",
				http.CanonicalHeaderKey(name))
		}
		header.Set(name, value)
	}
	if endpoint.User != nil {
		// net/http would send this one only where nothing else is in its place, and say nothing.
		if err := reserve(header, authorization, "the user and password in the endpoint", "headers"); err != nil {
			return nil, err
		}
		password, _ := endpoint.User.Password()
		both := endpoint.User.Username() + ":" + password
		header.Set(authorization, "Basic "+base64.StdEncoding.EncodeToString([]byte(both)))
	}
	if config.AuthValue != "" {
		if strings.ContainsFunc(config.AuthValue, isControl) {
			return nil, errors.New("the API key has a line break or another control character")
		}
		other := "headers"
		if endpoint.User != nil && config.AuthHeader == authorization {
			other = "the user and password in the endpoint"
		}
		if err := reserve(header, config.AuthHeader, "this gateway's API key", other); err != nil {
			return nil, err
		}
		header.Set(config.AuthHeader, strings.TrimSpace(config.AuthScheme+" "+config.AuthValue))
	}
	if config.UserAgent != "" {
		header.Set("User-Agent", config.UserAgent)
	}
	return header, nil
}

const authorization = "Authorization"

// reserve refuses a header that two things want, of which a request can carry one only.
func reserve(header http.Header, name, one, other string) error {
	if _, taken := header[http.CanonicalHeaderKey(name)]; !taken {
		return nil
	}
	return fmt.Errorf("%s and %s both need the header %s, and a request can have only one. Remove one of the two. A "+
		"proxy that wants a password of its own must take it in another header, or know the provider by its address",
		one, other, http.CanonicalHeaderKey(name))
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

func tlsOf(config Config) (*tls.Config, error) {
	// Insecure is what the user asks for where a gateway has a certificate of its own making.
	settings := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: config.Insecure}
	if config.CACertificate == "" {
		return settings, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM([]byte(config.CACertificate)) {
		return nil, errors.New("the CA certificate has no certificate in PEM form")
	}
	settings.RootCAs = pool
	return settings, nil
}

func transport(settings *tls.Config, keepAlive bool) *http.Transport {
	t := &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       settings.Clone(),
		TLSHandshakeTimeout:   dialTimeout,
		ExpectContinueTimeout: time.Second,
		MaxIdleConns:          10,
		IdleConnTimeout:       30 * time.Second,
		DisableKeepAlives:     !keepAlive,
		Protocols:             &http.Protocols{},
	}
	t.Protocols.SetHTTP1(true)
	// HTTP/2 repeats by its own rules what a server did not begin to process, so it is for the repeatable only.
	t.Protocols.SetHTTP2(keepAlive)
	return t
}

func (c *Client) retrying(transport http.RoundTripper) *retryablehttp.Client {
	return &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport:     attempts{transport},
			Timeout:       c.config.RequestTimeout,
			CheckRedirect: checkRedirect,
		},
		Logger:       nil,
		RetryWaitMin: c.config.RetryWait,
		RetryWaitMax: longestRetryWait,
		RetryMax:     max(c.config.MaxRetries, 0),
		CheckRetry:   checkRetry,
		Backoff:      backoff,
		// Without a handler an answer of 503 would come back as an error that has the URL in it.
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// Do sends the request and returns the answer, whatever its status is. An error is a *whatsapp.Error: ErrUnreachable if
// nothing was sent, ErrWrongServer after a redirect that is not followed and for a web page in place of a reading,
// ErrOutcomeUnknown if something was sent; or it is the error of a ctx that ended before anything was sent.
func (c *Client) Do(ctx context.Context, request Request) (*Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("call the gateway: %w", err)
	}
	target, err := c.url(request)
	if err != nil {
		return nil, err
	}
	body, contentType, err := request.encode()
	if err != nil {
		return nil, err
	}

	st := &state{repeatable: request.repeatable(), maxAnswer: c.config.MaxAnswer,
		patience: c.config.RequestTimeout}
	req, err := retryablehttp.NewRequestWithContext(st.watch(ctx), request.Method, target, body)
	if err != nil {
		// The error is dropped since it has the URL in it.
		return nil, invalid("the request cannot be built")
	}
	req.Header = c.header.Clone()
	if host := req.Header.Get("Host"); host != "" {
		req.Host = host
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	req.Header.Set("Accept", "application/json, */*;q=0.5")
	req.SetResponseHandler(st.read)

	client := c.single
	if st.repeatable {
		client = c.repeatable
	}
	started := time.Now()
	resp, err := client.Do(req)
	if resp != nil {
		defer resp.Body.Close()
		if err == nil && st.answer == nil {
			// The retries have run out on a status that would have been retried, and so nobody has read the body.
			err = st.read(resp)
		}
	}
	if err != nil {
		err = c.failure(ctx, st, err)
		logExchange(ctx, request, 0, time.Since(started))
		return nil, err
	}
	c.noteDate(resp.Header)
	logExchange(ctx, request, resp.StatusCode, time.Since(started))
	answer := &Response{Status: resp.StatusCode, Header: resp.Header, Body: st.answer}
	if st.repeatable && answer.OK() && answer.isPage() {
		return nil, errPage
	}
	return answer, nil
}

func (c *Client) noteDate(header http.Header) {
	at, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		c.date.Store(0)
		return
	}
	c.date.Store(at.Unix())
}

// Date is that of the server's last answer, and zero where it had none.
func (c *Client) Date() time.Time {
	if at := c.date.Load(); at != 0 {
		return time.Unix(at, 0)
	}
	return time.Time{}
}

func (c *Client) url(request Request) (string, error) {
	u := c.base
	u.RawPath = strings.TrimRight(c.base.EscapedPath(), "/") + request.Path
	path, err := url.PathUnescape(u.RawPath)
	if err != nil {
		return "", invalid("the path of the request is not escaped")
	}
	u.Path = path
	u.RawQuery = request.Query.Encode()
	return u.String(), nil
}

// state is what is known of one request, over all its attempts.
type state struct {
	repeatable bool
	maxAnswer  int64
	// patience is the longest wait for which a server is asked again.
	patience time.Duration
	// connected reports whether the attempt under way got a connection. Before that, nothing can have been sent.
	connected atomic.Bool
	answer    []byte
}

type stateKey struct{}

func (st *state) watch(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, stateKey{}, st)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { st.connected.Store(true) },
	})
}

func stateOf(ctx context.Context) *state {
	st, _ := ctx.Value(stateKey{}).(*state)
	return st
}

// read takes the answer in, so that one which is cut short is a failure of the attempt.
func (st *state) read(resp *http.Response) error {
	answer, err := io.ReadAll(io.LimitReader(resp.Body, st.maxAnswer+1))
	if err != nil {
		return err
	}
	if int64(len(answer)) > st.maxAnswer {
		return &tooLargeError{st.maxAnswer}
	}
	st.answer = answer
	return nil
}

// attempts notes where an attempt begins.
type attempts struct{ next http.RoundTripper }

func (a attempts) RoundTrip(req *http.Request) (*http.Response, error) {
	if st := stateOf(req.Context()); st != nil {
		st.connected.Store(false)
	}
	return a.next.RoundTrip(req)
}
