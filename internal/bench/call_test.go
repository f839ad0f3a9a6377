package main

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestKindOf(t *testing.T) {
	const (
		waha     = "/waha/api/default/groups"
		whatsAPI = "/whatsapi/api/instances/key/groups"
		nexus    = "/autonotify/nexus/api/v1"
		id       = "/120363000000000001@g.us"
	)
	for request, want := range map[string]kind{
		"GET " + waha:                                      listOfGroups,
		"GET " + waha + id:                                 oneGroupRead,
		"GET " + waha + id + "/participants/v2":            membersRead,
		"GET " + waha + id + "/settings/security/info":     otherRead,
		"GET " + waha + "/join-info":                       otherRead,
		"GET /waha/api/default/lids":                       listOfLIDs,
		"GET /waha/api/default/lids/pn/12025550111":        otherRead,
		"GET /waha/api/sessions/default":                   otherRead,
		"POST " + waha:                                     otherWrite,
		"POST " + waha + "/refresh":                        otherRead,
		"POST " + waha + id + "/participants/add":          add,
		"POST " + waha + id + "/participants/remove":       removal,
		"POST " + waha + id + "/admin/promote":             otherWrite,
		"PUT " + waha + id + "/description":                otherWrite,
		"GET " + whatsAPI + "/":                            listOfGroups,
		"GET " + whatsAPI + "/admin":                       listOfGroups,
		"GET " + whatsAPI + id:                             oneGroupRead,
		"GET " + whatsAPI + id + "/participants":           membersRead,
		"GET " + waha + id + "/participants/join-requests": otherRead,
		"GET " + whatsAPI + "/join":                        otherWrite,
		"POST " + whatsAPI + id + "/participants/add":      add,
		"DELETE " + whatsAPI + id + "/participants/remove": removal,
		"DELETE " + whatsAPI + id + "/":                    otherWrite,
		"GET " + nexus + "/group/list":                     listOfGroups,
		"GET " + nexus + "/group/info":                     oneGroupRead,
		"GET " + nexus + "/group/invite-link":              otherRead,
		"POST " + nexus + "/group/participants/add":        add,
		"POST " + nexus + "/group/participants/remove":     removal,
		"POST " + nexus + "/group/participants/demote":     otherWrite,
		"POST " + nexus + "/message/check-number":          otherRead,
		"POST " + nexus + "/group/create":                  otherWrite,
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := kindOf(method, path); got != want {
			t.Errorf("%s is %q, want %q", request, kindNames[got], kindNames[want])
		}
	}
}

func TestCount(t *testing.T) {
	got, err := count([]emulator.Request{
		{Method: "GET", Path: "/waha/api/default/groups"},
		{Method: "POST", Path: "/waha/api/default/groups/1@g.us/participants/add"},
		{Method: "POST", Path: "/waha/api/default/groups/1@g.us/participants/add"},
	})
	if want := (calls{listOfGroups: 1, add: 2}); err != nil || got != want || got.total() != 3 {
		t.Errorf("got %v and %v, want %v", got, err, want)
	}
	if _, err := count([]emulator.Request{{Method: "GET", Path: "/waha/api/nothing", Unknown: true}}); err == nil {
		t.Error("a call that no server knows was counted")
	}
	if _, err := count(make([]emulator.Request, mostRequests)); err == nil {
		t.Error("a list that may lack calls was counted")
	}
}
