package provider

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Somebody whom WhatsApp lets nobody add is no fault of the configuration, and stays so however often it is tried.
// on_refusal says what becomes of them, and status tells it (DESIGN.md §7.10).

// The values of on_refusal. To leave it out is to fail: a default would be a difference in every state of the first
// release.
const (
	onRefusalFail     = "fail"
	onRefusalInvite   = "invite"
	onRefusalTolerate = "tolerate"
)

// The values of status.
const (
	statusJoined       = "joined"
	statusInvited      = "invited"
	statusLapsed       = "lapsed"
	statusPrivacy      = "refused_privacy"
	statusLeft         = "refused_left"
	statusUnregistered = "refused_unregistered"
	statusFailed       = "failed"
)

// statusOf is the status of somebody who could not be added.
func statusOf(err error) string {
	switch {
	case errors.Is(err, whatsapp.ErrPrivacy):
		return statusPrivacy
	case errors.Is(err, whatsapp.ErrRecentlyLeft):
		return statusLeft
	case errors.Is(err, whatsapp.ErrNotOnWhatsApp):
		return statusUnregistered
	}
	return statusFailed
}

// isRefused reports whether a status is that of somebody whom WhatsApp lets nobody add.
func isRefused(status string) bool {
	return status == statusPrivacy || status == statusLeft || status == statusUnregistered
}

// isInvited reports whether a status is that of somebody who has got an invitation.
func isInvited(status string) bool { return status == statusInvited || status == statusLapsed }

// accepts reports whether somebody of a status who is not in the group is as the configuration wants it, so that the
// state keeps them and no plan tries again by itself. Who was invited is not added again, whatever is configured: with
// some gateways each adding sends an invitation.
func accepts(onRefusal types.String, status string) bool {
	switch onRefusal.ValueString() {
	case onRefusalInvite, onRefusalTolerate:
		return isRefused(status) || isInvited(status)
	}
	return isInvited(status)
}

// remedyOfAccepted says what to do about somebody of a status that is accepted: another apply alone tries nothing.
func remedyOfAccepted(status string) string {
	switch status {
	case statusPrivacy:
		return fmt.Sprintf(askForContact, "change `retry` and apply")
	case statusLeft:
		return fmt.Sprintf(letTimePass, "Change `retry` later and apply")
	}
	return "Check the number and its country code. Once the person uses WhatsApp, change `retry` and apply."
}

func onRefusalAttribute() schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "What to do about a person who cannot be added because of their privacy settings, " +
			"because they left the group recently or because the number is not on WhatsApp. `fail` (also if left " +
			"out) is an error, and the next plan tries again. `invite` sends a private invitation if the gateway " +
			"can, and otherwise says where the link of the group is. `tolerate` warns. With `invite` and " +
			"`tolerate` the next plan is empty, until `retry` changes. A gateway that gives no reasons cannot " +
			"tell a refusal from a failure: see the guide [Gateways](" + guides + "gateways).",
		Optional: true,
		Validators: []validator.String{
			stringvalidator.OneOf(onRefusalFail, onRefusalInvite, onRefusalTolerate),
		},
	}
}

func retryAttribute() schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "Any text. When it changes, everybody who was refused, was invited or has let the " +
			"invitation lapse is tried again. If the gateway invites by itself, people with a valid invitation " +
			"are left alone.",
		Optional: true,
	}
}

const statusValues = "`joined`, `invited`, `lapsed` (three days after an invitation that was not accepted), " +
	"`refused_privacy`, `refused_left` (left the group recently), `refused_unregistered` (not on WhatsApp) or " +
	"`failed`"

// linkIs says where the link of a group is. The link itself is a secret.
func linkIs(group whatsapp.JID) string {
	return fmt.Sprintf("The link of the group lets them in. The attribute `url` of a `whatsapp_group_invite` "+
		"resource for %s has it, and WhatsApp shows it in the info of the group.", group)
}
