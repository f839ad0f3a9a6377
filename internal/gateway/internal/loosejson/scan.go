package loosejson

import "encoding/json"

// A value is read by its first byte, which tells its kind, and from front to back. What is JSON here is what is JSON
// to encoding/json, byte by byte, up to maxEntries: FuzzSplit compares the two. Places in the text are indices; the
// functions that go past something return the place behind it, or nowhere.

// nowhere is the place behind what is no JSON.
const nowhere = -1

// maxEntries is how many entries of a list, or fields of an object, are taken out. An entry takes more memory than two
// bytes of text, so an answer of 64 MiB could take gigabytes. No account has as many groups, LIDs or members in one.
const maxEntries = 1 << 20

// maxDepth is how deep encoding/json lets values lie within each other.
const maxDepth = 10000

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func pastSpace(raw []byte, i int) int {
	for i < len(raw) && isSpace(raw[i]) {
		i++
	}
	return i
}

// kindOf is the first byte of a value, and 0 where there is none.
func kindOf(raw []byte) byte {
	if i := pastSpace(raw, 0); i < len(raw) {
		return raw[i]
	}
	return 0
}

// isAt reports whether a byte is at the place, which may be behind the end.
func isAt(raw []byte, i int, c byte) bool { return i < len(raw) && raw[i] == c }

func pastValue(raw []byte, i, depth int) int {
	if i >= len(raw) {
		return nowhere
	}
	switch raw[i] {
	case '"':
		i, _ = pastText(raw, i)
		return i
	case '{':
		return pastObject(raw, i, depth, nil)
	case '[':
		return pastList(raw, i, depth, nil)
	case 't':
		return pastWord(raw, i, "true")
	case 'f':
		return pastWord(raw, i, "false")
	case 'n':
		return pastWord(raw, i, "null")
	}
	return pastNumber(raw, i)
}

// pastObject gives the fields to the reader, unless it is nil.
func pastObject(raw []byte, i, depth int, r *Reader) int {
	if depth >= maxDepth {
		return nowhere
	}
	if i = pastSpace(raw, i+1); isAt(raw, i, '}') {
		return i + 1
	}
	for {
		name := i
		if !isAt(raw, i, '"') {
			return nowhere
		}
		nameEnd, plain := pastText(raw, name)
		if nameEnd == nowhere {
			return nowhere
		}
		if i = pastSpace(raw, nameEnd); !isAt(raw, i, ':') {
			return nowhere
		}
		value := pastSpace(raw, i+1)
		if i = pastValue(raw, value, depth+1); i == nowhere {
			return nowhere
		}
		if r != nil {
			if len(r.o) >= maxEntries {
				return nowhere
			}
			r.keep(raw[name:nameEnd], plain, raw[value:i:i])
		}
		i = pastSpace(raw, i)
		if isAt(raw, i, '}') {
			return i + 1
		}
		if !isAt(raw, i, ',') {
			return nowhere
		}
		i = pastSpace(raw, i+1)
	}
}

// pastList appends the entries to list, unless it is nil.
func pastList(raw []byte, i, depth int, list *[]json.RawMessage) int {
	if depth >= maxDepth {
		return nowhere
	}
	if i = pastSpace(raw, i+1); isAt(raw, i, ']') {
		return i + 1
	}
	for {
		value := i
		if i = pastValue(raw, value, depth+1); i == nowhere {
			return nowhere
		}
		if list != nil {
			if len(*list) >= maxEntries {
				return nowhere
			}
			*list = append(*list, raw[value:i:i])
		}
		i = pastSpace(raw, i)
		if isAt(raw, i, ']') {
			return i + 1
		}
		if !isAt(raw, i, ',') {
			return nowhere
		}
		i = pastSpace(raw, i+1)
	}
}

// pastText also reports whether the text is plain: between its quotes it stands as it is.
func pastText(raw []byte, i int) (end int, plain bool) {
	plain = true
	for i++; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			return i + 1, plain
		case c < ' ':
			return nowhere, false
		case c >= 0x80:
			plain = false
		case c == '\\':
			plain = false
			if i = pastEscape(raw, i); i == nowhere {
				return nowhere, false
			}
			i--
		}
	}
	return nowhere, false
}

func pastEscape(raw []byte, i int) int {
	if i++; i >= len(raw) {
		return nowhere
	}
	switch raw[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u':
		for end := i + 4; i < end; {
			if i++; i >= len(raw) || !isHex(raw[i]) {
				return nowhere
			}
		}
		return i + 1
	}
	return nowhere
}

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func pastWord(raw []byte, i int, word string) int {
	if end := i + len(word); end <= len(raw) && string(raw[i:end]) == word {
		return end
	}
	return nowhere
}

func pastNumber(raw []byte, i int) int {
	if isAt(raw, i, '-') {
		i++
	}
	if isAt(raw, i, '0') {
		i++
	} else if i = pastDigits(raw, i); i == nowhere {
		return nowhere
	}
	if isAt(raw, i, '.') {
		if i = pastDigits(raw, i+1); i == nowhere {
			return nowhere
		}
	}
	if isAt(raw, i, 'e') || isAt(raw, i, 'E') {
		if i++; isAt(raw, i, '+') || isAt(raw, i, '-') {
			i++
		}
		return pastDigits(raw, i)
	}
	return i
}

// pastDigits wants one at least.
func pastDigits(raw []byte, i int) int {
	begin := i
	for i < len(raw) && isDigit(raw[i]) {
		i++
	}
	if i == begin {
		return nowhere
	}
	return i
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
