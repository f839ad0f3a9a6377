package loosejson

// Reader reads objects one after the other, as they are in a list. It is for long lists: an object takes the memory of
// the one before it, which is gone then, and the names of fields that many objects have are kept once. The zero value
// is ready for use, and not by several at a time.
type Reader struct {
	o     Object
	names map[string]string
}

// manyNames bounds the names that are kept. No participant has as many fields; an object with ids for names has more.
const manyNames = 64

// Read is DecodeObject. What it returns is good until it reads again.
func (r *Reader) Read(raw []byte) (Object, bool) {
	if kindOf(raw) != '{' {
		return nil, false
	}
	if r.o == nil || len(r.o) > manyNames {
		r.o, r.names = make(Object, 8), make(map[string]string, 8)
	}
	clear(r.o)
	if !isAll(raw, pastObject(raw, pastSpace(raw, 0), 0, r)) {
		return nil, false
	}
	return r.o, true
}

// keep adds a field. Of those of one name the last one stays.
func (r *Reader) keep(name []byte, plain bool, value []byte) {
	// Looking up takes no memory, and what is not plain may stand for a name that is.
	if known, found := r.names[string(name)]; found {
		r.o[known] = value
		return
	}
	text := unquoted(name, plain)
	if r.names != nil && len(r.names) < manyNames {
		r.names[string(name)] = text
	}
	r.o[text] = value
}
