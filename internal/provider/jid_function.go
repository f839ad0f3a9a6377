package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// jidFunction makes WhatsApp's address out of what people and other tools write.
type jidFunction struct{}

var _ function.Function = jidFunction{}

func (jidFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "jid"
}

func (jidFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "JID of a phone number",
		MarkdownDescription: "Gives the JID, WhatsApp's own address, of a phone number that is written in any " +
			"way, such as `5511999990000@s.whatsapp.net`. A JID is brought into the one form that the provider " +
			"uses: `@c.us` becomes `@s.whatsapp.net`, and the number of a device is dropped. The JIDs of groups " +
			"(`@g.us`) and LIDs (`@lid`, addresses of people that do not show their number) stay as they " +
			"are.\n\nThe function does not ask WhatsApp: the digits stay as they are written, and WhatsApp may " +
			"have registered the number with a digit more or less. The attribute `jid` of `whatsapp_group_member` " +
			"has the JID that WhatsApp uses. A number without a country code is an error. So is text that is " +
			"neither a number nor a JID.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "person",
				MarkdownDescription: "Phone number with its country code, in any spelling, such as `+55 (11) " +
					"99999-0000`, or a JID in any spelling, such as `5511999990000:12@c.us`.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (jidFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var written string
	if resp.Error = req.Arguments.Get(ctx, &written); resp.Error != nil {
		return
	}
	jid, err := addressOf(written)
	if err != nil {
		resp.Error = functionError(0, refusal(err))
		return
	}
	resp.Error = resp.Result.Set(ctx, jid.String())
}

// addressOf takes what has an @ for a JID, which no spelling of a phone number has.
func addressOf(written string) (whatsapp.JID, error) {
	if strings.Contains(written, "@") {
		return whatsapp.ParseJID(written)
	}
	number, err := phone.ParseShown(written)
	return whatsapp.PhoneJID(number), err
}
