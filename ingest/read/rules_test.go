package read_test

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/read"
)

var update = flag.Bool("update", false, "write testdata/rules.txt anew")

const rulesFile = "testdata/rules.txt"

// byTheRules holds readings against those that were written down with the
// number of read.Rules: one that is another is a change of the rules, and
// verify would call damaged what was accepted before it. Raise read.Rules, then
// go test ./ingest/read -run TestUntidyReturns -update. What is not written
// down yet is nobody's past.
func byTheRules(t *testing.T, readings map[string]*ingest.Return) {
	t.Helper()
	text, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	rules, rest, _ := strings.Cut(string(text), "\n")
	if rules != fmt.Sprint(read.Rules) && !*update {
		t.Fatalf("%s is of rules %s, these are %d: write it anew with -update", rulesFile, rules, read.Rules)
	}
	for line := range strings.Lines(rest) {
		digest, why, _ := strings.Cut(strings.TrimSpace(line), " ")
		if r, ran := readings[why]; ran && digestOf(t, r) != digest && rules == fmt.Sprint(read.Rules) {
			t.Errorf("%s: read otherwise than by rules %s: raise read.Rules", why, rules)
		}
	}
	if *update && !t.Failed() {
		writeRules(t, readings)
	}
}

func writeRules(t *testing.T, readings map[string]*ingest.Return) {
	t.Helper()
	text := fmt.Sprintln(read.Rules)
	for _, why := range slices.Sorted(maps.Keys(readings)) {
		text += digestOf(t, readings[why]) + " " + why + "\n"
	}
	if err := os.WriteFile(rulesFile, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func digestOf(t *testing.T, r *ingest.Return) string {
	t.Helper()
	if r != nil {
		bare := *r
		bare.Rules = 0
		r = &bare
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%.6x", sha256.Sum256(text))
}
