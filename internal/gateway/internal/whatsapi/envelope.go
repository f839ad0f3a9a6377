package whatsapi

import (
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
)

// envelope is what all answers come in: {"error":false,"status":200,"message":"…","data":{}}. All four fields are
// optional. The schema says that data is an object, and means anything (evidence/whatsapi.md §2.3).
type envelope struct {
	// failed says that it reports a failure, affirmed that it says in so many words that there was none.
	failed, affirmed bool
	// status repeats the HTTP status, as it seems.
	status int
	// texts say what happened, the message first.
	texts []string
	data  json.RawMessage
}

// decodeEnvelope fails on a body that is not WhatsAPI's: an object with at least one of the fields.
func decodeEnvelope(body []byte) (envelope, bool) {
	o, ok := loosejson.DecodeObject(body)
	if !ok || !o.Has("error") && !o.Has("status") && !o.Has("message") && !o.Has("data") {
		return envelope{}, false
	}
	e := envelope{data: o["data"], failed: protocol.Denies(body), affirmed: protocol.Affirms(body)}
	if status, told := o.Integer("status"); told && status >= 100 && status <= 599 {
		e.status = int(status)
	}
	// Where a failure has WhatsApp's text is not published.
	inner := o.Object("data")
	for _, text := range []string{o.Text("message"), o.Text("error"), o.Text("data"), inner.Text("message"),
		inner.Text("error")} {
		if text != "" && text != "true" && text != "false" {
			e.texts = append(e.texts, text)
		}
	}
	return e, true
}
