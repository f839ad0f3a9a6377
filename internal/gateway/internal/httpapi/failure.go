package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// redirectError is a redirect that was not followed.
type redirectError struct{ reason string }

var _ error = (*redirectError)(nil)

func (e *redirectError) Error() string { return e.reason }

// tooLargeError is an answer above the limit.
type tooLargeError struct{ limit int64 }

var _ error = (*tooLargeError)(nil)

func (e *tooLargeError) Error() string {
	return fmt.Sprintf("the answer is larger than %d bytes", e.limit)
}

// errPage is the error of a web page in the place of a reading.
var errPage error = &whatsapp.Error{
	Kind:   whatsapp.ErrWrongServer,
	Detail: "it answers with a web page, as a proxy does that asks people to sign in",
}

// failure says in the domain's terms what became of a request that got no answer.
func (c *Client) failure(ctx context.Context, st *state, err error) error {
	// A *url.Error has the whole URL in its text, with the codes in it.
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err
	}
	var (
		redirect *redirectError
		tooLarge *tooLargeError
	)
	switch {
	case errors.As(err, &redirect):
		// Whoever redirects is not the gateway, so nothing was done.
		return &whatsapp.Error{Kind: whatsapp.ErrWrongServer, Detail: Short(c.Line(redirect.reason))}
	case errors.As(err, &tooLarge):
		return &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: tooLarge.Error()}
	case ctx.Err() != nil && !st.connected.Load():
		return fmt.Errorf("call the gateway: %w", ctx.Err())
	case ctx.Err() != nil:
		return &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: "the call was given up before the answer came"}
	case !st.connected.Load():
		return &whatsapp.Error{Kind: whatsapp.ErrUnreachable, Detail: Short(c.Line(err.Error()))}
	case isTimeout(err):
		return &whatsapp.Error{
			Kind:   whatsapp.ErrOutcomeUnknown,
			Detail: fmt.Sprintf("it did not answer within %s", c.config.RequestTimeout),
		}
	}
	return &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown,
		Detail: "the connection broke before the answer was complete"}
}

func invalid(detail string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
}
