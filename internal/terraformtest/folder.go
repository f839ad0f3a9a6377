package terraformtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// Folder is a folder with configurations, in which the commands of Terraform run: they read its *.tf, and leave the
// state in terraform.tfstate.
type Folder struct {
	*Terraform
	Path string
}

// Run runs a command. It returns what Terraform would print, as far as that says what was done and what is wrong, and
// the exit code. Commands and flags that are not supported are errors that name them.
func (f *Folder) Run(ctx context.Context, args ...string) (printed string, exitCode int) {
	c, err := f.newCommand(args)
	if err == nil {
		err = c.run(ctx)
	}
	if err != nil {
		c.print("Error: %v\n", err)
		return c.printed.String(), 1
	}
	return c.printed.String(), c.exitCode
}

// command is a command that runs.
type command struct {
	*Workspace
	name          string
	args          []string // Those that are no flags.
	flags         flags
	configuration string
	stateFile     string
	printed       strings.Builder
	exitCode      int
}

func (f *Folder) newCommand(args []string) (*command, error) {
	c := &command{
		Workspace: &Workspace{Terraform: f.Terraform, State: &State{}},
		stateFile: filepath.Join(f.Path, "terraform.tfstate"),
	}
	if len(args) == 0 {
		return c, errors.New("no command")
	}
	c.name = args[0]
	var err error
	if c.args, err = c.flags.parse(args[1:]); err != nil {
		return c, err
	}
	if c.flags.parallelism > 0 {
		options := f.options
		options.Parallelism = c.flags.parallelism
		c.Terraform = f.With(options)
	}
	if c.configuration, err = readConfiguration(f.Path); err != nil {
		return c, err
	}
	content, err := os.ReadFile(c.stateFile)
	switch {
	case err == nil:
		c.State, err = ReadState(content)
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	}
	c.Options = c.flags.options
	return c, err
}

// readConfiguration reads all configurations of a folder as if they were one.
func readConfiguration(folder string) (string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	if err != nil {
		return "", err
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		all.Write(content)
		all.WriteByte('\n')
	}
	return all.String(), nil
}

func (c *command) print(format string, args ...any) { fmt.Fprintf(&c.printed, format, args...) }

// say prints diagnostics as Terraform shows them, and takes errors for the end of the command.
func (c *command) say(ds Diagnostics) {
	c.print("%s", ds.Merged())
	if ds.HasErrors() {
		c.exitCode = 1
	}
}

func (c *command) run(ctx context.Context) error {
	switch c.name {
	case "output":
		return c.output()
	case "validate":
		c.say(c.Validate(ctx, c.configuration))
		return nil
	}
	var err error
	if c.Variables, err = variableValues(c.configuration, c.flags.variables); err != nil {
		return err
	}
	switch c.name {
	case "plan":
		c.plan(ctx)
		return nil
	case "apply":
		c.apply(ctx)
	case "destroy":
		c.Options.Mode = Destroy
		c.apply(ctx)
	case "refresh":
		_, ds := c.Refresh(ctx, c.configuration)
		c.say(ds)
	case "import":
		if len(c.args) != 2 {
			return errors.New("the import command expects two arguments")
		}
		c.say(c.Import(ctx, c.configuration, c.args[0], c.args[1]))
	default:
		return fmt.Errorf("terraformtest does not support the command %s", c.name)
	}
	content, err := c.State.File()
	if err != nil {
		return err
	}
	return os.WriteFile(c.stateFile, content, 0o600)
}

func (c *command) plan(ctx context.Context) {
	p, ds := c.Plan(ctx, c.configuration)
	if p != nil {
		c.print("%s\n\n", p.headline())
	}
	c.say(ds)
	if c.exitCode == 0 && c.flags.detailedExitCode && !p.IsEmpty() {
		c.exitCode = 2
	}
}

func (c *command) apply(ctx context.Context) {
	p, ds := c.Plan(ctx, c.configuration)
	c.say(ds)
	if c.exitCode > 0 {
		return
	}
	c.print("%s\n\n", p.headline())
	c.say(c.ApplyPlan(ctx, p))
	if c.exitCode > 0 {
		return
	}
	if p.Mode == Destroy {
		c.print("Destroy complete! Resources: %d destroyed.\n", p.Count(Delete))
		return
	}
	imported, added, changed, destroyed := p.counts()
	c.print("Apply complete! Resources: ")
	if imported > 0 {
		c.print("%d imported, ", imported)
	}
	c.print("%d added, %d changed, %d destroyed.\n", added, changed, destroyed)
}

func (p *Plan) counts() (imported, added, changed, destroyed int) {
	for _, c := range p.Changes {
		if c.Importing != nil {
			imported++
		}
	}
	replaced := p.Count(DeleteThenCreate) + p.Count(CreateThenDelete)
	return imported, p.Count(Create) + replaced, p.Count(Update), p.Count(Delete) + replaced
}

// headline is what Terraform prints at the end of a plan.
func (p *Plan) headline() string {
	if p.IsEmpty() {
		return "No changes. Your infrastructure matches the configuration."
	}
	imported, added, changed, destroyed := p.counts()
	plan := fmt.Sprintf("%d to add, %d to change, %d to destroy.", added, changed, destroyed)
	if imported > 0 {
		return fmt.Sprintf("Plan: %d to import, %s", imported, plan)
	}
	return "Plan: " + plan
}

// output prints the outputs, or the one that is named, as JSON.
func (c *command) output() error {
	if !c.flags.json {
		return errors.New("terraformtest does not support output without -json")
	}
	shown := map[string]any{}
	for name, o := range c.State.Outputs {
		value, err := ctyjson.Marshal(o.Value, o.Value.Type())
		if err != nil {
			return err
		}
		if len(c.args) == 1 && c.args[0] == name {
			c.print("%s\n", value)
			return nil
		}
		shown[name] = map[string]any{"sensitive": o.Sensitive, "type": o.Value.Type(), "value": json.RawMessage(value)}
	}
	if len(c.args) > 0 {
		return fmt.Errorf("output %q not found", c.args[0])
	}
	text, err := json.Marshal(shown)
	c.print("%s\n", text)
	return err
}

// variableValues reads what -var gives: a text, or an expression where the variable is a collection.
func variableValues(configuration string, given map[string]string) (map[string]cty.Value, error) {
	values := map[string]cty.Value{}
	c, diags := config.Parse(configuration)
	if diags.HasErrors() {
		return values, nil // The command says so.
	}
	for name, text := range given {
		v := c.Variables[name]
		if v == nil || v.Type().IsPrimitiveType() || v.Type() == cty.DynamicPseudoType {
			values[name] = cty.StringVal(text)
			continue
		}
		e, diags := hclsyntax.ParseExpression([]byte(text), "-var", hcl.InitialPos)
		if diags.HasErrors() {
			return nil, diags
		}
		if values[name], diags = e.Value(nil); diags.HasErrors() {
			return nil, diags
		}
	}
	return values, nil
}
