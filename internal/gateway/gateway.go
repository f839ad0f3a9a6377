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
	// Autonotify is for that kind alone, and nil where nothing is to be chosen.
	Autonotify *AutonotifyOptions
}

// OptionsError is the error of options that are for another kind of gateway than the one that is opened.
type OptionsError struct{ Kind, Options string }

func (e *OptionsError) Error() string {
	return fmt.Sprintf("the options are for the gateway %s, and the gateway is %s", e.Options, e.Kind)
}

// AutonotifyOptions choose among the generations of Autonotify.
type AutonotifyOptions = autonotify.Options

const (
	kindWAHA       = "waha"
	kindWhatsAPI   = "whatsapi"
	kindAutonotify = "autonotify"
)

// Kinds lists the kinds of gateways.
func Kinds() []string { return []string{kindWAHA, kindWhatsAPI, kindAutonotify} }

// Open makes the gateway. It calls nothing. The errors name no secret.
func Open(config Config) (whatsapp.Gateway, error) {
	session := config.Session
	if session == "" {
		session = "default"
	}
	return open(config, config.client(), session)
}

func open(config Config, client httpapi.Config, session string) (whatsapp.Gateway, error) {
	if config.Autonotify != nil && config.Kind != kindAutonotify {
		return nil, &OptionsError{Kind: config.Kind, Options: kindAutonotify}
	}
	switch config.Kind {
	case kindWAHA:
		return opened(waha.New(client, session))
	case kindWhatsAPI:
		return opened(whatsapi.New(client, session))
	case kindAutonotify:
		var options AutonotifyOptions
		if config.Autonotify != nil {
			options = *config.Autonotify
		}
		return autonotify.New(client, session, options)
	}
	return nil, fmt.Errorf("the gateway %q is not known: it must be one of %s", config.Kind,
		strings.Join(Kinds(), ", "))
}

// Secrets are the texts of a configuration that must show nowhere, in each form in which a server may repeat them.
func Secrets(config Config) []string { return httpapi.Secrets(config.client()) }

// client is the configuration without the white space around keys: a file that has one mostly ends in a line break.
func (c Config) client() httpapi.Config {
	headers := make(map[string]string, len(c.Headers))
	for name, value := range c.Headers {
		headers[name] = strings.TrimSpace(value)
	}
	return httpapi.Config{
		Endpoint:       c.Endpoint,
		AuthValue:      strings.TrimSpace(c.APIKey),
		Headers:        headers,
		CACertificate:  c.CACertificate,
		Insecure:       c.Insecure,
		RequestTimeout: c.RequestTimeout,
		MaxRetries:     c.MaxRetries,
		UserAgent:      c.UserAgent,
	}
}

// opened makes a gateway of an adapter: an interface with a nil pointer in it would not be nil.
func opened[A whatsapp.Gateway](adapter A, err error) (whatsapp.Gateway, error) {
	if err != nil {
		return nil, err
	}
	return adapter, nil
}
