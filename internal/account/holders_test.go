package account_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// holder is a resource for anne in the first group.
func holder(token string, stage account.Stage) account.Holder {
	return account.Holder{
		Token: token, Group: group1, Person: byNumber(anne), Written: "+" + anne, Stage: stage,
	}
}

func tokens(holders []account.Holder) []string {
	var tokens []string
	for _, h := range holders {
		tokens = append(tokens, h.Token)
	}
	slices.Sort(tokens)
	return tokens
}

func wantTokens(t *testing.T, what string, got []account.Holder, want ...string) {
	t.Helper()
	if !slices.Equal(tokens(got), want) {
		t.Errorf("%s: %v, want %v", what, tokens(got), want)
	}
}

func TestHoldersOfOnePersonAreKnownByAnyName(t *testing.T) {
	t.Parallel()
	const lid = "900000000000001@lid"
	var h account.Holders
	number := holder("number", account.Staying)
	h.Enter(number)
	byLID := holder("lid", account.Staying)
	byLID.Person = whatsapp.Person{LID: lid}
	wantTokens(t, "before the LID is known", h.Enter(byLID))
	number.Person.LID = lid
	wantTokens(t, "once the LID is known", h.Enter(number), "lid")
	elsewhere := holder("elsewhere", account.Staying)
	elsewhere.Group = "120363000000000002@g.us"
	wantTokens(t, "in another group", h.Enter(elsewhere))
	other := holder("other", account.Staying)
	other.Person = whatsapp.Person{Phone: anne, LID: "900000000000002@lid"}
	wantTokens(t, "another account under the same number", h.Enter(other))
}

func TestReadingDoesNotTakeBackALeaving(t *testing.T) {
	t.Parallel()
	var h account.Holders
	wantTokens(t, "the first that leaves knows", h.Leave(holder("x", 0)))
	h.Enter(holder("x", account.Seen))
	h.Enter(holder("y", account.Seen))
	h.Enter(holder("y", account.Staying))
	if !h.IsRobbed("y") {
		t.Error("y does not see that x takes the person out")
	}
}

func TestWhoIsKnownToStayIsNotRobbed(t *testing.T) {
	t.Parallel()
	var h account.Holders
	h.Enter(holder("y", account.Seen))
	wantTokens(t, "x knows", h.Leave(holder("x", 0)), "y")
	h.Enter(holder("y", account.Staying))
	if h.IsRobbed("y") {
		t.Error("y is to put back a person whom x keeps")
	}
}

// Of three, two leave. The first that leaves knows the second only, which knows the one that stays.
func TestWhatAnotherKnowsCounts(t *testing.T) {
	t.Parallel()
	for _, order := range [][]string{{"x", "z"}, {"z", "x"}} {
		var h account.Holders // That of the apply, which has not met y.
		known := map[string][]account.Holder{"x": {{Token: "z"}}, "z": {{Token: "x"}, {Token: "y"}}}
		for _, token := range order {
			leaving := holder(token, 0)
			leaving.Known = known[token]
			h.Leave(leaving)
			if len(h.Remaining(token)) == 0 {
				t.Errorf("%v: %s removes the person of y", order, token)
			}
		}
	}
}

func TestTheLastOneOutRemoves(t *testing.T) {
	t.Parallel()
	var h account.Holders
	known := map[string][]account.Holder{"x": {{Token: "y"}}, "y": {{Token: "x"}}}
	var mu sync.Mutex
	removed := 0
	var all sync.WaitGroup
	for token := range known {
		all.Go(func() {
			leaving := holder(token, 0)
			leaving.Known = known[token]
			h.Leave(leaving)
			if len(h.Remaining(token)) == 0 {
				mu.Lock()
				removed++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if removed != 1 {
		t.Errorf("%d of two remove the person, want 1", removed)
	}
}

func TestWhomAnotherHasIsNotRemoved(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One", plain(anne), plain(bert)))
	a := w.account(t, account.Settings{})
	held := func(is bool) func() bool { return func() bool { return is } }
	want(t, a.RemoveMember(t.Context(), group1, byNumber(anne), held(true)), nil)
	want(t, a.RemoveMember(t.Context(), group1, byNumber(bert), held(false)), nil)
	wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
}

// However a removal and a putting back meet, the person is in the group in the end.
func TestWhoIsPutBackStays(t *testing.T) {
	t.Parallel()
	for range 5 {
		w := emulate(t, "NOWEB", group(group1, "One", plain(anne)))
		a := w.account(t, account.Settings{})
		var h account.Holders
		h.Leave(holder("x", 0))
		var all sync.WaitGroup
		all.Go(func() {
			want(t, a.RemoveMember(t.Context(), group1, byNumber(anne), func() bool {
				return len(h.Remaining("x")) > 0
			}), nil)
		})
		all.Go(func() {
			h.Enter(holder("y", account.Staying))
			if h.IsRobbed("y") {
				must[whatsapp.Member](t)(a.PutBack(t.Context(), group1, byNumber(anne)))
			}
		})
		all.Wait()
		wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
	}
}

// What the plan of a replacement or of an update knows may be lost before the apply, except what a reading has noted.
func TestWhoIsKnownToThePlanAloneIsRobbed(t *testing.T) {
	t.Parallel()
	y := holder("y", account.Staying)
	for _, lasting := range [][]account.Holder{nil, {y}} {
		var h account.Holders
		h.Enter(holder("y", account.Seen))
		x := holder("x", 0)
		x.Replaced, x.Lasting = true, lasting
		wantTokens(t, "x knows", h.Leave(x), "y")
		h.Enter(y)
		if robbed := h.IsRobbed("y"); robbed != (lasting == nil) {
			t.Errorf("with %v noted, y is robbed: %t", tokens(lasting), robbed)
		}
	}
	// Nor is the note enough for a destruction that goes by its plan.
	var h account.Holders
	x := holder("x", 0)
	x.Replaced, x.Lasting = true, []account.Holder{holder("unmet", account.Seen)}
	h.Leave(x)
	h.Enter(y)
	if !h.IsRobbed("y") {
		t.Error("y does not see that x takes the person out")
	}
}

// Whoever keeps the person keeps them for whoever lets go, in any order.
func TestWhoKeepsIsReasonToStay(t *testing.T) {
	t.Parallel()
	for _, order := range [][]string{{"keeps", "goes"}, {"goes", "keeps"}} {
		var h account.Holders
		for _, token := range order {
			stage := account.Leaving
			if token == "keeps" {
				stage = account.Keeping
			}
			h.Leave(holder(token, stage))
		}
		h.LeaveAgain("keeps") // As the second half of a replacement does.
		remaining := h.Remaining("goes")
		wantTokens(t, "who remains", remaining, "keeps")
		if remaining[0].Stage != account.Keeping {
			t.Errorf("the stage is %d", remaining[0].Stage)
		}
	}
}
