package chaos

import (
	"fmt"
	"strings"
)

// Breach is an invariant that was broken.
type Breach struct {
	Invariant string
	Step      int // From 1; 0 is what follows the last step.
	What      string
}

func (b Breach) String() string { return fmt.Sprintf("%s: step %d: %s", b.Invariant, b.Step, b.What) }

// An invariant finds what is broken in a step.
type invariant struct {
	name  string
	check func(o *observed) []string
}

// invariants hold after each step. There is converge beside them, which holds at the end of a program.
var invariants = []invariant{
	{"panic", (*observed).panics},
	{"secret", (*observed).secrets},
	{"unknown", (*observed).unknown},
	{"late", (*observed).late},
	{"pace", (*observed).pace},
	{"double", (*observed).doubles},
	{"orphan", (*observed).orphans},
	{"orphan", (*observed).orphanWebhooks},
	{"stranger", (*observed).strangers},
	{"stranger", (*observed).strangeWebhooks},
	{"guest", (*observed).guests},
	{"lost", (*observed).lost},
	{"lies", (*observed).untrue},
}

func (o *observed) check() []Breach {
	var broken []Breach
	for _, i := range invariants {
		for _, what := range i.check(o) {
			broken = append(broken, Breach{Invariant: i.name, What: what})
		}
	}
	return broken
}

func (o *observed) panics() []string {
	if o.panic == "" {
		return nil
	}
	return []string{o.panic}
}

// secrets: nothing that is said or logged has a key, an invite code or the header of a webhook in it.
func (o *observed) secrets() []string {
	var broken []string
	for _, run := range o.runs {
		for where, text := range map[string]string{"said": run.said(), "logged": run.log.String()} {
			secrets := append([]string{apiKey, theirKey, headerValue}, hmacKeys...)
			for code := range o.codes {
				secrets = append(secrets, code)
			}
			for _, secret := range secrets {
				if i := strings.Index(text, secret); i >= 0 {
					broken = append(broken, fmt.Sprintf("%s: …%s…", where, text[max(0, i-200):min(len(text), i+100)]))
				}
			}
		}
	}
	return broken
}

// unknown: nothing is sent that the gateway does not know.
func (o *observed) unknown() []string {
	var broken []string
	for _, r := range o.requests {
		if r.Unknown {
			broken = append(broken, r.Method+" "+r.Path)
		}
	}
	return broken
}

// late: nothing is written after a cancel, nor by a run that is over.
func (o *observed) late() []string {
	var broken []string
	for _, run := range o.runs {
		run.door.mu.Lock()
		broken = append(broken, run.door.late...)
		run.door.mu.Unlock()
	}
	return broken
}

// pace: WhatsApp has nothing to refuse, where the provider goes by its pace. Two runs at once do not know of each
// other.
func (o *observed) pace() []string {
	if !o.program.Paced || o.Together || o.passed.Groups+o.passed.Adds+o.passed.People == 0 {
		return nil
	}
	return []string{fmt.Sprintf("WhatsApp refused %+v", o.passed)}
}

// said is what all runs of the step have told.
func (o *observed) said() string {
	var b strings.Builder
	for _, run := range o.runs {
		b.WriteString(run.said())
	}
	return b.String()
}

// ended reports whether a run of the step was ended before its end.
func (o *observed) ended() bool {
	for _, run := range o.runs {
		if run.ended() {
			return true
		}
	}
	return false
}
