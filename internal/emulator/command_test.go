package emulator_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestCommandServesUntilItsContextIsDone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "world.json")
	if err := os.WriteFile(file, []byte(`{"groups":[{"id":"120363000000000001@g.us","name":"Ops","members":[{"phone":"12025550100"}]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- emulator.Command(ctx, []string{
			"-listen", "127.0.0.1:0", "-api-key", "secret", "-world", file, "-waha-engine", "GOWS", "-waha-version", "2026.8.2",
		}, writer)
		_ = writer.Close()
	}()
	lines := bufio.NewScanner(reader)
	if !lines.Scan() {
		t.Fatal("no line")
	}
	url := regexp.MustCompile(`^WhatsApp emulator ready at (http://127\.0\.0\.1:[0-9]+)$`).FindStringSubmatch(lines.Text())
	if url == nil {
		t.Fatalf("the line is %q", lines.Text())
	}
	f := &fixture{t: t, url: url[1]}
	if got := f.do("GET", "/waha/api/server/version", "", "X-Api-Key", "secret"); !strings.Contains(got.body, `"version":"2026.8.2","engine":"GOWS"`) {
		t.Errorf("%+v", got)
	}
	if got := f.do("GET", "/waha/api/default/groups/count", "", "X-Api-Key", "secret"); got != jsonText(200, `{"count":1}`) {
		t.Errorf("%+v", got)
	}

	// A request that hangs does not keep it from stopping.
	hanging := make(chan struct{})
	go func() {
		defer close(hanging)
		_, _ = f.send("PUT", "/waha/api/default/groups/120363000000000001@g.us/description", `{"description":""}`, "X-Api-Key", "secret")
	}()
	time.Sleep(50 * time.Millisecond)
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
	<-hanging
	var told []string
	for lines.Scan() {
		told = append(told, strings.TrimSpace(lines.Text()))
	}
	want := []string{"waha http", "whatsapi http", "autonotify-beta http", "autonotify-nexus http", "api key secret",
		"session default", "control http"}
	for i, line := range told {
		told[i], _, _ = strings.Cut(strings.Join(strings.Fields(line), " "), ":")
	}
	if !slices.Equal(told, want) {
		t.Errorf("it says where %v are, and not %v", told, want)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestCommandRefusesBadFlags(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // Whatever is accepted by mistake ends at once.
	missing := filepath.Join(t.TempDir(), "missing.json")
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-port", "3000"}, "flag provided but not defined: -port"},
		{[]string{"now"}, `unexpected argument "now"`},
		{[]string{"-waha-engine", "MAGIC"}, `WAHA has no engine "MAGIC"`},
		{[]string{"-waha-version", "latest"}, `WAHA version "latest" is not like 2026.9.0`},
		{[]string{"-latency", "soon"}, "invalid value"},
		{[]string{"-latency", "-1s"}, "a latency of -1s is not possible"},
		{[]string{"-world", missing}, "no such file"},
		{[]string{"-save"}, "-save needs -world"},
		{[]string{"-save", "-world", filepath.Join(missing, "world.json")}, "-save could not write the world"},
		{[]string{"-listen", taken.Addr().String()}, "is taken by another program; 127.0.0.1:0 takes a free port"},
		{[]string{"-listen", "127.0.0.1"}, "missing port"},
		{[]string{"-listen", "0.0.0.0:0"}, "other machines can reach 0.0.0.0:0; use -allow-remote"},
		{[]string{"-listen", ":0"}, "use -allow-remote"},
		{[]string{"-listen", "[::]:0"}, "use -allow-remote"},
		{[]string{"-listen", "192.0.2.1:0"}, "use -allow-remote"},
		{[]string{"-listen", "example.org:0"}, "use -allow-remote"},
	} {
		var stdout bytes.Buffer
		err := emulator.Command(ctx, c.args, &stdout)
		if err == nil || !strings.Contains(err.Error(), c.want) || stdout.Len() > 0 {
			t.Errorf("%v: got %v and %q, want %s", c.args, err, stdout.String(), c.want)
		}
	}
}

// TestCommandNamesTheLine in which a world is wrong, as it is counted in an editor.
func TestCommandNamesTheLine(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // Whatever is accepted by mistake ends at once.
	for text, want := range map[string]string{
		"":                        "world.json: it is empty",
		"{\n  \"people\": [],\n}": "world.json:3: invalid character '}'",
		"{\n\"people\": [\n":      "world.json:2: it ends in the middle",
		"{\n\"grupos\": []\n}":    "world.json:2: unknown field \"grupos\"",
		"{\n\"groups\": 7}":       "world.json:2: groups cannot be of the type number",
		"{\"groups\": [\n{},\n{\"nam\": \"x\"}]}":                   "world.json:3: groups[1]: unknown field \"nam\"",
		"{\"people\": [{},\n{\n\"phone\": 7}]}":                     "world.json:3: people[1]: phone cannot be of the type number",
		"{\"account\": {\n\"status\": \"away\"}}":                   "world.json:2: account.status is \"away\"",
		"{\"groups\": [{\"members\": [\n{\"rol\": \"\"}]}]}":        "world.json:2: groups[0].members[0]: unknown field \"rol\"",
		"{\"groups\": [{\"members\": [\n\n{\"role\": \"boss\"}]}]}": "world.json:3: groups[0]: members[0]: role is \"boss\"",
		"{}\n{}": "world.json: there is more than one JSON value",
	} {
		file := filepath.Join(t.TempDir(), "world.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := emulator.Command(ctx, []string{"-listen", "127.0.0.1:0", "-world", file}, io.Discard)
		if err == nil || !strings.Contains(err.Error(), string(filepath.Separator)+want) {
			t.Errorf("%s:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestCommandListensRemotelyOnlyWhenTold(t *testing.T) {
	for _, args := range [][]string{{"-listen", "0.0.0.0:0", "-allow-remote"}, {"-listen", "localhost:0"}} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		var stdout bytes.Buffer
		if err := emulator.Command(ctx, args, &stdout); err != nil {
			t.Errorf("%v: %v", args, err)
		}
		cancel()
		if !strings.HasPrefix(stdout.String(), "WhatsApp emulator ready at http://") {
			t.Errorf("%v: %q", args, stdout.String())
		}
	}
}

func TestCommandHelp(t *testing.T) {
	var stdout bytes.Buffer
	if err := emulator.Command(t.Context(), []string{"-h"}, &stdout); err != nil || !strings.Contains(stdout.String(), "-waha-engine") {
		t.Errorf("%v %q", err, stdout.String())
	}
}

func TestCommandSavesTheWorld(t *testing.T) {
	file := filepath.Join(t.TempDir(), "world.json")
	const group = `{"id":"120363000000000001@g.us","name":"Ops","members":[{"phone":"12025550100","role":"superadmin"}]}`
	// The first run makes the file, the second starts from it.
	for _, want := range []string{`"groups":[]`, `"name":"Ops"`} {
		ctx, cancel := context.WithCancel(t.Context())
		reader, writer := io.Pipe()
		done := make(chan error, 1)
		go func() {
			done <- emulator.Command(ctx, []string{"-listen", "127.0.0.1:0", "-world", file, "-save"}, writer)
			_ = writer.Close()
		}()
		lines := bufio.NewReader(reader)
		first, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.Copy(io.Discard, lines) }()
		f := &fixture{t: t, url: regexp.MustCompile(`http://[^\s]+`).FindString(first)}
		if got := f.do("GET", "/_emulator/world", ""); !strings.Contains(got.body, want) {
			t.Errorf("it starts with %s, want %s", got.body, want)
		}
		if got := f.do("PATCH", "/_emulator/world", `{"groups":[`+group+`]}`); got.status != 204 {
			t.Fatal(got)
		}
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(files) != 1 {
		t.Errorf("beside the world there are %v, %v", files, err)
	}

	// A file keeps its mode, and a link leads to the file.
	link := filepath.Join(t.TempDir(), "link.json")
	if err := errors.Join(os.Chmod(file, 0o640), os.Symlink(file, link)); err != nil {
		t.Skip(err) // Windows may allow neither.
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := emulator.Command(ctx, []string{"-listen", "127.0.0.1:0", "-world", link, "-save"}, io.Discard); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(file)
	if err != nil || info.Mode() != before.Mode() || os.SameFile(before, info) {
		t.Errorf("the file is %v, %v", info, err)
	}
	if target, err := os.Readlink(link); err != nil || target != file {
		t.Errorf("the link leads to %q, %v", target, err)
	}
	http.DefaultClient.CloseIdleConnections()
}
