package emulator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// readWorld reads a world that somebody may have written by hand, and says in which line it is wrong.
func readWorld(file string) (*World, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var start World
	if err = decodeStrictly(bytes.NewReader(data), &start); err != nil {
		return nil, misread(file, data, err)
	}
	if _, err = world.New(start); err != nil {
		return nil, located(file, data, entryNamed(data, err.Error()), err)
	}
	return &start, nil
}

// misread says where and why a file is no world.
func misread(file string, data []byte, err error) error {
	syntax := (*json.SyntaxError)(nil)
	switch {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s: it is empty", file)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return located(file, data, entry{at: len(bytes.TrimSpace(data))}, errors.New("it ends in the middle"))
	case errors.As(err, &syntax):
		return located(file, data, entry{at: int(syntax.Offset) - 1}, err)
	}
	// It is JSON. The entry that cannot be decoded by itself is the one that is wrong, and the innermost of these.
	for _, e := range entriesOf(data) {
		value := e.value()
		if value == nil {
			continue
		}
		err := decodeStrictly(bytes.NewReader(data[e.at:e.end]), value)
		field, why := wrongField(err)
		if err == nil {
			continue
		}
		if e.path != "" {
			why = e.path + ": " + why
		}
		at := entryNamed(data, e.path+"."+field)
		if at.path == "" {
			at = e
		}
		return located(file, data, at, errors.New(why))
	}
	return fmt.Errorf("%s: %w", file, err)
}

// wrongField is the field that an error of encoding/json is about, if it is about one, and what is wrong with it.
func wrongField(err error) (field, why string) {
	mistyped := (*json.UnmarshalTypeError)(nil)
	switch text, unknown := strings.CutPrefix(fmt.Sprint(err), "json: unknown field "); {
	case unknown:
		return strings.Trim(text, `"`), "unknown field " + text
	case errors.As(err, &mistyped):
		return mistyped.Field, cmp.Or(mistyped.Field, "it") + " cannot be of the type " + mistyped.Value
	default:
		return "", text
	}
}

// entry is a value in a JSON file: "groups[0].members[1]", or a field of one.
type entry struct {
	path    string
	at, end int
}

var (
	memberPath = regexp.MustCompile(`^groups\[\d+\]\.members\[\d+\]$`)
	groupPath  = regexp.MustCompile(`^groups\[\d+\]$`)
	personPath = regexp.MustCompile(`^people\[\d+\]$`)
)

// value is what an entry is decoded into, or nil for one that is no whole by itself.
func (e entry) value() any {
	switch {
	case memberPath.MatchString(e.path):
		return &Member{}
	case groupPath.MatchString(e.path):
		return &Group{}
	case personPath.MatchString(e.path):
		return &Person{}
	case e.path == "account":
		return &Account{}
	case e.path == "":
		return &World{}
	}
	return nil
}

// entriesOf are all values of a file of JSON, each behind those that are in it.
func entriesOf(data []byte) []entry {
	var all []entry
	tokens := json.NewDecoder(bytes.NewReader(data))
	var walk func(path string) error
	walk = func(path string) error {
		e := entry{path: path, at: int(tokens.InputOffset())}
		e.at += len(data[e.at:]) - len(bytes.TrimLeft(data[e.at:], " \t\r\n,:"))
		token, err := tokens.Token()
		if err != nil {
			return err
		}
		for i := 0; (token == json.Delim('{') || token == json.Delim('[')) && tokens.More(); i++ {
			inner := fmt.Sprintf("%s[%d]", path, i)
			if token == json.Delim('{') {
				key, err := tokens.Token()
				if err != nil {
					return err
				}
				inner = strings.TrimPrefix(fmt.Sprintf("%s.%s", path, key), ".")
			}
			if err := walk(inner); err != nil {
				return err
			}
		}
		if _, list := token.(json.Delim); list {
			_, err = tokens.Token()
		}
		e.end = int(tokens.InputOffset())
		all = append(all, e)
		return err
	}
	_ = walk("") // What is no JSON was found before.
	return all
}

// entryNamed is the entry that a text names at its beginning, in as much detail as it does. "groups[0]: members[1]:
// role is …" names groups[0].members[1].
func entryNamed(data []byte, text string) entry {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "."), ": members[", ".members[")
	var named entry
	for _, e := range entriesOf(data) {
		rest, ok := strings.CutPrefix(text, e.path)
		if ok && len(e.path) > len(named.path) && (rest == "" || strings.ContainsAny(rest[:1], ":. ")) {
			named = e
		}
	}
	return named
}

// located puts the file and the line in front of an error. An entry without a place has no line.
func located(file string, data []byte, e entry, err error) error {
	if e.at > 0 || e.path != "" {
		file = fmt.Sprintf("%s:%d", file, 1+bytes.Count(data[:e.at], []byte("\n")))
	}
	return fmt.Errorf("%s: %w", file, err)
}

// checkSave tries to write beside the file, so that a world is not lost at its end because of a folder that is missing.
func checkSave(file string) error {
	tried, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	return errors.Join(tried.Close(), os.Remove(tried.Name()))
}

// saveWorld replaces the file in one step: whoever reads it meanwhile, or after a crash, reads one world or the other.
// The file keeps its mode, and a link to it stays one.
func saveWorld(file string, w World) error {
	data, err := json.MarshalIndent(w, "", "  ")
	if err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	if info, err := os.Stat(file); err == nil {
		mode = info.Mode().Perm()
	}
	written, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	_, err = written.Write(append(data, '\n'))
	err = errors.Join(err, written.Chmod(mode), written.Sync(), written.Close())
	if err == nil {
		err = os.Rename(written.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(written.Name()))
	}
	return nil
}
