package office

import (
	"testing"

	"tongbao/rules/scheme"
)

// A register that an earlier program made has no column 以谁为准: who is asked to
// fill it in is told how to come by it.
func TestAColumnThatAnOldRegisterLacks(t *testing.T) {
	for columns, want := range map[string]string{
		"认定人(岗位)": "（这本台账还没有这一列，请在该表表头的最后加写列名）", "以谁为准": "",
	} {
		o := &Office{tables: []scheme.Table{{Sheet: "核定", Columns: []string{"专班"}}, {Sheet: "重复认定", Columns: []string{"项目", columns}}}}
		if got := o.lacking("重复认定", "以谁为准"); got != want {
			t.Errorf("%s: %q, want %q", columns, got, want)
		}
	}
}
