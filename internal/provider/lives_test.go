package provider_test

import (
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// lives are what a user does with configurations, from the first apply to the destroy. Each is lived in process through
// every gateway and engine. The CLI starts a process for each command, so it lives those that shownByAnother does not
// name, each on one of two dialects, which take turns; under DIALECTS=all it lives every one on every dialect.
var lives = []struct {
	name string
	live func(t *testing.T)
}{
	{"InterruptLosesNothing", lifeOfInterruptLosesNothing},
	{"StoppedAmongMembers", lifeOfStoppedAmongMembers},
	{"ManyMembersTakeFewCalls", lifeOfManyMembersTakeFewCalls},
	{"PostconditionOnPending", lifeOfPostconditionOnPending},
	{"ContactDataSource", lifeOfContactDataSource},
	{"ContactDataSourceOfMembers", lifeOfContactDataSourceOfMembers},
	{"ContactDataSourceSharesLookUps", lifeOfContactDataSourceSharesLookUps},
	{"ContactDataSourceRefuses", lifeOfContactDataSourceRefuses},
	{"GroupDataSource", lifeOfGroupDataSource},
	{"DataAfterAWrite", lifeOfDataAfterAWrite},
	{"DataSourcesOfHiddenNumbers", lifeOfDataSourcesOfHiddenNumbers},
	{"GroupsDataSource", lifeOfGroupsDataSource},
	{"GroupsOfAMember", lifeOfGroupsOfAMember},
	{"SessionDataSource", lifeOfSessionDataSource},
	{"InviteInfoDataSource", lifeOfInviteInfoDataSource},
	{"JoinRequests", lifeOfJoinRequests},
	{"ExampleResources", lifeOfExampleResources},
	{"ExampleQuickstart", lifeOfExampleQuickstart},
	{"ExampleREADME", lifeOfExampleREADME},
	{"ExampleImports", lifeOfExampleImports},
	{"ExampleDataSources", lifeOfExampleDataSources},
	{"ExampleProvider", lifeOfExampleProvider},
	{"Functions", lifeOfFunctions},
	{"FunctionsOfUnknown", lifeOfFunctionsOfUnknown},
	{"FunctionsOfNull", lifeOfFunctionsOfNull},
	{"FunctionKeysForEach", lifeOfFunctionKeysForEach},
	{"ExampleFunctions", lifeOfExampleFunctions},
	{"Invite", lifeOfInvite},
	{"InviteKeep", lifeOfInviteKeep},
	{"InviteRekeyed", lifeOfInviteRekeyed},
	{"BrokenLinks", lifeOfBrokenLinks},
	{"Member", lifeOfMember},
	{"MemberImportBlock", lifeOfMemberImportBlock},
	{"MemberRekeyed", lifeOfMemberRekeyed},
	{"MemberDisconnectedInTheRun", lifeOfMemberDisconnectedInTheRun},
	{"MemberPrivacy", lifeOfMemberPrivacy},
	{"MemberRolePending", lifeOfMemberRolePending},
	{"MemberOwn", lifeOfMemberOwn},
	{"MemberCreator", lifeOfMemberCreator},
	{"MemberKeep", lifeOfMemberKeep},
	{"MemberOfADeniedGroup", lifeOfMemberOfADeniedGroup},
	{"MemberHidden", lifeOfMemberHidden},
	{"MemberByLID", lifeOfMemberByLID},
	{"MemberNamedOtherwise", lifeOfMemberNamedOtherwise},
	{"MemberNeedsOneName", lifeOfMemberNeedsOneName},
	{"MemberRefusedInThePlan", lifeOfMemberRefusedInThePlan},
	{"MemberTwice", lifeOfMemberTwice},
	{"MemberRegisteredOtherwise", lifeOfMemberRegisteredOtherwise},
	{"MemberShownByAnOddNumber", lifeOfMemberShownByAnOddNumber},
	{"Group", lifeOfGroup},
	{"GroupNameTaken", lifeOfGroupNameTaken},
	{"RenamedGroups", lifeOfRenamedGroups},
	{"GroupTexts", lifeOfGroupTexts},
	{"GroupNewTexts", lifeOfGroupNewTexts},
	{"GroupOldTexts", lifeOfGroupOldTexts},
	{"GroupSecondDescription", lifeOfGroupSecondDescription},
	{"GroupSwitchedOff", lifeOfGroupSwitchedOff},
	{"GroupMadeWithEverything", lifeOfGroupMadeWithEverything},
	{"GroupPicture", lifeOfGroupPicture},
	{"GroupDrift", lifeOfGroupDrift},
	{"GroupOnlyOneLeftOutside", lifeOfGroupOnlyOneLeftOutside},
	{"GroupPending", lifeOfGroupPending},
	{"GroupPendingWithoutRefresh", lifeOfGroupPendingWithoutRefresh},
	{"GroupKeep", lifeOfGroupKeep},
	{"GroupTimeout", lifeOfGroupTimeout},
	{"GroupRefusedInThePlan", lifeOfGroupRefusedInThePlan},
	{"GroupImportBlock", lifeOfGroupImportBlock},
	{"GroupImportOfNothing", lifeOfGroupImportOfNothing},
	{"GroupPictureURL", lifeOfGroupPictureURL},
	{"GroupThatSomebodyElseMade", lifeOfGroupThatSomebodyElseMade},
	{"JoinedGroup", lifeOfJoinedGroup},
	{"JoinedGroupPending", lifeOfJoinedGroupPending},
	{"JoinedGroupDestroyedWhilePending", lifeOfJoinedGroupDestroyedWhilePending},
	{"JoinedGroupPendingWithoutLookingUp", lifeOfJoinedGroupPendingWithoutLookingUp},
	{"JoinedGroupUntoldIsDestroyed", lifeOfJoinedGroupUntoldIsDestroyed},
	{"JoinedGroupRekeyed", lifeOfJoinedGroupRekeyed},
	{"JoinedGroupReplaced", lifeOfJoinedGroupReplaced},
	{"JoinedGroupRekeyedByAnotherLink", lifeOfJoinedGroupRekeyedByAnotherLink},
	{"JoinedGroupAlreadyIn", lifeOfJoinedGroupAlreadyIn},
	{"JoinedGroupDeadLink", lifeOfJoinedGroupDeadLink},
	{"JoinedGroupAdopted", lifeOfJoinedGroupAdopted},
	{"JoinedGroupAdoptedIsKeptAgain", lifeOfJoinedGroupAdoptedIsKeptAgain},
	{"JoinedGroupOtherLink", lifeOfJoinedGroupOtherLink},
	{"JoinedGroupImport", lifeOfJoinedGroupImport},
	{"JoinedGroupImportOfAnother", lifeOfJoinedGroupImportOfAnother},
	{"JoinedGroupLostAnswer", lifeOfJoinedGroupLostAnswer},
	{"JoinedGroupLostRequest", lifeOfJoinedGroupLostRequest},
	{"JoinedGroupLostAndLate", lifeOfJoinedGroupLostAndLate},
	{"JoinedGroupLostAndNever", lifeOfJoinedGroupLostAndNever},
	{"JoinedGroupGone", lifeOfJoinedGroupGone},
	{"JoinedGroupUnreachable", lifeOfJoinedGroupUnreachable},
	{"JoinedGroupTells", lifeOfJoinedGroupTells},
	{"JoinedGroupWithoutLookingUp", lifeOfJoinedGroupWithoutLookingUp},
	{"Members", lifeOfMembers},
	{"MembersFromSingleOnes", lifeOfMembersFromSingleOnes},
	{"MemberByNumber", lifeOfMemberByNumber},
	{"RespelledNumberChangesNothing", lifeOfRespelledNumberChangesNothing},
	{"RespelledNumberUnderMoved", lifeOfRespelledNumberUnderMoved},
	{"RespelledNumberAfterImport", lifeOfRespelledNumberAfterImport},
	{"RekeyedByRawSpellings", lifeOfRekeyedByRawSpellings},
	{"NumbersAreValidated", lifeOfNumbersAreValidated},
	{"MapKeysMustBeCanonical", lifeOfMapKeysMustBeCanonical},
	{"TwoResourcesForOnePerson", lifeOfTwoResourcesForOnePerson},
	{"EveryGatewayPlansWhatAnotherApplied", lifeOfEveryGatewayPlansWhatAnotherApplied},
	{"AnotherAccount", lifeOfAnotherAccount},
	{"ProviderUnknownGateway", lifeOfProviderUnknownGateway},
	{"ProviderUnreachableInThePlan", lifeOfProviderUnreachableInThePlan},
	{"AMistypedGroup", lifeOfAMistypedGroup},
	{"AGroupLeftUnrefreshed", lifeOfAGroupLeftUnrefreshed},
	{"EmptyingByNobodyKnown", lifeOfEmptyingByNobodyKnown},
	{"NeverSentIsNotPending", lifeOfNeverSentIsNotPending},
	{"EchoedSecrets", lifeOfEchoedSecrets},
	{"LinkForAnID", lifeOfLinkForAnID},
	{"ASessionThatStarts", lifeOfASessionThatStarts},
	{"ALimitWithATime", lifeOfALimitWithATime},
	{"Webhook", lifeOfWebhook},
	{"WebhookByHand", lifeOfWebhookByHand},
	{"WebhookKey", lifeOfWebhookKey},
	{"WebhookOfOneAddress", lifeOfWebhookOfOneAddress},
	{"WebhookRenamed", lifeOfWebhookRenamed},
	{"WebhookThatIsOnlyWritten", lifeOfWebhookThatIsOnlyWritten},
}

func TestLives(t *testing.T) {
	t.Parallel()
	for _, life := range lives {
		t.Run(life.name, life.live)
	}
}

// shownByAnother are the lives that show nothing more of the CLI than another one: the same commands on the same kind
// of resource. What they show of the provider, TestLives shows on every dialect.
var shownByAnother = map[string]string{
	"StoppedAmongMembers":                "InterruptLosesNothing",
	"ManyMembersTakeFewCalls":            "Members",
	"ContactDataSourceOfMembers":         "ContactDataSource",
	"ContactDataSourceSharesLookUps":     "ContactDataSource",
	"DataSourcesOfHiddenNumbers":         "GroupDataSource",
	"GroupsOfAMember":                    "GroupsDataSource",
	"InviteKeep":                         "Invite",
	"BrokenLinks":                        "JoinedGroupDeadLink",
	"MemberRolePending":                  "MemberPrivacy",
	"MemberOwn":                          "Member",
	"MemberCreator":                      "Member",
	"MemberKeep":                         "GroupKeep",
	"MemberOfADeniedGroup":               "MemberRefusedInThePlan",
	"MemberHidden":                       "MemberByLID",
	"MemberNamedOtherwise":               "MemberByLID",
	"MemberTwice":                        "TwoResourcesForOnePerson",
	"MemberRegisteredOtherwise":          "Member",
	"MemberShownByAnOddNumber":           "Member",
	"MemberByNumber":                     "Member",
	"GroupNewTexts":                      "GroupTexts",
	"GroupOldTexts":                      "GroupTexts",
	"GroupSecondDescription":             "Group",
	"GroupSwitchedOff":                   "Group",
	"GroupMadeWithEverything":            "Group",
	"GroupPictureURL":                    "GroupPicture",
	"GroupThatSomebodyElseMade":          "GroupImportBlock",
	"JoinedGroupDestroyedWhilePending":   "JoinedGroupPending",
	"JoinedGroupPendingWithoutLookingUp": "JoinedGroupPending",
	"JoinedGroupUntoldIsDestroyed":       "JoinedGroup",
	"JoinedGroupAlreadyIn":               "JoinedGroupDeadLink",
	"JoinedGroupAdoptedIsKeptAgain":      "JoinedGroupAdopted",
	"JoinedGroupOtherLink":               "JoinedGroup",
	"JoinedGroupRekeyedByAnotherLink":    "JoinedGroupRekeyed",
	"JoinedGroupImportOfAnother":         "JoinedGroupImport",
	"JoinedGroupLostRequest":             "JoinedGroupLostAnswer",
	"JoinedGroupLostAndLate":             "JoinedGroupLostAnswer",
	"JoinedGroupLostAndNever":            "JoinedGroupLostAnswer",
	"JoinedGroupGone":                    "GroupOnlyOneLeftOutside",
	"JoinedGroupUnreachable":             "ProviderUnreachableInThePlan",
	"JoinedGroupWithoutLookingUp":        "JoinedGroup",
	"RespelledNumberChangesNothing":      "RespelledNumberUnderMoved",
	"RespelledNumberAfterImport":         "MemberImportBlock",
	"MapKeysMustBeCanonical":             "NumbersAreValidated",
	"NeverSentIsNotPending":              "GroupPending",
	"LinkForAnID":                        "AMistypedGroup",
}

// TestAccLives needs the environment of scripts/terraform-cli.
func TestAccLives(t *testing.T) {
	t.Parallel()
	for _, life := range lives {
		if shownByAnother[life.name] != "" && !allDialects() {
			continue
		}
		t.Run(life.name, life.live)
	}
}

// What shows for another what the CLI does is a life that the CLI lives.
func TestLivesShownByAnother(t *testing.T) {
	t.Parallel()
	rows := map[string]bool{}
	for _, life := range lives {
		rows[life.name] = true
	}
	for name, other := range shownByAnother {
		if !rows[name] || !rows[other] || shownByAnother[other] != "" {
			t.Errorf("%s is said to be shown by %s: both must be lives, and the CLI must live %s", name, other, other)
		}
	}
}

// byCLI reports whether a test runs Terraform: it does where its name begins with TestAcc.
func byCLI(t *testing.T) bool { return strings.HasPrefix(t.Name(), "TestAcc") }

// inProcess does what Terraform does, without its CLI.
var inProcess = terraformtest.New(factories, terraformtest.Options{})

// runSteps runs a case beside the other tests.
func runSteps(t *testing.T, c resource.TestCase) {
	t.Helper()
	if byCLI(t) {
		c.ProtoV6ProviderFactories = factories
		resource.ParallelTest(t, c)
		return
	}
	t.Parallel()
	inProcess.Test(t, c)
}

// dialectsOf are the dialects that a test may run through: all of them in process, and two by the CLI, which takes its
// time, unless DIALECTS=all asks for all.
func dialectsOf(t *testing.T) []dialect {
	t.Helper()
	if !byCLI(t) || allDialects() {
		return dialects
	}
	return slices.DeleteFunc(slices.Clone(dialects), func(d dialect) bool { return !d.byCLI })
}

// takingTurns are those of some dialects that a test runs through: all of them in process, and by the CLI one for each
// life or test, so that about as many go through the one as through the other. DIALECTS=all asks for all.
func takingTurns(t *testing.T, among []dialect) []dialect {
	t.Helper()
	if !byCLI(t) || allDialects() || len(among) == 0 {
		return among
	}
	// By the name, so that a new row changes no other one's turn.
	name, _, _ := strings.Cut(strings.TrimPrefix(t.Name(), "TestAccLives/"), "/")
	at := int(crc32.ChecksumIEEE([]byte(name))>>1) % len(among)
	return among[at : at+1]
}

// allDialects reports whether DIALECTS=all asks for what takes its time, as it does every night.
func allDialects() bool { return os.Getenv("DIALECTS") == "all" }

// enginesOf are the engines of WAHA among dialectsOf.
func enginesOf(t *testing.T) []string {
	t.Helper()
	var engines []string
	for _, d := range dialectsOf(t) {
		if d.engine != "" {
			engines = append(engines, d.engine)
		}
	}
	return engines
}
