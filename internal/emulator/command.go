package emulator

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"syscall"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// Command is the subcommand `emulate`. It serves until ctx is done, and says where it is once it is ready.
func Command(ctx context.Context, args []string, stdout io.Writer) error {
	var (
		o           Options
		usage       bytes.Buffer
		flags       = flag.NewFlagSet("emulate", flag.ContinueOnError)
		listen      = flags.String("listen", "127.0.0.1:3000", "`address` to listen on; port 0 takes a free one")
		worldFile   = flags.String("world", "", "JSON `file` with the world to start from")
		save        = flags.Bool("save", false, "write the world to the file of -world at the end; it may be missing")
		allowRemote = flags.Bool("allow-remote", false, "listen on an address that other machines can reach")
	)
	flags.StringVar(&o.APIKey, "api-key", "emulator", "`key` that the gateways ask for")
	flags.StringVar(&o.WAHAEngine, "waha-engine", "NOWEB", "`engine` of WAHA: NOWEB, GOWS, WEBJS or WPP")
	flags.StringVar(&o.WAHAVersion, "waha-version", "2026.9.0", "`version` of WAHA")
	flags.BoolVar(&o.WAHAStore, "waha-store", false, "WAHA's NOWEB keeps a store, and with it a list of LIDs")
	flags.StringVar(&o.NexusCommit, "nexus-commit", "db0a4af", "`commit` of Autonotify nexus: db0a4af or a3c8f56")
	flags.BoolVar(&o.Serial, "serial", false, "one request at a time, as WhatsApp has it, so that latencies add up")
	flags.DurationVar(&o.SessionWait, "session-wait", 5*time.Second,
		"`time` that WAHA waits for a session that does not run; twice that for one that starts")
	flags.DurationVar(&o.SessionStop, "session-stop", 3*time.Second,
		"`time` that WAHA takes to stop a session that it restarts")
	flags.Func("limits", "what WhatsApp lets the account do, such as `groups_per_day=45,adds=4/2s,people=100/1h,"+
		"lookups=20/1m,lock=1h`", func(text string) (err error) {
		o.Limits, err = ParseLimits(text)
		return err
	})
	flags.DurationVar(&o.Latency, "latency", 0, "`time` that every request takes")
	flags.SetOutput(&usage)
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		_, err := usage.WriteTo(stdout)
		return err
	} else if err != nil {
		return fmt.Errorf("emulate: %w", err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("emulate: unexpected argument %q", flags.Arg(0))
	}
	if o.Latency < 0 {
		return fmt.Errorf("emulate: a latency of %s is not possible", o.Latency)
	}
	if *save && *worldFile == "" {
		return errors.New("emulate: -save needs -world, which names the file")
	}
	if *worldFile != "" {
		start, err := readWorld(*worldFile)
		if *save && errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		if err != nil {
			return fmt.Errorf("emulate: -world: %w", err)
		}
		o.World = start
	}
	if *save {
		if err := checkSave(*worldFile); err != nil {
			return fmt.Errorf("emulate: -save could not write the world: %w", err)
		}
	}
	server, err := New(o)
	if err != nil {
		return fmt.Errorf("emulate: %w", err)
	}
	listener, err := listenLocally(ctx, *listen, *allowRemote)
	if err != nil {
		return fmt.Errorf("emulate: %w", err)
	}
	if err := server.announce(stdout, "http://"+listener.Addr().String(), o.key()); err != nil {
		return errors.Join(fmt.Errorf("emulate: %w", err), listener.Close())
	}
	if err = server.serve(ctx, listener); err != nil {
		err = fmt.Errorf("emulate: %w", err)
	}
	if *save {
		if saveErr := saveWorld(*worldFile, server.World()); saveErr != nil {
			return errors.Join(err, fmt.Errorf("emulate: the world is not saved: %w", saveErr))
		}
	}
	return err
}

// announce says that the emulator is ready, where its gateways are, and what the provider needs to reach them.
func (s *Server) announce(stdout io.Writer, url, key string) error {
	text := "WhatsApp emulator ready at " + url + "\n"
	line := func(name, value string) { text += fmt.Sprintf("  %-18s %s\n", name, value) }
	for _, d := range s.dialects {
		line(dialectName(d), url+d.Prefix())
	}
	line("api key", key)
	line("session", wire.Session)
	line("control", url+controlPrefix)
	_, err := io.WriteString(stdout, text)
	return err
}

// listenLocally listens on a loopback address. It listens on another only if that was asked for, because everybody who
// reaches the emulator can change its world without a key.
func listenLocally(ctx context.Context, address string, allowRemote bool) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("-listen: %w", err)
	}
	remote := fmt.Errorf("-listen: other machines can reach %s; use -allow-remote if that is meant", address)
	if ip := net.ParseIP(host); !allowRemote && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, remote
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("-listen: %s is taken by another program; %s takes a free port",
			address, net.JoinHostPort(host, "0"))
	} else if err != nil {
		return nil, fmt.Errorf("-listen: %w", err)
	}
	// A machine may resolve localhost to anything.
	if bound, ok := listener.Addr().(*net.TCPAddr); !allowRemote && (!ok || !bound.IP.IsLoopback()) {
		return nil, errors.Join(remote, listener.Close())
	}
	return listener, nil
}
