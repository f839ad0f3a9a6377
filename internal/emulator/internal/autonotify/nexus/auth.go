package nexus

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

// secretValidity is how long a user's secret can be used.
const secretValidity = 24 * time.Hour

// refuse is a refusal that comes before any task.
func refuse(status int, message string) wire.Answer {
	return object{"error": message}.answer(status)
}

// authenticate takes a user's secret, which names the session by itself, or else the key and the name of a session. It
// checks the key before it misses the name.
func (d *dialect) authenticate(c *wire.Call) (session string, refusal wire.Answer, ok bool) {
	if secret := c.Header.Get("X-User-Secret"); secret != "" {
		return d.openSecret(secret)
	}
	header := c.Header.Get("Authorization")
	key, bearer := strings.CutPrefix(header, "Bearer ")
	session = c.Header.Get("X-User-ID")
	switch {
	case header == "":
		return "", refuse(http.StatusUnauthorized, "API key não fornecida"), false
	case !bearer:
		return "", refuse(http.StatusUnauthorized, "Formato de API key inválido"), false
	case subtle.ConstantTimeCompare([]byte(key), []byte(d.apiKey)) != 1:
		return "", refuse(http.StatusUnauthorized, "API key inválida"), false
	case session == "":
		return "", refuse(http.StatusBadRequest, "X-User-ID header é obrigatório"), false
	}
	return session, wire.Answer{}, true
}

// openSecret reads a token: AES-256-GCM of "session|expiry", behind its nonce.
func (d *dialect) openSecret(secret string) (session string, refusal wire.Answer, ok bool) {
	unauthorized := func(message string) (string, wire.Answer, bool) {
		return "", refuse(http.StatusUnauthorized, message), false
	}
	sealed, err := base64.StdEncoding.DecodeString(secret)
	box := d.box()
	if err != nil || len(sealed) < box.NonceSize() {
		return unauthorized("User secret inválido")
	}
	payload, err := box.Open(nil, sealed[:box.NonceSize()], sealed[box.NonceSize():], nil)
	if err != nil {
		return unauthorized("User secret inválido")
	}
	parts := strings.Split(string(payload), "|")
	if len(parts) != 2 {
		return unauthorized("User secret com formato inválido")
	}
	expiry, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return unauthorized("User secret com timestamp inválido")
	}
	if d.world.Clock().Now().Unix() > expiry {
		return unauthorized("User secret expirado")
	}
	return parts[0], wire.Answer{}, true
}

// seal makes a token that openSecret reads.
func (d *dialect) seal(payload string) string {
	box := d.box()
	nonce := make([]byte, box.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		panic(err) // crypto/rand never fails on the systems that Go supports.
	}
	return base64.StdEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(payload), nil))
}

// box is the cipher under the server's secret, which the emulator derives from the key.
func (d *dialect) box() cipher.AEAD {
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
func (c *call) checkAdmin() (refusal wire.Answer, ok bool) {
	key := c.Header.Get("X-Key")
	switch {
	case key == "":
		return object{"error": "Admin key required", "code": "MISSING_ADMIN_KEY"}.answer(http.StatusUnauthorized), false
	case subtle.ConstantTimeCompare([]byte(key), []byte(c.apiKey)) != 1:
		return object{"error": "Invalid admin key", "code": "INVALID_ADMIN_KEY"}.answer(http.StatusForbidden), false
	}
	return wire.Answer{}, true
}

// newSecret makes a secret for a session, even if there is no such session.
func (d *dialect) newSecret(session string) (secret string, expires time.Time) {
	expires = d.world.Clock().Now().Add(secretValidity)
	return d.seal(fmt.Sprintf("%s|%d", session, expires.Unix())), expires
}
