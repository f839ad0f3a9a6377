package loosejson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
)

// FuzzSplit has objects, lists and texts taken apart as encoding/json takes them apart, to the byte.
func FuzzSplit(f *testing.F) {
	for _, text := range []string{
		`{"a":1,"a":null,"b":[1,{"c":"d"}],"":{}}`, " {\n\"a\" :\t-0.5e+7 ,\r\"b\":true} ", `{"a":1,}`, `{,}`, `{"a"}`,
		`{"a":1}{}`, `{1:2}`, `[1,"2",[],{},null,false]`, ` [ ] `, `[1,]`, `[,1]`, `[1 2]`, `[01]`, `[-]`, `[1.]`, `[1e]`,
		`[.5]`, `[+1]`, `[nul]`, `[tru`, `[0x1]`, `"plain"`, ` "a" `, `"a`, `"\u00e9\ud83d\ude00\n\"\\\/"`, `"\ud83d"`,
		`"\u12g4"`, `"\x"`, `"\`, "\"\xff\"", "\"\xc3\xa9\"", "{\"\xff\":1,\"\\ufffd\":2}", "\"\x1f\"", "\"\x7f\"", `null`,
		``, "\ufeff{}", `{"a":"\u0000"}`, "\v[]", `[[[[[[`, `{"a":{"a":{"a":`,
		strings.Repeat("[", 10000) + strings.Repeat("]", 10000),
		strings.Repeat("[", 10001) + strings.Repeat("]", 10001),
		strings.Repeat(`{"":`, 10000) + "1" + strings.Repeat("}", 10000),
		strings.Repeat(`{"":`, 10001) + "1" + strings.Repeat("}", 10001),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		var fields map[string]json.RawMessage
		if json.Unmarshal(raw, &fields) != nil {
			fields = nil
		}
		o, ok := loosejson.DecodeObject(raw)
		if diff := cmp.Diff(fields, map[string]json.RawMessage(o)); diff != "" || ok != (fields != nil) {
			t.Errorf("the fields of %q, which are told to be there: %t (-want +got):\n%s", raw, ok, diff)
		}
		var entries []json.RawMessage
		if json.Unmarshal(raw, &entries) != nil {
			entries = nil
		}
		var r loosejson.Reader
		_, _ = r.Read([]byte(`{"a":1,"z":2}`))
		if again, ok := r.Read(raw); ok != (fields != nil) || !cmp.Equal(o, again) {
			t.Errorf("the fields of %q are %v, and %v by a reader that has read others", raw, o, again)
		}
		list, ok := loosejson.DecodeList(raw)
		if diff := cmp.Diff(entries, list); diff != "" || ok != (entries != nil) {
			t.Errorf("the entries of %q, which are told to be there: %t (-want +got):\n%s", raw, ok, diff)
		}
		var text string
		_ = json.Unmarshal(raw, &text)
		if got := loosejson.Text(raw); got != text {
			t.Errorf("the text %q of %q, and not %q", got, raw, text)
		}
		if !bytes.Equal(raw, before) {
			t.Errorf("%q becomes %q", before, raw)
		}
	})
}

// TestReader reads one object after the other, of which none leaves anything to the next.
func TestReader(t *testing.T) {
	many := []byte(`{`)
	for i := range 200 {
		many = fmt.Appendf(many, `"%d":%d,`, i, i)
	}
	many = append(many, `"a":"many"}`...)
	var r loosejson.Reader
	for _, text := range []string{
		`{"a":1,"b":2}`, `{"b":3}`, `{"\u0061":4,"b":null}`, `{"a":5,"\u0061":6}`, `[]`, `{}`, `{"a":7,`, `{"c":8}`, string(many),
		` {"a":9,"199":10} `, `null`, `{"` + "\xff" + `":11,"a":"` + "\xff" + `"}`, `{"\ufffd":12}`,
	} {
		want, wantOK := loosejson.DecodeObject([]byte(text))
		got, ok := r.Read([]byte(text))
		if diff := cmp.Diff(want, got); diff != "" || ok != wantOK {
			t.Errorf("%.80s is an object: %t (-want +got):\n%s", text, ok, diff)
		}
	}
}

// TestReaderSpares reads objects that have the same names, which takes no memory after the first.
func TestReaderSpares(t *testing.T) {
	raw := []byte(`{"JID":"1@lid","PhoneNumber":"","LID":"1@lid","IsAdmin":false,"IsSuperAdmin":false,"Error":0}`)
	var r loosejson.Reader
	if allocs := testing.AllocsPerRun(100, func() { _, _ = r.Read(raw) }); allocs != 0 {
		t.Errorf("reading takes memory %v times", allocs)
	}
}
