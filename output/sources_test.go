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
