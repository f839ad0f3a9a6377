package provider_test

import "fmt"

// dialect is a way in which the emulator can be spoken to: a kind of gateway and, for WAHA, an engine.
type dialect struct {
	name    string
	gateway string
	// prefix is where the emulator has the gateway.
	prefix string
	engine string
	// more are further arguments of the provider.
	more string
}

var dialects = []dialect{
	{name: "NOWEB", gateway: "waha", prefix: "/waha", engine: "NOWEB"},
	{name: "GOWS", gateway: "waha", prefix: "/waha", engine: "GOWS"},
	{name: "WEBJS", gateway: "waha", prefix: "/waha", engine: "WEBJS"},
	{name: "WPP", gateway: "waha", prefix: "/waha", engine: "WPP"},
	{name: "WhatsAPI", gateway: "whatsapi", prefix: "/whatsapi", more: `account = "+12025550100"`},
	{name: "Autonotify nexus", gateway: "autonotify", prefix: "/autonotify/nexus"},
	{
		name: "Autonotify beta", gateway: "autonotify", prefix: "/autonotify/beta",
		more: `account = "+12025550100"` + "\n" + `autonotify = { api = "beta", accept_unverified_paths = true }`,
	},
}

// provider is the provider's block of a configuration.
func (d dialect) provider(url string) string {
	return fmt.Sprintf(`
provider "whatsapp" {
  gateway           = "%s"
  endpoint          = "%s%s"
  api_key           = "emulator"
  writes_per_minute = 0
  %s
}
`, d.gateway, url, d.prefix, d.more)
}
