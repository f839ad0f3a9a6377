package protocol_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestCheckPeople(t *testing.T) {
	for _, people := range [][]whatsapp.Person{
		nil,
		{{Phone: "12025550101"}, {LID: "101@lid"}, {Phone: "12025550102", LID: "102@lid"}},
		{{Phone: "556187654321"}, {Phone: "5215512345678"}, {Phone: "5491112345678"}},
	} {
		if err := protocol.CheckPeople(people); err != nil {
			t.Errorf("%v: %v", people, err)
		}
	}
	good := whatsapp.Person{Phone: "12025550101"}
	for _, person := range []whatsapp.Person{
		{},
		{Phone: "+12025550101"}, {Phone: "1 202 555 0101"}, {Phone: "0012025550101"}, {Phone: "1234567890123456"},
		{Phone: "١٢٣"},
		{Phone: "12025550101@c.us"}, {Phone: "+12025550101", LID: "101@lid"},
		{LID: "101"}, {LID: "101:2@lid"}, {LID: "12025550101@s.whatsapp.net"}, {Phone: "12025550101", LID: "1@g.us"},
	} {
		if err := protocol.CheckPeople([]whatsapp.Person{good, person}); !errors.Is(err, whatsapp.ErrInvalidRequest) {
			t.Errorf("%+v: %v", person, err)
		}
	}
}

func TestCheckNumber(t *testing.T) {
	if err := protocol.CheckNumber("12025550101"); err != nil {
		t.Error(err)
	}
	if err := protocol.CheckNumber(""); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("no number: %v", err)
	}
}
