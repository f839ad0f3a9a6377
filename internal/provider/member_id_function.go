package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// memberIDFunction makes the import id of a member.
type memberIDFunction struct{}

var _ function.Function = memberIDFunction{}

func (memberIDFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "member_id"
}

func (memberIDFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Id of a member of a group",
		MarkdownDescription: "Gives the id of a `whatsapp_group_member`, such as " +
			"`120363000000000001@g.us/+5511999990000`, by which it is imported.\n\n" + explainJID +
			" " + explainLID,
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "group_id",
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
			},
			function.StringParameter{
				Name: "person",
				MarkdownDescription: "Phone number with its country code, in any spelling, or LID (`…@lid`) of the " +
					"member. The keys of `members` in the data sources are both.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (memberIDFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var group, written string
	if resp.Error = req.Arguments.Get(ctx, &group, &written); resp.Error != nil {
		return
	}
	id, err := parseGroupID(group)
	if err != nil {
		resp.Error = functionError(0, refusal(err))
		return
	}
	person, err := parsePerson(written)
	if err != nil {
		resp.Error = functionError(1, refusal(err))
		return
	}
	resp.Error = resp.Result.Set(ctx, memberID(id, person))
}
