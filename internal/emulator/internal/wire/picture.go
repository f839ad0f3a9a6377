package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// StatusError is the status with which a picture's server refused it.
type StatusError int

// Error has the words of Axios, which most gateways use.
func (e StatusError) Error() string {
	return fmt.Sprintf("Request failed with status code %d", int(e))
}

// LinkedPicture returns the sum of the picture behind a link, or world.ErrNotImage unless the picture is accepted. The
// emulator does not go out into the network: a link that does not lead to this machine stands for its picture.
func LinkedPicture(ctx context.Context, link string, accepted func([]byte) bool) (string, error) {
	if !isLoopback(link) {
		return world.PictureSum([]byte(link)), nil
	}
	picture, err := fetch(ctx, link)
	if err != nil {
		return "", err
	}
	if !accepted(picture) {
		return "", world.ErrNotImage
	}
	return world.PictureSum(picture), nil
}

// isLoopback reports whether a link leads to this machine.
func isLoopback(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// fetch downloads a picture from this machine, and from nowhere else, whatever it is redirected to.
func fetch(ctx context.Context, link string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, link, http.NoBody)
	if err != nil {
		return nil, err
	}
	client := &http.Client{
		Timeout: 10 * time.Second,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			switch {
			case !isLoopback(r.URL.String()):
				return errors.New("redirected to another machine")
			case len(via) >= 10:
				return errors.New("redirected again and again")
			}
			return nil
		},
	}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, StatusError(response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, MaxBody))
}
