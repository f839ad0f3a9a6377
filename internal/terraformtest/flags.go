package terraformtest

import (
	"fmt"
	"strconv"
	"strings"
)

// flags are those of a command line.
type flags struct {
	options          PlanOptions
	parallelism      int
	detailedExitCode bool
	json             bool
	variables        map[string]string
}

// parse reads the flags among arguments, and returns the other arguments.
func (f *flags) parse(args []string) (rest []string, err error) {
	f.variables = map[string]string{}
	for _, arg := range args {
		name, value, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
		switch {
		case !strings.HasPrefix(arg, "-"):
			rest = append(rest, arg)
		default:
			if err := f.set(strings.TrimPrefix(name, "-"), value); err != nil {
				return nil, err
			}
		}
	}
	return rest, nil
}

func (f *flags) set(name, value string) error {
	switch name {
	case "auto-approve", "no-color", "input", "compact-warnings":
	case "detailed-exitcode":
		f.detailedExitCode = true
	case "json":
		f.json = true
	case "refresh":
		f.options.SkipRefresh = value == "false"
	case "refresh-only":
		f.options.Mode = RefreshOnly
	case "destroy":
		f.options.Mode = Destroy
	case "target":
		f.options.Targets = append(f.options.Targets, value)
	case "replace":
		f.options.Replace = append(f.options.Replace, value)
	case "var":
		variable, text, _ := strings.Cut(value, "=")
		f.variables[variable] = text
	case "parallelism":
		n, err := strconv.Atoi(value)
		if err != nil {
			return err
		}
		f.parallelism = n
	default:
		return fmt.Errorf("terraformtest does not support the flag -%s", name)
	}
	return nil
}
