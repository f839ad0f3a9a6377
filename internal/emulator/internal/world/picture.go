package world

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/gif" // These are what IsImage knows, beside JPEG.
	"image/jpeg"
	_ "image/png"
	"strconv"
)

// IsJPEG reports whether data is a picture as WhatsApp takes it.
func IsJPEG(data []byte) bool {
	_, err := jpeg.DecodeConfig(bytes.NewReader(data))
	return err == nil
}

// IsImage reports whether data is a picture in one of the formats that a gateway takes that encodes it anew.
func IsImage(data []byte) bool {
	_, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil
}

// PictureSum is how the state remembers a picture.
func PictureSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// PictureID stands for the id, a number, that WhatsApp gives to every new picture.
func PictureID(sum string) string {
	n, _ := strconv.ParseUint(sum[:12], 16, 64) // A sum is hexadecimal.
	return strconv.FormatUint(n, 10)
}
