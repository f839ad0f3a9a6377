package emulator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // These are what isImage knows, beside JPEG.
	"image/jpeg"
	_ "image/png"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// errNotImage is what WhatsApp says of a picture that is no JPEG.
var errNotImage = errors.New("the given data is not a valid image")

// statusError is the status with which a picture's server refused it.
type statusError int

// Error has the words of Axios, which most gateways use.
func (e statusError) Error() string {
	return fmt.Sprintf("Request failed with status code %d", int(e))
}

func isJPEG(data []byte) bool {
	_, err := jpeg.DecodeConfig(bytes.NewReader(data))
	return err == nil
}

// isImage knows the formats that a gateway that re-encodes takes.
func isImage(data []byte) bool {
	_, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil
}

// pictureSum is how the world remembers a picture.
func pictureSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// pictureID stands for the id, a number, that WhatsApp gives to every new picture.
func pictureID(sum string) string {
	n, _ := strconv.ParseUint(sum[:12], 16, 64) // A sum is hexadecimal.
	return strconv.FormatUint(n, 10)
}

// linkedPicture returns the sum of the picture behind a link. The emulator does not go out into the network: a link that does
// not lead to this machine stands for its picture.
func linkedPicture(ctx context.Context, link string, accepted func([]byte) bool) (string, error) {
	if !isLoopback(link) {
		return pictureSum([]byte(link)), nil
	}
	picture, err := fetch(ctx, link)
	if err != nil {
		return "", err
	}
	if !accepted(picture) {
		return "", errNotImage
	}
	return pictureSum(picture), nil
}

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
		CheckRedirect: func(r *http.Request, _ []*http.Request) error {
			if !isLoopback(r.URL.String()) {
				return errors.New("redirected to another machine")
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
		return nil, statusError(response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, maxBody))
}
