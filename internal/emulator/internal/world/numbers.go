package world

import "fmt"

// A number is not a person: it can be registered under another one, and it can move to another account.

// moveNumbers takes numbers from those who had them before. They stay in their groups, by LID.
func (w *State) moveNumbers() {
	for i := range w.People {
		p := &w.People[i]
		if p.PreviousLID == "" {
			continue
		}
		for j := range w.Groups {
			for k := range w.Groups[j].Members {
				if m := &w.Groups[j].Members[k]; m.LID == p.PreviousLID && m.Phone == p.Phone {
					m.Phone = ""
				}
			}
		}
		p.PreviousLID = ""
	}
}

// checkRegisteredAs checks what a state says of a number that is registered under another one.
func (w *State) checkRegisteredAs(p *Person) error {
	switch {
	case p.RegisteredAs == "" && p.RegisteredAsIn == "":
		return nil
	case p.RegisteredAs == "":
		return fmt.Errorf("registered_as_in says where of a registered_as, and there is none")
	case !IsDigits(p.RegisteredAs) || p.RegisteredAs == p.Phone || p.Phone == "":
		return fmt.Errorf("registered_as %q is not another number than %q", p.RegisteredAs, p.Phone)
	}
	for _, other := range w.People {
		if other.Phone == p.RegisteredAs && other.RegisteredAs != "" {
			return fmt.Errorf("registered_as %s is registered as another number itself", p.RegisteredAs)
		}
	}
	return oneOf("registered_as_in", &p.RegisteredAsIn, RegisteredAsEverywhere, RegisteredAsInLookUps)
}

// registeredAs is the number under which WhatsApp has a number that a state says so of: everywhere, or in look-ups.
func (w *WhatsApp) registeredAs(phone string, lookUp bool) string {
	for _, p := range w.people {
		if p.Phone == phone && p.RegisteredAs != "" && (lookUp || p.RegisteredAsIn == RegisteredAsEverywhere) {
			return p.RegisteredAs
		}
	}
	return phone
}
