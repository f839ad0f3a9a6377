package protocol_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
)

func TestSigns(t *testing.T) {
	for body, want := range map[string]struct{ affirms, denies bool }{
		`true`:                             {affirms: true},
		`{"success":true}`:                 {affirms: true},
		`{"success":"true"}`:               {affirms: true},
		`{"error":false,"status":200}`:     {affirms: true},
		`{"error":false}`:                  {affirms: true},
		`{"status":201,"message":"done"}`:  {affirms: true},
		`{"statusCode":200}`:               {affirms: true},
		`false`:                            {denies: true},
		`{"success":false}`:                {denies: true},
		`{"error":"instance busy"}`:        {denies: true},
		`{"error":1}`:                      {denies: true},
		`{"error":{"code":7}}`:             {denies: true},
		`{"status":500}`:                   {denies: true},
		`{"statusCode":500}`:               {denies: true},
		`{"success":true,"status":500}`:    {denies: true},
		`{"statusCode":200,"status":500}`:  {denies: true},
		"false\n":                          {denies: true},
		"true\n":                           {affirms: true},
		`{"error":false,"statusCode":502}`: {denies: true},
		`{}`:                               {},
		``:                                 {},
		`[]`:                               {},
		`{"status":"connected"}`:           {},
		`{"error":null,"message":"done"}`:  {},
		`{"error":0}`:                      {},
		`{"error":0.0}`:                    {},
		`{"error":-0e5}`:                   {},
		`{"error":{}}`:                     {},
		"{\"error\":{ \n}}":                {},
		`{"error":[ ]}`:                    {},
		`{"error":""}`:                     {},
		`{"error":" "}`:                    {},
		`{"error":"\u0020\n"}`:             {},
		`{"error":0.5}`:                    {denies: true},
		`{"error":1e999}`:                  {denies: true},
		`{"error":[0]}`:                    {denies: true},
		`{"error":{"":null}}`:              {denies: true},
		`{"error":"0"}`:                    {denies: true},
		`{"error":true}`:                   {denies: true},
		`{"error":" false "}`:              {},
		`<html>`:                           {},
	} {
		if affirms, denies := protocol.Affirms([]byte(body)), protocol.Denies([]byte(body)); affirms != want.affirms ||
			denies != want.denies {
			t.Errorf("%s affirms: %t, denies: %t", body, affirms, denies)
		}
	}
}
