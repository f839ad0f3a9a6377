package waha

import (
	"fmt"
	"strconv"
	"strings"
)

// version is one of WAHA's versions by calendar: year, month, build.
type version [3]int

// parseVersion reads "2026.9.0" and also "2026.9".
func parseVersion(s string) (version, error) {
	var v version
	parts := strings.Split(s, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return version{}, fmt.Errorf("WAHA version %q is not like 2026.9.0", s)
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return version{}, fmt.Errorf("WAHA version %q is not like 2026.9.0", s)
		}
		v[i] = n
	}
	return v, nil
}

func (v version) String() string {
	return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2])
}

// atLeast reports whether a version is another one or newer.
func (v version) atLeast(other version) bool {
	for i := range v {
		if v[i] != other[i] {
			return v[i] > other[i]
		}
	}
	return true
}
