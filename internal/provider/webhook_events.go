package provider

import (
	"fmt"
	"slices"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// warnOfEvents warns of names that the gateway was not known to have. That is no error: a newer version may have them,
// and only the apply finds out.
func (c *connection) warnOfEvents(events types.Set, diags *diag.Diagnostics) {
	if c.events == nil {
		return
	}
	known, server, version := c.events.Events()
	for _, event := range events.Elements() {
		written, is := event.(types.String)
		if !is || written.IsUnknown() || slices.Contains(known, written.ValueString()) {
			continue
		}
		meant := ""
		if name := nearest(written.ValueString(), known); name != "" {
			meant = fmt.Sprintf(" Is it %q that you mean?", name)
		}
		diags.AddAttributeWarning(path.Root("events"), "Event not known", fmt.Sprintf(
			"%s, as of %s, has no event %q.%s The gateway refuses the webhook in the apply, unless it is a newer "+
				"version that has the event.", server, version, written.ValueString(), meant))
	}
}

// nearest is the name that is least different from what was written. It is empty where none is near.
func nearest(written string, names []string) string {
	best, least := "", len(written)/3+1
	for _, name := range names {
		if d := levenshtein.Distance(written, name, nil); d < least {
			best, least = name, d
		}
	}
	return best
}
