package wire

import (
	"bytes"
	"encoding/json"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
)

// DecodeGo fills a struct from the body as Go's decoder does: it ignores what it does not know, and leaves zero what is
// missing. The call is marked unless the body has each of the struct's fields once, in its spelling, and nothing else.
func (c *Call) DecodeGo(body any) error {
	var sent map[string]json.RawMessage
	_ = json.Unmarshal(c.Body, &sent) // What is wrong with it is found below.
	fields := reflect.TypeOf(body).Elem()
	for i := range fields.NumField() {
		name := fields.Field(i).Tag.Get("json")
		if raw, ok := sent[name]; !ok || string(raw) == "null" {
			c.MarkUnknown()
		}
		delete(sent, name)
	}
	err := json.NewDecoder(bytes.NewReader(c.Body)).Decode(body)
	if err != nil || len(sent) > 0 {
		c.MarkUnknown()
	}
	return err
}

// FormFile returns the one file of a multipart form. The errors are those of Go's net/http.
func (c *Call) FormFile(name string) ([]byte, error) {
	mediaType, params, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/form-data" {
		c.MarkUnknown()
		return nil, http.ErrNotMultipart
	}
	form, err := multipart.NewReader(bytes.NewReader(c.Body), params["boundary"]).ReadForm(MaxBody)
	if err != nil {
		c.MarkUnknown()
		return nil, err
	}
	if len(form.Value) > 0 || len(form.File) != 1 || len(form.File[name]) != 1 {
		c.MarkUnknown()
	}
	if len(form.File[name]) == 0 {
		return nil, http.ErrMissingFile
	}
	file, err := form.File[name][0].Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var content bytes.Buffer
	_, err = content.ReadFrom(file)
	return content.Bytes(), err
}
