package main

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/spf13/cobra"
)

// Officials read the usage: what is not the name of a verb, a flag or a kind of
// file is Chinese. The flag library says “string” and “[flags]” where it is
// not told otherwise.
func TestUsageIsChinese(t *testing.T) {
	names := map[string]bool{"tongbao": true, "JSON": true, "TONGBAO_WORKSPACE": true, "Ctrl": true}
	var out bytes.Buffer
	root := commands(&out, &out)
	var all []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		names[cmd.Name()] = true
		all = append(all, cmd)
		for _, under := range cmd.Commands() {
			walk(under)
		}
	}
	walk(root)
	if len(all) < 20 {
		t.Fatalf("only %d commands seen", len(all))
	}
	notWords := regexp.MustCompile(`--?[a-z][a-z-]*|\.[a-z]+`)
	word := regexp.MustCompile(`[A-Za-z_]{3,}`)
	for _, cmd := range all {
		out.Reset()
		if err := cmd.Help(); err != nil {
			t.Fatal(err)
		}
		for _, w := range word.FindAllString(notWords.ReplaceAllString(out.String(), ""), -1) {
			if !names[w] {
				t.Errorf("%s -h says %q", cmd.CommandPath(), w)
			}
		}
	}
}
