package main

import (
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// ownNumber is the number of the emulator's account.
const ownNumber = "+12025550100"

// dialect is what the emulator speaks, and how the provider is told of it.
type dialect struct {
	name    string
	gateway string
	prefix  string // Where the emulator has the gateway.
	engine  string // Of WAHA.
	store   bool   // Of WAHA's NOWEB.
	account string // The account's number, where the gateway does not tell it.
	// noEmptyGroups: a group has to be made with somebody.
	noEmptyGroups bool
}

// dialects lack Autonotify's beta, most of whose paths are guesses and which has two of the settings only.
var dialects = []dialect{
	{name: "NOWEB", gateway: "waha", prefix: "/waha", engine: "NOWEB"},
	{name: "NOWEB-store", gateway: "waha", prefix: "/waha", engine: "NOWEB", store: true},
	{name: "GOWS", gateway: "waha", prefix: "/waha", engine: "GOWS"},
	{name: "WEBJS", gateway: "waha", prefix: "/waha", engine: "WEBJS"},
	{name: "WPP", gateway: "waha", prefix: "/waha", engine: "WPP"},
	{name: "WhatsAPI", gateway: "whatsapi", prefix: "/whatsapi", account: ownNumber},
	{name: "nexus", gateway: "autonotify", prefix: "/autonotify/nexus", noEmptyGroups: true},
}

func dialectNames() []string {
	var names []string
	for _, d := range dialects {
		names = append(names, d.name)
	}
	return names
}

func dialectNamed(name string) (dialect, error) {
	for _, d := range dialects {
		if strings.EqualFold(d.name, name) {
			return d, nil
		}
	}
	return dialect{}, fmt.Errorf("-dialect: there is no %q; there are %s", name, strings.Join(dialectNames(), ", "))
}

func (d dialect) emulator(c condition) emulator.Options {
	return emulator.Options{
		APIKey: apiKey, WAHAEngine: d.engine, WAHAStore: d.store, Latency: c.latency, Serial: c.serial,
	}
}

// understood reports whether the peer that confirms nothing speaks the dialect.
func (d dialect) understood() bool { return d.engine == "NOWEB" }
