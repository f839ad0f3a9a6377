//go:build unix

package newcomer_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const organisation = "../../examples/organisation"

// The example is copied and run as it stands: everybody comes into their groups, a deleted line takes a person out of
// all of them, a line with another role demotes, and whoever came by hand is named, and not touched until that is asked
// for.
func TestAccOrganisation(t *testing.T) {
	home, server, folder := newHome(t), emulated(t, emulator.Options{}), t.TempDir()
	readGuide(t, "organisation").skipOnOlder()
	if err := os.CopyFS(folder, os.DirFS(organisation)); err != nil {
		t.Fatal(err)
	}
	people := filepath.Join(folder, "people.csv")
	rewrite(t, people, `\Aname`, "\ufeffname")
	rewrite(t, people, `,Class 3b,`, ", Class 3b ,")
	// WhatsApp has this number with a digit less.
	rewrite(t, people, `202.555.0117`, "+55 (51) 99999-0000")
	run := func(args ...string) (string, error) {
		command := exec.CommandContext(t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), args...)
		command.Dir = folder
		command.Env = append(environment(home), "TF_CLI_ARGS=-no-color",
			"WHATSAPP_GATEWAY=waha", "WHATSAPP_ENDPOINT="+server.url+"/waha", "WHATSAPP_API_KEY=emulator")
		printed, err := command.CombinedOutput()
		return string(printed), err
	}
	terraform := func(args ...string) string {
		t.Helper()
		printed, err := run(args...)
		if err != nil {
			t.Fatalf("%v: %v: %s", args, err, printed)
		}
		return printed
	}
	output := func(name string) (groups map[string][]string) {
		t.Helper()
		if err := json.Unmarshal([]byte(terraform("output", "-json", name)), &groups); err != nil {
			t.Fatal(err)
		}
		return groups
	}
	holds := func(want map[string]map[string]string) {
		t.Helper()
		if diff := cmp.Diff(want, rolesByGroup(server)); diff != "" {
			t.Fatalf("WhatsApp has not who is in the file (-file +WhatsApp):\n%s", diff)
		}
		terraform("plan", "-detailed-exitcode")
	}

	terraform("init")
	terraform("apply", "-auto-approve")
	want := inFile(t, people)
	if len(want) != 4 || len(want["Everyone"]) != 30 {
		t.Fatalf("the file has %d groups and %d people", len(want), len(want["Everyone"]))
	}
	holds(want)
	var links map[string]string
	if err := json.Unmarshal([]byte(terraform("output", "-json", "links")), &links); err != nil {
		t.Fatal(err)
	}
	for _, group := range server.World().Groups {
		if links[group.Name] != "https://chat.whatsapp.com/"+group.InviteCode {
			t.Errorf("the link of %s is not that of the group", group.Name)
		}
	}

	rewrite(t, people, `(?m)^Kim Tran,.*\n`, "")
	rewrite(t, people, `(?m)^(Ben Carter,.*),admin,`, "${1},member,")
	terraform("apply", "-auto-approve")
	want = inFile(t, people)
	if len(want["Everyone"]) != 29 {
		t.Fatalf("the file has %d people", len(want["Everyone"]))
	}
	holds(want)
	if printed := output("strangers"); len(printed) != 4 || len(printed["Everyone"]) != 0 {
		t.Errorf("there are strangers in %v", printed)
	}

	world := server.World()
	for i := range world.Groups {
		if world.Groups[i].Name == "Teachers" {
			stranger := emulator.Member{Phone: "12025550199", Role: emulator.RoleMember}
			world.Groups[i].Members = append(world.Groups[i].Members, stranger)
		}
	}
	if err := server.SetWorld(world); err != nil {
		t.Fatal(err)
	}
	terraform("apply", "-auto-approve")
	want["Teachers"]["+12025550199"] = "member"
	holds(want)
	none := []string{}
	strangers := map[string][]string{"Everyone": none, "Class 3b": none, "Class 4b": none, "Teachers": {"+12025550199"}}
	if diff := cmp.Diff(strangers, output("strangers")); diff != "" {
		t.Errorf("the strangers (-want +got):\n%s", diff)
	}

	set := filepath.Join(folder, "terraform.tfvars")
	if err := os.WriteFile(set, []byte("remove_strangers = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// The first apply only shows who would go.
	terraform("apply", "-auto-approve")
	terraform("apply", "-auto-approve")
	delete(want["Teachers"], "+12025550199")
	holds(want)

	right, err := os.ReadFile(people)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []struct {
		says  string
		edits []string // Pairs of from and to.
	}{
		{
			`group "Class 3b" in the file people.csv: Line 6, Emma Wilson: the role is "boss", and it must be member or admin.`,
			[]string{`(?m)^(Emma Wilson,.*),member,`, "${1},boss,"},
		},
		{
			`Line 6, Emma Wilson: "555" is not a phone number of the region US`,
			[]string{`00 1 202 555 0114`, "555"},
		},
		{
			`group "Teachers" in the file people.csv: Lines 2 and 3, Ana Souza and Ben Carter: both have the number +12025550110.`,
			[]string{`202.555.0111`, "(202) 555-0110"},
		},
		{
			`group "Club" in the file people.csv: Nobody is in it.`,
			[]string{`(?m)^(.+)$`, "${1},", `Teachers,`, "Teachers,Club"},
		},
		{
			"must have the headings name and phone, with commas",
			[]string{`,`, ";"},
		},
		{
			"The file people.csv has nobody in it, so every group would be dropped",
			[]string{`(?s)\n.*`, "\n"},
		},
	} {
		for pair := range slices.Chunk(wrong.edits, 2) {
			rewrite(t, people, pair[0], pair[1])
		}
		printed, err := run("plan")
		said := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╵", " ").Replace(printed)), " ")
		if err == nil || !strings.Contains(said, wrong.says) {
			t.Errorf("with %q, %v: %s", wrong.edits, err, printed)
		}
		if err := os.WriteFile(people, right, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if printed, err := run("plan", "-var", "region=UK"); err == nil || !strings.Contains(printed, `"GB"`) {
		t.Errorf("the region UK: %v: %s", err, printed)
	}
	printed, err := run("plan", "-var", `names={"Kitchen"="Cooks"}`)
	if err == nil || !strings.Contains(printed, "these keys of names: Kitchen") {
		t.Errorf("a name for no heading: %v: %s", err, printed)
	}
	holds(want)

	// A deleted column leaves the link valid, and a state that lost its groups gets them back one by one.
	before := server.World()
	rewrite(t, people, `(?m),[^,\n]*$`, "")
	terraform("plan", "-refresh-only")
	terraform("apply", "-auto-approve")
	if err := os.WriteFile(people, right, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
	for _, group := range before.Groups {
		terraform("import", fmt.Sprintf("whatsapp_group.this[%q]", group.Name), group.ID)
	}
	terraform("plan", "-refresh-only")
	terraform("apply", "-auto-approve")
	holds(want)
	if diff := cmp.Diff(before.Groups, server.World().Groups); diff != "" {
		t.Errorf("the groups in WhatsApp have changed (-before +after):\n%s", diff)
	}

	// A renamed heading makes a second group. With the old heading again, an import block has the first one back.
	rewrite(t, people, `,Teachers\n`, ",Staff\n")
	terraform("apply", "-auto-approve")
	if err := os.WriteFile(people, right, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, b := range readGuide(t, "organisation").blocks {
		if b.file == "imports.tf" {
			_, b.text, _ = strings.Cut(strings.ReplaceAll(b.text, "module.school.", ""), "\n}\n")
			if err := os.WriteFile(filepath.Join(folder, b.file), []byte(b.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	terraform("apply", "-auto-approve")
	want["Staff"] = want["Teachers"]
	holds(want)
	if diff := cmp.Diff(before.Groups, server.World().Groups[:len(before.Groups)]); diff != "" {
		t.Errorf("the first groups have changed (-before +after):\n%s", diff)
	}
}

// rolesByGroup is who is in the groups besides the account.
func rolesByGroup(server served) map[string]map[string]string {
	world := server.World()
	groups := map[string]map[string]string{}
	for _, group := range world.Groups {
		members := map[string]string{}
		for _, member := range group.Members {
			if member.Phone != world.Account.Phone {
				members["+"+member.Phone] = member.Role
			}
		}
		groups[group.Name] = members
	}
	return groups
}

// inFile reads the file as a person does: its numbers are American unless they are not.
func inFile(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string]map[string]string{}
	for column, group := range rows[0] {
		if column < 2 {
			continue
		}
		group = strings.TrimSpace(group)
		groups[group] = map[string]string{}
		for _, row := range rows[1:] {
			if row[column] != "" {
				groups[group][asRegistered(row[1])] = row[column]
			}
		}
	}
	return groups
}

// rewrite edits a file as somebody does by hand.
func rewrite(t *testing.T, path, from, to string) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	after := regexp.MustCompile(from).ReplaceAll(before, []byte(to))
	if bytes.Equal(before, after) {
		t.Fatalf("%s has no %s", path, from)
	}
	if err := os.WriteFile(path, after, 0o600); err != nil {
		t.Fatal(err)
	}
}

// asRegistered is how WhatsApp has a number of the file.
func asRegistered(written string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, written)
	digits = strings.TrimPrefix(digits, "00")
	switch {
	case strings.HasPrefix(digits, "55"):
		// In Porto Alegre WhatsApp has numbers without the ninth digit.
		return "+" + digits[:4] + digits[5:]
	case len(digits) == 10:
		return "+1" + digits
	}
	return "+" + digits
}
