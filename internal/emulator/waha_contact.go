package emulator

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wahaCheckExists strips a plus sign from the number, and nothing else.
func wahaCheckExists(_ context.Context, c *wahaCall) wire.Answer {
	if !c.Query.Has("phone") {
		return c.undefined("replace")
	}
	phone := strings.TrimSuffix(strings.ReplaceAll(c.Query.Get("phone"), "+", ""), "@c.us")
	registered, ok := c.world.RegisteredNumber(phone)
	if ok {
		return wire.JSON(http.StatusOK, struct {
			NumberExists bool   `json:"numberExists"`
			ChatID       string `json:"chatId"`
		}{true, registered + "@c.us"})
	}
	if c.engine.name() == "GOWS" {
		return wire.JSON(http.StatusOK, struct {
			NumberExists bool    `json:"numberExists"`
			ChatID       *string `json:"chatId"`
		}{})
	}
	return wire.JSON(http.StatusOK, map[string]bool{"numberExists": false})
}

// wahaLID is a row of WAHA's map of LIDs. What it does not know is null, never a 404.
type wahaLID struct {
	LID *string `json:"lid"`
	PN  *string `json:"pn"`
}

func wahaPair(p world.Pair) wahaLID {
	pn := p.Phone + "@c.us"
	return wahaLID{LID: &p.LID, PN: &pn}
}

func wahaListLIDs(_ context.Context, c *wahaCall) wire.Answer {
	limit, offset := 100, 0
	for name, value := range map[string]*int{"limit": &limit, "offset": &offset} {
		if !c.Query.Has(name) {
			continue
		}
		n, err := strconv.Atoi(c.Query.Get(name))
		if err != nil {
			return badNumber(name)
		}
		*value = n
	}
	rows := []wahaLID{}
	for _, p := range page(c.world.KnownPairs(), limit, offset) {
		rows = append(rows, wahaPair(p))
	}
	return wire.JSON(http.StatusOK, rows)
}

func wahaCountLIDs(_ context.Context, c *wahaCall) wire.Answer {
	return wire.JSON(http.StatusOK, map[string]int{"count": len(c.world.KnownPairs())})
}

func wahaPhoneOfLID(_ context.Context, c *wahaCall) wire.Answer {
	lid := c.params["lid"]
	if world.IsDigits(lid) {
		lid += "@lid"
	}
	if !strings.HasSuffix(lid, "@lid") {
		return wire.Problem(http.StatusUnprocessableEntity, "Unprocessable Entity", "Invalid LID - it must end with @lid")
	}
	for _, p := range c.world.KnownPairs() {
		if p.LID == lid {
			return wire.JSON(http.StatusOK, wahaPair(p))
		}
	}
	return wire.JSON(http.StatusOK, wahaLID{LID: &lid})
}

// wahaLIDOfPhone echoes a LID that somebody took for a phone.
func wahaLIDOfPhone(_ context.Context, c *wahaCall) wire.Answer {
	phone := c.params["phone"]
	if strings.HasSuffix(phone, "@lid") {
		return wire.JSON(http.StatusOK, wahaLID{LID: &phone})
	}
	phone = strings.TrimSuffix(strings.TrimSuffix(phone, "@c.us"), "@s.whatsapp.net")
	for _, p := range c.world.KnownPairs() {
		if p.Phone == phone {
			return wire.JSON(http.StatusOK, wahaPair(p))
		}
	}
	pn := phone + "@c.us"
	return wire.JSON(http.StatusOK, wahaLID{PN: &pn})
}

// page is WAHA's paging in memory: without a limit the offset does not count (`if (!limit) return data`).
func page[T any](all []T, limit, offset int) []T {
	if limit <= 0 {
		return all
	}
	start := min(max(offset, 0), len(all))
	return all[start:min(start+limit, len(all))]
}

// badNumber is the answer of WAHA's query validation to a number that is none.
func badNumber(name string) wire.Answer {
	return wire.Problem(http.StatusBadRequest, "Bad Request", []string{name + " must be a number conforming to the specified constraints"})
}
