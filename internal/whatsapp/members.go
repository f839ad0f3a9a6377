package whatsapp

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"

// OncePerPerson lists everybody once who is in a list of members by several entries: by the same LID, or by the same
// number and no more than one LID. Caches of gateways have somebody by number and by LID, with two roles
// (evidence/whatsapp.md §2.4). Then the entry with the LID wins, since WhatsApp sends its news by LID, so that the
// other one is what was true before. Where a number has several LIDs, all entries stay: nobody may stand in for the
// others.
func OncePerPerson(members []Member) []Member {
	if isOncePerPerson(members) {
		return append(make([]Member, 0, len(members)), members...)
	}
	lids := make(map[phone.Number]JID, len(members))
	several := map[phone.Number]bool{}
	for _, m := range members {
		if m.Phone == "" || m.LID == "" {
			continue
		}
		if lid, known := lids[m.Phone]; known && lid != m.LID {
			several[m.Phone] = true
		}
		lids[m.Phone] = m.LID
	}
	// An entry by one name is also of the other one, where any entry tells both.
	phones := make(map[JID]phone.Number, len(members))
	for _, m := range members {
		if m.Phone != "" && m.LID != "" && phones[m.LID] == "" {
			phones[m.LID] = m.Phone
		}
	}
	once := make([]Member, 0, len(members))
	byLID, byPhone := make(map[JID]int, len(members)), make(map[phone.Number]int, len(members))
	for _, m := range members {
		if m.Phone == "" && m.LID != "" {
			m.Phone = phones[m.LID]
		}
		i, known := byLID[m.LID]
		if known = known && m.LID != ""; !known && m.Phone != "" {
			if i, known = byPhone[m.Phone]; known && several[m.Phone] {
				known = m.LID == "" && once[i].LID == ""
			}
		}
		if known {
			once[i] = mergedEntry(once[i], m)
		} else {
			i = len(once)
			once = append(once, m)
		}
		if lid := once[i].LID; lid != "" {
			byLID[lid] = i
		}
		if number := once[i].Phone; number != "" && (!several[number] || once[i].LID == "") {
			byPhone[number] = i
		}
	}
	return once
}

// isOncePerPerson reports whether no number and no LID is there twice, which is how nearly all lists are.
func isOncePerPerson(members []Member) bool {
	lids, phones := make(map[JID]struct{}, len(members)), make(map[phone.Number]struct{}, len(members))
	withLID, withPhone := 0, 0
	for _, m := range members {
		if m.LID != "" {
			lids[m.LID] = struct{}{}
			withLID++
		}
		if m.Phone != "" {
			phones[m.Phone] = struct{}{}
			withPhone++
		}
	}
	return len(lids) == withLID && len(phones) == withPhone
}

func mergedEntry(a, b Member) Member {
	if a.LID == "" && b.LID != "" {
		a, b = b, a
	}
	a.Person = a.Or(b.Person)
	a.Creator = a.Creator || b.Creator
	if a.Creator {
		a.Role = RoleAdmin
	}
	return a
}
