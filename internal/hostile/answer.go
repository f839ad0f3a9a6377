// Package hostile has what a broken gateway, a proxy before it, or somebody who has got hold of either may answer in
// the place of the gateway. It is for tests: they put each answer in each place, and look at what is made of it.
package hostile

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// Key has what is escaped in JSON, in a URL, in a page and in base64.
	Key = `key/4f1c+9a7e=="\<&`
	// MaxAnswer is the limit of an answer in these tests, which a larger one passes sooner.
	MaxAnswer = 1 << 18
	// Patience is how long a gateway waits for an answer that trickles.
	Patience = 40 * time.Millisecond
	// Away is the path of the same server to which redirects lead.
	Away = "/away"
	// Unseen has what moves the cursor of a terminal or turns the text around.
	Unseen = "\x1b[2J\u202e\u2066\u0000\u0007\nline\u2028two\ufeff"
)

// keyForms are the key as servers may have it.
func keyForms() []string {
	quoted, _ := json.Marshal(Key)
	inJSON := strings.Trim(string(quoted), `"`)
	return []string{
		Key, inJSON, strings.ReplaceAll(inJSON, "/", `\/`), strings.Trim(strconv.Quote(Key), `"`),
		base64.StdEncoding.EncodeToString([]byte(Key)), base64.RawURLEncoding.EncodeToString([]byte(Key)),
		url.QueryEscape(Key), url.PathEscape(Key), html.EscapeString(Key),
	}
}

// Unfit says why a text is not fit to be shown by a program: it tells the key, has a page in it, or what a terminal
// obeys or nobody sees, or is longer than so many characters. It is empty for one that is. Lines may end.
func Unfit(text string, longest int) string {
	for _, part := range append(keyTells(), "<html", "<!DOCTYPE") {
		if strings.Contains(text, part) {
			return fmt.Sprintf("%q is in it", part)
		}
	}
	if !utf8.ValidString(text) {
		return "it is no UTF-8"
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
		return fmt.Sprintf("what is not to be seen is in it: %q", text[i:min(i+10, len(text))])
	}
	if n := utf8.RuneCountInString(text); n > longest {
		return fmt.Sprintf("it has %d characters", n)
	}
	return ""
}

// keyTells are parts of a text by which it tells the key: the forms, and what base64 makes of it after "Bearer ".
func keyTells() []string {
	within := base64.StdEncoding.EncodeToString([]byte("Bearer " + Key))
	return append(keyForms(), within[10:len(within)-4])
}

// echo is a text that repeats the key in all forms.
func echo() string {
	return "no: " + strings.Join(keyForms(), ", ") + " " +
		base64.StdEncoding.EncodeToString([]byte("Bearer "+Key))
}

// Answer is sent in place of an honest one.
type Answer struct {
	// Name is the kind, and after a comma what tells it from others of the kind.
	Name string
	// Send is given what the honest answer would have been.
	Send func(w http.ResponseWriter, r *http.Request, honest []byte)
	// Slow says that only the patience of who asks ends it, and Large that it is above every limit.
	Slow, Large bool
	// Whole says that nothing of the honest answer is in it, so that nothing may be learnt from it.
	Whole bool
}

// Body is an answer with a status and a body.
func Body(name string, status int, text string) Answer {
	return Answer{Name: name, Whole: true, Send: func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}}
}

// made is an answer of 200 that is made of the honest one.
func made(name string, of func(honest []byte) []byte) Answer {
	return Answer{Name: name, Send: func(w http.ResponseWriter, _ *http.Request, honest []byte) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(of(honest))
	}}
}

// redirect leads to where a function says.
func redirect(name string, status int, to func(r *http.Request) string) Answer {
	return Answer{Name: name, Whole: true, Send: func(w http.ResponseWriter, r *http.Request, _ []byte) {
		w.Header().Set("Location", to(r))
		w.WriteHeader(status)
	}}
}

// headed is an answer whose headers repeat the key.
func headed(status int) Answer {
	return Answer{Name: fmt.Sprintf("the key in headers, %d", status), Whole: true, Send: func(
		w http.ResponseWriter, _ *http.Request, _ []byte,
	) {
		for _, name := range []string{
			"Retry-After", "WWW-Authenticate", "Date", "Server", "X-Api-Key", "Content-Type",
		} {
			w.Header().Set(name, "Basic realm="+Key)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"message":"no"}`))
	}}
}

func cut(after int) func(http.ResponseWriter, *http.Request, []byte) {
	return func(w http.ResponseWriter, _ *http.Request, honest []byte) {
		w.Header().Set("Content-Length", strconv.Itoa(len(honest)+10))
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write(honest[:min(after, len(honest))])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// bomb is what gzip makes of many zeros.
var bomb = sync.OnceValue(func() []byte {
	packed := &bytes.Buffer{}
	writer := gzip.NewWriter(packed)
	_, _ = writer.Write(make([]byte, 4*MaxAnswer))
	_ = writer.Close()
	return packed.Bytes()
})

const Page = "<!DOCTYPE html><html><head><title>Log in</title></head><body>Who are you?</body></html>"

// Answers are those that fit in every place. other is another host, which must not be asked.
func Answers(other string) []Answer {
	answers := []Answer{
		Body("a page", 200, Page), Body("a page, 404", 404, Page), Body("a page, 500", 500, Page),
		Body("a page, 403", 403, Page),
		Body("nothing", 200, ""), Body("nothing, 500", 500, ""), Body("204", 204, ""), Body("null", 200, "null"),
		Body("an empty list", 200, "[]"), Body("an empty object", 200, "{}"), Body("a list of null", 200, "[null]"),
		Body("a text", 200, `"text"`), Body("a number", 200, "1e999"), Body("true", 200, "true"),
		Body("false", 200, "false"),
		Body("lists, deep", 200, strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)),
		Body("objects, deep", 200, strings.Repeat(`{"data":`, 25_000)+"1"+strings.Repeat("}", 25_000)),
		Body("lists without an end", 200, strings.Repeat("[", 100_000)),
		Body("many entries", 200, "[{}"+strings.Repeat(",0", MaxAnswer/4)+"]"),
		Body("no UTF-8", 200, "\xff\xfe\x00{\x00}\xc3"), Body("two values", 200, `{}{}`),
		Body("a mark before", 200, "\ufeff{}"), Body("zero bytes", 200, strings.Repeat("\x00", 1000)),
		Body("unseen, 500", 500, `{"message":`+jsonOf(Unseen+strings.Repeat("long ", 10_000))+`}`),
		made("an object for a list", func(honest []byte) []byte { return []byte(`{"0":` + string(honest) + `}`) }),
		made("a list for an object", func(honest []byte) []byte { return []byte(`[` + string(honest) + `]`) }),
		made("one level down", func(honest []byte) []byte { return []byte(`{"data":` + string(honest) + `}`) }),
		made("twice", func(honest []byte) []byte { return slices.Concat(honest, honest) }),
		headed(200), headed(401), headed(429), headed(503),
		{Name: "an answer without an end", Whole: true, Large: true, Send: func(
			w http.ResponseWriter, _ *http.Request, _ []byte,
		) {
			part := bytes.Repeat([]byte("[1,"), 10_000)
			for range (64 << 20) / len(part) {
				if _, err := w.Write(part); err != nil {
					return
				}
			}
		}},
		{Name: "a bomb", Whole: true, Large: true, Send: func(w http.ResponseWriter, _ *http.Request, _ []byte) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb())
		}},
		{Name: "no gzip", Whole: true, Send: func(w http.ResponseWriter, _ *http.Request, honest []byte) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(honest)
		}},
		{Name: "cut in the body", Whole: true, Send: cut(1 << 20)},
		{Name: "cut before the body", Whole: true, Send: cut(0)},
		{Name: "cut before the head", Whole: true, Send: func(http.ResponseWriter, *http.Request, []byte) {
			panic(http.ErrAbortHandler)
		}},
		{Name: "a trickle", Whole: true, Slow: true, Send: func(w http.ResponseWriter, r *http.Request, _ []byte) {
			for {
				if _, err := w.Write([]byte(" ")); err != nil {
					return
				}
				_ = http.NewResponseController(w).Flush()
				select {
				case <-r.Context().Done():
					return
				case <-time.After(Patience / 4):
				}
			}
		}},
		{Name: "no HTTP", Whole: true, Send: func(w http.ResponseWriter, _ *http.Request, _ []byte) {
			connection, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			_, _ = connection.Write([]byte("SSH-2.0-" + Key + "\r\n"))
			_ = connection.Close()
		}},
		redirect("redirect without an address", 302, func(*http.Request) string { return "" }),
		redirect("redirect to no address", 302, func(*http.Request) string { return "http://[" + Key }),
		redirect("redirect to another scheme", 302, func(*http.Request) string { return "gopher://" + Key }),
		redirect("redirect with the key", 302, func(*http.Request) string {
			return "http://" + url.PathEscape(Key) + "@example.com/?" + url.QueryEscape(Key)
		}),
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		answers = append(answers,
			redirect(fmt.Sprintf("redirect at home, %d", status), status, func(*http.Request) string { return Away }),
			redirect(fmt.Sprintf("redirect to another host, %d", status), status, func(*http.Request) string {
				return other
			}),
			redirect(fmt.Sprintf("redirect in a circle, %d", status), status, func(r *http.Request) string {
				return r.URL.RequestURI()
			}))
	}
	inAllShapes := jsonOf(map[string]any{
		"statusCode": 500, "status": 500, "success": false, "error": echo(), "message": echo(), "details": echo(),
		"data": map[string]any{"message": echo()}, "exception": map[string]any{"message": echo(), "details": echo()},
	})
	for _, status := range []int{200, 201, 400, 401, 403, 404, 409, 422, 429, 500, 501, 502} {
		answer := Body(fmt.Sprintf("an error with the key, %d", status), status, inAllShapes)
		// Who says 501 has it for good: it may be remembered.
		answer.Whole = status != http.StatusNotImplemented
		answers = append(answers, answer)
	}
	for _, status := range []string{`"` + echoed() + `"`, "500", "true", "{}"} {
		answers = append(answers, Body("a status of "+status, 422, `{"status":`+status+`,"message":`+status+`}`))
	}
	return answers
}

// echoed is echo within the quotes of JSON.
func echoed() string { return strings.Trim(jsonOf(echo()), `"`) }

func jsonOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // The values are this file's own.
	}
	return string(text)
}

// wrongValues come in the place of a field, whatever that is.
var wrongValues = sync.OnceValue(func() []string {
	return []string{
		"7", `"text"`, "true", "null", "{}", "[]", "-1", "1e999", `""`, jsonOf(Unseen), `"` + "\xff\xfe\xc3" + `"`,
		`"` + echoed() + `"`, `"` + strings.Repeat("long ", 5000) + `"`, strings.Repeat("[", 20_000) +
			strings.Repeat("]", 20_000), `[[{}],null]`, `{"id":{"id":"1@lid"}}`,
	}
})

// place stands for the wrong value until the answer is written.
const place = `"the place of the wrong value"`

// WithWrongFields is the honest answer with wrong values: each in the place of all fields that are no list or object,
// and one at a time in the place of each field. Without all, each field has one of them, which turn rotates.
func WithWrongFields(honest []byte, all bool, turn int) []Answer {
	var value any
	if json.Unmarshal(honest, &value) != nil {
		return nil
	}
	var answers []Answer
	add := func(name string, value any, wrong string) {
		text := strings.ReplaceAll(jsonOf(value), place, wrong)
		answers = append(answers, made(name, func([]byte) []byte { return []byte(text) }))
	}
	for i, wrong := range wrongValues() {
		add(fmt.Sprintf("wrong value %d everywhere", i), replaced(value, nil, true), wrong)
	}
	for _, path := range pathsIn(value) {
		for i, wrong := range wrongValues() {
			if all || i == turn%len(wrongValues()) {
				name := fmt.Sprintf("wrong value %d for %s", i, strings.Join(path, "."))
				add(name, replaced(value, path, false), wrong)
			}
		}
		turn++
	}
	return answers
}

// pathsIn are the ways to all fields; of a list, its first entry stands for all.
func pathsIn(value any) [][]string {
	var paths [][]string
	var below map[string]any
	switch value := value.(type) {
	case map[string]any:
		below = value
	case []any:
		if len(value) > 0 {
			below = map[string]any{"0": value[0]}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(below)) {
		paths = append(paths, []string{key})
		for _, path := range pathsIn(below[key]) {
			paths = append(paths, append([]string{key}, path...))
		}
	}
	return paths
}

// replaced is a copy of a value with the place of the wrong value at a path, or everywhere.
func replaced(value any, path []string, everywhere bool) any {
	const here = "the place of the wrong value"
	if !everywhere && len(path) == 0 {
		return here
	}
	at := func(key string, inner any) any {
		switch {
		case everywhere:
			return replaced(inner, nil, true)
		case key == path[0]:
			return replaced(inner, path[1:], false)
		}
		return inner
	}
	switch value := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(value))
		for key, inner := range value {
			object[key] = at(key, inner)
		}
		return object
	case []any:
		list := make([]any, len(value))
		for i, inner := range value {
			list[i] = at(strconv.Itoa(i), inner)
		}
		return list
	}
	return here
}

// WrongEverywhere are answers in which one wrong value is in the place of all fields that are no list or object.
func WrongEverywhere() []Answer {
	var answers []Answer
	for i, wrong := range wrongValues() {
		answers = append(answers, made(fmt.Sprintf("wrong value %d everywhere", i), func(honest []byte) []byte {
			return wrongEverywhere(honest, wrong)
		}))
	}
	return answers
}

func wrongEverywhere(honest []byte, wrong string) []byte {
	var value any
	if json.Unmarshal(honest, &value) != nil {
		return []byte(wrong)
	}
	return []byte(strings.ReplaceAll(jsonOf(replaced(value, nil, true)), place, wrong))
}
