package protocol

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"net/http"
)

// maxPixels bounds the memory that a small file can ask for.
const maxPixels = 64 << 20

// PictureJPEG returns a JPEG as it is and turns a PNG into one, on white where it is transparent. WhatsApp refuses
// anything but JPEG ("the given data is not a valid image"). The error wraps ErrInvalidRequest.
func PictureJPEG(file []byte) ([]byte, error) {
	switch http.DetectContentType(file) {
	case "image/jpeg":
		return file, nil
	case "image/png":
	default:
		return nil, invalid("the picture is neither a JPEG nor a PNG file")
	}
	config, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, invalid("the PNG file cannot be read")
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil, invalid("the picture has too many pixels")
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, invalid("the PNG file cannot be read")
	}
	canvas := image.NewRGBA(picture.Bounds())
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(canvas, canvas.Bounds(), picture, picture.Bounds().Min, draw.Over)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, canvas, &jpeg.Options{Quality: 90}); err != nil {
		return nil, invalid("the picture cannot be turned into a JPEG")
	}
	return out.Bytes(), nil
}
