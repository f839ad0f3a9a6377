package protocol_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func drawing() *image.NRGBA {
	drawing := image.NewNRGBA(image.Rect(5, 5, 25, 15))
	for x := 5; x < 15; x++ {
		for y := 5; y < 15; y++ {
			drawing.Set(x, y, color.NRGBA{B: 255, A: 255})
		}
	}
	return drawing
}

func TestJPEGOfPNG(t *testing.T) {
	var file bytes.Buffer
	if err := png.Encode(&file, drawing()); err != nil {
		t.Fatal(err)
	}
	got, err := protocol.PictureJPEG(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := jpeg.Decode(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if size := decoded.Bounds().Size(); size != image.Pt(20, 10) {
		t.Errorf("the size is %v", size)
	}
	// The left half is blue, and the right half was transparent.
	if r, _, b, _ := decoded.At(2, 5).RGBA(); r > 0x2000 || b < 0xe000 {
		t.Errorf("the left half is %v", decoded.At(2, 5))
	}
	if r, g, b, _ := decoded.At(18, 5).RGBA(); min(r, g, b) < 0xf000 {
		t.Errorf("the right half is %v", decoded.At(18, 5))
	}
}

func TestJPEGOfJPEG(t *testing.T) {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, drawing(), nil); err != nil {
		t.Fatal(err)
	}
	got, err := protocol.PictureJPEG(file.Bytes())
	if err != nil || !bytes.Equal(got, file.Bytes()) {
		t.Errorf("it was changed, or failed: %v", err)
	}
}

func TestJPEGRefuses(t *testing.T) {
	var file bytes.Buffer
	if err := png.Encode(&file, drawing()); err != nil {
		t.Fatal(err)
	}
	huge := bytes.Clone(file.Bytes())
	copy(huge[16:], []byte{0x00, 0xff, 0xff, 0xff, 0x00, 0xff, 0xff, 0xff}) // The header's width and height.
	for name, file := range map[string][]byte{
		"nothing": nil, "a text": []byte("no picture"), "a GIF": []byte("GIF89a"), "half a PNG": file.Bytes()[:60],
		"the head of a PNG": file.Bytes()[:10], "a huge PNG": huge,
	} {
		if _, err := protocol.PictureJPEG(file); !errors.Is(err, whatsapp.ErrInvalidRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
