package emulator_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestCheckExists(t *testing.T) {
	const path = "/api/contacts/check-exists"
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		missing := `{"numberExists":false}`
		if engine == "GOWS" {
			missing = `{"numberExists":false,"chatId":null}`
		}
		f.ask("GET", path+"?phone=12025550101&session=default", jsonText(200, `{"numberExists":true,"chatId":"12025550101@c.us"}`))
		f.ask("GET", path+"?phone=%2B12025550177&session=default", jsonText(200, `{"numberExists":true,"chatId":"12025550177@c.us"}`))
		f.ask("GET", path+"?phone=12025550105&session=default", jsonText(200, missing))
		f.ask("GET", path+"?phone=1202-555-0101&session=default", jsonText(200, missing))
		f.ask("GET", path+"?phone=1", jsonText(400, `{"message":"Session name is required","error":"Bad Request","statusCode":400}`))
		f.fails("GET", path+"?session=default", typeError("split"))
	}
}

func TestLIDs(t *testing.T) {
	f := startStored(t, "NOWEB", byLID())
	f.ask("GET", "lids", jsonText(200, `[{"lid":"100000000000100@lid","pn":"12025550100@c.us"},{"lid":"100000000000101@lid","pn":"12025550101@c.us"}]`))
	f.ask("GET", "lids?limit=1&offset=1", jsonText(200, `[{"lid":"100000000000101@lid","pn":"12025550101@c.us"}]`))
	f.ask("GET", "lids/count", jsonText(200, `{"count":2}`))
	anna := jsonText(200, `{"lid":"100000000000101@lid","pn":"12025550101@c.us"}`)
	f.ask("GET", "lids/100000000000101@lid", anna)
	f.ask("GET", "lids/100000000000101%40lid", anna)
	f.ask("GET", "lids/100000000000101", anna)
	f.ask("GET", "lids/pn/12025550101", anna)
	f.ask("GET", "lids/pn/12025550101@c.us", anna)
	f.ask("GET", "lids/pn/100000000000101@lid", jsonText(200, `{"lid":"100000000000101@lid","pn":null}`))
	f.ask("GET", "lids/12025550101@c.us", jsonText(422, `{"message":"Invalid LID - it must end with @lid","error":"Unprocessable Entity","statusCode":422}`))

	// Ben hides his phone, and Carla shares no group with the account.
	f.ask("GET", "lids/100000000000102", jsonText(200, `{"lid":"100000000000102@lid","pn":null}`))
	f.ask("GET", "lids/pn/12025550102", jsonText(200, `{"lid":null,"pn":"12025550102@c.us"}`))
	f.ask("GET", "lids/pn/12025550103", jsonText(200, `{"lid":null,"pn":"12025550103@c.us"}`))

	// A group where Ben shows it is enough.
	f.change(func(w *emulator.World) {
		w.Groups = append(w.Groups, emulator.Group{Members: []emulator.Member{{Phone: own}, {Phone: "12025550102"}}})
	})
	f.ask("GET", "lids/100000000000102", jsonText(200, `{"lid":"100000000000102@lid","pn":"12025550102@c.us"}`))
}
