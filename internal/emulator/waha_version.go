package emulator

import (
	"fmt"
	"strconv"
	"strings"
)

// wahaVersion is one of WAHA's versions by calendar: year, month, build.
type wahaVersion [3]int

// parseWAHAVersion reads "2026.9.0" and also "2026.9".
func parseWAHAVersion(s string) (wahaVersion, error) {
	var version wahaVersion
	parts := strings.Split(s, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return wahaVersion{}, fmt.Errorf("WAHA version %q is not like 2026.9.0", s)
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return wahaVersion{}, fmt.Errorf("WAHA version %q is not like 2026.9.0", s)
		}
		version[i] = n
	}
	return version, nil
}

func (v wahaVersion) String() string {
	return fmt.Sprintf("%d.%d.%d", v[0], v[1], v[2])
}

func (v wahaVersion) atLeast(other wahaVersion) bool {
	for i := range v {
		if v[i] != other[i] {
			return v[i] > other[i]
		}
	}
	return true
}
