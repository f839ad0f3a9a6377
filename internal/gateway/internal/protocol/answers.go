package protocol

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
)

// A 2xx proves nothing: gateways, and what stands before them, answer 200 to what failed. What a reading shows needs no
// more. What none shows, such as a picture, is believed by a positive sign alone.

// Denies reports whether the body of a 2xx answer says that the call failed: an "error" that is anything but false,
// null, 0 or empty, a "success" that is false, or a "status" or "statusCode" of 400 or more.
func Denies(body []byte) bool {
	body = bytes.TrimSpace(body)
	if bytes.Equal(body, []byte("false")) {
		return true
	}
	o, _ := loosejson.DecodeObject(body)
	return failed(o["error"]) || loosejson.IsFalse(o.Boolean("success")) || statusIn(o) >= 400
}

// Affirms reports whether the body of a 2xx answer says that the call was carried out: the word true, a "success" that
// is true, an "error" that is false, or a "status" or "statusCode" of the kind 2xx; and nothing to the contrary.
func Affirms(body []byte) bool {
	body = bytes.TrimSpace(body)
	if bytes.Equal(body, []byte("true")) {
		return true
	}
	o, _ := loosejson.DecodeObject(body)
	if Denies(body) {
		return false
	}
	status := statusIn(o)
	return loosejson.IsTrue(o.Boolean("success")) || loosejson.IsFalse(o.Boolean("error")) ||
		status >= 200 && status <= 299
}

// failed reports whether the value of "error" says that there was one. It goes by the value and not by how that is
// written: servers write an empty object as "{ }" too, and zero as 0.0.
func failed(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && (raw[0] == '[' || raw[0] == '{') {
		// It may be as long as the whole answer, and counts unless its end comes at once.
		return len(bytes.TrimSpace(raw[1:])) > 1
	}
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return !loosejson.IsNothing(raw)
	}
	switch value := value.(type) {
	case bool:
		return value
	case float64:
		return value != 0
	case string:
		text := strings.TrimSpace(value)
		return text != "" && text != "false"
	}
	return false
}

// statusIn is the worse of the statuses that a body repeats, or 0.
func statusIn(o loosejson.Object) int64 {
	var worst int64
	for _, key := range []string{"statusCode", "status"} {
		if status, told := o.Integer(key); told && status >= 100 && status <= 599 {
			worst = max(worst, status)
		}
	}
	return worst
}

// Unsaid is the error of a 2xx answer that does not say that what was asked for was done, where no reading can show it.
func Unsaid() error { return Unclear("it does not say that it was done, and nothing shows it") }

// Denied is the error of a 2xx answer that says that the call failed, in the words that the gateway has for it.
func Denied(detail string) error {
	if detail == "" {
		detail = "its answer says that the call failed, and not why"
	}
	return Unclear(detail)
}
