package output

import (
	"strings"
	"testing"

	"tongbao/ingest"
)

// September of the example rests on 7 returns. Besides, WLK said 本月无 in
// February, KFQ's May had a row that no figure counts, and a return of the year
// before and one of October are none of September's: 9 rows, 2 of them idle.
func TestNilReturnsAreSourcesToo(t *testing.T) {
	in := september()
	version := func(code string, year, month, number int) ingest.Version {
		return ingest.Version{TaskForce: code, Period: ingest.Period{Year: year, Month: month}, Number: number, SHA256: strings.Repeat(code, 5)}
	}
	cover := ingest.Entry{Sheet: "封面"}
	in.Sources = []*ingest.Return{
		{Version: version("WLK", 2023, 2, 1), Entries: []ingest.Entry{cover}, Nil: []string{"签约项目"}},
		{Version: version("KFQ", 2023, 5, 2), Entries: []ingest.Entry{cover, {Sheet: "签约项目", Row: 5}}},
		{Version: version("KFQ", 2022, 12, 1)}, {Version: version("KFQ", 2023, 10, 1)},
		{Version: ingest.Version{TaskForce: "KFQ", Period: in.Period, Number: 1, SHA256: "c0ffee"}, Entries: []ingest.Entry{cover}}, // taken from
	}
	d, err := Circular(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	var table *Table
	for _, b := range d.Annexes[len(d.Annexes)-1].Body {
		if x, is := b.(*Table); is {
			table = x
		}
	}
	rows := map[string]string{}
	for _, row := range table.Rows {
		rows[row[0].Text+row[1].Text+row[2].Text] = row[4].Text
	}
	if len(rows) != 9 || rows["文旅康养专班2023-02第1次"] != "零报告" || rows["开发区专班2023-05第2次"] != "未取用" || rows["开发区专班2023-09第1次"] == "零报告" {
		t.Errorf("%d rows: %v", len(rows), rows)
	}
	if note := strings.Join(table.Notes, ""); !strings.Contains(note, "共取用月报表7份、") || !strings.Contains(note, "另有2份为零报告或没有应计入的数据，一并列出。") {
		t.Error(note)
	}
	if trace := d.Traces["sources/WLK/2023-02/1"]; len(trace.Inputs) != 1 || trace.Inputs[0].Version.SHA256 != "WLKWLKWLKWLKWLK" {
		t.Errorf("零报告 rests on %+v", trace.Inputs)
	}
}

// That a return came on time rests on it as a whole and on none of its cells:
// SZJ's second September, in which it said 本月无, is 零报告 in September's own circular
// as in October's, not a return of 0 cells, and not one of the 7 taken from.
func TestAReturnItselfIsNoCell(t *testing.T) {
	in := september()
	none := &ingest.Return{Version: ingest.Version{TaskForce: "SZJ", Period: in.Period, Number: 2, SHA256: "5271"}, Entries: []ingest.Entry{{Sheet: "封面"}}, Nil: []string{"签约项目"}}
	in.Returns = append(in.Returns, none)
	in.Sources = []*ingest.Return{none}
	d, err := Circular(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	if trace := d.Traces["reporting/SZJ"]; len(trace.Inputs) != 1 || trace.Inputs[0].Version.SHA256 != "5271" {
		t.Fatalf("what SZJ reported rests on %+v", trace.Inputs)
	}
	got := Text(d)
	for _, want := range []string{"数字经济专班│2023-09│第2次│—│零报告│5271…", "共取用月报表7份、", "另有1份为零报告或没有应计入的数据，一并列出。"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got[strings.LastIndex(got, "数据来源"):])
		}
	}
}
