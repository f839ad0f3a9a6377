package emulator

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// nexusSecretValidity is how long a user's secret can be used.
const nexusSecretValidity = 24 * time.Hour

func nexusRefusal(status int, message string) wire.Answer {
	return nexusAnswer{"error": message}.with(status)
}

// authenticate takes a user's secret, which names the session by itself, or else the key and the session's name. The key is
// checked before the name is missed.
func (d *nexus) authenticate(c *wire.Call) (session string, refusal wire.Answer, ok bool) {
	if secret := c.Header.Get("X-User-Secret"); secret != "" {
		return d.openSecret(secret)
	}
	header := c.Header.Get("Authorization")
	key, bearer := strings.CutPrefix(header, "Bearer ")
	session = c.Header.Get("X-User-ID")
	switch {
	case header == "":
		return "", nexusRefusal(http.StatusUnauthorized, "API key não fornecida"), false
	case !bearer:
		return "", nexusRefusal(http.StatusUnauthorized, "Formato de API key inválido"), false
	case subtle.ConstantTimeCompare([]byte(key), []byte(d.apiKey)) != 1:
		return "", nexusRefusal(http.StatusUnauthorized, "API key inválida"), false
	case session == "":
		return "", nexusRefusal(http.StatusBadRequest, "X-User-ID header é obrigatório"), false
	}
	return session, wire.Answer{}, true
}

// openSecret reads a token: AES-256-GCM of "session|expiry", behind its nonce.
func (d *nexus) openSecret(secret string) (session string, refusal wire.Answer, ok bool) {
	refuse := func(message string) (string, wire.Answer, bool) {
		return "", nexusRefusal(http.StatusUnauthorized, message), false
	}
	sealed, err := base64.StdEncoding.DecodeString(secret)
	box := d.box()
	if err != nil || len(sealed) < box.NonceSize() {
		return refuse("User secret inválido")
	}
	payload, err := box.Open(nil, sealed[:box.NonceSize()], sealed[box.NonceSize():], nil)
	if err != nil {
		return refuse("User secret inválido")
	}
	parts := strings.Split(string(payload), "|")
	if len(parts) != 2 {
		return refuse("User secret com formato inválido")
	}
	expiry, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return refuse("User secret com timestamp inválido")
	}
	if time.Now().Unix() > expiry {
		return refuse("User secret expirado")
	}
	return parts[0], wire.Answer{}, true
}

// seal makes a token.
func (d *nexus) seal(payload string) string {
	box := d.box()
	nonce := make([]byte, box.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		panic(err) // crypto/rand never fails on the systems that Go supports.
	}
	return base64.StdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(payload), nil))
}

// box is the cipher under the server's secret, which the emulator derives from the key.
func (d *nexus) box() cipher.AEAD {
	key := make([]byte, 32)
	copy(key, d.apiKey)
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // The key has the right length.
	}
	box, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return box
}

// checkAdmin guards the one route of an administrator, whose key is the emulator's too.
func (c *nexusCall) checkAdmin() (refusal wire.Answer, ok bool) {
	switch key := c.Header.Get("X-Key"); {
	case key == "":
		return nexusAnswer{"error": "Admin key required", "code": "MISSING_ADMIN_KEY"}.with(http.StatusUnauthorized), false
	case subtle.ConstantTimeCompare([]byte(key), []byte(c.apiKey)) != 1:
		return nexusAnswer{"error": "Invalid admin key", "code": "INVALID_ADMIN_KEY"}.with(http.StatusForbidden), false
	}
	return wire.Answer{}, true
}

// newSecret makes a secret for a session, whether there is such a session or not.
func (d *nexus) newSecret(session string) (secret string, expires time.Time) {
	expires = time.Now().Add(nexusSecretValidity)
	return d.seal(fmt.Sprintf("%s|%d", session, expires.Unix())), expires
}
