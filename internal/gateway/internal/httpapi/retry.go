package httpapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"time"
)

// checkRetry admits only what is safe to repeat: everything that got no connection, and the requests that are declared
// repeatable after a lost connection and after the three statuses by which a proxy says that the gateway is away.
// A gateway's own 500 is an answer: with WAHA it even carries WhatsApp's refusals.
func checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	return stateOf(ctx).retries(ctx, resp, err), nil
}

func (st *state) retries(ctx context.Context, resp *http.Response, err error) bool {
	switch {
	case st == nil || ctx.Err() != nil:
		return false
	case err != nil:
		return st.retriesError(err)
	}
	return st.retriesStatus(resp.StatusCode) && st.canWait(ctx, retryAfter(resp.Header))
}

func (st *state) retriesError(err error) bool {
	switch {
	case isLasting(err):
		return false
	case !st.connected.Load():
		return true
	}
	// Whoever did not answer within the whole timeout hangs, and would again.
	return st.repeatable && !isTimeout(err)
}

func (st *state) retriesStatus(status int) bool {
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return st.repeatable
	}
	return false
}

// canWait reports whether a wait that the server asks for is no longer than its answer may take, and ends before the
// caller does. Whoever asks for more is not asked again, and the error says for how much.
func (st *state) canWait(ctx context.Context, wait time.Duration) bool {
	deadline, bounded := ctx.Deadline()
	return wait <= st.patience && (!bounded || time.Now().Add(wait).Before(deadline))
}

// isLasting reports whether the next attempt would meet the error again.
func isLasting(err error) bool {
	var (
		redirect  *redirectError
		tooLarge  *tooLargeError
		dns       *net.DNSError
		untrusted *tls.CertificateVerificationError
		notTLS    tls.RecordHeaderError
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
	)
	switch {
	case errors.As(err, &redirect), errors.As(err, &tooLarge):
		return true
	case errors.As(err, &dns):
		return dns.IsNotFound
	}
	return errors.As(err, &untrusted) || errors.As(err, &notTLS) || errors.As(err, &authority) ||
		errors.As(err, &hostname)
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// backoff is as long as the server asks for. Where it does not say, it doubles from one retry to the next. A jitter
// keeps parallel requests from meeting again.
func backoff(shortest, longest time.Duration, attempt int, resp *http.Response) time.Duration {
	if resp != nil {
		if asked := retryAfter(resp.Header); asked > 0 {
			return asked + rand.N(shortest+1)
		}
	}
	wait := shortest << min(attempt, 20)
	if wait > longest || wait <= 0 {
		wait = longest
	}
	return wait/2 + rand.N(wait/2+1)
}

// checkRedirect follows only a read, and only within the host that the user named. net/http would carry the key's
// header along to any other host, and would turn a POST into a GET.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	st := stateOf(first.Context())
	if st == nil || !st.repeatable || first.Method != http.MethodGet && first.Method != http.MethodHead {
		return &redirectError{"it answers with a redirect, and a write does not follow one: " +
			"set the endpoint to the final address"}
	}
	if !sameHost(first.URL, req.URL) {
		return &redirectError{"it redirects to another host, and the API key is not sent there: set the endpoint to " +
			"the final address (" + req.URL.Host + ")"}
	}
	if len(via) >= 5 {
		return &redirectError{"it redirects in a circle"}
	}
	return nil
}

// sameHost reports whether b is the server of a, or the same name's https.
func sameHost(a, b *url.URL) bool {
	if a.Scheme == b.Scheme {
		return a.Host == b.Host
	}
	return a.Scheme == "http" && b.Scheme == "https" && a.Hostname() == b.Hostname()
}
