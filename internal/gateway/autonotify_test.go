package gateway_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestNexusOfAnOlderBuild cannot lift two restrictions, and says which build can.
func TestNexusOfAnOlderBuild(t *testing.T) {
	t.Parallel()
	server, config := target{
		prefix: "/autonotify/nexus", commit: "a3c8f56",
		config: gateway.Config{Kind: "autonotify", Autonotify: &gateway.AutonotifyOptions{API: "nexus"}},
	}.start(t)
	g, err := gateway.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []whatsapp.Change{whatsapp.SetMessagesAdminsOnly(true), whatsapp.SetInfoAdminsOnly(true)} {
		if err := g.ChangeGroup(t.Context(), groupID, change); err != nil {
			t.Error(err)
		}
	}
	for _, change := range []whatsapp.Change{whatsapp.SetMessagesAdminsOnly(false), whatsapp.SetInfoAdminsOnly(false)} {
		err := g.ChangeGroup(t.Context(), groupID, change)
		if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "aad68a0 or newer") {
			t.Errorf("%T: %v", change, err)
		}
	}
	if g := server.World().Groups[0]; !g.MessagesAdminsOnly || !g.InfoAdminsOnly {
		t.Errorf("the group is %+v", g)
	}
}

// TestAutonotifyIsIdentified finds nexus, and nothing else: at the beta only /health is asked.
func TestAutonotifyIsIdentified(t *testing.T) {
	t.Parallel()
	server, config := target{config: gateway.Config{Kind: "autonotify"}, prefix: "/autonotify/nexus"}.start(t)
	g, err := gateway.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	if group, err := g.Group(t.Context(), groupID); err != nil || group.Name != "Ops" {
		t.Errorf("the group is %+v, %v", group, err)
	}
	if _, err := g.Groups(t.Context(), true); err != nil {
		t.Error(err)
	}
	if sent := server.Requests(); len(sent) != 3 || sent[0].Path != "/autonotify/nexus/health" {
		t.Errorf("sent %v", sent)
	}

	server, err = emulator.New(emulator.Options{World: world()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	defer web.Close()
	config.Endpoint = web.URL + "/autonotify/beta"
	if g, err = gateway.Open(config); err != nil {
		t.Fatal(err)
	}
	err = g.LeaveGroup(t.Context(), groupID)
	if !errors.Is(err, whatsapp.ErrWrongServer) || !strings.Contains(err.Error(), `autonotify = { api = "beta" }`) {
		t.Errorf("at the beta: %v", err)
	}
	sent := server.Requests()
	if len(sent) != 1 || sent[0].Path != "/autonotify/beta/health" {
		t.Errorf("sent %v", sent)
	}
}
