package main

import (
	"fmt"
	"net/http"
	"regexp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// kind is a kind of call.
type kind int

const (
	listOfGroups kind = iota
	oneGroupRead
	membersRead
	listOfLIDs
	otherRead
	add
	removal
	otherWrite
	kinds
)

var kindNames = [kinds]string{
	"list of groups", "one group", "its members", "list of LIDs", "other reads", "adds", "removals", "other writes",
}

// routes tell the calls of all gateways apart. The first that matches "METHOD path" decides; what matches none is a
// read if it is a GET, and else a write.
var routes = []struct {
	pattern *regexp.Regexp
	kind    kind
}{
	{regexp.MustCompile(`^GET .*/groups/?$`), listOfGroups},
	{regexp.MustCompile(`^GET .*/groups/admin$`), listOfGroups},
	{regexp.MustCompile(`^GET .*/group/list(/admin)?$`), listOfGroups},
	{regexp.MustCompile(`^GET .*/groups/[^/]+@g\.us$`), oneGroupRead},
	{regexp.MustCompile(`^GET .*/group/info$`), oneGroupRead},
	{regexp.MustCompile(`^GET .*/participants(/v2)?$`), membersRead},
	{regexp.MustCompile(`^GET .*/lids$`), listOfLIDs},
	{regexp.MustCompile(`^POST .*/participants/add$`), add},
	{regexp.MustCompile(`^(POST|DELETE) .*/participants/remove$`), removal},
	// WhatsAPI joins by a GET.
	{regexp.MustCompile(`^GET .*/groups/join$`), otherWrite},
	// These are asked by a POST and change nothing.
	{regexp.MustCompile(`^POST .*/(groups/refresh|message/check-number|auth/session/encrypt)$`), otherRead},
}

func kindOf(method, path string) kind {
	request := method + " " + path
	for _, r := range routes {
		if r.pattern.MatchString(request) {
			return r.kind
		}
	}
	if method == http.MethodGet {
		return otherRead
	}
	return otherWrite
}

// calls are numbers of calls by kind.
type calls [kinds]int

// mostRequests is how many the emulator remembers for certain.
const mostRequests = 50_000

// count fails where the emulator did not understand a call, or may have forgotten some.
func count(requests []emulator.Request) (calls, error) {
	var c calls
	if len(requests) >= mostRequests {
		return c, fmt.Errorf("%d calls: the emulator may have forgotten as many", len(requests))
	}
	for _, r := range requests {
		if r.Unknown {
			return c, fmt.Errorf("no server knows %s %s", r.Method, r.Path)
		}
		c[kindOf(r.Method, r.Path)]++
	}
	return c, nil
}

func (c calls) total() int {
	sum := 0
	for _, n := range c {
		sum += n
	}
	return sum
}
