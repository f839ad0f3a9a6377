package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSummary(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.json")
	events := `{"Action":"start","Package":"example.org/internal/a"}
{"Action":"run","Package":"example.org/internal/a","Test":"TestFrame"}
{"Action":"run","Package":"example.org/internal/a","Test":"TestFrame/one"}
{"Action":"output","Package":"example.org/internal/a","Test":"TestFrame/one","Output":"    a_test.go:9: needs more\n"}
{"Action":"output","Package":"example.org/internal/a","Test":"TestFrame/one","Output":"--- SKIP: TestFrame/one\n"}
{"Action":"skip","Package":"example.org/internal/a","Test":"TestFrame/one","Elapsed":0}
{"Action":"pass","Package":"example.org/internal/a","Test":"TestFrame/two","Elapsed":1.5}
{"Action":"pass","Package":"example.org/internal/a","Test":"TestFrame","Elapsed":9}
not JSON
{"Action":"fail","Package":"example.org/internal/b","Test":"TestOther","Elapsed":0.25}
{"Action":"run","Package":"example.org/internal/b","Test":"TestHangs"}
{"Action":"fail","Package":"example.org/internal/b","Elapsed":3}
`
	if err := os.WriteFile(file, []byte(events), 0o600); err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	if err := run([]string{file}, &printed); err != nil {
		t.Fatal(err)
	}
	want := `1 tests passed, 1 failed, 1 were skipped, 1 did not end.
Skipped, with the reason:
     1  needs more
The slowest, in seconds:
   1.5  internal/a TestFrame/two
   0.2  internal/b TestOther
   0.0  internal/a TestFrame/one
   0.0  internal/b TestHangs
`
	if diff := cmp.Diff(want, printed.String()); diff != "" {
		t.Error(diff)
	}
}
