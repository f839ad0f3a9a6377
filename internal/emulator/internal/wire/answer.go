package wire

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
)

// Answer is what goes back to the client.
type Answer struct {
	Status      int
	ContentType string // Empty for none.
	Header      http.Header
	Body        []byte
}

// NoAnswer closes the connection instead.
var NoAnswer = Answer{}

// Write sends the answer.
func (a Answer) Write(w http.ResponseWriter) {
	if a.Status == 0 {
		// net/http closes the connection and sends nothing.
		panic(http.ErrAbortHandler)
	}
	if a.ContentType != "" {
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	for name, values := range a.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // It fails only if the client has gone away.
}

// With is the answer with one more header, or with another value of one.
func (a Answer) With(name, value string) Answer {
	header := a.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	header.Set(name, value)
	a.Header = header
	return a
}

// JSON frames an object or array as Express does.
func JSON(status int, value any) Answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // Every value is one of the emulator's own, or came from JSON.
	}
	return Answer{
		Status:      status,
		ContentType: "application/json; charset=utf-8",
		Body:        bytes.TrimSuffix(body.Bytes(), []byte("\n")),
	}
}

// Text frames a string, boolean or number, none of which Express sends as JSON.
func Text(status int, text string) Answer {
	return Answer{Status: status, ContentType: "text/html; charset=utf-8", Body: []byte(text)}
}

// Problem is Nest's own error body. The message may be a list.
func Problem(status int, title string, message any) Answer {
	return JSON(status, struct {
		Message    any    `json:"message"`
		Error      string `json:"error,omitempty"`
		StatusCode int    `json:"statusCode"`
	}{message, title, status})
}
