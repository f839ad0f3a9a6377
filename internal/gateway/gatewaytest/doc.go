// Package gatewaytest is the contract of a gateway as a table of rules, which every kind of gateway has to keep.
//
// A rule is one clause of package whatsapp's contract with the reason for it, a check, and a gateway that is broken on
// purpose. The check gets a Harness: a gateway with one group of the account, some people, of each of which something
// is known, and a World, which is a hand on WhatsApp past the gateway. It fails with an error, so that the rules can be
// tested themselves: against a gateway that is the contract as code, which they let pass, and against the broken ones,
// which they catch.
//
// # Where the rules are checked
//
// The tests of this package need nothing. Those of package gateway check each kind of gateway, WAHA engine and
// generation of Autonotify on the emulator, WAHA also in its oldest version, and the broken gateways. A new kind needs
// a line in the table of conformance_test.go there.
//
// # A live server
//
// `make testlive` checks the rules on a live server, with an account that ought to be a spare one. These variables say
// where:
//
//	WHATSAPP_LIVE_GATEWAY         waha, whatsapi or autonotify; without it the test is skipped
//	WHATSAPP_LIVE_ENDPOINT        as the provider's argument endpoint
//	WHATSAPP_LIVE_API_KEY         as the provider's argument api_key
//	WHATSAPP_LIVE_SESSION         as the provider's argument session; "default" without it
//	WHATSAPP_LIVE_NUMBERS         people that the rules may add, see below
//	WHATSAPP_LIVE_ACCOUNT         the own number, for a gateway that does not tell it
//	WHATSAPP_LIVE_PICTURE_URL     a JPEG that the server can load; without it no picture is set from a URL
//	WHATSAPP_LIVE_AUTONOTIFY_API  beta, with its unverified paths, or nexus
//
// The numbers are given by what is known of them, as member=+12025550101,open=+12025550102. These are:
//
//	member     in the group of the rules, removed and added again many times; anybody may add them
//	open       added and removed many times; anybody may add them
//	private    lets nobody add them
//	absent     is not on WhatsApp
//	left       left the group a short time ago, which is hard to arrange for a group that is new, and best left out
//	respelled  is on WhatsApp under a number that has two spellings, and is given under the registered one; there may
//	           be several
//
// The first two are needed and should be your own: they get all the messages that WhatsApp sends about groups. What
// needs one of the others, or a world, is skipped with the reason.
//
// A run makes a group for the rules, three or four that rules ask for, and a new one after each rule that leaves the
// group, or that writes a description which the gateway cannot clear; all names begin with "Conformance ". It waits 5
// seconds before each rule, so as not to look like a robot, and takes ten minutes or so. At the end, and also after a
// failure, everybody is removed from these groups and the account leaves them, since WhatsApp has no way to delete a
// group. Groups of that name that an earlier run left over, because it was killed, are cleaned up with them. Nothing
// else of the account is written to.
package gatewaytest
