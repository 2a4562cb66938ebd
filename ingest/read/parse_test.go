package read

import (
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// Amounts as people type them, worked out by hand in the column's unit.
// "" is a question back to the sender.
func TestParseAmount(t *testing.T) {
	for _, c := range []struct{ typed, unit, want string }{
		{"3.2", "亿元", "3.2"}, {"３．２", "亿元", "3.2"}, {" 3.2\u3000", "亿元", "3.2"}, {"3\u200b.2", "亿元", "3.2"},
		{"1.5亿元", "亿元", "1.5"}, {"1.5亿", "亿元", "1.5"}, {"１．５亿", "亿元", "1.5"}, {"8910万元", "亿元", "0.891"}, {"8910万", "亿元", "0.891"}, {"3200.5万元", "亿元", "0.32005"},
		{"320000000元", "亿元", "3.2"}, {"3千万元", "亿元", "0.3"}, {"5百万", "亿元", "0.05"}, {"2亿元", "万元", "20000"}, {"8600元", "万元", "0.86"}, {"¥8600", "元", "8600"}, {"人民币3亿元", "亿元", "3"}, {"3亿元人民币", "亿元", "3"},
		{"1,234.5", "亿元", "1234.5"}, {"1，234，567", "元", "1234567"}, {"12,345,678.9万元", "亿元", "1234.56789"},
		{"-3", "亿元", "-3"}, {"－3", "亿元", "-3"}, {"+3", "亿元", "3"}, {".5", "亿元", "0.5"}, {"0", "亿元", "0"}, {"007", "个", "7"},
		{"5个", "个", "5"}, {"5 人", "人", "5"}, {"1.2万人", "人", "12000"}, {"85%", "%", "85"}, {"８５％", "%", "85"}, {"3(亿元)", "亿元", "3"},
		{"1,5", "亿元", ""}, {"1,23,456", "元", ""}, {"12,34", "元", ""}, {",5", "元", ""}, {"1.2.3", "亿元", ""}, {"约3", "亿元", ""}, {"3左右", "亿元", ""}, {"3亿多", "亿元", ""}, {"3-5", "亿元", ""}, {"3～5亿元", "亿元", ""},
		{"无", "亿元", ""}, {"/", "亿元", ""}, {"-", "亿元", ""}, {"三亿元", "亿元", ""}, {"3亿美元", "亿元", ""}, {"3亩", "亿元", ""}, {"5家", "个", ""}, {"85%", "亿元", ""}, {"1e5", "亿元", ""}, {"0x10", "个", ""}, {"NaN", "个", ""}, {"5.", "个", ""}, {"=1+1", "个", ""}, {strings.Repeat("9", 500), "个", ""},
	} {
		a, fault := parseAmount(c.typed, c.unit)
		got := ""
		if fault.kind == noFault {
			got = a.num.String()
		}
		if got != c.want {
			t.Errorf("parseAmount(%q, %s) = %q (%v), want %q", c.typed, c.unit, got, fault, c.want)
		}
	}
}

// Every number that was typed with more than plain digits says so.
func TestEveryRepairHasAReason(t *testing.T) {
	for _, typed := range []string{"３", "3 ", "1,000", "3亿", "¥3", ".5", "3\u200b"} {
		if a, fault := parseAmount(typed, "亿元"); fault.kind != noFault || len(a.reasons) == 0 || a.reasons[0] == "文本格式的数按数值读取" {
			t.Errorf("%q: %v %v", typed, a.reasons, fault)
		}
	}
}

// Days as people type them in a return for September 2023. "" is a question.
func TestDayOfText(t *testing.T) {
	september := ingest.Period{Year: 2023, Month: 9}
	for _, c := range []struct{ typed, want, problem string }{
		{"2023-09-05", "2023-09-05", ""}, {"2023-9-5", "2023-09-05", ""}, {"2023/9/5", "2023-09-05", ""}, {"2023年9月5日", "2023-09-05", ""}, {"2023年9月5号", "2023-09-05", ""}, {"2023.9.9", "2023-09-09", ""}, {"２０２３．９．９", "2023-09-09", ""}, {" 2023 年 9 月 9 日 ", "2023-09-09", ""},
		{"20230909", "2023-09-09", ""}, {"2023、9、9", "2023-09-09", ""}, {"2023.9/9", "2023-09-09", ""}, {"2023-09-05 00:00:00", "2023-09-05", ""}, {"2023/9/5 14:30", "2023-09-05", ""}, {"2023-09-05T08:00:00Z", "2023-09-05", ""}, {"2023\u200b-9-5", "2023-09-05", ""},
		{"9月9日", "2023-09-09", ""}, {"9.9", "2023-09-09", ""}, {"9.10", "2023-09-10", ""}, {"9/9", "2023-09-09", ""}, {"9-9", "2023-09-09", ""}, {"8月30日", "2023-08-30", ""}, {"9月9", "2023-09-09", ""}, {"2024年2月29日", "2024-02-29", ""},
		{"2023年9月", "", "没有写明是哪一日。"}, {"2023.9", "", "没有写明是哪一日。"}, {"202309", "", "没有写明是哪一日。"}, {"9月", "", "没有写明是哪一日。"}, {"2023年", "", "没有写明是哪一日。"},
		{"2023.13.5", "", "不是日期：没有13月。"}, {"2023-0-5", "", "不是日期：没有0月。"}, {"2023年9月31日", "", "不是日期：2023年9月没有31日。"}, {"2023年2月29日", "", "不是日期：2023年2月没有29日。"}, {"20231340", "", "不是日期：没有13月。"}, {"13.5", "", "不是日期：没有13月。"},
		{"23.9.9", "", "的年份只写了两位。"}, {"0023-9-9", "", "的年份23不会是实际年份。"}, {"12月5日", "", "没有写明年份，按2023年则晚于报告月份。"},
		{"9.5-9.8", "", "是一段时间，本列只填一个日期。"}, {"9月5日至8日", "", "是一段时间，本列只填一个日期。"}, {"2023-9-5~2023-9-8", "", "是一段时间，本列只填一个日期。"}, {"2023年9月5日、8日", "", "是一段时间，本列只填一个日期。"},
		{"九月九日", "", "不是日期。"}, {"上旬", "", "不是日期。"}, {"2023", "", "没有写明是哪一日。"}, {"1/2/3/4", "", "不是日期。"}, {"待定", "", "不是日期。"},
	} {
		d := dayOfText(c.typed, september)
		got := d.day.String()
		if d.problem != "" {
			got = ""
		}
		if got != c.want || d.problem != c.problem {
			t.Errorf("dayOfText(%q) = %q %q, want %q %q", c.typed, got, d.problem, c.want, c.problem)
		}
	}
}

// Numbers in a date column. 45174 is 5 September 2023.
func TestDayOfNumber(t *testing.T) {
	september := ingest.Period{Year: 2023, Month: 9}
	for typed, want := range map[string]string{"45174": "2023-09-05", "20230909": "2023-09-09", "9.9": "2023-09-09", "9.25": "2023-09-25", "9.1": "", "9.2": "", "9.3": "", "2023.9": "", "2023": "", "12345": "", "5": "", "20231309": "", "0.5": ""} {
		d := dayOfNumber(exact.MustParse(typed), september)
		got := d.day.String()
		if d.problem != "" {
			got = ""
		}
		if got != want {
			t.Errorf("dayOfNumber(%s) = %q %q, want %q", typed, got, d.problem, want)
		}
		if got != "" && d.reason == "" {
			t.Errorf("dayOfNumber(%s) is read without being listed as a repair", typed)
		}
	}
}

func TestMonthOfCell(t *testing.T) {
	text := func(s string) sheet.Cell { return sheet.Cell{Type: sheet.Text, Value: s} }
	for typed, want := range map[string]string{"2023年9月": "2023-09", "2023年9月份": "2023-09", "2023-09": "2023-09", "2023.9": "2023-09", "2023/9": "2023-09", "202309": "2023-09", "９月": "2023-09", "9": "2023-09", "2023年9月5日": "2023-09", "2023年13月": "", "上月": "", "0": ""} {
		p, ok := monthOfCell(text(typed), 2023)
		if !ok {
			p = ingest.Period{}
		}
		if p.String() != want {
			t.Errorf("monthOfCell(%q) = %q, want %q", typed, p, want)
		}
	}
	if p, ok := monthOfCell(sheet.Cell{Type: sheet.Number, Value: "2023.1", Num: exact.MustParse("2023.1")}, 2023); ok {
		t.Errorf("the number 2023.1 is %s, want a question: it may be October", p)
	}
	if _, ok := monthOfCell(text("9月"), 0); ok {
		t.Error("9月 was read without a year to go by")
	}
}

func TestHeaderFolding(t *testing.T) {
	for in, want := range map[string]string{" *签约金额\n（亿元）： ": "签约金额", "签约金额(万元)＊": "签约金额", "【必填】签约金额": "签约金额", "项 目 名 称": "项目名称"} {
		if got := bare(in); got != want {
			t.Errorf("bare(%q) = %q, want %q", in, got, want)
		}
	}
	if got := bracketed("签约金额（单位：万元）＊"); got != "万元" {
		t.Errorf("unit in the header is %q", got)
	}
}

func TestClosest(t *testing.T) {
	for _, c := range []struct {
		want       string
		candidates []string
		at         int
	}{
		{"开工日期", []string{"项目名称", "开工时间 "}, 1}, // examples/findings.txt
		{"签约", []string{"洽谈", "签约中"}, 1}, {"签约项目", []string{"对接项目"}, -1}, {"签约项目", []string{"签约项目(9月)", "签约"}, 0}, {"正式协议", []string{"框架协议"}, -1}, {"是", []string{"否"}, -1},
	} {
		if got := closest(c.want, c.candidates); got != c.at {
			t.Errorf("closest(%s, %v) = %d, want %d", c.want, c.candidates, got, c.at)
		}
	}
}

func FuzzAmount(f *testing.F) {
	for _, s := range []string{"1.5亿元", "8910万元", "1,234.5", "３．２", "-", "约3", "85%", "3亿美元", "1e9"} {
		f.Add(s, "亿元")
	}
	f.Fuzz(func(t *testing.T, typed, unit string) {
		field := form.Field{Key: "a", Header: "a", Type: form.Decimal, Unit: unit, Decimals: 4}
		a, fault := amountOf(field, sheet.Cell{Type: sheet.Text, Value: typed}, "")
		if fault.kind == noFault && len(a.reasons) == 0 {
			t.Errorf("%q read as %s without a word", typed, a.num)
		}
	})
}

func FuzzDay(f *testing.F) {
	for _, s := range []string{"2023.9.9", "9月9日", "20230909", "2023年9月", "2023-09-05 00:00:00", "9.5-9.8", "23.9.9", "2023.13.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		d := dayOfText(typed, ingest.Period{Year: 2023, Month: 9})
		if d.problem == "" && !d.day.Valid() {
			t.Errorf("%q read as %v", typed, d.day)
		}
		if d.problem != "" && !strings.HasSuffix(d.problem, "。") {
			t.Errorf("%q: problem %q is no sentence", typed, d.problem)
		}
	})
}
