package waha

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// createGroup answers 201 on every engine, even when WEBJS says that it failed.
func createGroup(_ context.Context, c *call) wire.Answer {
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

func listGroups(_ context.Context, c *call) wire.Answer {
	var limit, offset int
	if refusal, ok := c.paging(&limit, &offset); !ok {
		return refusal
	}
	const badSortBy = "sortBy must be one of the following values: id, subject"
	if refusal, ok := c.oneOfQuery("sortBy", badSortBy, "id", "subject"); !ok {
		return refusal
	}
	const badSortOrder = "sortOrder must be one of the following values: asc, desc"
	if refusal, ok := c.oneOfQuery("sortOrder", badSortOrder, "asc", "desc"); !ok {
		return refusal
	}
	const badExclude = "each value in exclude must be one of the following values: , participants"
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
	listed = paged(listed, limit, offset)
	for _, view := range listed {
		c.stale.shown(view.ID)
	}
	return c.engine.list(listed, !slices.Contains(c.Query["exclude"], "participants"))
}

// oneOfQuery checks a parameter that has one of several values, each time it is there.
func (c *call) oneOfQuery(name, message string, allowed ...string) (refusal wire.Answer, ok bool) {
	for _, value := range c.Query[name] {
		if !slices.Contains(allowed, value) {
			return wire.Problem(http.StatusBadRequest, "Bad Request", []string{message}), false
		}
	}
	return wire.Answer{}, true
}

// countGroups shows no group. So it never lags, and never ends a lag.
func countGroups(_ context.Context, c *call) wire.Answer {
	count := 0
	chats := c.engine.traits(c.version).chats
	for _, view := range c.world.Groups() {
		if chats && view.Chat || !chats && view.Joined {
			count++
		}
	}
	return wire.JSON(http.StatusOK, map[string]int{"count": count})
}

// refreshGroups always says success. On WEBJS and WPP it does nothing else.
func refreshGroups(_ context.Context, c *call) wire.Answer {
	if c.engine.traits(c.version).refreshes {
		c.stale.clear()
	}
	c.stored.clear()
	return success()
}

// visible returns the group of a read, or the answer that says that the group is not there.
func (c *call) visible(read reading, field string) (world.View, wire.Answer, bool) {
	view, err := c.read()
	traits := c.engine.traits(c.version)
	if err != nil || traits.chats && !view.Joined && !view.Chat || !traits.chats && !view.Joined {
		return world.View{}, c.engine.absent(c, read, field), false
	}
	return view, wire.Answer{}, true
}

func getGroup(_ context.Context, c *call) wire.Answer {
	view, absent, ok := c.visible(readGroup, "")
	if !ok {
		return absent
	}
	return wire.JSON(http.StatusOK, c.engine.group(view))
}

// deleteGroup deletes the local chat, if the engine has chats. Nothing can delete a group.
func deleteGroup(_ context.Context, c *call) wire.Answer {
	if !c.engine.traits(c.version).chats {
		return c.notImplemented()
	}
	if !c.world.DeleteChat(c.params["id"]) {
		return c.engine.refused(c, opDeleteChat, world.ErrNoSuchGroup)
	}
	c.stale.shown(c.params["id"])
	return boolAnswer(true)
}

func leaveGroup(_ context.Context, c *call) wire.Answer {
	c.aboutToWrite()
	if err := c.world.Leave(c.params["id"]); err != nil {
		return c.engine.refused(c, opLeave, err)
	}
	return emptyAnswer()
}
