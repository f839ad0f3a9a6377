package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// maxPicture is far above what WhatsApp takes; it keeps a wrong path from filling the memory.
const maxPicture = 16 << 20

// planPicture plans the checksum from the content of the file, so that a changed file under the same path is a change.
func (m *groupModel) planPicture(state groupModel, diags *diag.Diagnostics) {
	switch {
	case m.PicturePath.IsUnknown():
		m.PictureSHA256 = types.StringUnknown()
		return
	case m.PicturePath.IsNull():
		m.PictureSHA256 = types.StringNull()
		return
	}
	image, err := readPicture(m.PicturePath.ValueString())
	switch {
	case err == nil:
		m.PictureSHA256 = types.StringValue(checksum(image))
	case errors.Is(err, fs.ErrNotExist) && m.PicturePath.Equal(state.PicturePath) && !state.PictureSHA256.IsNull():
		// Whoever destroys or changes something else need not have the file at hand.
		m.PictureSHA256 = state.PictureSHA256
		diags.AddAttributeWarning(
			path.Root("picture_path"),
			"Picture file missing",
			fmt.Sprintf(
				"There is no file at %s any more. The picture that was sent from it stays in WhatsApp.",
				m.PicturePath.ValueString(),
			),
		)
	default:
		diags.AddAttributeError(path.Root("picture_path"), "Picture not usable", sentence(err.Error())+".")
	}
}

// pictureChanges lists the changes of the picture. One from a file is without its content yet.
func (m *groupModel) pictureChanges(from, config groupModel, pending []whatsapp.Attribute) []whatsapp.Change {
	var changes []whatsapp.Change
	add := func(configured, want, have types.String, change whatsapp.Change) {
		unchanged := want.Equal(have) && !slices.Contains(pending, change.Attribute())
		if !configured.IsNull() && !want.IsUnknown() && !unchanged {
			changes = append(changes, change)
		}
	}
	add(config.PicturePath, m.PictureSHA256, from.PictureSHA256, whatsapp.SetPicture(nil))
	add(config.PictureURL, m.PictureURL, from.PictureURL, whatsapp.SetPictureURL(m.PictureURL.ValueString()))
	return changes
}

// settlePicture is settle for the picture.
func (m *groupModel) settlePicture(actual groupModel, failed []whatsapp.Attribute) {
	if m.PictureURL.IsUnknown() || slices.Contains(failed, whatsapp.AttributePictureURL) {
		m.PictureURL = actual.PictureURL
	}
	if m.PictureSHA256.IsUnknown() || slices.Contains(failed, whatsapp.AttributePicturePath) {
		m.PictureSHA256 = actual.PictureSHA256
	}
}

// forgetPicture is forget for the picture, which no gateway can read.
func (m *groupModel) forgetPicture(attributes []whatsapp.Attribute) {
	if slices.Contains(attributes, whatsapp.AttributePicturePath) {
		m.PictureSHA256 = types.StringNull()
	}
	if slices.Contains(attributes, whatsapp.AttributePictureURL) {
		m.PictureURL = types.StringNull()
	}
}

// loadPicture reads the file if one of the changes is to send it. A file that is not the planned one any more is
// refused before anything is sent.
func (m *groupModel) loadPicture(changes []whatsapp.Change) ([]byte, error) {
	if !slices.ContainsFunc(changes, isPictureFile) {
		return nil, nil
	}
	image, err := readPicture(m.PicturePath.ValueString())
	if err != nil {
		return nil, err
	}
	if checksum(image) != m.PictureSHA256.ValueString() {
		return nil, fmt.Errorf("the file at %s has changed since the plan; plan again", m.PicturePath.ValueString())
	}
	return image, nil
}

func isPictureFile(change whatsapp.Change) bool {
	_, is := change.(whatsapp.SetPicture)
	return is
}

func readPicture(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	image, err := io.ReadAll(io.LimitReader(file, maxPicture+1))
	if err != nil {
		return nil, err
	}
	if len(image) > maxPicture {
		return nil, fmt.Errorf("the file at %s is larger than %d MiB", name, maxPicture>>20)
	}
	switch kind := http.DetectContentType(image); kind {
	case "image/jpeg", "image/png":
		return image, nil
	default:
		return nil, fmt.Errorf("the file at %s is not a JPEG or PNG image: its content looks like %s", name, kind)
	}
}

func checksum(image []byte) string {
	sum := sha256.Sum256(image)
	return hex.EncodeToString(sum[:])
}

func checkPictureURL(s string) error {
	parsed, err := url.Parse(s)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return errors.New("the gateway loads the picture from an http or https URL")
	}
	return nil
}
