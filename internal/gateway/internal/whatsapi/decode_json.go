package whatsapi

import (
	"bytes"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
)

// isNull reports whether a null is there. Go writes a list that was never made so.
func isNull(raw []byte) bool { return bytes.Equal(raw, []byte("null")) }

// toldIn reads a text that may be empty, and is nil where there is none.
func toldIn(o loosejson.Object, keys ...string) *string {
	raw := o.First(keys...)
	if raw == nil {
		return nil
	}
	return new(loosejson.Text(raw))
}

// momentIn reads a moment. Go writes whole seconds, so that any other number is no moment.
func momentIn(o loosejson.Object, keys ...string) time.Time {
	_, number := o.Number(keys...)
	if _, whole := o.Integer(keys...); number && !whole {
		return time.Time{}
	}
	return o.Moment(keys...)
}
