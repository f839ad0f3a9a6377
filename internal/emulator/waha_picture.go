package emulator

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// errNotImage is what WhatsApp says of a picture that is no JPEG.
var errNotImage = errors.New("the given data is not a valid image")

// wahaGetPicture has a link that says nothing about the picture, and null for none and for every error.
func wahaGetPicture(_ context.Context, c *wahaCall) answer {
	var link *string
	if view, err := c.whatsapp.viewOf(c.params["id"]); err == nil && view.joined && view.PictureSHA256 != "" {
		signed := fmt.Sprintf("https://pps.whatsapp.net/v/t61.24694-24/emulated.jpg?oe=%X", time.Now().Add(time.Hour).Unix())
		link = &signed
	}
	return jsonAnswer(http.StatusOK, map[string]*string{"url": link})
}

func wahaDeletePicture(_ context.Context, c *wahaCall) answer {
	if c.engine.traits(c.version).noPictures {
		return c.notImplemented()
	}
	if err := c.whatsapp.setPicture(c.params["id"], ""); err != nil {
		return c.engine.refused(c, opPicture, err)
	}
	return success()
}

func wahaSetPicture(ctx context.Context, c *wahaCall) answer {
	if c.engine.traits(c.version).noPictures {
		return c.notImplemented()
	}
	raw, ok := c.fields["file"]
	if !ok {
		return c.undefined("url")
	}
	file := c.file(raw)
	var sum [sha256.Size]byte
	switch data, link := file["data"], file["url"]; {
	case data != nil:
		picture, err := base64.StdEncoding.DecodeString(*data)
		if err != nil || !isJPEG(picture) {
			return c.engine.refused(c, opPicture, errNotImage)
		}
		sum = sha256.Sum256(picture)
	case link != nil && isLoopback(*link):
		picture, err := fetch(ctx, *link)
		if err != nil {
			return c.exception(thrown{err.Error(), "AxiosError", stack("AxiosError: " + err.Error())})
		}
		if !isJPEG(picture) {
			return c.engine.refused(c, opPicture, errNotImage)
		}
		sum = sha256.Sum256(picture)
	case link != nil:
		// The emulator does not go out into the network: the link stands for the picture.
		sum = sha256.Sum256([]byte(*link))
	default:
		return c.undefined("url")
	}
	if err := c.whatsapp.setPicture(c.params["id"], hex.EncodeToString(sum[:])); err != nil {
		return c.engine.refused(c, opPicture, err)
	}
	return success()
}

// file reads the object with the picture. WAHA takes what it knows, and a name is known in one spelling only.
func (c *wahaCall) file(raw json.RawMessage) map[string]*string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		c.unknown()
	}
	file := map[string]*string{}
	for name, value := range fields {
		var text *string
		if !slices.Contains([]string{"data", "url", "mimetype", "filename"}, name) || json.Unmarshal(value, &text) != nil {
			c.unknown()
			continue
		}
		file[name] = text
	}
	return file
}

func isJPEG(data []byte) bool {
	_, err := jpeg.DecodeConfig(bytes.NewReader(data))
	return err == nil
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
		// The words are those of Axios, WAHA's client.
		return nil, fmt.Errorf("Request failed with status code %d", response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, maxBody))
}
