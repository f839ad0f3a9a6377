package gatewaytest

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// NamePrefix begins the name of every group that a rule makes, so that what is left over on a live server can be found.
const NamePrefix = "Conformance "

// newName is a name that no other group has.
func newName(purpose string) string { return NamePrefix + purpose + " " + rand.Text()[:8] }

// madeUp is the text of a code that leads nowhere. It has 16 letters and digits, as the codes of private invitations
// have, so that it is not taken for a code by its look alone.
const madeUp = "C0nf0rm4nceC0de1"

func madeUpCode() whatsapp.InviteCode { return mustCode(madeUp) }

// codeNumber is a code of its own for each number.
func codeNumber(i int) whatsapp.InviteCode { return mustCode(fmt.Sprintf("Conformance%011d", i)) }

func mustCode(text string) whatsapp.InviteCode {
	code, err := whatsapp.ParseInviteCode(text)
	if err != nil {
		panic(err) // The texts are this package's own.
	}
	return code
}

// changes are changes of every attribute, each of which differs from what a new group has.
func (h Harness) changes() []whatsapp.Change {
	changes := []whatsapp.Change{
		whatsapp.SetName(newName("renamed")),
		whatsapp.SetDescription("Made by a conformance test"),
		whatsapp.SetDescription(""),
		whatsapp.SetMessagesAdminsOnly(true),
		whatsapp.SetInfoAdminsOnly(true),
		whatsapp.SetMemberAddMode(whatsapp.AdminAdd),
		whatsapp.SetJoinApprovalRequired(true),
		whatsapp.SetPicture(grayJPEG()),
	}
	if h.PictureURL != "" {
		changes = append(changes, whatsapp.SetPictureURL(h.PictureURL))
	}
	return changes
}

// The pictures of the rules, which take a while to make.
var (
	grayJPEG      = sync.OnceValue(func() []byte { return jpegPicture(color.Gray{Y: 90}) })
	darkJPEG      = sync.OnceValue(func() []byte { return jpegPicture(color.Gray{Y: 30}) })
	seeThroughPNG = sync.OnceValue(func() []byte { return pngPicture(color.NRGBA{R: 200, A: 128}) })
)

// pictureSize is the length of a side in pixels, with which WhatsApp's own pictures come.
const pictureSize = 640

func canvas(c color.Color) image.Image {
	picture := image.NewNRGBA(image.Rect(0, 0, pictureSize, pictureSize))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	return picture
}

func jpegPicture(c color.Color) []byte {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, canvas(c), nil); err != nil {
		panic(err) // A buffer takes everything.
	}
	return file.Bytes()
}

func pngPicture(c color.Color) []byte {
	var file bytes.Buffer
	if err := png.Encode(&file, canvas(c)); err != nil {
		panic(err) // A buffer takes everything.
	}
	return file.Bytes()
}
