package whatsapi_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"mime"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestChangeGroup(t *testing.T) {
	for _, test := range []struct {
		change whatsapp.Change
		want   asked
	}{
		{whatsapp.SetName(`Ops & "Dev" <1>`), asked{setName, jsonType, `{"name":"Ops & \"Dev\" <1>"}`}},
		{whatsapp.SetDescription("On call\n24/7"), asked{setDescription, jsonType, `{"description":"On call\n24/7"}`}},
		{whatsapp.SetDescription(""), asked{setDescription, jsonType, `{"description":""}`}},
		{whatsapp.SetMessagesAdminsOnly(true), asked{Route: setAnnounce}},
		{whatsapp.SetMessagesAdminsOnly(false), asked{Route: strings.Replace(setAnnounce, "true", "false", 1)}},
		{whatsapp.SetInfoAdminsOnly(false), asked{Route: setLocked}},
		{whatsapp.SetInfoAdminsOnly(true), asked{Route: strings.Replace(setLocked, "false", "true", 1)}},
	} {
		adapter, w := newWire(t, map[string][]reply{test.want.Route: file("done.json")})
		if err := adapter.ChangeGroup(t.Context(), group, test.change); err != nil {
			t.Errorf("%T: %v", test.change, err)
		}
		w.Sent(test.want)
	}
}

// TestChangeGroupCannot has what WhatsAPI has no route for. Nothing is asked.
func TestChangeGroupCannot(t *testing.T) {
	adapter, w := newWire(t, nil)
	for _, change := range []whatsapp.Change{
		whatsapp.SetMemberAddMode(whatsapp.AdminAdd), whatsapp.SetJoinApprovalRequired(true),
		whatsapp.SetPictureURL("https://example.org/picture.jpg"),
	} {
		err := adapter.ChangeGroup(t.Context(), group, change)
		want := "unsupported operation: WhatsAPI cannot " + string(change.Ability())
		if !errors.Is(err, errors.ErrUnsupported) || err.Error() != want {
			t.Errorf("%T: %v", change, err)
		}
	}
	w.Sent()
}

func TestChangeGroupIsSentOnce(t *testing.T) {
	for _, failed := range []reply{{Status: 503}, {Status: 500, File: "error_timeout.json"},
		{Status: 500, File: "error_iq_409.json"}} {
		adapter, w := newWire(t, map[string][]reply{setDescription: {failed}})
		if err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetDescription("On call")); err == nil {
			t.Error("no error")
		}
		w.Sent(asked{setDescription, jsonType, `{"description":"On call"}`})
	}
}

func TestChangeGroupSendsPicturesAsAForm(t *testing.T) {
	drawing := image.NewNRGBA(image.Rect(0, 0, 8, 8)) // Transparent.
	var jpegFile, pngFile bytes.Buffer
	if err := jpeg.Encode(&jpegFile, drawing, nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&pngFile, drawing); err != nil {
		t.Fatal(err)
	}
	for name, picture := range map[string][]byte{"jpeg": jpegFile.Bytes(), "png": pngFile.Bytes()} {
		adapter, w := newWire(t, map[string][]reply{setPicture: file("done.json")})
		if err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetPicture(picture)); err != nil {
			t.Fatal(err)
		}
		if len(w.Asked) != 1 || w.Asked[0].Route != setPicture {
			t.Fatalf("%s: asked %v", name, w.Asked)
		}
		kind, params, err := mime.ParseMediaType(w.Asked[0].Type)
		if err != nil || kind != "multipart/form-data" {
			t.Fatalf("%s: the type is %q", name, w.Asked[0].Type)
		}
		form := multipart.NewReader(strings.NewReader(w.Asked[0].Body), params["boundary"])
		part, err := form.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if part.FormName() != "file" || part.FileName() != "picture.jpg" ||
			part.Header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s: the part is %v", name, part.Header)
		}
		sent, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := jpeg.Decode(bytes.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		if name == "jpeg" && !bytes.Equal(sent, picture) {
			t.Error("the JPEG was changed")
		}
		if red, _, _, _ := decoded.At(4, 4).RGBA(); (red > 0xf000) != (name == "png") {
			t.Errorf("%s: the transparent part is %x", name, red)
		}
		if _, err := form.NextPart(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: there is another part, or %v", name, err)
		}
	}
	adapter, w := newWire(t, nil)
	err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetPicture([]byte(strings.Repeat("text ", 100))))
	if !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("a text: %v", err)
	}
	w.Sent()
}

func TestLeaveGroup(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{file("done.json"), nil},
		{fault(500, "error_iq_404.json"), whatsapp.ErrGroupNotFound},
		{fault(500, "error_iq_403.json"), whatsapp.ErrNotMember},
		{fault(500, "error_not_in_group.json"), whatsapp.ErrNotMember},
		{fault(404, "error_instance.json"), whatsapp.ErrSessionUnknown},
		{fault(500, "error_plain_500.json"), whatsapp.ErrOutcomeUnknown},
	} {
		adapter, w := newWire(t, map[string][]reply{leaveGroup: test.reply})
		if err := adapter.LeaveGroup(t.Context(), group); !errors.Is(err, test.want) {
			t.Errorf("%v, not %v", err, test.want)
		}
		w.Sent(asked{Route: leaveGroup})
	}
}
