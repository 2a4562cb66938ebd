package scheme_test

import (
	"errors"
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// FuzzLoad puts any text in the place of one sheet. Whatever it says, the
// loader answers with a scheme that loads again as itself, or with faults that
// each say something.
func FuzzLoad(f *testing.F) {
	tables := scheme.Defaults()
	for i, table := range tables {
		lines := []string{strings.Join(table.Columns, "\t")}
		for _, r := range table.Rows[:min(3, len(table.Rows))] {
			lines = append(lines, strings.Join(r.Cells, "\t"))
		}
		f.Add(uint8(i), strings.Join(lines, "\n"))
	}
	f.Add(uint8(0), "名称\t值\n年度起\t十三月\n项目阶段\t，，\n终止阶段\t")
	f.Add(uint8(3), "\t\t\n#\n专班")
	f.Fuzz(func(t *testing.T, at uint8, text string) {
		tables := scheme.Defaults()
		i := int(at) % len(tables)
		tables[i] = scheme.ParseTSV(tables[i].Sheet, text)
		s, err := scheme.Load(tables)
		var faults scheme.Faults
		if err != nil {
			if s != nil || !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("scheme %v beside %v", s != nil, err)
			}
			for _, fault := range faults {
				if fault.Sheet == "" || fault.Message == "" {
					t.Fatalf("a fault that says nothing: %+v", fault)
				}
			}
			return
		}
		again, err := scheme.Load(s.Tables())
		if err != nil || again.Digest != s.Digest {
			t.Fatalf("loaded again: %v, digest %v", err, err == nil && again.Digest == s.Digest)
		}
	})
}
