// Demo tells the provider's main job as a story in the terminal, with a real Terraform CLI and the emulator: a group is
// made, somebody changes it by hand, the plan shows that, an apply mends it, and a destroy leaves nothing behind. It
// fails if any step is not as told.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const (
	groupName = "Class 4b, parents"
	leaver    = "12025550113"
)

func main() {
	terraform := flag.String("terraform", "terraform", "path of the Terraform or OpenTofu CLI")
	provider := flag.String("provider", "bin/terraform-provider-whatsapp", "path of the provider's binary")
	example := flag.String("example", "examples/quickstart", "folder of the configuration")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *terraform, *provider, *example); err != nil {
		fmt.Fprintf(os.Stderr, "\nThe demo is not as told: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, cli, provider, example string) (err error) {
	server, err := startEmulator(ctx, provider)
	if err != nil {
		return err
	}
	defer server.stop()
	tf, err := newTerraform(cli, provider, example, server.url)
	if err != nil {
		return err
	}
	defer tf.cleanUp()

	say(
		"1. Apply: a group, three members and an invite link",
		"The configuration is %s; WhatsApp is the emulator at %s.",
		example,
		server.url,
	)
	if err := tf.run(ctx, 0, "apply", "-auto-approve"); err != nil {
		return err
	}
	made, err := server.group(ctx)
	if err != nil {
		return err
	}
	say("What WhatsApp looks like now", "%s", picture(made))
	if err := asDeclared(made); err != nil {
		return err
	}

	say("2. Somebody acts by hand", "They rename the group to \"Class 4b!!!\" and remove +%s.", leaver)
	if err := server.actByHand(ctx, made.ID); err != nil {
		return err
	}

	say("3. Plan: what differs from the configuration", "")
	if err := tf.run(ctx, 2, "plan", "-detailed-exitcode", "-out=tfplan"); err != nil {
		return err
	}
	if err := tf.printed(`"Class 4b!!!" -> "`+groupName+`"`, "1 to add, 1 to change, 0 to destroy"); err != nil {
		return err
	}

	say("4. Apply: mend it, in the same group", "")
	if err := tf.run(ctx, 0, "apply", "tfplan"); err != nil {
		return err
	}
	mended, err := server.group(ctx)
	if err != nil {
		return err
	}
	say("What WhatsApp looks like now", "%s", picture(mended))
	if mended.ID != made.ID {
		return fmt.Errorf("the group was %s and is %s", made.ID, mended.ID)
	}
	if err := asDeclared(mended); err != nil {
		return err
	}
	if err := tf.run(ctx, 0, "plan", "-detailed-exitcode"); err != nil {
		return err
	}

	say("5. Destroy: the members are removed, the link is revoked, the account leaves", "")
	if err := tf.run(ctx, 0, "destroy", "-auto-approve"); err != nil {
		return err
	}
	if err := server.nothingLeft(ctx, made); err != nil {
		return err
	}
	say("Done", "Every step was as told. Nothing is left behind.")
	return nil
}

// asDeclared holds the group against what examples/quickstart declares.
func asDeclared(g emulator.Group) error {
	var members []string
	for _, m := range g.Members {
		members = append(members, m.Phone+" "+m.Role)
	}
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"name", g.Name, groupName},
		{"description", g.Description, "Dates and news of class 4b. Questions go to the class teacher."},
		{"messages_admins_only", g.MessagesAdminsOnly, true},
		{"info_admins_only", g.InfoAdminsOnly, true},
	} {
		if c.got != c.want {
			return fmt.Errorf("%s is %v, not %v", c.what, c.got, c.want)
		}
	}
	for _, want := range []string{"12025550100 superadmin", "12025550111 admin", "12025550112 member",
		"12025550113 member"} {
		if !strings.Contains(strings.Join(members, "\n")+"\n", want+"\n") {
			return fmt.Errorf("%q is not among the members: %s", want, strings.Join(members, ", "))
		}
	}
	if len(members) != 4 {
		return fmt.Errorf("there are %d members, not 4: %s", len(members), strings.Join(members, ", "))
	}
	return nil
}

// picture draws a group for people.
func picture(g emulator.Group) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  (%s)\n  %s\n", g.Name, g.ID, g.Description)
	fmt.Fprintf(
		&b,
		"  only admins send messages: %t · only admins edit the info: %t\n",
		g.MessagesAdminsOnly,
		g.InfoAdminsOnly,
	)
	for _, m := range g.Members {
		fmt.Fprintf(&b, "  +%s  %s\n", m.Phone, m.Role)
	}
	return strings.TrimRight(b.String(), "\n")
}

func say(heading, format string, args ...any) {
	fmt.Printf("\n%s\n%s\n", heading, strings.Repeat("─", len([]rune(heading))))
	if format != "" {
		fmt.Printf(format+"\n", args...)
	}
}
