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

// What is no plain number is asked about by what it is, with a proposal where
// only one number can be meant; never read. Proposals worked out by hand.
func TestAmountsAskedFor(t *testing.T) {
	for _, c := range []struct {
		typed, unit, proposal string
		kind                  faultKind
	}{
		{"三亿元", "亿元", "3", wordsFault}, {"三亿", "亿元", "3", wordsFault}, {"叁亿圆整", "亿元", "3", wordsFault}, {"三点二亿元", "亿元", "3.2", wordsFault}, {"壹佰万", "亿元", "0.01", wordsFault}, {"壹佰万元整", "亿元", "0.01", wordsFault},
		{"人民币壹亿贰仟万元整", "亿元", "1.2", wordsFault}, {"三亿五千万元", "亿元", "3.5", wordsFault}, {"3亿5000万元", "亿元", "3.5", wordsFault}, {"3亿5千万", "亿元", "3.5", wordsFault}, {"一万亿元", "亿元", "10000", wordsFault}, {"三亿零五百万", "亿元", "3.05", wordsFault},
		{"五个", "个", "5", wordsFault}, {"十二", "个", "12", wordsFault}, {"二十", "个", "20", wordsFault}, {"二十一个", "个", "21", wordsFault}, {"一百零五人", "人", "105", wordsFault}, {"三", "亿元", "3", wordsFault}, {"五万", "元", "50000", wordsFault}, {"五万元", "万元", "5", wordsFault},
		{"三亿五", "亿元", "", numberFault}, {"一百五", "个", "", numberFault}, {"三五个", "个", "", numberFault}, {"二〇二三", "个", "", numberFault}, {"百万", "亿元", "", numberFault}, {"亿", "亿元", "", numberFault}, {"三亿三亿", "亿元", "", numberFault}, {"万亿三千亿", "亿元", "", numberFault}, {"三亩", "亿元", "", numberFault},
		{"约3亿元", "亿元", "", roughFault}, {"3亿多", "亿元", "", roughFault}, {"3亿元左右", "亿元", "", roughFault}, {"几亿元", "亿元", "", roughFault}, {"数千万元", "亿元", "", roughFault}, {"三亿多元", "亿元", "", roughFault},
		{"3-5亿元", "亿元", "", rangeFault}, {"3～5亿元", "亿元", "", rangeFault}, {"3亿-5亿", "亿元", "", rangeFault}, {"3亿元至5亿元", "亿元", "", rangeFault}, {"三到五亿", "亿元", "", rangeFault}, {"3—5", "个", "", rangeFault},
		{"3亿美元", "亿元", "", currencyFault}, {"$3", "亿元", "", currencyFault}, {"US$3亿", "亿元", "", currencyFault}, {"€3", "亿元", "", currencyFault}, {"5000万港币", "亿元", "", currencyFault}, {"USD 300", "亿元", "", currencyFault},
		{"3.2（意向）", "亿元", "3.2", remarkFault}, {"8910万元（含设备）", "亿元", "0.891", remarkFault}, {"（3.2）", "亿元", "", numberFault},
	} {
		a, fault := parseAmount(c.typed, c.unit)
		got := ""
		if fault.proposal != nil {
			got = fault.proposal.String()
		}
		if fault.kind != c.kind || got != c.proposal {
			t.Errorf("parseAmount(%q, %s) = %q, fault %d with proposal %q, want fault %d with %q", c.typed, c.unit, a.num, fault.kind, got, c.kind, c.proposal)
		}
	}
}

// A number format writes a unit behind the number: the sender sees 500万元,
// which is 0.05亿元. One that moves the decimal point shows another number.
func TestAmountsAsShown(t *testing.T) {
	for _, c := range []struct {
		value, format, want string
		kind                faultKind
	}{
		{"500", `0.00"万元"`, "0.05", noFault}, {"3.2", `0.00"亿元"`, "3.2", noFault}, {"3.2", `0.00_ `, "3.2", noFault}, {"3.2", `"¥"#,##0.00`, "3.2", noFault}, {"3.2", `[$¥-804]#,##0.00`, "3.2", noFault}, {"3.2", `_ * #,##0.00_ ;_ * -#,##0.00_ `, "3.2", noFault}, {"5", `"约"0`, "", formatFault},
		{"320000000", `0.00,,"百万"`, "", formatFault}, {"32000", `0!.0,"万"`, "", formatFault}, {"3.2", `[$$-409]#,##0.00`, "", currencyFault}, {"3.2", `[$USD] 0.00`, "", currencyFault}, {"3.2", `0.00"亿美元"`, "", currencyFault}, {"3.2", `[$€-2] 0.00`, "", currencyFault},
		// Units escaped letter by letter or bare, as LibreOffice and WPS store them.
		{"500", `0\万\元`, "0.05", noFault}, {"500", `0万元`, "0.05", noFault}, {"500", `"￥"0"万元"`, "0.05", noFault}, {"500", `0" （万元）"`, "0.05", noFault}, {"500", `"约"0"万元"`, "", formatFault},
		// 32 shown as 0.0032万元, 2 as 200, 25 as 0.03, 25 as nothing: not what the cell holds.
		{"32", `0"."0000"万元"`, "", formatFault}, {"2", `0"00"`, "", formatFault}, {"25", `0,.00`, "", formatFault}, {"25", `;;;`, "", formatFault}, {"2.5", `0.0"%"`, "", formatFault}, {"0", `0.00;-0.00;;@`, "0", noFault},
		// 25 shown as 25万元 and 2.5 as 2.50亿元 by one format: which was meant?
		{"25", `"约"0.0`, "", formatFault}, {"3.5", `h:mm`, "", formatFault}, {"4", `10.00`, "", formatFault}, {"4", `0.005`, "", formatFault}, {"4", `0.00E+00`, "4", noFault}, {"3.5", `[h]:mm`, "", formatFault}, {"3.5", `0.0"W"`, "", formatFault}, {"3.5", `0.0‰`, "", formatFault}, {"3.5", `0.0" RMB"`, "3.5", noFault}, {"3.5", `[$-804]General`, "3.5", noFault}, {"25", `"三"`, "", formatFault}, {"25", `0.0"左右"`, "", formatFault}, {"25", `-0.0`, "", formatFault}, {"25", `\-0.0;0.0`, "", formatFault}, {"25", `(0.0)`, "", formatFault}, {"25", `0.0;(0.0)`, "25", noFault}, {"25", `_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)`, "25", noFault}, {"25", `#,##0.00_-`, "25", noFault},
		{"25", `[>=10]0"万元";0.00"亿元"`, "", formatFault}, {"25", `[<10]0.00"亿元";0"万元"`, "", formatFault}, {"2.5", `[Red][>=10]0.0;0.00`, "2.5", noFault},
		{"3.2", `0.00"含税;"`, "3.2", noFault}, {"3.2", `G/通用格式`, "3.2", noFault}, {"-500", `0;-0"万元"`, "-0.05", noFault},
	} {
		field := form.Field{Type: form.Decimal, Unit: "亿元", Decimals: 4}
		a, fault := amountOf(field, sheet.Cell{Type: sheet.Number, Value: c.value, Num: exact.MustParse(c.value), Format: c.format}, "")
		got := a.num.String()
		if fault.kind != noFault {
			got = ""
		}
		if fault.kind != c.kind || got != c.want {
			t.Errorf("%s shown by %s is %q (%d), want %q (%d)", c.value, c.format, got, fault.kind, c.want, c.kind)
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
		{"九月九日", "", "不是阿拉伯数字写的日期。"}, {"二〇二三年九月五日", "", "不是阿拉伯数字写的日期。"}, {"二○二三年十二月三十一日", "", "不是阿拉伯数字写的日期。"}, {"2023年九月5日", "", "不是阿拉伯数字写的日期。"}, {"九月三十一日", "", "不是日期。"}, {"九九", "", "不是日期。"},
		{"2023 1 9", "", "的年、月、日之间只有空格，读不准是哪一天。"}, {"2023 13 9", "", "不是日期：没有13月。"}, {"2023年元月9日", "2023-01-09", ""}, {"元月9日", "2023-01-09", ""},
		{"上旬", "", "没有写明是哪一日。"}, {"9月下旬", "", "没有写明是哪一日。"}, {"2023年9月底", "", "没有写明是哪一日。"}, {"二〇二三年九月", "", "没有写明是哪一日。"},
		// 5 September 2023 was a Tuesday (cal 9 2023)
		{"2023年9月5日（星期二）", "2023-09-05", ""}, {"9月5日 周二", "2023-09-05", ""}, {"2023-9-5 星期三", "", "日期与星期不符：2023年9月5日是星期二。"},
		// Beijing is eight hours ahead of Z: 15:59 is still the 13th there, 16:00 the 14th.
		{"2023-09-13T15:59:00Z", "2023-09-13", ""}, {"2023-09-13T16:00:00Z", "", "是其他时区的时间，与北京时间不是同一天。"}, {"2023-09-13T16:00:00.000Z", "", "是其他时区的时间，与北京时间不是同一天。"}, {"2023-09-13T16:00:00", "2023-09-13", ""},
		{"2023年9月5日上午", "2023-09-05", ""}, {"2023年9月5日 下午3点", "2023-09-05", ""}, {"2023年9月5日14时30分", "2023-09-05", ""}, {"2023.9.5.", "2023-09-05", ""}, {"2023年9月5日。", "2023-09-05", ""}, {"9/5/2023", "", "不是日期。"}, {"5-Sep-23", "", "不是日期。"}, {"2023", "", "没有写明是哪一日。"}, {"1/2/3/4", "", "不是日期。"}, {"待定", "", "不是日期。"},
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

// A day in words is proposed in digits.
// What was probably meant is proposed. 44935 is 9 January 2023.
func TestDaysProposed(t *testing.T) {
	september := ingest.Period{Year: 2023, Month: 9}
	if d := dayOfText("2023 1 9", september); d.proposal != "2023年1月9日" {
		t.Errorf("2023 1 9: %q", d.proposal)
	}
	if d := dayOfNumber(exact.MustParse("44935.5"), false, september); d.proposal != "2023年1月9日" || d.problem != "是失去日期格式、带有时刻的日期序号。" {
		t.Errorf("44935.5: %q %q", d.problem, d.proposal)
	}
}

func TestDaysInWords(t *testing.T) {
	september := ingest.Period{Year: 2023, Month: 9}
	for typed, want := range map[string]string{"二〇二三年九月五日": "2023年9月5日", "二零二三年九月十五日": "2023年9月15日", "九月二十一日": "2023年9月21日", "二〇二三年8月三十号": "2023年8月30日", "十二月五日": ""} {
		if d := dayOfText(typed, september); d.problem == "" || d.proposal != want {
			t.Errorf("%s: problem %q, proposal %q, want %q", typed, d.problem, d.proposal, want)
		}
	}
}

// Numbers in a date column. 45174 is 5 September 2023.
func TestDayOfNumber(t *testing.T) {
	september := ingest.Period{Year: 2023, Month: 9}
	for typed, want := range map[string]string{"45174": "2023-09-05", "20230909": "2023-09-09", "9.9": "2023-09-09", "9.25": "2023-09-25", "9.1": "", "9.2": "", "9.3": "", "2023.9": "", "2023": "", "12345": "", "5": "", "20231309": "", "0.5": "", "44935.5": ""} {
		d := dayOfNumber(exact.MustParse(typed), false, september)
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
	for title, want := range map[string]string{"签约金额（单位：万元）＊": "万元", "签约金额（万元，不含税）": "万元", "签约金额（含税）（万元）": "万元", "签约金额（万元）（含税）": "万元", "签约金额（人民币万元）": "万元", "签约金额（含税）": "", "签约金额": "", "签约金额（个）": ""} {
		if got := unitIn(title, "亿元"); got != want {
			t.Errorf("the unit in %s is %q, want %q", title, got, want)
		}
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

// 第4季度 is one character off each of the two: neither is likelier, and to ask
// whether it is the first would mislead. A column's name is asked for all the same.
func TestNearestAloneOrAmongEquals(t *testing.T) {
	quarters := []string{"第一季度", "第四季度"}
	for want, alone := range map[string]bool{"第4季度": false, "四季度": true, "第四季": true, "上季": false} {
		if _, got := nearest(want, quarters); got != alone {
			t.Errorf("%s is near one alone: %v, want %v", want, got, alone)
		}
	}
	if at := closest("第4季度", quarters); at != 0 {
		t.Errorf("closest is %d, want the first of equals", at)
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

// A column of text takes a number as it shows: somebody wrote 50%, a code made
// of a number by its format, a telephone number with its zero.
func TestNumbersInTextAsShown(t *testing.T) {
	for _, c := range []struct{ value, format, want string }{
		{"0.5", "0%", "50%"}, {"0.505", "0.0%", "50.5%"}, {"1", `"AAA-2023-"000`, "AAA-2023-001"}, {"3567000000", "00000000000", "03567000000"}, {"7", "0", ""}, {"3.2", "0.00", ""}, {"1234", "000", ""}, {"5", "General", ""},
		{"0.395833333333333", "h:mm", "9:30"}, {"0.75", `h"时"mm"分"`, "18:00"}, {"0.000011574074", "[h]:mm:ss", "0:00:01"}, {"1.5", "[h]:mm", ""}, {"0.5", "0.0", ""},
	} {
		got, _ := shownText(sheet.Cell{Type: sheet.Number, Num: exact.MustParse(c.value), Format: c.format})
		if got != c.want {
			t.Errorf("%s shown by %s is %q, want %q", c.value, c.format, got, c.want)
		}
	}
}

// Two values in one cell are never joined to a third.
func TestBlanksBetweenDigits(t *testing.T) {
	for _, typed := range []string{"1\n5", "2 5", "2\u00a05", "3.2\n1.5", "1 2345", "12 34万元"} {
		if a, fault := parseAmount(typed, "亿元"); fault.kind != splitFault {
			t.Errorf("%q read as %s (%d)", typed, a.num, fault.kind)
		}
	}
	for typed, want := range map[string]string{"1 234万元": "0.1234", " 3.2 ": "3.2", "3.2 亿元": "3.2", "1 234 567元": "0.01234567"} {
		if a, fault := parseAmount(typed, "亿元"); fault.kind != noFault || a.num.String() != want {
			t.Errorf("%q read as %s (%d), want %s", typed, a.num, fault.kind, want)
		}
	}
	september := ingest.Period{Year: 2023, Month: 9}
	for _, typed := range []string{"2023-9-1\n4", "2023-9-1 4", "9月1 4日"} {
		if d := dayOfText(typed, september); d.problem == "" {
			t.Errorf("%q read as %s", typed, d.day)
		}
	}
	for _, typed := range []string{"2023 09 14", "2023 年 9 月 14 日", "2023-9-14 10:30", " 2023. 9. 14 "} {
		if d := dayOfText(typed, september); d.problem != "" || d.day != (ingest.Date{Year: 2023, Month: 9, Day: 14}) {
			t.Errorf("%q: %s%s", typed, d.day, d.problem)
		}
	}
}

// 14 September 2023 is day 43721 of a workbook that counts from 1904, also
// where the cell lost its date format.
func TestSerialWithoutFormatOf1904(t *testing.T) {
	d := dayOf(sheet.Cell{Type: sheet.Number, Num: exact.Int(43721), Date1904: true}, ingest.Period{Year: 2023, Month: 9})
	if d.day != (ingest.Date{Year: 2023, Month: 9, Day: 14}) || !d.inferred {
		t.Errorf("read as %s %s", d.day, d.problem)
	}
}

// Remarks that state the unit of the sums, and words that only look like it.
func TestUnitOfNote(t *testing.T) {
	for text, want := range map[string]string{
		"单位：万元": "万元", "（万元）": "万元", "万元": "万元", "单位（万元）": "万元", "单位：个、万元": "万元", "单位：人民币（万元）": "万元", "金额单位：万": "万元", "金额单位:亿": "亿元",
		"单位 ： 元": "元", "计量单位为亿元": "亿元", "注：以上金额均为万元": "万元", "以上金额均以万元计": "万元", "本表以万元为单位": "万元", "金额（万元）": "万元", "填报单位：某局　金额单位：人民币万元": "万元", "金额一律按万元填写": "万元",
		"填报单位：万元物流公司": "", "单位负责人": "", "总投资5万元以上": "", "元月": "", "金额填写要求": "", "投资方单位：元亨公司": "", "单位：个": "", "万元楼项目": "",
	} {
		if got := unitOfNote(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Units in a header's brackets that are not understood are asked about, not
// dropped with the brackets.
func TestOddUnits(t *testing.T) {
	for _, inner := range []string{"单位万元", "万元人民币", "RMB万元", "折合万元", "以万元计", "含税万元", "万元整", "万RMB", "W元", "萬元", "10⁴元", "wan元"} {
		title := "签约金额（" + inner + "）"
		if odd, unit := oddUnit(title, "亿元"), unitIn(title, "亿元"); odd == "" && unit != "万元" {
			t.Errorf("%s: nothing asked, unit %q", title, unit)
		}
	}
	for _, title := range []string{"签约金额〔万元〕", "签约金额{万元}", "签约金额（人民币：万元）"} {
		if odd, unit := oddUnit(title, "亿元"), unitIn(title, "亿元"); odd == "" && unit != "万元" {
			t.Errorf("%s: nothing asked, unit %q", title, unit)
		}
	}
	for _, title := range []string{"签约金额（亿元）", "签约金额", "签约金额（含税）", "签约金额（万元，不含税）", "签约金额（亿元）＊"} {
		if odd := oddUnit(title, "亿元"); odd != "" {
			t.Errorf("%s: asked about %q", title, odd)
		}
	}
}

// What the cell shows goes before what the header says: 4.20亿元 under 万元.
func TestShownUnitUnderAnotherHeader(t *testing.T) {
	field := form.Field{Type: form.Decimal, Unit: "亿元", Decimals: 4}
	a, fault := amountOf(field, sheet.Cell{Type: sheet.Number, Value: "4.2", Num: exact.MustParse("4.2"), Format: `0.00"亿元"`}, "万元")
	if fault.kind != noFault || a.num.String() != "4.2" {
		t.Errorf("%s (%d), want 4.2", a.num, fault.kind)
	}
}

// A day is read where its format shows that day: 45174 is 5 September 2023,
// which is the 21st of the seventh month by the moon and the year 112 of the
// era that Taiwan counts by.
func TestDaysAsShown(t *testing.T) {
	for format, want := range map[string]bool{
		`yyyy/m/d`: true, `[$-804]yyyy"年"m"月"d"日"`: true, `[DBNum1][$-804]yyyy"年"m"月"d"日"`: true, `[$-F800]dddd, mmmm dd, yyyy`: true, `[$-x-sysdate]yyyy-m-d`: true, `[$-804]e"年"m"月"d"日"`: true, `[$-zh-CN]yyyy-m-d`: true,
		`[$-130000]yyyy/m/d`: false, `[$-1360000]yyyy"年"m"月"d"日"`: false, `[$-404]e"年"m"月"d"日"`: false, `[$-411]ge.m.d`: false, `bbbb-m-d`: false, `[$-107041E]d/m/yyyy`: false, `yyyy"年9月30日"m d`: false,
	} {
		if got := !otherCalendar(format) && !addsDigits(format); got != want {
			t.Errorf("%s: shows the day that is stored: %v, want %v", format, got, want)
		}
	}
}

// 3.2049 under 0.00 shows 3.20; nothing is cut off 3.2.
func TestPlacesCutOff(t *testing.T) {
	for _, c := range []struct{ value, format, want string }{
		{"3.2049", "0.00", "3.20"}, {"3.2", "0.00", ""}, {"3.2", "0", "3"}, {"1234.56", "#,##0.0_ ", "1234.6"}, {"3.2049", "General", ""}, {"3.2049", "", ""}, {"3.2049", "0.0000", ""}, {"3.2049", "0.00E+00", ""}, {"0.325", "0.0%", ""}, {"3.2049", `0.00"亿元"`, "3.20"},
	} {
		if got := fewerPlaces(sheet.Cell{Type: sheet.Number, Num: exact.MustParse(c.value), Format: c.format}); got != c.want {
			t.Errorf("%s under %s shows %q, want %q", c.value, c.format, got, c.want)
		}
	}
}

// 9月5日 without its year is of the year reported on, whatever year is kept in
// the cell: Excel puts in the year in which it was typed, or last year's sheet
// was copied. Only a day that is still to come this year was last year's.
func TestDaysShownWithoutTheirYear(t *testing.T) {
	for _, c := range []struct {
		month, day, format, want, problem string
	}{
		{"2023-09", "2023-09-05", `m"月"d"日"`, "2023-09-05", ""},
		{"2023-09", "2022-09-05", `m"月"d"日"`, "", "的单元格只显示月和日，所存的年份2022年不是报告年度。"},
		{"2023-09", "2024-09-05", `m/d;@`, "", "的单元格只显示月和日，所存的年份2024年不是报告年度。"},
		{"2023-09", "2022-09-05", `yyyy"年"m"月"d"日"`, "2022-09-05", ""},
		{"2023-09", "2022-09-05", `yy-m-d`, "2022-09-05", ""},
		{"2023-01", "2022-12-28", `m"月"d"日"`, "2022-12-28", ""},
		{"2023-01", "2021-12-28", `m"月"d"日"`, "", "的单元格只显示月和日，所存的年份2021年不是报告年度。"},
	} {
		p, _ := ingest.ParsePeriod(c.month)
		day, _ := ingest.ParseDate(c.day)
		d := dayOf(sheet.Cell{Type: sheet.Number, IsDate: true, Day: day, Num: exact.Int(1), Format: c.format}, p)
		got := d.day.String()
		if d.problem != "" {
			got = ""
		}
		if got != c.want || d.problem != c.problem {
			t.Errorf("%s as %s in %s: %q %q, want %q %q", c.day, c.format, c.month, got, d.problem, c.want, c.problem)
		}
	}
}
