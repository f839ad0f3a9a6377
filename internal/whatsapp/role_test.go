package whatsapp_test

import (
	"context"
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// plain has the contract alone.
type plain struct{ whatsapp.Gateway }

// refresher has a role beside it.
type refresher struct {
	plain
	err error
}

func (r refresher) Refresh(context.Context) error { return r.err }

// decorator hides what it decorates but for the contract.
type decorator struct{ whatsapp.Gateway }

func (d decorator) Unwrap() whatsapp.Gateway { return d.Gateway }

// decoratingRefresher decorates with the same role.
type decoratingRefresher struct {
	decorator
	err error
}

func (d decoratingRefresher) Refresh(context.Context) error { return d.err }

func TestAs(t *testing.T) {
	inner, outer := errors.New("inner"), errors.New("outer")
	for name, test := range map[string]struct {
		gateway whatsapp.Gateway
		want    error
	}{
		"its own":                {refresher{err: inner}, inner},
		"behind a decorator":     {decorator{refresher{err: inner}}, inner},
		"behind two":             {decorator{decorator{refresher{err: inner}}}, inner},
		"the decorator's first":  {decoratingRefresher{decorator{refresher{err: inner}}, outer}, outer},
		"the decorator's alone":  {decoratingRefresher{decorator{plain{}}, outer}, outer},
		"nobody's":               {decorator{plain{}}, nil},
		"hidden without Unwrap":  {plain{refresher{err: inner}}, nil},
		"a decorator of nothing": {decorator{}, nil},
		"no gateway":             {nil, nil},
	} {
		role, has := whatsapp.As[whatsapp.Refresher](test.gateway)
		if has != (test.want != nil) {
			t.Errorf("%s: found %t", name, has)
			continue
		}
		if has && !errors.Is(role.Refresh(t.Context()), test.want) {
			t.Errorf("%s: another one was found", name)
		}
	}
}
