package chaos

import "testing"

func TestWhatIsOnlyAcceptedIsNotDone(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			named := func(name string) []Run {
				members := hclMap(map[string]string{number(anna): "member"})
				args := map[string]string{"name": quoted(name), "initial_members": members}
				return []Run{{Command: doApply, Config: Config{Resources: []Resource{
					{Type: typeGroup, Label: "g", Args: args},
				}}}}
			}
			r, end, err := Program{Dialect: d.name, Parallelism: 1}.start()
			if err != nil {
				t.Fatal(err)
			}
			defer end()
			if _, err := r.step(t.Context(), 0, Step{Runs: named("Alpha")}); err != nil {
				t.Fatal(err)
			}
			seen, err := r.step(t.Context(), 1, Step{
				Runs: named("Beta"), Faults: []Fault{{Name: accepted, On: aSetting}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if is := seen.after.Groups[len(seen.after.Groups)-1].Name; is != "Alpha" {
				t.Errorf("the name is %q", is)
			}
			accepts := false
			for _, request := range seen.requests {
				accepts = accepts || request.Method != "GET" && request.Status < 300
			}
			if !accepts || !seen.runs[0].ds.HasErrors() {
				t.Errorf("accepted: %t; the run says %q", accepts, seen.runs[0].said())
			}
		})
	}
}
