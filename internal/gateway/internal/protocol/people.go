package protocol

import (
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// longestNumber is how many digits a phone number has at most (E.164).
const longestNumber = 15

// CheckPeople fails with ErrInvalidRequest for somebody who cannot be asked for by any gateway. WhatsApp refuses a whole call for
// one address that it cannot read, and some gateways make a number of whatever they get.
func CheckPeople(people []whatsapp.Person) error {
	for _, person := range people {
		if person.IsZero() {
			return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "a person has neither number nor LID"}
		}
		if person.Phone != "" {
			if err := CheckNumber(person.Phone); err != nil {
				return err
			}
		}
		if lid, err := whatsapp.ParseJID(string(person.LID)); person.LID != "" && (err != nil || lid != person.LID || !lid.IsLID()) {
			return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: fmt.Sprintf("%q is no LID", person.LID)}
		}
	}
	return nil
}

// CheckNumber fails with ErrInvalidRequest for a number that is not written in the digits of E.164 alone: gateways send it on as
// it is, a plus sign too.
func CheckNumber(number phone.Number) error {
	digits := string(number)
	if digits == "" || digits[0] == '0' || len(digits) > longestNumber || strings.Trim(digits, "0123456789") != "" {
		return &whatsapp.Error{
			Kind: whatsapp.ErrInvalidRequest, Detail: fmt.Sprintf("%q is not the digits of a number in international form", digits),
		}
	}
	return nil
}
