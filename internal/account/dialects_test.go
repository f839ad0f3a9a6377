package account_test

import (
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// dialect is a gateway of the emulator.
type dialect struct {
	name, engine, prefix string
	config               gateway.Config
	// adds and removes are the requests of adding and removing. readings are how many a call is followed by.
	adds, removes string
	// creates is the request of making a group.
	creates  string
	readings int
	// silent says that no answer tells what became of a person.
	silent bool
	// minified says that the gateway tells of a limit by the name of a minified class, which may mean anything.
	minified bool
}

var dialects = []dialect{
	ofWAHA("NOWEB", 1), ofWAHA("GOWS", 2), ofWAHA("WEBJS", 2), ofWAHA("WPP", 1),
	{
		name: "WhatsAPI", prefix: "/whatsapi", config: gateway.Config{Kind: "whatsapi"},
		adds: `participants/add$`, removes: `participants/remove$`, readings: 1,
		creates: `POST .*/groups/create$`,
	},
	{
		name: "Autonotify beta", prefix: "/autonotify/beta", config: gateway.Config{
			Kind: "autonotify", Autonotify: &gateway.AutonotifyOptions{API: "beta", AcceptUnverifiedPaths: true},
		},
		adds: `PUT .*/group/members$`, removes: `PUT .*/group/members$`, readings: 1,
		creates: `POST .*/api/v1/group$`,
	},
	{
		name: "Autonotify nexus", prefix: "/autonotify/nexus", config: gateway.Config{
			Kind: "autonotify", Autonotify: &gateway.AutonotifyOptions{API: "nexus"},
		},
		adds: `participants/add$`, removes: `participants/remove$`, readings: 1, silent: true,
		creates: `POST .*/group/create$`,
	},
}

func ofWAHA(engine string, readings int) dialect {
	return dialect{
		name: "WAHA " + engine, engine: engine, prefix: "/waha", config: gateway.Config{Kind: "waha"},
		adds: adding, removes: removing, readings: readings, creates: createRequest,
		minified: engine == "WEBJS" || engine == "WPP",
	}
}

// eachDialect runs a test on every dialect, once for each of the groups, each with a WhatsApp of its own.
func eachDialect(
	t *testing.T, groups map[string]emulator.Group,
	test func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway),
) {
	t.Helper()
	t.Parallel()
	for _, d := range dialects {
		for name, group := range groups {
			t.Run(d.name+", "+name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d.engine, group)
				config := d.config
				config.Endpoint, config.APIKey = w.endpoint[:len(w.endpoint)-len("/waha")]+d.prefix, "emulator"
				config.Session, config.RequestTimeout = "default", 10*time.Second
				test(t, d, w, func() whatsapp.Gateway {
					opened, err := gateway.Open(config)
					if err != nil {
						t.Fatal(err)
					}
					return opened
				})
			})
		}
	}
}

// bothWays is the same group in both addressings.
func bothWays(others ...emulator.Member) map[string]emulator.Group {
	return map[string]emulator.Group{"by phone": group(group1, "One", others...), "by LID": byLID(others...)}
}
