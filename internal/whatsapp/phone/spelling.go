package phone

import "strings"

// Spellings lists every form under which WhatsApp may have registered the number, itself first. WhatsApp registers some
// numbers of Brazil without the ninth digit, of Mexico with a 1 and of Argentina with a 9 behind the country code, and
// some of Ivory Coast and Benin as they were before the country made them longer, by rules that have exceptions; so
// where it does not know one spelling, the others are worth a try. All of them are SameSubscriber, and most numbers
// have only the one. No number has none.
func (p Number) Spellings() []Number {
	if p == "" {
		return nil
	}
	if other := p.otherSpelling(); other != "" {
		return []Number{p, other}
	}
	return []Number{p}
}

// LookUps lists the numbers to ask WhatsApp for, until it knows one: a look-up finds the subscribers of Brazil, Mexico
// and Argentina under either spelling, and whether it finds the others so is not known.
func (p Number) LookUps() []Number {
	spellings := p.Spellings()
	if len(spellings) == 2 && !strings.HasPrefix(string(p), "225") && !strings.HasPrefix(string(p), "229") {
		return spellings[:1]
	}
	return spellings
}

// SameSubscriber reports whether both numbers are spellings of one number of WhatsApp. They are compared and never
// rewritten, because only WhatsApp knows which one it registered. No number is the same as none.
func (p Number) SameSubscriber(other Number) bool {
	if p == "" || other == "" {
		return false
	}
	if len(p) == len(other) {
		// The two spellings of a number differ in length.
		return p == other
	}
	return p.otherSpelling() == other
}

// otherSpelling is the second form under which WhatsApp may have registered the number, empty where there is none. The
// other spelling of the other spelling is the number itself, so that numbers fall into classes of one or two.
//
// A class may hold a spelling that nobody has, which costs nothing. It must never hold the number of somebody else.
func (p Number) otherSpelling() Number {
	switch {
	case strings.HasPrefix(string(p), "55"):
		return otherBrazilian(p)
	case strings.HasPrefix(string(p), "52"):
		return otherMexican(p)
	case strings.HasPrefix(string(p), "54"):
		return otherArgentinian(p)
	case strings.HasPrefix(string(p), "225"):
		return otherIvorian(p)
	case strings.HasPrefix(string(p), "229"):
		return otherBeninese(p)
	}
	return ""
}

// otherBrazilian adds the ninth digit of mobile numbers, or takes it away: 55, two digits of area code, eight or nine
// of the subscriber.
//
// Only the mobile numbers of old, which began with 6 to 9, were given a 9 in front. What begins with 2 to 5 is a
// landline, and a mobile number like "93333-0000" is a new one whose last eight digits are the landline of somebody
// else. The ranges 70 and 77 to 79 kept eight digits for the radio phones of Nextel; since that network was switched
// off in 2018, nobody has them beside the owner of the nine digits. No area code has a 0: 800 and 300 are services, of
// ten digits too. Which of the other area codes exist does not matter, for nobody has a number behind those that do
// not.
func otherBrazilian(p Number) Number {
	if len(p) < 12 || p[2] == '0' || p[3] == '0' {
		return ""
	}
	area, subscriber := p[:4], p[4:]
	if len(subscriber) == 9 && subscriber[0] == '9' {
		if old := subscriber[1:]; old[0] >= '6' {
			return area + old
		}
	}
	if len(subscriber) == 8 && subscriber[0] >= '6' {
		return area + "9" + subscriber
	}
	return ""
}

// otherMexican adds the 1 that marked mobile numbers dialled from abroad until 2019, or takes it away: 52, perhaps 1,
// ten digits.
//
// The ten digits are one subscriber, mobile or not, with the mark or without. None begin with 0 or 1, so the 1 behind
// the 52 is the mark exactly when ten more digits follow, and "521…" with nine is a number cut short.
func otherMexican(p Number) Number {
	if len(p) == 13 && p[2] == '1' && p[3] >= '2' {
		return "52" + p[3:]
	}
	if len(p) == 12 && p[2] >= '2' {
		return "521" + p[2:]
	}
	return ""
}

// otherArgentinian adds the 9 that marks mobile numbers dialled from abroad, or takes it away: 54, perhaps 9, ten
// digits.
//
// The ten digits, area code and subscriber, are given out once, as a landline or as a mobile number. None begin with 0
// or 9, so the 9 behind the 54 is the mark exactly when ten more digits follow. Area codes begin with 1 to 3 today;
// what begins with 4 to 8 is a service, which has no mobile form and so nobody to be mistaken for.
func otherArgentinian(p Number) Number {
	begins := func(digit byte) bool { return digit >= '1' && digit <= '8' }
	if len(p) == 13 && p[2] == '9' && begins(p[3]) {
		return "54" + p[3:]
	}
	if len(p) == 12 && begins(p[2]) {
		return "549" + p[2:]
	}
	return ""
}

// otherIvorian adds the two digits that Ivory Coast put in front of its eight-digit numbers on 31 January 2021, or
// takes them away.
//
// Mobile numbers got those of their operator, whose ranges the second digit tells: 0 to 3 was Moov, 4 to 6 MTN, 7 to 9
// Orange. What begins with 2 or 3 was a landline, of which the digits do not tell the operator so simply, and 1 was a
// service. A number that has been given out since then, and never had eight digits, may have any second digit: where it
// is not that of its operator, it has one spelling.
func otherIvorian(p Number) Number {
	const code = "225"
	operator := func(old Number) Number {
		switch digit := old[1]; {
		case digit <= '3':
			return "01"
		case digit <= '6':
			return "05"
		}
		return "07"
	}
	mobile := func(old Number) bool { return old[0] == '0' || old[0] >= '4' }
	switch rest := p[len(code):]; len(rest) {
	case len("01234567"):
		if mobile(rest) {
			return code + operator(rest) + rest
		}
	case len("0101234567"):
		if old := rest[2:]; mobile(old) && rest[:2] == operator(old) {
			return code + old
		}
	}
	return ""
}

// otherBeninese adds the 01 that Benin put in front of all its eight-digit numbers on 30 November 2024, or takes it
// away. Old numbers begin with 2 to 9.
func otherBeninese(p Number) Number {
	const code, added = "229", "01"
	rest := p[len(code):]
	if old, longer := strings.CutPrefix(string(rest), added); longer && len(old) == len("90123456") && old[0] >= '2' {
		return code + Number(old)
	}
	if len(rest) == len("90123456") && rest[0] >= '2' {
		return code + added + rest
	}
	return ""
}
