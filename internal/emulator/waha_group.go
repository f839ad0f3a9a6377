package emulator

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wahaCreateGroup is the only route that answers 201, on every engine, and even where WEBJS says that it failed.
func wahaCreateGroup(_ context.Context, c *wahaCall) wire.Answer {
	ids, people, refusal, ok := c.people(opCreate)
	if !ok {
		return refusal
	}
	view, outcomes, err := c.world.Create(c.text("name"), people)
	if err != nil {
		return c.engine.refused(c, opCreate, err)
	}
	return c.engine.created(view, ids, outcomes)
}

func wahaListGroups(_ context.Context, c *wahaCall) wire.Answer {
	var limit, offset int
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
	if refusal, ok := c.oneOfQuery("sortBy", "sortBy must be one of the following values: id, subject", "id", "subject"); !ok {
		return refusal
	}
	if refusal, ok := c.oneOfQuery("sortOrder", "sortOrder must be one of the following values: asc, desc", "asc", "desc"); !ok {
		return refusal
	}
	const badExclude = "each value in exclude must be one of the following values: participants"
	if refusal, ok := c.oneOfQuery("exclude", badExclude, "", "participants"); !ok {
		return refusal
	}
	listed := c.readAll()
	slices.SortStableFunc(listed, func(a, b world.View) int {
		order := 0
		switch c.Query.Get("sortBy") {
		case "id":
			order = cmp.Compare(a.ID, b.ID)
		case "subject":
			order = cmp.Compare(a.Name, b.Name)
		}
		if c.Query.Get("sortOrder") == "desc" {
			return -order
		}
		return order
	})
	listed = page(listed, limit, offset)
	for _, view := range listed {
		c.stale.shown(view.ID)
	}
	return c.engine.list(listed, !slices.Contains(c.Query["exclude"], "participants"))
}

// oneOfQuery checks an enumeration in the query, every time it is there.
func (c *wahaCall) oneOfQuery(name, message string, allowed ...string) (refusal wire.Answer, ok bool) {
	for _, value := range c.Query[name] {
		if !slices.Contains(allowed, value) {
			return wire.Problem(http.StatusBadRequest, "Bad Request", []string{message}), false
		}
	}
	return wire.Answer{}, true
}

// wahaCountGroups shows no group, so that it neither lags nor ends a lag.
func wahaCountGroups(_ context.Context, c *wahaCall) wire.Answer {
	count := 0
	chats := c.engine.traits(c.version).chats
	for _, view := range c.world.Groups() {
		if chats && view.Chat || !chats && view.Joined {
			count++
		}
	}
	return wire.JSON(http.StatusOK, map[string]int{"count": count})
}

// wahaRefreshGroups always says success; on WEBJS and WPP it does nothing else.
func wahaRefreshGroups(_ context.Context, c *wahaCall) wire.Answer {
	if c.engine.traits(c.version).refreshes {
		c.stale.clear()
	}
	return success()
}

// visible returns the group of a read, or the answer that says that it is not there.
func (c *wahaCall) visible(read wahaRead, field string) (world.View, wire.Answer, bool) {
	view, err := c.read()
	traits := c.engine.traits(c.version)
	if err != nil || traits.chats && !view.Joined && !view.Chat || !traits.chats && !view.Joined {
		return world.View{}, c.engine.absent(c, read, field), false
	}
	return view, wire.Answer{}, true
}

func wahaGetGroup(_ context.Context, c *wahaCall) wire.Answer {
	view, absent, ok := c.visible(readGroup, "")
	if !ok {
		return absent
	}
	return wire.JSON(http.StatusOK, c.engine.group(view))
}

// wahaDeleteGroup deletes the local chat where the engine has chats. Nothing can delete a group.
func wahaDeleteGroup(_ context.Context, c *wahaCall) wire.Answer {
	if !c.engine.traits(c.version).chats {
		return c.notImplemented()
	}
	if !c.world.DeleteChat(c.params["id"]) {
		return c.engine.refused(c, opDeleteChat, world.ErrNoSuchGroup)
	}
	c.stale.shown(c.params["id"])
	return boolAnswer(true)
}

func wahaLeaveGroup(_ context.Context, c *wahaCall) wire.Answer {
	c.aboutToWrite()
	if err := c.world.Leave(c.params["id"]); err != nil {
		return c.engine.refused(c, opLeave, err)
	}
	return emptyAnswer()
}

// wahaSetSubject refuses an empty subject since 2026.9.
func wahaSetSubject(_ context.Context, c *wahaCall) wire.Answer {
	subject := c.text("subject")
	if subject == "" && c.version.atLeast(wahaVersion{2026, 9, 0}) {
		return wire.Problem(http.StatusBadRequest, "Bad Request", []string{"subject should not be empty"})
	}
	c.aboutToWrite()
	if err := c.world.SetName(c.params["id"], subject); err != nil {
		return c.engine.refused(c, opSubject, err)
	}
	return c.engine.done(opSubject)
}

func wahaSetDescription(ctx context.Context, c *wahaCall) wire.Answer {
	description := c.text("description")
	if description == "" && c.engine.traits(c.version).hangs {
		<-ctx.Done()
		return wire.NoAnswer
	}
	c.aboutToWrite()
	if err := c.world.SetDescription(c.params["id"], description); err != nil {
		return c.engine.refused(c, opDescription, err)
	}
	return c.engine.done(opDescription)
}
