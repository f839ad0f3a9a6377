// Package emulator is WhatsApp in memory, spoken to in the dialects of the gateways that the provider knows.
//
// There is one world with WhatsApp's rules (the package world), which knows nothing of HTTP, and a thin handler for
// each dialect over it, each with its gateway's quirks. What is not known of WhatsApp or a gateway is inferred, and
// said so in a comment and in evidence/.
//
// # Control
//
// The routes below /_emulator/ need no key, are not listed among the requests, and match no fault. openapi.yaml, which
// is served there too, describes each with what it takes and gives.
//
//	GET, PUT  /_emulator/world      all of it; a PUT is as if admins had acted and every cache had heard
//	PATCH     /_emulator/world      a part of it, in one step: groups by id, people and members by LID or phone;
//	                                {"removed":true} takes an entry out
//	GET, PUT  /_emulator/clock      {"now":"2031-05-06T12:00:00Z","stopped":true}
//	POST      /_emulator/clock      {"advance":"36h"}
//	GET, PUT  /_emulator/limits     {"groups_per_day":45,"adds":"4/2s","people":"9/1h","lookups":"9/1m","lock":"1h"}
//	POST      /_emulator/faults     a list of faults, which come after those that are there
//	DELETE    /_emulator/faults     everything works again
//	GET       /_emulator/requests   what the dialects were asked; the last 50,000 to 100,000, and how many more there
//	                                were in the header X-Dropped-Requests
//	DELETE    /_emulator/requests   forget them
//
// # World
//
// A world is an account, the people who are not like everybody, and the groups: see the types World, Account, Person,
// Group and Member for the fields. An account that starts, is banned or was stopped looks to each gateway as its own
// words have it. Creation times, expiries, limits and, once it was set, the header Date go by the world's clock.
//
// # Limits
//
// A limit is of any span of its time: "4/2s" is no more than four in two seconds, however they are spread. One that is
// passed is answered with WhatsApp's 429, in the dialect's own form: for the whole request, or for those people of an
// adding for whom there was no room. With "lock" the account is locked for a time too, in which it looks as if its
// session were starting.
//
// # Faults
//
// The first fault that matches a request strikes. Some examples:
//
//	{"match":"POST .*/groups$","effect":"lose_answer","times":1}          the group is made, the connection closed
//	{"match":"/add$","match_body":"0111","effect":"cut"}                  adding one person never works
//	{"match":"GET","effect":"status","status":429,"header":{"Retry-After":["3"]},"every":3}
//	{"match":"/groups/[^/]+$","effect":"edit","merge":{"subject":null}}   a reading without a name
//	{"match":"/groups","effect":"edit","replace":[{"match":"^.*$","with":"[]"}]}  an emptied list
//	{"match":"POST .*/groups$","effect":"twice"}                          two groups, and one answer
//	{"match":"POST .*/groups$","effect":"lose_answer","times":1,"away":"8s"}  the gateway dies and is back later
//	{"match":".","effect":"delay","ms":200,"calls":[3,5]}                 the third and the fifth call take longer
//
// An edit lets the request pass and changes its answer: by a JSON merge patch (RFC 7396) or by texts, and by status
// and header. So a stub, a lie or an emptied list needs no proxy.
package emulator
