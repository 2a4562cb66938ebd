package check_test

import (
	"fmt"
	"slices"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// The default scheme on a return with the accidents that the notice and the
// example messages speak of: 12 signed of 10 invested is 2 too much, a
// contract in the task force's name, an unmarked August contract.
func TestDefaultScheme(t *testing.T) {
	s, err := scheme.Load(scheme.Defaults())
	if err != nil {
		t.Fatalf("the default scheme does not load:\n%v", err)
	}
	tf := s.TaskForce("KFQ")
	f := s.Form(tf.Class)
	september := ingest.Period{Year: 2023, Month: 9}
	r := &ingest.Return{Version: ingest.Version{TaskForce: "KFQ", Period: september}}
	r.Nil = []string{"外出招商活动", "对接项目", "落地项目", "会议与汇报", "经费使用", "人员变动"}
	r.Entries = []ingest.Entry{
		{Sheet: "封面", Values: words("专班名称", "开发区招商专班", "报告月份", "2023-09", "填报单位", "示例单位", "填报人", "办公室负责同志", "审签人", "分管领导")},
		signing(7, "KFQ-2023-003", "12", "10", "装备制造业招商专班", ingest.Date{Year: 2023, Month: 9, Day: 5}),
		signing(8, "KFQ-2023-004", "1", "1", "示例管理委员会", ingest.Date{Year: 2023, Month: 8, Day: 30}),
	}
	r.Entries[0].Values["填报日期"] = ingest.Value{Cell: "C9", Kind: ingest.Day, Date: ingest.Date{Year: 2023, Month: 10, Day: 8}}
	list := check.Return(s, f, r, facts.NewYear(s.Base(tf), september, []*ingest.Return{r}))
	want := map[string]string{
		"R-112 签约项目!E7": "签约金额12亿元大于总投资10亿元，相差2亿元。",
		"R-150 签约项目!H7": "甲方“装备制造业招商专班”：不得以专班名义签订经济合同（通知三（三））。",
		"R-101 签约项目!F8": "签约日期2023年8月30日不在9月份。",
	}
	for _, x := range list {
		at := x.Code + " " + x.Place.String()
		if message, ok := want[at]; ok && x.Level == "error" && x.Message == message {
			delete(want, at)
		} else if x.Level == "error" {
			t.Errorf("%s %s", at, x.Message)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v\nfound:\n%s", want, lines(list))
	}
}

// What a year falls short of is the task force's own target: with 8 set in
// place of the notice's 10, 7 packaged projects are too few and 8 are not;
// where none is set, nobody is short of it.
func TestAYearIsMeasuredByItsTarget(t *testing.T) {
	december := ingest.Period{Year: 2023, Month: 12}
	for _, c := range []struct {
		target string
		done   int
		want   string
	}{
		{"10", 9, "全年包装项目不足10个。"}, {"10", 10, ""}, {"8", 7, "全年包装项目不足8个。"}, {"8", 8, ""}, {"", 1, ""},
	} {
		s, err := scheme.Load(packagingTarget(c.target))
		if err != nil {
			t.Fatal(err)
		}
		tf := s.TaskForce("FWZ")
		r := &ingest.Return{Version: ingest.Version{TaskForce: "FWZ", Period: december}}
		for i := range c.done {
			e := ingest.Entry{Sheet: "包装项目", Row: 5 + i, Values: words("项目编号", fmt.Sprintf("FWZ-2023-%03d", i+1))}
			e.Values["包装日期"] = ingest.Value{Kind: ingest.Day, Date: ingest.Date{Year: 2023, Month: 12, Day: 5}}
			r.Entries = append(r.Entries, e)
		}
		got := ""
		for _, x := range check.Return(s, s.Form(tf.Class), r, facts.NewYear(s.Base(tf), december, []*ingest.Return{r})) {
			if x.Code == "R-186" {
				got += x.Message
			}
		}
		if got != c.want {
			t.Errorf("%d of %q: %q, want %q", c.done, c.target, got, c.want)
		}
	}
}

// packagingTarget is the default scheme with another 下限 for FWZ's 包装项目, or
// without the row.
func packagingTarget(low string) []scheme.Table {
	tables := scheme.Defaults()
	for i := range tables {
		if tables[i].Sheet != "目标" {
			continue
		}
		at, rows := slices.Index(tables[i].Columns, "下限"), []scheme.Row{}
		for _, row := range tables[i].Rows {
			if row.Cells[0] == "FWZ" && row.Cells[1] == "包装项目" {
				row.Cells = slices.Clone(row.Cells)
				row.Cells[at] = low
				if low == "" {
					continue
				}
			}
			rows = append(rows, row)
		}
		tables[i].Rows = rows
	}
	return tables
}

func words(pairs ...string) map[string]ingest.Value {
	m := map[string]ingest.Value{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = ingest.Value{Kind: ingest.Text, Text: pairs[i+1], Cell: "C4"}
	}
	return m
}

func signing(row int, code, amount, invest, party string, on ingest.Date) ingest.Entry {
	e := ingest.Entry{Sheet: "签约项目", Row: row, Values: words("项目编号", code, "项目名称", "示例项目"+code, "投资方", "示例装备有限公司", "协议类型", "正式协议", "合同甲方", party)}
	e.Values["签约金额"] = ingest.Value{Kind: ingest.Number, Num: exact.MustParse(amount)}
	e.Values["总投资"] = ingest.Value{Kind: ingest.Number, Num: exact.MustParse(invest)}
	e.Values["签约日期"] = ingest.Value{Kind: ingest.Day, Date: on}
	for i, key := range []string{"项目编号", "项目名称", "投资方", "协议类型", "签约金额", "签约日期", "签约地点", "合同甲方", "总投资"} {
		if v, ok := e.Values[key]; ok {
			v.Cell = string(rune('A'+i)) + string(rune('0'+row))
			e.Values[key] = v
		}
	}
	return e
}
