package emulator_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func photo(t *testing.T) (picture []byte, sum string) {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(out.Bytes())
	return out.Bytes(), hex.EncodeToString(digest[:])
}

func TestPicture(t *testing.T) {
	picture, sum := photo(t)
	path, success := "groups/"+groupID+"/picture", jsonText(200, `{"success":true}`)
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		f.ask("GET", path, jsonText(200, `{"url":null}`))
		f.ask("PUT", path, success, `{"file":{"data":"`+base64.StdEncoding.EncodeToString(picture)+`","mimetype":"image/jpeg"}}`)
		if got := f.group(groupID).PictureSHA256; got != sum {
			t.Errorf("%s: sha256 %s, want %s", engine, got, sum)
		}
		if got := f.waha("GET", path+"?refresh=true").body; !strings.HasPrefix(got, `{"url":"https://pps.whatsapp.net/`) {
			t.Errorf("%s: %s", engine, got)
		}
		f.ask("DELETE", path, success)
		if got := f.group(groupID).PictureSHA256; got != "" {
			t.Errorf("%s: still there: %s", engine, got)
		}
	}
}

func TestPictureByURL(t *testing.T) {
	picture, sum := photo(t)
	source := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a.jpg":
			_, _ = w.Write(picture)
		case "/away":
			http.Redirect(w, r, "http://192.0.2.1/a.jpg", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(source.Close)
	path := "groups/" + groupID + "/picture"
	f := startWith(t, "NOWEB", oneGroup())
	f.ask("PUT", path, jsonText(200, `{"success":true}`), `{"file":{"url":"`+source.URL+`/a.jpg"}}`)
	if got := f.group(groupID).PictureSHA256; got != sum {
		t.Errorf("sha256 %s, want %s", got, sum)
	}
	f.fails("PUT", path, exception{Message: "Request failed with status code 404", Name: "AxiosError"}, `{"file":{"url":"`+source.URL+`/b.jpg"}}`)
	if got := f.waha("PUT", path, `{"file":{"url":"`+source.URL+`/away"}}`); got.status != 500 {
		t.Errorf("a redirect to another machine: %+v", got)
	}

	// Any other link stands for its picture.
	f.ask("PUT", path, jsonText(200, `{"success":true}`), `{"file":{"url":"https://example.org/a.jpg"}}`)
	want := sha256.Sum256([]byte("https://example.org/a.jpg"))
	if got := f.group(groupID).PictureSHA256; got != hex.EncodeToString(want[:]) {
		t.Errorf("sha256 %s", got)
	}
}

func TestPictureThatIsNone(t *testing.T) {
	path := "groups/" + groupID + "/picture"
	body := `{"file":{"data":"` + base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n")) + `"}}`
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		switch engine {
		case "NOWEB":
			f.fails("PUT", path, exception{Message: "the given data is not a valid image"}, body)
		case "GOWS":
			f.fails("PUT", path, grpc("the given data is not a valid image"), body)
		default:
			f.ask("PUT", path, jsonText(200, `{"success":true}`), body)
		}
		if got := f.group(groupID).PictureSHA256; got != "" {
			t.Errorf("%s: sha256 %s", engine, got)
		}
	}
}

func TestPictureBefore202661(t *testing.T) {
	for _, engine := range engines {
		world := oneGroup()
		f := start(t, emulator.Options{WAHAEngine: engine, WAHAVersion: "2026.4.1", World: &world})
		want := 501
		if engine == "WPP" {
			want = 200
		}
		if got := f.waha("PUT", "groups/"+groupID+"/picture", `{"file":{"url":"https://example.org/a.jpg"}}`); got.status != want {
			t.Errorf("%s: %+v", engine, got)
		}
	}
}

func TestPictureOfALockedGroup(t *testing.T) {
	world := asMember()
	world.Groups[0].InfoAdminsOnly, world.Groups[0].PictureSHA256 = true, "00"
	path, body := "groups/"+groupID+"/picture", `{"file":{"url":"https://example.org/a.jpg"}}`
	for _, engine := range engines {
		f := startWith(t, engine, world)
		switch engine {
		case "NOWEB":
			f.fails("PUT", path, boom("not-authorized", 401), body)
			f.fails("DELETE", path, boom("not-authorized", 401))
		case "GOWS":
			f.fails("PUT", path, grpc("info query returned status 401: not-authorized"), body)
		default:
			f.ask("PUT", path, jsonText(200, `{"success":true}`), body)
		}
		if got := f.group(groupID).PictureSHA256; got != "00" {
			t.Errorf("%s: a member changed the picture: %s", engine, got)
		}
	}
}
