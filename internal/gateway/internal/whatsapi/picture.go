package whatsapi

import (
	"bytes"
	"mime/multipart"
	"net/textproto"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// pictureForm puts a picture into the field "file" of a form, as a JPEG, which is all that WhatsAPI takes. The
// specification says application/json of it. INFERRED: that is what became of a form's file when the document was
// converted (evidence/whatsapi.md §4.2).
func pictureForm(image []byte) (body []byte, contentType string, err error) {
	jpeg, err := protocol.PictureJPEG(image)
	if err != nil {
		return nil, "", err
	}
	var buffer bytes.Buffer
	form := multipart.NewWriter(&buffer)
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="picture.jpg"`},
		"Content-Type":        {"image/jpeg"},
	})
	if err == nil {
		_, err = part.Write(jpeg)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return nil, "", &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "the picture cannot be put into a form"}
	}
	return buffer.Bytes(), form.FormDataContentType(), nil
}
