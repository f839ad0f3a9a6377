package protocol

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// PersonOf puts a person together from all the addresses that were told. What is no address of a person is skipped, and
// so is a number with the digits of the LID: that is a LID behind which somebody has put the server of numbers, and as
// a number it is a stranger's.
func PersonOf(addresses ...string) whatsapp.Person {
	var person whatsapp.Person
	numbers := make([]phone.Number, 0, 4)
	for _, address := range addresses {
		// Most of the names that a field may have are not there, which needs no error to say it.
		if address == "" {
			continue
		}
		told, err := whatsapp.PersonOfJID(address)
		if err != nil {
			continue
		}
		if person.LID == "" {
			person.LID = told.LID
		}
		if told.Phone != "" {
			numbers = append(numbers, told.Phone)
		}
	}
	for _, number := range numbers {
		if string(number) != person.LID.User() {
			person.Phone = number
			break
		}
	}
	return person
}

// PersonIn is PersonOf for addresses that are texts in JSON.
func PersonIn(addresses ...json.RawMessage) whatsapp.Person {
	texts := make([]string, 0, 8)
	for _, raw := range addresses {
		texts = append(texts, loosejson.Text(raw))
	}
	return PersonOf(texts...)
}

// longestNumber is how many digits a phone number has at most (E.164).
const longestNumber = 15

// CheckPeople fails with ErrInvalidRequest for somebody who cannot be asked for by any gateway. WhatsApp refuses a
// whole call for one address that it cannot read, and some gateways make a number of whatever they get.
func CheckPeople(people []whatsapp.Person) error {
	for _, person := range people {
		if person.IsZero() {
			return invalid("a person has neither number nor LID")
		}
		if person.Phone != "" {
			if err := CheckNumber(person.Phone); err != nil {
				return err
			}
		}
		lid, err := whatsapp.ParseJID(string(person.LID))
		if person.LID != "" && (err != nil || lid != person.LID || !lid.IsLID()) {
			return invalid(fmt.Sprintf("%q is not a LID", person.LID))
		}
	}
	return nil
}

// CheckNumber fails with ErrInvalidRequest for a number that is not written in the digits of E.164 alone: gateways send
// it on as it is, a plus sign too.
func CheckNumber(number phone.Number) error {
	digits := string(number)
	if digits == "" || digits[0] == '0' || len(digits) > longestNumber || strings.Trim(digits, "0123456789") != "" {
		return invalid(fmt.Sprintf("%q is not the digits of a number in international form", digits))
	}
	return nil
}

// CheckAction fails with ErrInvalidRequest for an action that WhatsApp does not have.
func CheckAction(action whatsapp.MemberAction) error {
	known := []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers,
	}
	if !slices.Contains(known, action) {
		return invalid(fmt.Sprintf("%q is not an action", action))
	}
	return nil
}
