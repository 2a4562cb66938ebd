package main

import (
	"regexp"
	"strings"
	"testing"

	"tongbao/ingest/finding"
)

// Every code that stands in the source is explained, and nothing else is.
func TestEveryCodeIsExplained(t *testing.T) {
	code := regexp.MustCompile(`"([FSTXD]-[A-Z0-9]+)"`)
	found := map[string]bool{}
	eachGoFile(t, func(path string, src []byte) {
		if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "catalogue.go") {
			return
		}
		for _, m := range code.FindAllStringSubmatch(string(src), -1) {
			found[m[1]] = true
			if _, ok := finding.Catalogue[m[1]]; !ok {
				t.Errorf("%s: %s is not in finding.Catalogue", path, m[1])
			}
		}
	})
	for c := range finding.Catalogue {
		if !found[c] {
			t.Errorf("%s is explained and never found", c)
		}
	}
}
