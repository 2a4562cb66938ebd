package output

import (
	"slices"
	"strings"
	"testing"
)

// A list that also holds projects met before agrees with the figures of the
// text: it says which are new, and how many of each there are.
func TestProjectListSaysWhatIsNew(t *testing.T) {
	d, err := Circular(busyMonth(), wording(t)) // 甲-1 known before, 甲-2 new; both new on the other sheet
	if err != nil {
		t.Fatal(err)
	}
	var lists []*Table
	for _, a := range d.Annexes {
		if strings.HasSuffix(a.Title, "项目清单") {
			for _, b := range a.Body {
				lists = append(lists, b.(*Table))
			}
		}
	}
	if len(lists) != 2 {
		t.Fatalf("%d lists", len(lists))
	}
	mixed, fresh := lists[0], lists[1]
	var said []string
	for _, row := range mixed.Rows {
		said = append(said, row[len(row)-1].Text)
	}
	if mixed.Caption != "本月推进的项目" || mixed.Columns[len(mixed.Columns)-1].Name != "是否本月新增" || !slices.Equal(said, []string{"否", "是"}) {
		t.Errorf("%s: %v %v", mixed.Caption, mixed.Columns, said)
	}
	if len(mixed.Notes) != 1 || !strings.Contains(mixed.Notes[0], "共2个，其中本月新增1个，其余1个以前月份已填报") {
		t.Errorf("notes %q", mixed.Notes)
	}
	if fresh.Caption != "新项目" || len(fresh.Columns) != 2 || len(fresh.Notes) != 0 {
		t.Errorf("%s: %v %q", fresh.Caption, fresh.Columns, fresh.Notes)
	}
}
