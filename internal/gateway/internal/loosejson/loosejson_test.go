package loosejson_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
)

func object(t *testing.T, text string) loosejson.Object {
	t.Helper()
	o, ok := loosejson.DecodeObject([]byte(text))
	if !ok {
		t.Fatalf("%s is no object", text)
	}
	return o
}

func TestNumbersAndMoments(t *testing.T) {
	o := object(t, `{"a":5,"b":"6","c":7.9,"d":null,"e":"x","f":"2026-04-09T11:44:32+03:00",
		"g":"0001-01-01T00:00:00Z","h":-1,"i":1e30,"j":1775724272,"k":"1775724272"}`)
	for key, want := range map[string]int64{"a": 5, "b": 6, "c": 7, "h": -1} {
		if got, ok := o.Number("missing", "d", key); !ok || got != want {
			t.Errorf("%s is %d", key, got)
		}
	}
	for key, want := range map[string]int64{"a": 5, "b": 6, "h": -1} {
		if got, ok := o.Integer("missing", "d", key); !ok || got != want {
			t.Errorf("%s is the integer %d", key, got)
		}
	}
	for _, key := range []string{"d", "e", "f", "i", "missing"} {
		if got, ok := o.Number(key); ok {
			t.Errorf("%s is the number %d", key, got)
		}
	}
	for _, key := range []string{"c", "d", "e", "f", "i", "missing"} {
		if got, ok := o.Integer(key); ok {
			t.Errorf("%s is the integer %d", key, got)
		}
	}
	for _, key := range []string{"f", "j", "k"} {
		if got := o.Moment("missing", "d", key).Unix(); got != 1775724272 {
			t.Errorf("%s is %d", key, got)
		}
	}
	for _, key := range []string{"d", "e", "g", "h", "i", "missing"} {
		if got := o.Moment(key); !got.IsZero() {
			t.Errorf("%s is %s", key, got)
		}
	}
}

// TestFirst has the field that counts: the first that is there, whether it can be read or not.
func TestFirst(t *testing.T) {
	o := object(t,
		`{"null":null,"text":"a","empty":"","number":1,"Text":"b","object":{"text":"c"},"true":true,"false":"false"}`)
	for _, test := range []struct {
		keys []string
		want string
	}{
		{[]string{"text"}, "a"},
		{[]string{"Text", "text"}, "b"},
		{[]string{"missing", "null", "text"}, "a"},
		{[]string{"empty", "text"}, ""},
		{[]string{"number", "text"}, ""},
		{[]string{"TEXT"}, ""},
		{nil, ""},
	} {
		if got := o.Text(test.keys...); got != test.want {
			t.Errorf("%v is %q", test.keys, got)
		}
	}
	if got := o.Object("null", "object").Text("text"); got != "c" {
		t.Errorf("the inner text is %q", got)
	}
	if got := o.Object("text").Object("text").Text("text"); got != "" {
		t.Errorf("what is not there is %q", got)
	}
	if diff := cmp.Diff([]*bool{new(true), new(false), nil, nil}, []*bool{
		o.Boolean("true"), o.Boolean("missing", "false"), o.Boolean("text", "true"), o.Boolean("null"),
	}); diff != "" {
		t.Errorf("the booleans (-want +got):\n%s", diff)
	}
	if !o.Has("empty") || o.Has("null") || o.Has("missing") {
		t.Error("null and what is missing are not there, and all else is")
	}
}

func TestDecode(t *testing.T) {
	for text, want := range map[string]struct{ object, list bool }{
		`{}`: {object: true}, `[]`: {list: true}, `null`: {}, ``: {}, `"{}"`: {}, `{`: {}, `[`: {},
		`[1,{}]`: {list: true},
	} {
		if _, ok := loosejson.DecodeObject([]byte(text)); ok != want.object {
			t.Errorf("%q is an object: %t", text, ok)
		}
		if _, ok := loosejson.DecodeList([]byte(text)); ok != want.list {
			t.Errorf("%q is a list: %t", text, ok)
		}
	}
	if !loosejson.IsNothing(nil) || !loosejson.IsNothing([]byte("null")) || loosejson.IsNothing([]byte(`""`)) {
		t.Error("nothing is what is not there, and null")
	}
}

// TestDecodeBoundsTheMemory has an answer whose entries take more memory than its text.
func TestDecodeBoundsTheMemory(t *testing.T) {
	const entries = 1 << 20
	list := "[0" + strings.Repeat(",0", entries-1)
	if got, ok := loosejson.DecodeList([]byte(list + "]")); !ok || len(got) != entries {
		t.Errorf("%d entries", len(got))
	}
	if _, ok := loosejson.DecodeList([]byte(list + ",0]")); ok {
		t.Error("one entry more is read")
	}
	object := []byte("{")
	for i := range entries + 1 {
		object = append(strconv.AppendInt(append(object, '"'), int64(i), 36), `":0,`...)
	}
	object[len(object)-1] = '}'
	if o, ok := loosejson.DecodeObject(object); ok {
		t.Errorf("%d fields are read", len(o))
	}
}

func FuzzObject(f *testing.F) {
	for _, text := range []string{`{"a":1}`, `{"a":"1e9"}`, `{"a":1e999}`, `{"a":"2026-04-09T11:44:32Z"}`,
		`{"a":{"a":true}}`, `[]`, ``} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, ok := loosejson.DecodeObject(raw)
		if ok != (o != nil) {
			t.Errorf("%t of %v", ok, o)
		}
		if n, whole := o.Integer("a"); whole {
			if same, ok := o.Number("a"); !ok || same != n {
				t.Errorf("the integer %d is the number %d", n, same)
			}
		}
		if at := o.Moment("a"); !at.IsZero() && at.Unix() <= 0 {
			t.Errorf("the moment %s", at)
		}
		_, _, _ = o.Object("a").Text("a"), o.Boolean("a"), o.Has("a")
	})
}
