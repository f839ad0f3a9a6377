package chaos

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// requestTimeout is how long the provider waits for an answer, and lateness is longer.
const (
	requestTimeout = "1s"
	lateness       = 1300
)

// twice is the fault by which a gateway carries a create out twice.
const twice = "twice"

// faultKind is a way in which a gateway fails.
type faultKind struct {
	effect emulator.Fault
	// on are the kinds of requests that it may strike.
	on []string
	// lies: it changes what a reading shows, in a way that nobody can tell from the truth.
	lies bool
	// slow: it takes real time, so there is little of it.
	slow bool
}

// echo is what a gateway says that repeats all that it was told.
var echo = map[string]any{
	"error": true, "message": fmt.Sprintf("cannot do it for %s (%s) at https://chat.whatsapp.com/%s",
		apiKey, base64.StdEncoding.EncodeToString([]byte(apiKey)), chessCode),
	"details": apiKey,
}

func status(code int, body any) emulator.Fault {
	return emulator.Fault{Effect: emulator.EffectStatus, Status: code, Body: body}
}

func failure(code int) emulator.Fault {
	return status(code, map[string]any{"statusCode": code, "error": http.StatusText(code), "message": "it fails"})
}

// blaming refuses a whole call because of one person.
func blaming(phone string) emulator.Fault {
	f := failure(400)
	f.MatchBody = phone
	return f
}

var everywhere = []string{anyRequest, aRead, aWrite, aCreate, anAdding, aGroup, aList}

var faultKinds = map[string]faultKind{
	"400":             {effect: failure(400), on: everywhere},
	"401":             {effect: failure(401), on: everywhere},
	"403":             {effect: failure(403), on: everywhere},
	"404":             {effect: failure(404), on: everywhere},
	"500":             {effect: failure(500), on: everywhere},
	"502":             {effect: failure(502), on: everywhere},
	"503":             {effect: failure(503), on: []string{anyRequest, aWrite, aCreate, anAdding}},
	"HTML of a proxy": {effect: status(200, "<html><body>Sign in</body></html>"), on: everywhere},
	"false 200":       {effect: status(200, map[string]any{}), on: everywhere},
	"true":            {effect: status(201, "true"), on: []string{aWrite, aCreate, anAdding}},
	"204":             {effect: status(204, nil), on: everywhere},
	"echo":            {effect: status(500, echo), on: everywhere},
	"429 with a time": {
		effect: emulator.Fault{
			Effect: emulator.EffectStatus, Status: 429, Header: http.Header{"Retry-After": {"2"}}, Body: "slow down",
		},
		on: everywhere,
	},
	"limited":     {effect: emulator.Fault{Effect: emulator.EffectRateLimit}, on: everywhere},
	"cut":         {effect: emulator.Fault{Effect: emulator.EffectCut}, on: everywhere},
	"lost answer": {effect: emulator.Fault{Effect: emulator.EffectLoseAnswer}, on: []string{aWrite, aCreate, anAdding}},
	"late": {
		effect: emulator.Fault{Effect: emulator.EffectDelay, MS: lateness}, on: []string{aWrite, aCreate}, slow: true,
	},
	blamed: {effect: blaming(fritz), on: []string{anAdding}},
	"away": {
		effect: emulator.Fault{Effect: emulator.EffectLoseAnswer, Away: emulator.Duration(8e9)},
		on:     []string{aWrite, aCreate, anAdding},
	},
	"logged out": {effect: emulator.Fault{Effect: emulator.EffectDisconnect}, on: everywhere},
	twice:        {effect: emulator.Fault{Effect: emulator.EffectTwice}, on: []string{aCreate}},
	// It is done, and the complaint has all of the session in it.
	echoOfSession: {
		effect: emulator.Fault{
			Effect: emulator.EffectEdit, Status: 500, Replace: []emulator.Replace{{Match: `^`, With: "failed at "}},
		},
		on: []string{aConfigure},
	},
	// Those three are told at the door.
	accepted:        {on: []string{aSetting, anAdding, aWrite}},
	"no such group": {on: []string{aGroup}},
	"not a member":  {on: []string{aGroup}},
	"empty list": {
		effect: emulator.Fault{Effect: emulator.EffectEdit, Replace: []emulator.Replace{
			{Match: `(?s)^\s*\[.*$`, With: "[]"},
			{Match: `(?s)"data":\s*\[.*$`, With: `"data":[]}`},
			{Match: `(?s)^\s*\{"[0-9]+@g\.us".*$`, With: "{}"},
		}},
		on: []string{aList}, lies: true,
	},
	"stub": {
		effect: emulator.Fault{Effect: emulator.EffectEdit, Replace: []emulator.Replace{
			{Match: `"(subject|name|Name)":\s*"[^"]*"`, With: `"$1":""`},
			{Match: `"(creation|GroupCreated|createdAt)":\s*[^,}]*`, With: `"$1":null`},
		}},
		on: []string{aGroup, aList}, lies: true,
	},
}

// echoOfSession is the fault by which a gateway repeats all that it was told of its session.
const echoOfSession = "echo of the session"

// emulated is the fault as the emulator has it.
func (f Fault) emulated(d dialect) (emulator.Fault, error) {
	kind, known := faultKinds[f.Name]
	match := d.requests[f.On]
	if !known || match == "" {
		return emulator.Fault{}, fmt.Errorf("there is no fault %q on %q", f.Name, f.On)
	}
	fault := kind.effect
	fault.Match, fault.Calls, fault.Times = match, f.Calls, f.Times
	return fault, nil
}

// lies reports whether a reading of the step shows on a dialect what is not so.
func (s Step) lies(d dialect) bool {
	return slices.ContainsFunc(s.Faults, func(f Fault) bool {
		emptied := f.Name == "false 200" && d.listsByID && slices.Contains([]string{anyRequest, aRead, aList}, f.On)
		return faultKinds[f.Name].lies || emptied
	})
}
