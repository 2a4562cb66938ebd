package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// everyCommand is the program's command, its verbs and what is under them.
func everyCommand(t *testing.T, out *bytes.Buffer) (all []*cobra.Command) {
	t.Helper()
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		all = append(all, cmd)
		for _, under := range cmd.Commands() {
			walk(under)
		}
	}
	walk(commands(out, out))
	if len(all) < 20 {
		t.Fatalf("only %d commands seen", len(all))
	}
	return all
}

// doc.go is the manual: it has every verb, and every flag by its long name or
// its letter.
func TestManualHasEveryVerbAndFlag(t *testing.T) {
	src, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	manual := string(src)
	flag := regexp.MustCompile(`(?m)^ +(?:(-\w), )?(--[a-z-]+)`)
	for _, cmd := range everyCommand(t, new(bytes.Buffer)) {
		if cmd.Hidden {
			continue
		}
		if !cmd.HasAvailableSubCommands() && !strings.Contains(manual, "\t"+cmd.CommandPath()+" ") {
			t.Errorf("%s is not in the manual", cmd.CommandPath())
		}
		for _, f := range flag.FindAllStringSubmatch(cmd.LocalNonPersistentFlags().FlagUsages()+cmd.PersistentFlags().FlagUsages(), -1) {
			told := strings.Contains(manual, f[2]) || f[1] != "" && strings.Contains(manual, f[1]+" ")
			if !told && f[2] != "--help" {
				t.Errorf("%s %s is not in the manual", cmd.CommandPath(), f[2])
			}
		}
	}
}

// Officials read the usage: what is not the name of a verb, a flag or a kind of
// file is Chinese. The flag library says “string” and “[flags]” where it is
// not told otherwise.
func TestUsageIsChinese(t *testing.T) {
	names := map[string]bool{"tongbao": true, "JSON": true, "TONGBAO_WORKSPACE": true, "Ctrl": true}
	var out bytes.Buffer
	all := everyCommand(t, &out)
	for _, cmd := range all {
		names[cmd.Name()] = true
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
