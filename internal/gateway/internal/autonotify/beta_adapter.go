package autonotify

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// beta is one session of one server of the generation beta (evidence/autonotify.md §2). Of its group API one page could
// be read, the one of the members, with its request and an answer of {}. That it wraps Baileys, and so answers with
// Baileys' objects, is INFERRED from its words. Paths, and the bodies of all other requests, are guesses.
type beta struct {
	*connection
	templates map[operation]template
}

var _ whatsapp.Gateway = (*beta)(nil)

// newBeta takes the headers from the documentation's curl sample; its prose, which has the session in the URL,
// contradicts it.
func newBeta(config httpapi.Config, session string, options Options) (*beta, error) {
	templates, err := parseTemplates(options)
	if err != nil {
		return nil, err
	}
	name := "Autonotify (API beta)"
	if !options.AcceptUnverifiedPaths {
		// It shows in the error of every missing ability, also in that of a plan.
		name = "Autonotify (API beta, accept_unverified_paths = false)"
	}
	c, err := connect(config, name, "x-session-id", session)
	if err != nil {
		return nil, err
	}
	return &beta{c, templates}, nil
}

// call fills the path of an operation in. It fails where the operation has none, naming the way to give it one.
func (b *beta) call(op operation, ability whatsapp.Ability, group whatsapp.JID, code whatsapp.InviteCode) (call, error) {
	t, ok := b.templates[op]
	if !ok {
		return call{}, b.withoutPath(op, ability)
	}
	path, query := t.fill(map[string]string{placeGroup: string(group), placeCode: code.Code(), placeSession: b.session})
	c := call{
		method: t.method, path: path, route: t.path, query: query, ability: ability, operation: op, meaning: changing,
		repeat: httpapi.RepeatNever,
	}
	if !code.IsZero() {
		c.secrets = []string{code.Code()}
	}
	return c, nil
}

// withoutPath is the error of an operation whose path nobody knows.
func (b *beta) withoutPath(op operation, ability whatsapp.Ability) error {
	for _, o := range operations {
		if o.Name == string(op) {
			return &whatsapp.Error{
				Kind: errors.ErrUnsupported,
				Detail: fmt.Sprintf("%s cannot %s: the path of the operation %s is not published. Give it as autonotify = { paths = { %s = "+
					"\"METHOD /path\" } }, or set accept_unverified_paths = true to try %s", b.name, ability, op, op, o.Path),
			}
		}
	}
	return b.missing(ability)
}

// do sends the call and returns the trimmed body of a 2xx answer.
func (b *beta) do(ctx context.Context, c call) ([]byte, error) {
	resp, err := b.send(ctx, c)
	if err != nil {
		return nil, err
	}
	if !resp.OK() {
		return nil, b.failure(c, resp)
	}
	return resp.Body, b.refusedIfFalse(c, resp.Body)
}

// reads makes a call one that reads, and that may be repeated if it is a GET.
func (c call) reads(m meaning) call {
	c.meaning = m
	c.harmless = true
	if c.method == http.MethodGet {
		c.repeat = httpapi.RepeatReads
	}
	return c
}

// Abilities asks nothing: they follow from the paths.
func (b *beta) Abilities(context.Context) (whatsapp.Abilities, error) {
	var can []whatsapp.Ability
	for _, o := range operations {
		if _, known := b.templates[operation(o.Name)]; !known {
			continue
		}
		for _, ability := range o.Abilities {
			if ability != readGroup && ability != listGroups {
				can = append(can, ability)
			}
		}
	}
	return whatsapp.NewAbilities(b.name, can...), nil
}

// untold is the status of a session of which nothing is told.
const untold = "not told"

// Session tells nothing of the account: the routes of sessions are named in the documentation and not shown. To say
// that it is connected claims no more than that nothing speaks against it; to say that it is not would forbid even the
// members' route, which is known. An account that is logged out fails with the first call, and never looks like one
// without groups: Baileys fails to list while it is not connected (INFERRED).
func (b *beta) Session(context.Context) (whatsapp.Session, error) {
	return whatsapp.Session{Connected: true, Status: untold}, nil
}

// LIDs returns none: there is no list of them.
func (b *beta) LIDs(context.Context) ([]whatsapp.Person, error) { return nil, nil }

// Contact is missing: "Check is WhatsApp" is in the navigation, and its page could not be read.
func (b *beta) Contact(context.Context, phone.Number) (whatsapp.Person, error) {
	return whatsapp.Person{}, b.missing(whatsapp.LookUpContact)
}

// Refresh has nothing to forget, as far as is known.
func (b *beta) Refresh(context.Context) error { return nil }
