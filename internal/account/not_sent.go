package account

import (
	"context"
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrNotSent is the error of a write that failed before anything was sent, so that WhatsApp is as it was.
var ErrNotSent = errors.New("nothing was sent")

// notSent marks an error of preparing a write. A reading without clear answer is an unknown outcome too, but no
// write's: so whatsapp.ErrOutcomeUnknown is no longer found in it.
func notSent(err error) error {
	if err == nil || errors.Is(err, ErrNotSent) {
		return err
	}
	return &notSentError{err}
}

// notPrepared is notSent for a reading before a write. One that was given up says only that its caller has no more
// time.
func notPrepared(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) && errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		err = ctx.Err()
	}
	return notSent(err)
}

type notSentError struct{ cause error }

var _ error = (*notSentError)(nil)

func (e *notSentError) Error() string {
	if errors.Is(e.cause, whatsapp.ErrOutcomeUnknown) {
		return e.cause.Error() + "; " + ErrNotSent.Error()
	}
	return e.cause.Error()
}

// Is finds ErrNotSent, and the kinds of the cause.
func (e *notSentError) Is(target error) bool {
	return target == ErrNotSent || target != whatsapp.ErrOutcomeUnknown && errors.Is(e.cause, target)
}

// As finds what the cause is.
func (e *notSentError) As(target any) bool { return errors.As(e.cause, target) }
