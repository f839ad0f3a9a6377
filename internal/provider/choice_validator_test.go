package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestArgumentsAreRefusedInPlainWords: what people get wrong most often is said with the name of the argument, and of
// the person in a map. Nothing that may be an invite is repeated.
func TestArgumentsAreRefusedInPlainWords(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	member := func(arguments string) string {
		return `resource "whatsapp_group_member" "m" {
  group_id = "120363000000000001@g.us"
  ` + arguments + `
}`
	}
	members := func(role string) string {
		return fmt.Sprintf(`resource "whatsapp_group_members" "m" {
  group_id = "120363000000000001@g.us"
  members  = { "+12025550111" = "admin", "+12025550112" = %s }
}`, role)
	}
	invite := func(arguments string) string {
		return `data "whatsapp_group_invite_info" "i" {
  ` + arguments + `
}`
	}
	const number, lid = `phone_number = "+12025550111"`, `lid = "123456789012345@lid"`
	const code, link = "AbCdEfGhIjKlMnOpQrStUv", "https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv"
	for config, want := range map[string]string{
		member(number + "\n" + lid):                  "`phone_number` and `lid` are both written. Keep one of them.",
		member(""):                                   "Write `phone_number` or `lid`.",
		member(number + "\n role = \"boss\""):        "`role` is \"boss\", and it must be \"member\" or \"admin\".",
		member(number + "\n on_destroy = \"\""):      "`on_destroy` is \"\", and it must be \"remove\" or \"keep\".",
		member(number + "\n role = \"" + code + `"`): "`role` is another text",
		members(`"Admin"`):                           "`members[\"+12025550112\"]` is \"Admin\", and it must be",
		members("null"):                              "`members[\"+12025550112\"]` is null",
		w.group("g", "name = \"G\"\n  picture_path = \"a.png\"\n  picture_url = \"https://example.org/a.png\""): "Keep one of them.",
		w.group("g", "name = \"G\"\n  picture_path = \"\""):                                                     "`picture_path` is empty",
		invite(""): "Write `code` or `url`.",
		invite(fmt.Sprintf("code = %q\n  url = %q", code, link)):                                           "`code` and `url` are both written.",
		fmt.Sprintf("resource \"whatsapp_webhook\" \"w\" {\n  url = %q\n  events = []\n}", webhookAddress): "`events` is empty",
	} {
		_, ds := inProcess.NewWorkspace().Plan(t.Context(), w.config(config))
		if said := fmt.Sprint(ds); countErrors(ds) != 1 || !strings.Contains(said, want) || strings.Contains(said, code) {
			t.Errorf("%s: %s", config, said)
		}
	}
}
