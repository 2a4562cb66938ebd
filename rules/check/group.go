package check

import (
	"strings"

	"tongbao/ingest/finding"
)

// shown is how many findings of one code in one column are shown singly.
const shown = 5

// grouped keeps the first five findings of one kind in one column and lets
// one more say how many there are besides, so that a column filled in wrongly
// from top to bottom does not bury the rest. The list must be sorted.
func grouped(list finding.List) finding.List {
	type kind struct {
		code, sheet, column string
		level               finding.Level
	}
	kindOf := func(f finding.Finding) kind {
		return kind{f.Code, f.Sheet, strings.TrimRight(f.Cell, "0123456789"), f.Level}
	}
	total := map[kind]int{}
	for _, f := range list {
		total[kindOf(f)]++
	}
	seen := map[kind]int{}
	var out finding.List
	for _, f := range list {
		k := kindOf(f)
		seen[k]++
		switch {
		case f.Cell == "" || seen[k] <= shown:
			out = append(out, f)
		case seen[k] == shown+1:
			f.Value = ""
			f.Message = "本列自此行起还有" + itoa(total[k]-shown) + "处同样问题，不逐一列出。"
			out = append(out, f)
		}
	}
	return out
}
