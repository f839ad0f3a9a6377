// Picture draws what `make demo` prints, from the change by hand to its correction, as a terminal in SVG: the README's
// picture. It reads the output and writes the picture. The same output gives the same picture, whatever the ids.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"os"
	"regexp"
	"strings"
)

func main() {
	printed, err := io.ReadAll(os.Stdin)
	if err == nil {
		var picture []byte
		if picture, err = draw(string(printed)); err == nil {
			_, err = os.Stdout.Write(picture)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

const (
	first = "2. Somebody acts by hand"
	last  = "Apply complete! "

	// Sizes in pixels.
	lineHeight, charWidth, margin = 19, 8, 20
)

var (
	// What is the same every time, or of this run alone, is left out.
	override = regexp.MustCompile(`(?s)╷?\n?[│ ]*Warning: Provider development overrides.*?published\s+releases\.\n╵?`)
	boring   = regexp.MustCompile(`^(.*: Refreshing state\.\.\..*|(Terraform|OpenTofu) (used|will perform) .*|` +
		`plan\. Resource actions are .*|  [+~] (create|update in-place)|.*= \(known after apply\)| +# \(.*hidden\))$`)
	ids = regexp.MustCompile(` \[id=[^\]]*\]`)
	jid = regexp.MustCompile(`\d+@g\.us`)

	colours = []struct {
		lines *regexp.Regexp
		class string
	}{
		{regexp.MustCompile(`^(\d\. |\$ |Plan: )`), "bold"},
		{regexp.MustCompile(`^Apply complete!`), "bold green"},
		{regexp.MustCompile(`^ +\+ `), "green"},
		{regexp.MustCompile(`^ +~ `), "yellow"},
		{regexp.MustCompile(`^─+$`), "grey"},
	}
)

// lines are those of the output that the picture shows, from the first one to the last.
func lines(printed string) ([]string, error) {
	var shown []string
	for line := range strings.Lines(override.ReplaceAllString(printed, "")) {
		line = strings.TrimRight(line, "\r\n ")
		if len(shown) == 0 && line != first || boring.MatchString(line) ||
			line == "" && len(shown) > 0 && shown[len(shown)-1] == "" {
			continue
		}
		line = ids.ReplaceAllString(line, "")
		shown = append(shown, jid.ReplaceAllString(line, "120363000000000001@g.us"))
		if strings.HasPrefix(line, last) {
			return shown, nil
		}
	}
	return nil, errors.New("this is not what the demo prints: run it with make picture")
}

func draw(printed string) ([]byte, error) {
	shown, err := lines(printed)
	if err != nil {
		return nil, err
	}
	longest := 0
	for _, line := range shown {
		longest = max(longest, len([]rune(line)))
	}
	width, height := longest*charWidth+2*margin, len(shown)*lineHeight+2*margin
	var svg bytes.Buffer
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">
<title>A change by hand shows in the plan, and the apply corrects it</title>
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #d6dae0; white-space: pre }
.bold { font-weight: bold; fill: #fff } .green { fill: #7ec97e } .yellow { fill: #e5c07b } .grey { fill: #7d8590 }
</style>
<rect width="100%%" height="100%%" rx="8" fill="#161b22"/>
`, width, height)
	for i, line := range shown {
		if line == "" {
			continue
		}
		class := ""
		for _, colour := range colours {
			if colour.lines.MatchString(line) {
				class = fmt.Sprintf(" class=%q", colour.class)
				break
			}
		}
		// With its length every font has the line as wide as it is meant.
		fmt.Fprintf(&svg, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" xml:space=\"preserve\"%s>%s</text>\n",
			margin, margin+(i+1)*lineHeight-5, len([]rune(line))*charWidth, class, html.EscapeString(line))
	}
	svg.WriteString("</svg>\n")
	return svg.Bytes(), nil
}
