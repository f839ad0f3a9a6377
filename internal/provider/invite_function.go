package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// inviteFunction reads an invite, however it was written, and gives one of its two forms.
type inviteFunction struct {
	name, summary, description string
	form                       func(whatsapp.InviteCode) string
}

var _ function.Function = inviteFunction{}

var (
	inviteURLFunction = inviteFunction{
		name:    "invite_url",
		summary: "Link of an invite",
		description: "Gives the link that people open to join a group, such as " +
			"`https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv`, for an invite code or a link in any spelling.",
		form: whatsapp.InviteCode.URL,
	}
	inviteCodeFunction = inviteFunction{
		name:    "invite_code",
		summary: "Code of an invite",
		description: "Gives the bare code, such as `AbCdEfGhIjKlMnOpQrStUv`, of an invite link that was copied in " +
			"any spelling: with `invite/`, with a query behind it, or without `https://`.",
		form: whatsapp.InviteCode.Code,
	}
)

func (f inviteFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f inviteFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: f.summary,
		MarkdownDescription: f.description + " The function does not check that the link works.\n\nWhoever has a " +
			"link can join the group. Give the function a sensitive value, and Terraform keeps the result out of its " +
			"output too.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "invite",
				MarkdownDescription: "Invite link or code of a group.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (f inviteFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var written string
	if resp.Error = req.Arguments.Get(ctx, &written); resp.Error != nil {
		return
	}
	code, err := whatsapp.ParseWrittenInvite(written)
	if err != nil {
		resp.Error = functionError(0, refusal(err))
		return
	}
	resp.Error = resp.Result.Set(ctx, f.form(code))
}
