// Package gateway opens a gateway by its kind.
package gateway

import (
	"fmt"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/waha"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/whatsapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Config says which gateway it is, where it is and how it is spoken to.
type Config struct {
	// Kind is one of Kinds.
	Kind string
	// Endpoint is an http or https URL, with the path under which a proxy has the gateway.
	Endpoint string
	// APIKey may be empty for a gateway without one.
	APIKey string
	// Session names the linked account within the gateway. It is "default" if it is empty.
	Session string
	// Headers are sent with every request.
	Headers map[string]string
	// CACertificate is in PEM form.
	CACertificate string
	// Insecure accepts any certificate.
	Insecure bool
	// RequestTimeout is 140 seconds if it is 0.
	RequestTimeout time.Duration
	// MaxRetries is how often what is harmless is repeated.
	MaxRetries int
	UserAgent  string
	// Autonotify is for that kind alone.
	Autonotify AutonotifyOptions
}

// AutonotifyOptions choose among the generations of Autonotify.
type AutonotifyOptions = autonotify.Options

// Kinds lists the kinds of gateways.
func Kinds() []string { return []string{"waha", "whatsapi", "autonotify"} }

// Open makes the gateway. It calls nothing. The errors name no secret.
func Open(config Config) (whatsapp.Gateway, error) {
	session := config.Session
	if session == "" {
		session = "default"
	}
	client := httpapi.Config{
		Endpoint:       config.Endpoint,
		AuthValue:      config.APIKey,
		Headers:        config.Headers,
		CACertificate:  config.CACertificate,
		Insecure:       config.Insecure,
		RequestTimeout: config.RequestTimeout,
		MaxRetries:     config.MaxRetries,
		UserAgent:      config.UserAgent,
	}
	switch config.Kind {
	case "waha":
		return opened(waha.New(client, session))
	case "whatsapi":
		return opened(whatsapi.New(client, session))
	case "autonotify":
		return autonotify.New(client, session, config.Autonotify)
	}
	return nil, fmt.Errorf("the gateway %q is not known: it must be one of %s", config.Kind,
		strings.Join(Kinds(), ", "))
}

// opened makes a gateway of an adapter: an interface with a nil pointer in it would not be nil.
func opened[A whatsapp.Gateway](adapter A, err error) (whatsapp.Gateway, error) {
	if err != nil {
		return nil, err
	}
	return adapter, nil
}
