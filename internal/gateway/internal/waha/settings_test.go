package waha_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const putGroup = "PUT /api/default/groups/120363000000000001@g.us/"

func TestChangeGroupSendsEachChange(t *testing.T) {
	for _, test := range []struct {
		change whatsapp.Change
		route  string
		body   string
	}{
		{whatsapp.SetName("Night"), "subject", `{"subject":"Night"}`},
		{whatsapp.SetDescription("On call"), "description", `{"description":"On call"}`},
		{whatsapp.SetDescription(""), "description", `{"description":""}`},
		{whatsapp.SetMessagesAdminsOnly(true), "settings/security/messages-admin-only", `{"adminsOnly":true}`},
		{whatsapp.SetMessagesAdminsOnly(false), "settings/security/messages-admin-only", `{"adminsOnly":false}`},
		{whatsapp.SetInfoAdminsOnly(true), "settings/security/info-admin-only", `{"adminsOnly":true}`},
		{
			whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd), "settings/security/member-add-mode",
			`{"membersCanAddNewMember":true}`,
		},
		{
			whatsapp.SetMemberAddMode(whatsapp.AdminAdd), "settings/security/member-add-mode",
			`{"membersCanAddNewMember":false}`,
		},
		{
			whatsapp.SetJoinApprovalRequired(true), "settings/security/membership-approval",
			`{"newMembersApprovalRequired":true}`,
		},
		{
			whatsapp.SetPictureURL("https://example.org/a.jpg?x=1&y=2"), "picture",
			`{"file":{"mimetype":"image/jpeg","url":"https://example.org/a.jpg?x=1&y=2"}}`,
		},
	} {
		// Nothing (NOWEB, GOWS), true (WEBJS, WPP), and what pictures get.
		for _, answer := range []string{"", "true", `{"success":true}`} {
			if answer == "" && test.route == "picture" {
				continue // No reading shows a picture, so that it needs a yes.
			}
			adapter, w := newWire(t, map[string][]reply{
				putGroup + test.route: text(answer),
				onVersion:             file("version_noweb.json"),
			})
			if err := adapter.ChangeGroup(t.Context(), group, test.change); err != nil {
				t.Errorf("%T with the answer %q: %v", test.change, answer, err)
			}
			want := []asked{{Route: putGroup + test.route, Body: test.body}}
			if test.change == whatsapp.SetDescription("") {
				want = append([]asked{{Route: onVersion}}, want...)
			}
			w.Sent(want...)
		}
	}
}

func TestChangeGroupFails(t *testing.T) {
	for _, test := range []struct {
		name   string
		change whatsapp.Change
		body   []reply
		want   error
	}{
		{"false", whatsapp.SetName("Ops"), text("false"), whatsapp.ErrRefused},
		{"no success", whatsapp.SetName("Ops"), text(`{"success":false}`), whatsapp.ErrRefused},
		{
			"not an admin (NOWEB, 403)", whatsapp.SetName("Ops"), fault(500, "error_500_noweb_forbidden.json"),
			whatsapp.ErrNotAdmin,
		},
		{
			"not an admin (NOWEB, 401)", whatsapp.SetName("Ops"), fault(500, "error_500_noweb_not_authorized.json"),
			whatsapp.ErrNotAdmin,
		},
		{
			"not an admin (GOWS, 403)", whatsapp.SetName("Ops"), fault(500, "error_500_gows_forbidden.json"),
			whatsapp.ErrNotAdmin,
		},
		{
			"not an admin (WPP)", whatsapp.SetName("Ops"),
			fault(500, "error_500_wpp_you_are_not_allowed_set_group_subject.json"), whatsapp.ErrNotAdmin,
		},
		{
			"not an admin (WPP)", whatsapp.SetInfoAdminsOnly(true),
			fault(500, "error_500_wpp_group_you_are_not_admin.json"), whatsapp.ErrNotAdmin,
		},
		{
			"no group (NOWEB)", whatsapp.SetName("Ops"), fault(500, "error_500_noweb_item_not_found.json"),
			whatsapp.ErrGroupNotFound,
		},
		{
			"no group (GOWS)", whatsapp.SetName("Ops"), fault(500, "error_500_gows_item_not_found.json"),
			whatsapp.ErrGroupNotFound,
		},
		{
			"no group (WPP)", whatsapp.SetName("Ops"), fault(500, "error_500_wpp_group_not_exist.json"),
			whatsapp.ErrGroupNotFound,
		},
		{
			"too long (NOWEB)", whatsapp.SetName("Ops"), fault(500, "error_500_noweb_not_acceptable.json"),
			whatsapp.ErrInvalidRequest,
		},
		{
			"too long (GOWS)", whatsapp.SetName("Ops"), fault(500, "error_500_gows_not_acceptable.json"),
			whatsapp.ErrInvalidRequest,
		},
		{"not allowed", whatsapp.SetName("Ops"), fault(500, "error_500_noweb_not_allowed.json"), whatsapp.ErrRefused},
		{
			"no image (GOWS)", whatsapp.SetPictureURL("https://example.org/a.gif"),
			fault(500, "error_500_gows_image.json"), whatsapp.ErrInvalidRequest,
		},
		{
			"no file", whatsapp.SetPictureURL("https://example.org/a.gif"), fault(404, "error_404_file.json"),
			whatsapp.ErrInvalidRequest,
		},
		{
			"too large", whatsapp.SetPictureURL("https://example.org/a.gif"), []reply{{Status: 413}},
			whatsapp.ErrInvalidRequest,
		},
		{
			"too old", whatsapp.SetMemberAddMode(whatsapp.AdminAdd), fault(404, "error_404_cannot_put.json"),
			errors.ErrUnsupported,
		},
		{
			"not of this engine", whatsapp.SetJoinApprovalRequired(true), fault(501, "error_501.json"),
			errors.ErrUnsupported,
		},
		{"page error", whatsapp.SetName("Ops"), fault(500, "error_500_webjs.json"), whatsapp.ErrOutcomeUnknown},
		{
			"page error of undefined", whatsapp.SetName("Ops"), fault(500, "error_500_webjs_undefined.json"),
			whatsapp.ErrOutcomeUnknown,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			replies := map[string][]reply{}
			for _, route := range []string{
				"subject", "picture", "settings/security/info-admin-only", "settings/security/member-add-mode",
				"settings/security/membership-approval",
			} {
				replies[putGroup+route] = test.body
			}
			adapter, w := newWire(t, replies)
			if err := adapter.ChangeGroup(t.Context(), group, test.change); !errors.Is(err, test.want) {
				t.Errorf("%v, not %v", err, test.want)
			}
			if len(w.Asked) != 1 {
				t.Errorf("sent %v", w.Asked)
			}
		})
	}
}

// TestChangeGroupAfterConflict sends the description again after a refresh, and no more than once.
func TestChangeGroupAfterConflict(t *testing.T) {
	put := putGroup + "description"
	for _, conflict := range []string{"error_500_noweb_conflict.json", "error_500_gows_conflict.json"} {
		for _, test := range []struct {
			second []reply
			want   error
		}{{text(""), nil}, {fault(500, conflict), whatsapp.ErrRefused}} {
			adapter, w := newWire(t, map[string][]reply{
				put:       append(fault(500, conflict), test.second...),
				onRefresh: text(`{"success":true}`),
			})
			if err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetDescription("On call")); !errors.Is(err,
				test.want) {
				t.Errorf("%v, not %v", err, test.want)
			}
			body := `{"description":"On call"}`
			w.Sent(asked{Route: put, Body: body}, asked{Route: onRefresh}, asked{Route: put, Body: body})
		}
	}
}

func TestChangeGroupDoesNotSendWhatWouldHang(t *testing.T) {
	adapter, w := newWire(t,
		map[string][]reply{onVersion: text(`{"version":"2026.8.9","engine":"GOWS","tier":"CORE"}`)})
	err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetDescription(""))
	want := "unsupported operation: WAHA 2026.8.9 (engine GOWS) cannot clear the description of a group"
	if !errors.Is(err, errors.ErrUnsupported) || err.Error() != want {
		t.Errorf("%v", err)
	}
	w.Sent(asked{Route: onVersion})
}

func TestChangeGroupSendsPicturesAsJPEG(t *testing.T) {
	drawing := image.NewNRGBA(image.Rect(0, 0, 8, 8)) // Transparent.
	var jpegFile, pngFile bytes.Buffer
	if err := jpeg.Encode(&jpegFile, drawing, nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&pngFile, drawing); err != nil {
		t.Fatal(err)
	}
	for name, picture := range map[string][]byte{"jpeg": jpegFile.Bytes(), "png": pngFile.Bytes()} {
		adapter, w := newWire(t, map[string][]reply{putGroup + "picture": text(`{"success":true}`)})
		if err := adapter.ChangeGroup(t.Context(), group, whatsapp.SetPicture(picture)); err != nil {
			t.Fatal(err)
		}
		var sent struct {
			File struct{ Data, Mimetype, Filename string }
		}
		if err := json.Unmarshal([]byte(w.Asked[0].Body), &sent); err != nil {
			t.Fatal(err)
		}
		data, err := base64.StdEncoding.DecodeString(sent.File.Data)
		if err != nil || sent.File.Mimetype != "image/jpeg" || sent.File.Filename != "picture.jpg" {
			t.Errorf("%s: sent %+v, %v", name, sent, err)
		}
		decoded, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		red, _, _, _ := decoded.At(4, 4).RGBA()
		if white := red > 0xf000; white != (name == "png") {
			t.Errorf("%s: the transparent part is %x", name, red)
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
	leave := "POST /api/default/groups/120363000000000001@g.us/leave"
	for _, test := range []struct {
		body []reply
		want error
	}{
		{text(""), nil},
		{fault(500, "error_500_noweb_item_not_found.json"), whatsapp.ErrGroupNotFound},
		{fault(500, "error_500_noweb_forbidden.json"), whatsapp.ErrNotMember},
		{fault(500, "error_500_gows_forbidden.json"), whatsapp.ErrNotMember},
		{fault(500, "error_500_webjs.json"), whatsapp.ErrOutcomeUnknown},
	} {
		adapter, w := newWire(t, map[string][]reply{leave: test.body})
		if err := adapter.LeaveGroup(t.Context(), group); !errors.Is(err, test.want) {
			t.Errorf("%v, not %v", err, test.want)
		}
		w.Sent(asked{Route: leave})
	}
}

func TestDeleteChat(t *testing.T) {
	remove := "DELETE /api/default/groups/120363000000000001@g.us"
	for _, test := range []struct {
		body []reply
		want error
	}{
		{text("true"), nil},
		{text("false"), whatsapp.ErrRefused},
		{fault(501, "error_501.json"), errors.ErrUnsupported},
	} {
		adapter, w := newWire(t, map[string][]reply{remove: test.body})
		if err := adapter.DeleteChat(t.Context(), group); !errors.Is(err, test.want) {
			t.Errorf("%v, not %v", err, test.want)
		}
		w.Sent(asked{Route: remove})
	}
}
