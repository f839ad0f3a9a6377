package httpapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	// shortestWord is the length from which a word of a secret is one itself. Shorter ones are ordinary words.
	shortestWord = 8
	// shortestValue is the same for a whole header, and for the user of a URL: "1", "ops" and "admin" keep nothing
	// safe.
	shortestValue = 6
)

var (
	// scheme finds the names of HTTP's schemes of authentication, as IANA lists them, which are no secret.
	scheme = regexp.MustCompile(`(?i)^(basic|bearer|concealed|digest|dpop|gnap|hoba|mutual|negotiate|oauth|` +
		`privatetoken|scram-sha-1|scram-sha-256|token|vapid|aws4-hmac-sha256)$`)
	// mediaType finds what Accept and Content-Type have in them.
	mediaType  = regexp.MustCompile(`(?i)^(application|audio|font|image|message|model|multipart|text|video|\*)/[\w.+*-]+$`)
	escapedHex = regexp.MustCompile(`%[0-9A-F]{2}`)
)

// Secrets are the texts that must not show: the key, the headers, and user and password of the endpoint, with their
// words, and each of them also in base64 and escaped. The longest come first, so that no rest of one is left over.
func Secrets(config Config) []string {
	var secrets []string
	add := func(value string) {
		secrets = append(secrets, value)
		for _, word := range strings.FieldsFunc(value, betweenWords) {
			if len(word) >= shortestWord && !scheme.MatchString(word) && !mediaType.MatchString(word) {
				secrets = append(secrets, word)
			}
		}
	}
	add(config.AuthValue)
	for name, value := range config.Headers {
		if len(value) < shortestValue {
			continue
		}
		add(value)
		if strings.HasSuffix(strings.ToLower(name), "authorization") {
			user, password := decodedBasic(value)
			secrets = append(secrets, credentials(user, password)...)
		}
	}
	if endpoint, err := parseEndpoint(config.Endpoint); err == nil && endpoint.User != nil {
		password, _ := endpoint.User.Password()
		secrets = append(secrets, credentials(endpoint.User.Username(), password)...)
	}
	return inAllForms(secrets)
}

func betweenWords(r rune) bool { return r <= ' ' || r == ',' || r == ';' || r == '"' }

// credentials are user and password, and both together, as a server sees them.
func credentials(user, password string) []string {
	if user == "" && password == "" {
		return nil
	}
	found := []string{user + ":" + password, password}
	if len(user) >= shortestValue {
		found = append(found, user)
	}
	return found
}

// decodedBasic gives user and password of a header's value that has them in base64, and else nothing.
func decodedBasic(value string) (user, password string) {
	_, encoded, _ := strings.Cut(strings.TrimSpace(value), " ")
	decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	if err != nil {
		return "", ""
	}
	user, password, _ = strings.Cut(string(decoded), ":")
	return user, password
}

// withinBase64 is what base64 makes of a secret that has something before and behind it, such as "Bearer" or a name:
// for each of the three places at which it may begin, the letters that depend on it alone.
func withinBase64(encoding *base64.Encoding, secret string) []string {
	const bits = 6 // of a letter
	var forms []string
	for before := range 3 {
		encoded := encoding.EncodeToString([]byte(strings.Repeat("\x00", before) + secret))
		first, end := (8*before+bits-1)/bits, 8*(before+len(secret))/bits
		forms = append(forms, encoded[first:end])
	}
	return forms
}

// withinJSON is a secret as it stands in JSON, which servers put into texts as it is: with and without the escapes of
// HTML's signs, with those of PHP, which escapes the slash, and with those of all that is not ASCII.
func withinJSON(secret string) []string {
	var forms []string
	for _, forHTML := range []bool{true, false} {
		var buffer bytes.Buffer
		encoder := json.NewEncoder(&buffer)
		encoder.SetEscapeHTML(forHTML)
		if encoder.Encode(secret) != nil {
			continue // A text can always be written.
		}
		quoted := strings.TrimSuffix(buffer.String(), "\n")
		escaped := quoted[1 : len(quoted)-1]
		ascii := strings.Trim(strconv.QuoteToASCII(secret), `"`)
		for _, form := range []string{escaped, ascii} {
			forms = append(forms, form, strings.ReplaceAll(form, "/", `\/`))
		}
	}
	return forms
}

func inAllForms(secrets []string) []string {
	var forms []string
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		forms = append(forms, secret, html.EscapeString(secret))
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
			encoded := encoding.EncodeToString([]byte(secret))
			forms = append(forms, encoded, strings.TrimRight(encoded, "="))
			if len(secret) >= shortestWord {
				forms = append(forms, withinBase64(encoding, secret)...)
			}
		}
		forms = append(forms, withinJSON(secret)...)
		for _, escaped := range []string{url.QueryEscape(secret), url.PathEscape(secret)} {
			forms = append(forms, escaped, escapedHex.ReplaceAllStringFunc(escaped, strings.ToLower))
		}
	}
	slices.SortFunc(forms, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(forms)
}
