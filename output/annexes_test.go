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

// The notes under the completion table are plain sentences, numbered, and say
// at which gaps the colour changes.
func TestCompletionNotes(t *testing.T) {
	notes := func(in CircularInput) string {
		d, err := Circular(in, wording(t))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(d.Annexes[0].Body[0].(*Table).Notes, "\n")
	}
	got := notes(busyMonth()) // August: 8 of 12 months
	for _, want := range []string{
		"注：（一）时序进度为66.7%。“较进度”为", "\n（二）底色按", "落后不超过10个百分点为绿，超过10个、不超过30个为黄，超过30个为红；",
		"）甲方专班商谈项目、商谈金额（上报10.00亿元）含待核的重复项目；乙方专班活动含待核的重复项目。",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if got, want := notes(quietMonth()), "不低于0个百分点为绿，不低于−30个为黄，其余为红"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}
