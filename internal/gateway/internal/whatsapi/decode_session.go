package whatsapi

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// All of this file is INFERRED. Of the instance's data it is known only that a "connection status" is in it
// (evidence/whatsapi.md §3.2). So it is looked for under the names that servers of the kind use, whatever their case
// and underscores, in the data and in the objects of it that may have it.
var (
	// A session is connected if every flag that is told says so.
	connectedKeys = []string{"connected", "isconnected", "phoneconnected", "online", "isonline"}
	loggedInKeys  = []string{"loggedin", "isloggedin", "phoneloggedin", "login", "loginstatus", "authenticated",
		"isauthenticated"}
	// Where no flag is told, a word says it.
	stateKeys      = []string{"connectionstatus", "connectionstate", "connection", "state", "status", "loginstatus"}
	connectedWords = []string{"connected", "open", "online", "loggedin", "working", "ready"}
	// The own account, with its server, and by number.
	jidKeys   = []string{"jid", "ownjid", "userjid", "phonejid", "wid", "id", "lid", "user", "me"}
	phoneKeys = []string{"phonenumber", "phone", "number", "msisdn"}
	innerKeys = []string{"instance", "user", "me", "account", "session", "client", "device", "store", "connection"}
)

// innerDepth is how deep the objects may lie: {"instance":{"user":{"id":…}}}.
const innerDepth = 2

// decodeSession fails where nothing says whether the instance is connected. A linked account's JID is taken for a
// sign: a server that is not connected says so to every call, and whatsmeow has no JID before the code was scanned.
func decodeSession(data json.RawMessage) (whatsapp.Session, bool) {
	o, ok := loosejson.DecodeObject(data)
	if !ok {
		return whatsapp.Session{}, false
	}
	var found foundSession
	found.read(o, innerDepth)
	session := whatsapp.Session{Self: found.own, Status: found.word}
	switch {
	case found.connected != nil || found.loggedIn != nil:
		session.Connected = !loosejson.IsFalse(found.connected) && !loosejson.IsFalse(found.loggedIn)
		// INFERRED: linked and not connected is on its way, since whatsmeow connects again by itself.
		session.Starting = !session.Connected && found.loggedIn != nil && *found.loggedIn
	case found.word != "":
		session.Connected = slices.Contains(connectedWords, plain(found.word))
	case !found.own.IsZero():
		session.Connected = true
	default:
		return whatsapp.Session{}, false
	}
	if session.Status == "" {
		switch {
		case loosejson.IsFalse(found.loggedIn):
			session.Status = "not logged in"
		case !session.Connected:
			session.Status = "not connected"
		default:
			session.Status = "connected"
		}
	}
	return session, true
}

type foundSession struct {
	connected, loggedIn *bool
	word                string
	own                 whatsapp.Person
}

// read takes what o tells, and then what its inner objects tell of the rest.
func (f *foundSession) read(o loosejson.Object, depth int) {
	if o == nil {
		return
	}
	byName := make(loosejson.Object, len(o))
	for _, key := range slices.Backward(slices.Sorted(maps.Keys(o))) {
		byName[plain(key)] = o[key]
	}
	if f.connected == nil {
		f.connected = anyFlag(byName, connectedKeys)
	}
	if f.loggedIn == nil {
		f.loggedIn = anyFlag(byName, loggedInKeys)
	}
	for _, key := range stateKeys {
		if f.word == "" {
			f.word = byName.Text(key)
		}
	}
	addresses := []string{string(whatsapp.PhoneJID(f.own.Phone)), string(f.own.LID)}
	for _, key := range jidKeys {
		addresses = append(addresses, byName.Text(key))
	}
	for _, key := range phoneKeys {
		addresses = append(addresses, numberAddress(byName.Text(key)))
	}
	f.own = protocol.PersonOf(addresses...)
	if depth == 0 {
		return
	}
	for _, key := range innerKeys {
		f.read(byName.Object(key), depth-1)
	}
}

// numberAddress reads a number that the server has from WhatsApp. It has its country code, with or without a plus sign,
// and bare digits are those that WhatsApp registered: they stay as they are.
func numberAddress(text string) string {
	digits := strings.TrimPrefix(text, "+")
	number, err := phone.Parse("+" + digits)
	if err != nil {
		return text
	}
	if address := addressOf(digits); address != digits {
		return address
	}
	return string(whatsapp.PhoneJID(number))
}

// anyFlag is false where one of the flags is, and nil where none is told.
func anyFlag(o loosejson.Object, keys []string) *bool {
	var flag *bool
	for _, key := range keys {
		if told := o.Boolean(key); told != nil && (flag == nil || *flag) {
			flag = told
		}
	}
	return flag
}

// plain is a name without case and without what some put between its words.
func plain(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name))
}
