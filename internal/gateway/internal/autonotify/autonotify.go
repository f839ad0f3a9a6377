// Package autonotify reaches WhatsApp through Autonotify (Sourei). Two generations of it were published for one host:
//
//   - "beta", of which the documentation shows one group operation whole and names eleven more;
//   - "nexus" (nexus-go, 2025-06), which is known from its source, speaks whatsmeow, and seems to have replaced the
//     beta.
//
// They have little in common but the account. Each has its own adapter, and a user chooses; what can be found out is
// whether a server is nexus, by GET /health. What is known of both is in evidence/autonotify.md.
package autonotify

import (
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/beta"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/nexus"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// The values of Options.API.
const (
	APIAuto  = "auto"
	APIBeta  = "beta"
	APINexus = "nexus"
)

// Options are what a user decides about Autonotify.
type Options struct {
	// API is the generation that the server speaks: APIAuto, APIBeta or APINexus. "" is APIAuto, which asks the server
	// whether it is nexus and fails if it is not.
	API string
	// Paths replaces the paths of the beta's operations: the name of an operation to "METHOD /path?query". It is for
	// APIBeta only.
	//
	// {groupId} in the path, or a query parameter with the value {groupId}, stands for the id of the group; so does the
	// parameter groupId without a value, as the documentation writes it. {inviteCode} stands for the code to join by,
	// which is also in the body, and {session} for the session, which is also in a header.
	Paths map[string]string
	// AcceptUnverifiedPaths has the beta's operations use their default paths although these are guesses. A path of
	// Paths is used without it. It says nothing to nexus, whose paths are known.
	AcceptUnverifiedPaths bool
}

// New makes the gateway of a session. The config's AuthValue is the bare key, without "Bearer". It calls nothing.
func New(config httpapi.Config, session string, options Options) (whatsapp.Gateway, error) {
	switch options.API {
	case "", APIAuto, APINexus:
		if len(options.Paths) > 0 {
			return nil, fmt.Errorf("the paths are for the API %q: set autonotify = { api = %q }", APIBeta, APIBeta)
		}
		adapter, err := nexus.New(config, session, options.API != APINexus)
		if err != nil {
			// An interface with a nil pointer in it would not be nil.
			return nil, err
		}
		return adapter, nil
	case APIBeta:
		adapter, err := beta.New(config, session, beta.Options{
			Paths: options.Paths, AcceptUnverifiedPaths: options.AcceptUnverifiedPaths,
		})
		if err != nil {
			return nil, err
		}
		return adapter, nil
	}
	return nil, fmt.Errorf("the API %q of Autonotify is not known: it must be %s, %s or %s",
		options.API, APIAuto, APIBeta, APINexus)
}
