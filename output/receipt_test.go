package output

import (
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

func sampleReceipt() Receipt {
	return Receipt{
		Office: "示例办公室", TaskForce: "示例专班", Period: ingest.Period{Year: 2023, Month: 9}, Version: 2,
		Received: time.Date(2023, 10, 9, 1, 12, 3, 0, time.UTC), File: "9月.xlsx", SHA256: "ab12",
	}
}

func lines(r Receipt) []string { return strings.Split(string(r.Text()), "\r\n") }

func requireLine(t *testing.T, r Receipt, want string) {
	t.Helper()
	for _, l := range lines(r) {
		if strings.TrimPrefix(l, "\ufeff") == want {
			return
		}
	}
	t.Errorf("no line %q in\n%s", want, r.Text())
}

func TestReceiptOfAReturnSentBack(t *testing.T) {
	r := sampleReceipt()
	r.Due, r.Annotated = ingest.Date{Year: 2023, Month: 10, Day: 13}, "示例专班_审核.xlsx"
	r.Findings = finding.List{
		{Code: "T-DATE", Level: finding.Error, Place: ingest.Place{Sheet: "签约项目", Cell: "F7"}, Message: "“2023.13.5”不是日期：没有13月。", Hint: "请填写如 2023-9-5。"},
		{Code: "R-9", Level: finding.Warning, Message: "金额偏大。", Basis: "通知一（二）"},
	}
	r.Repairs = []ingest.Repair{{Place: ingest.Place{Sheet: "签约项目", Cell: "E6"}, From: "１．５", To: "1.5", Reason: "全角数字"}}
	r.Changes = []ingest.Change{{Kind: ingest.ValueChanged, Place: ingest.Place{Sheet: "签约项目", Cell: "E5"}, Field: "签约金额", Is: "3.2"}}
	for _, want := range []string{
		"报送单位：示例专班", "报告月份：2023年9月", "收到时间：2023年10月9日 09:12:03", "报送版次：第2次报送", "SHA-256 ：ab12",
		"结　　论：退回　　错误1条，警告1条",
		"下 一 步：未计入。请打开《示例专班_审核.xlsx》，按下列意见改正后重新报送；2023年10月13日（含）前改正的，仍按原报送时间认定。",
		"一、必须改正（1条）", "  1. 签约项目!F7　T-DATE", "     “2023.13.5”不是日期：没有13月。", "     改法：请填写如 2023-9-5。",
		"二、请说明或改正（1条）", "  1. （整个文件）　R-9", "     依据：通知一（二）",
		"三、已自动修正，请核对（1处）", "  1. 签约项目!E6　“１．５”按“1.5”读取（全角数字）",
		"四、与上一次报送相比的改动（1处）", "  1. 签约项目!E5　签约金额由（空）改为“3.2”",
	} {
		requireLine(t, r, want)
	}
}

func TestReceiptVerdicts(t *testing.T) {
	with := func(change func(*Receipt)) Receipt {
		r := sampleReceipt()
		change(&r)
		return r
	}
	notice := finding.List{{Level: finding.Notice, Message: "提示。"}}
	for want, r := range map[string]Receipt{
		"结　　论：通过　　没有审核意见":                      sampleReceipt(),
		"结　　论：通过（有提示）　　提示1条":                   with(func(r *Receipt) { r.Findings = notice }),
		"下 一 步：已计入，不必再报。":                      sampleReceipt(),
		"下 一 步：与第1次报送内容相同，结果不变，不必再报。":          with(func(r *Receipt) { r.Repeat = 1 }),
		"下 一 步：本次只作检查，没有记录；正式报送请发送办公室。":        with(func(r *Receipt) { r.Received = time.Time{} }),
		"下 一 步：本月通报已经印发，本次报送按更正处理，在下一期列出更正说明。": with(func(r *Receipt) { r.Corrects = true }),
		"报送单位：无法识别":                            with(func(r *Receipt) { r.TaskForce = "" }),
		"报告月份：无法识别":                            with(func(r *Receipt) { r.Period = ingest.Period{} }),
		"下 一 步：已计入。警告事项请在下次报送时一并说明，或改正后重新报送。":  with(func(r *Receipt) { r.Findings = finding.List{{Level: finding.Warning}} }),
	} {
		requireLine(t, r, want)
	}
}

// What a sender typed can neither begin a line of its own nor end the receipt
// early.
func TestReceiptKeepsToItsLines(t *testing.T) {
	plain, r := sampleReceipt(), sampleReceipt()
	r.File = "9月.xlsx\r\n结　　论：通过\x00\u202exslx"
	if a, b := len(lines(plain)), len(lines(r)); a != b {
		t.Errorf("%d lines became %d", a, b)
	}
	text := string(r.Text())
	if !strings.HasPrefix(text, "\ufeff") || strings.ContainsAny(text, "\x00\u202e") || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Errorf("%q", text)
	}
}
