package waha

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// checkExists strips a plus sign from the number, and nothing else.
func checkExists(_ context.Context, c *call) wire.Answer {
	if !c.Query.Has("phone") {
		return c.undefined("split")
	}
	if c.world.AskForNumber() != nil {
		return c.engine.rateLimited(c)
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

// lidRow is a row of WAHA's map of LIDs. What it does not know is null, never a 404.
type lidRow struct {
	LID *string `json:"lid"`
	PN  *string `json:"pn"`
}

func newLIDRow(p world.Pair) lidRow {
	pn := p.Phone + "@c.us"
	return lidRow{LID: &p.LID, PN: &pn}
}

func listLIDs(_ context.Context, c *call) wire.Answer {
	limit, offset := 100, 0
	if refusal, ok := c.paging(&limit, &offset); !ok {
		return refusal
	}
	rows := []lidRow{}
	for _, p := range paged(c.world.KnownPairs(), limit, offset) {
		rows = append(rows, newLIDRow(p))
	}
	return wire.JSON(http.StatusOK, rows)
}

func countLIDs(_ context.Context, c *call) wire.Answer {
	return wire.JSON(http.StatusOK, map[string]int{"count": len(c.world.KnownPairs())})
}

func phoneOfLID(_ context.Context, c *call) wire.Answer {
	lid := c.params["lid"]
	if world.IsDigits(lid) {
		lid += "@lid"
	}
	if !strings.HasSuffix(lid, "@lid") {
		const message = "Invalid LID - it must end with @lid"
		return wire.Problem(http.StatusUnprocessableEntity, "Unprocessable Entity", message)
	}
	for _, p := range c.world.KnownPairs() {
		if p.LID == lid {
			return wire.JSON(http.StatusOK, newLIDRow(p))
		}
	}
	return wire.JSON(http.StatusOK, lidRow{LID: &lid})
}

// lidOfPhone echoes a LID that stands in the place of a phone, also without a store.
func lidOfPhone(_ context.Context, c *call) wire.Answer {
	phone := c.params["phone"]
	if strings.HasSuffix(phone, "@lid") {
		return wire.JSON(http.StatusOK, lidRow{LID: &phone})
	}
	if c.lacksStore() {
		return noStore()
	}
	phone = strings.TrimSuffix(strings.TrimSuffix(phone, "@c.us"), "@s.whatsapp.net")
	for _, p := range c.world.KnownPairs() {
		if p.Phone == phone {
			return wire.JSON(http.StatusOK, newLIDRow(p))
		}
	}
	pn := phone + "@c.us"
	return wire.JSON(http.StatusOK, lidRow{PN: &pn})
}
