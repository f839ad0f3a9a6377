package nexus

import (
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/baileys"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// brazilianAreas are the area codes that the gateway takes for Brazilian ones. It lacks 99, which is one too.
var brazilianAreas = strings.Fields(`
	11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62
	63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98`)

// cleanNumber takes out what people write into numbers.
func cleanNumber(number string) string {
	return strings.TrimPrefix(strings.NewReplacer(" ", "", "-", "", "(", "", ")", "", ".", "").Replace(number), "+")
}

// brazilianNumber puts 55 before a number of 10 or 11 digits that begins like a Brazilian one. A whole North American
// number, which is 1 and ten digits, begins like one too, and only 1555 is spared: 12025550101 becomes 5512025550101.
// To name the number itself, a client has to send a JID.
func brazilianNumber(number string) string {
	long := len(number) == 10 || len(number) == 11
	if !long || strings.HasPrefix(number, "55") || strings.HasPrefix(number, "1555") {
		return number
	}
	if !slices.Contains(brazilianAreas, number[:2]) {
		return number
	}
	return "55" + number
}

// parseAddress reads a participant. A JID goes through as it is. A number is looked up, then once more without or with
// a ninth digit. If nobody has it, the gateway tries it on WhatsApp all the same.
func parseAddress(w *world.WhatsApp, participant string) (world.Address, error) {
	participant = strings.TrimSpace(participant)
	if strings.Contains(participant, "@") {
		return baileys.ParseAddress(participant)
	}
	number := brazilianNumber(cleanNumber(participant))
	if !world.IsDigits(number) {
		return world.Address{}, world.ErrBadRequest
	}
	for _, candidate := range []string{number, otherNinthDigit(number)} {
		if err := w.AskForNumber(); err != nil {
			return world.Address{}, err
		}
		if registered, ok := w.RegisteredNumber(candidate); ok {
			return world.Address{Phone: registered}, nil
		}
	}
	return world.Address{Phone: number}, nil
}

// otherNinthDigit is the second spelling of a Brazilian number that the gateway knows, or nothing. It is not
// WhatsApp's: a new mobile number such as 5511933334444 becomes a landline, which is somebody else's, and 551199990000
// gets no digit, because it begins with a 9 already.
func otherNinthDigit(number string) string {
	switch {
	case !strings.HasPrefix(number, "55"):
	case len(number) == 13 && number[4] == '9':
		return number[:4] + number[5:]
	case len(number) == 12 && number[4] >= '6' && number[4] <= '8':
		return number[:4] + "9" + number[4:]
	}
	return ""
}
