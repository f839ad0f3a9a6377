package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func (p Program) start() (*run, func(), error) {
	d, err := dialectNamed(p.Dialect)
	if err != nil {
		return nil, nil, err
	}
	world := p.cast()
	server, err := emulator.New(emulator.Options{
		APIKey: apiKey, WAHAEngine: d.engine, WAHAStore: p.Store, World: &world,
	})
	if err != nil {
		return nil, nil, err
	}
	if p.Session != "" {
		server.SetSessionConfig(p.session())
		if err := server.ChangeWorld(connectWhatStarts); err != nil {
			return nil, nil, err
		}
	}
	r := &run{
		Program: p, d: d, server: server, clock: newLeaping(server),
		codes: map[string]bool{}, doors: map[string]*door{},
	}
	if r.folder, err = pictures(); err != nil {
		return nil, nil, err
	}
	if p.Paced {
		limits, err := emulator.ParseLimits("groups_per_day=45,adds=4/2s,lock=1h")
		if err == nil {
			err = server.SetLimits(limits)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	listening := httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	listening.Config.ErrorLog = log.New(io.Discard, "", 0)
	listening.Start()
	r.url = listening.URL
	if p.CLI == nil {
		return r, listening.Close, nil
	}
	r.folder, err = os.MkdirTemp("", "chaos-")
	return r, func() {
		listening.Close()
		_ = os.RemoveAll(r.folder)
	}, err
}

// session is the configuration of the session, which says too whether NOWEB keeps a store.
func (p Program) session() json.RawMessage {
	if p.Store {
		return json.RawMessage(`{"noweb":{"store":{"enabled":true}},` + strings.TrimPrefix(p.Session, "{"))
	}
	return json.RawMessage(p.Session)
}

// pictures is a folder with pictures that configurations have.
var pictures = sync.OnceValues(func() (string, error) {
	folder := filepath.Join(os.TempDir(), "terraform-provider-whatsapp-chaos")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	for i := range 2 {
		drawn := image.NewGray(image.Rect(0, 0, 640, 640))
		drawn.Pix[0] = byte(i)
		var content bytes.Buffer
		if err := jpeg.Encode(&content, drawn, nil); err != nil {
			return "", err
		}
		// Another process may be reading it.
		part := fmt.Sprintf("%s.%d", picture(i), os.Getpid())
		if err := os.WriteFile(part, content.Bytes(), 0o600); err != nil {
			return "", err
		}
		if err := os.Rename(part, picture(i)); err != nil {
			return "", err
		}
	}
	return folder, nil
})

func picture(i int) string {
	return filepath.Join(os.TempDir(), "terraform-provider-whatsapp-chaos", strconv.Itoa(i)+".jpg")
}
