package output

import (
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

func envelope(files ...string) Envelope {
	return Envelope{Who: "甲产业招商专班", Office: "示例县工作领导小组办公室", Contact: "综合岗", Date: ingest.Date{Year: 2023, Month: 10, Day: 9}, Files: files}
}

func textIs(t *testing.T, l Letter, err error, subject string, lines ...string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if l.Subject != subject {
		t.Errorf("subject %q, want %q", l.Subject, subject)
	}
	if want := strings.Join(lines, "\n") + "\n"; l.Text != want {
		t.Errorf("text\n%s\nwant\n%s", l.Text, want)
	}
}

// A reminder says for whom it is, by when, how late, what exactly is missing
// and what to do.
func TestReminderLetters(t *testing.T) {
	w := wording(t)
	sept := ingest.Period{Year: 2023, Month: 9}
	due := ingest.Date{Year: 2023, Month: 10, Day: 8}
	l, err := w.ReminderLetter(envelope("甲专班_2023年9月月报表.xlsx"), Reminder{Period: sept, Due: due, DaysLeft: 1, Earlier: []ingest.Period{{Year: 2023, Month: 7}, {Year: 2023, Month: 8}}})
	textIs(t, l, err, "请按时报送2023年9月月报表",
		"甲产业招商专班：",
		"　　2023年9月月报表的报送截止日为2023年10月8日，还有1个工作日，尚未收到报送。",
		"　　另有2023年7月、2023年8月月报表尚未报送，请一并补报。",
		"　　请填写附件《甲专班_2023年9月月报表.xlsx》，按时报送示例县工作领导小组办公室。本月没有发生的事项，在封面填“本月无”即可。",
		"　　附件：甲专班_2023年9月月报表.xlsx",
		"　　联系人：综合岗",
		"",
		"示例县工作领导小组办公室",
		"2023年10月9日")

	// Sent in time and sent back: nothing is late while 订正期 runs.
	l, err = w.ReminderLetter(envelope(), Reminder{Period: sept, Due: due, Returned: 1, ReturnedOn: due, Correct: ingest.Date{Year: 2023, Month: 10, Day: 10}})
	if err != nil || strings.Contains(l.Text, "逾期") || !strings.Contains(l.Text, "没有改正；2023年10月10日（含）前改正的，仍按原报送时间认定。") {
		t.Errorf("%s %v", l.Text, err)
	}
	var faults finding.List
	for range 7 {
		faults = append(faults, finding.Finding{Place: ingest.Place{Sheet: "示例表", Cell: "F5"}, Level: finding.Error, Message: "日期不在9月份。"})
	}
	l, err = w.ReminderLetter(envelope("甲专班_第1次.xlsx"), Reminder{Period: sept, Due: due, DaysLate: 1, Returned: 1, ReturnedOn: due, Findings: append(faults, finding.Finding{Level: finding.Warning, Message: "只是警告"})})
	textIs(t, l, err, "请立即报送2023年9月月报表",
		"甲产业招商专班：",
		"　　2023年9月月报表的报送截止日为2023年10月8日，现已逾期1个工作日，第1次报送已于2023年10月8日退回，尚有7处错误没有改正。",
		"　　1. 示例表!F5　日期不在9月份。",
		"　　2. 示例表!F5　日期不在9月份。",
		"　　3. 示例表!F5　日期不在9月份。",
		"　　4. 示例表!F5　日期不在9月份。",
		"　　5. 示例表!F5　日期不在9月份。",
		"　　其余2处见附件。",
		"　　请按附件上的标注改正后立即报送示例县工作领导小组办公室。",
		"　　附件：甲专班_第1次.xlsx",
		"　　联系人：综合岗",
		"",
		"示例县工作领导小组办公室",
		"2023年10月9日")
}

func TestReceiptAndCoveringLetters(t *testing.T) {
	w := wording(t)
	r := Receipt{Period: ingest.Period{Year: 2023, Month: 9}, Version: 1, Received: time.Date(2023, 10, 7, 16, 20, 0, 0, ingest.Zone), File: "a.xlsx"}
	l, err := w.ReceiptLetter(envelope("回执.txt"), r)
	textIs(t, l, err, "2023年9月月报表第1次报送：通过",
		"甲产业招商专班：",
		"　　2023年9月月报表（第1次报送）于10月7日16:20收到，审核结论：通过（没有审核意见）。",
		"　　已计入，不必再报。",
		"　　附件：回执.txt",
		"　　联系人：综合岗",
		"",
		"示例县工作领导小组办公室",
		"2023年10月9日")
	l, err = w.CoveringLetter(envelope("整改通知单_甲专班.pdf"), Covering{Title: "2023年9月整改通知单", Items: 6, Overdue: 2, Due: ingest.Date{Year: 2023, Month: 10, Day: 20}})
	if err != nil || !strings.Contains(l.Text, "共6项，其中2项已逾期，须立即整改到位，其余最早一项应于2023年10月20日前完成。请对照附件逐项落实") {
		t.Errorf("%s, %v", l.Text, err)
	}
}

// A hostile file name stays on its line: a subject has one.
func TestALetterSubjectIsOneLine(t *testing.T) {
	l, err := wording(t).ReceiptLetter(envelope(), Receipt{File: "a\r\nBcc: everybody@example.cn.xlsx", Received: time.Date(2023, 10, 7, 16, 20, 0, 0, ingest.Zone)})
	if err != nil || strings.ContainsAny(l.Subject, "\r\n") || strings.Contains(l.Text, "\nBcc") {
		t.Errorf("%q %q %v", l.Subject, l.Text, err)
	}
}

// Of a notice all of whose items are overdue, not “4 of 4”.
func TestNoticeLettersOfOverdueItems(t *testing.T) {
	w := wording(t)
	for _, c := range []struct {
		items, overdue int
		want           string
	}{{1, 1, "共1项，已逾期，须立即整改到位。"}, {4, 4, "共4项，均已逾期，须立即整改到位。"}, {4, 1, "共4项，其中1项已逾期，须立即整改到位。"}} {
		l, err := w.CoveringLetter(envelope("整改通知单.pdf"), Covering{Title: "2023年9月整改通知单", Items: c.items, Overdue: c.overdue})
		if err != nil || !strings.Contains(l.Text, c.want) {
			t.Errorf("%s: %v", l.Text, err)
		}
	}
}
