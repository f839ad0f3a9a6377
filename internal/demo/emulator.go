package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// server is the emulator, run as a user runs it.
type server struct {
	cmd *exec.Cmd
	// control is the root, url the WAHA server in it.
	control, url string
}

func startEmulator(ctx context.Context, provider string) (*server, error) {
	cmd := exec.CommandContext(ctx, provider, "emulate", "-listen", "127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	ready, err := bufio.NewReader(output).ReadString('\n')
	root := regexp.MustCompile(`http://[^\s/]+`).FindString(ready)
	if err != nil || root == "" {
		_ = cmd.Process.Kill()
		return nil, fmt.Errorf(
			"the emulator did not say where it listens (%q): %w",
			ready,
			errors.Join(err, cmd.Wait()),
		)
	}
	return &server{cmd: cmd, control: root + "/_emulator", url: root + "/waha"}, nil
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(os.Interrupt)
	_ = s.cmd.Wait()
}

func (s *server) call(ctx context.Context, method, path string, body, answer any) error {
	var sent bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&sent).Encode(body); err != nil {
			return err
		}
	}
	where, err := url.JoinPath(s.control, path)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, where, &sent)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, got)
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(got, answer)
}

// group gives the only group of the world.
func (s *server) group(ctx context.Context) (emulator.Group, error) {
	var world emulator.World
	if err := s.call(ctx, http.MethodGet, "world", nil, &world); err != nil {
		return emulator.Group{}, err
	}
	if len(world.Groups) != 1 {
		return emulator.Group{}, fmt.Errorf("there are %d groups, not 1", len(world.Groups))
	}
	return world.Groups[0], nil
}

// actByHand is what an admin does in the app.
func (s *server) actByHand(ctx context.Context, id string) error {
	var world emulator.World
	if err := s.call(ctx, http.MethodGet, "world", nil, &world); err != nil {
		return err
	}
	for i := range world.Groups {
		g := &world.Groups[i]
		if g.ID != id {
			continue
		}
		g.Name = "Class 4b!!!"
		g.Members = slices.DeleteFunc(g.Members, func(m emulator.Member) bool { return m.Phone == leaver })
	}
	return s.call(ctx, http.MethodPut, "world", world, nil)
}

// nothingLeft fails if the account is still in the group, if somebody was left in it, if its invite code still works,
// or if the provider asked for something that no WAHA server has.
func (s *server) nothingLeft(ctx context.Context, made emulator.Group) error {
	g, err := s.group(ctx)
	if err != nil {
		return err
	}
	if len(g.Members) != 0 {
		return fmt.Errorf("%d members are still in the group", len(g.Members))
	}
	if g.InviteCode == made.InviteCode {
		return errors.New("the invite link still works")
	}
	var requests []emulator.Request
	if err := s.call(ctx, http.MethodGet, "requests", nil, &requests); err != nil {
		return err
	}
	for _, r := range requests {
		if r.Unknown {
			return fmt.Errorf("no WAHA server knows %s %s", r.Method, r.Path)
		}
	}
	return nil
}
