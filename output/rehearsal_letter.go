package output

import (
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// everyLetter words letters that between them reach every branch.
func everyLetter(w *Wording) error {
	day := ingest.Date{Year: 2023, Month: 10, Day: 9}
	month := ingest.Period{Year: 2023, Month: 9}
	full := Envelope{Who: "甲产业招商专班", Office: "示例县工作领导小组办公室", Contact: "综合岗", Phone: "0000-0000000", Date: day, Files: []string{"回执.txt"}}
	bare := Envelope{Who: "报送人", Office: "示例县工作领导小组办公室", Date: day}
	faults := finding.List{{Code: "示例", Level: finding.Error, Message: "示例金额缺少。"}}
	receipt := Receipt{Period: month, Version: 2, Received: time.Date(2023, 10, 7, 16, 20, 0, 0, ingest.Zone), File: "示例.xlsx", Findings: faults}
	unknown := receipt
	unknown.Version, unknown.Period = 0, ingest.Period{}
	words := []func() (Letter, error){
		func() (Letter, error) { return w.ReceiptLetter(full, receipt) },
		func() (Letter, error) { return w.ReceiptLetter(bare, unknown) },
		func() (Letter, error) { return w.ReminderLetter(full, Reminder{Period: month, Due: day, DaysLeft: 1}) },
		func() (Letter, error) {
			return w.ReminderLetter(full, Reminder{Period: month, Due: day, Earlier: []ingest.Period{month.Add(-1)}})
		},
		func() (Letter, error) { return w.ReminderLetter(full, Reminder{Period: month, Due: day, DaysLate: 1}) },
		func() (Letter, error) {
			return w.ReminderLetter(full, Reminder{Period: month, Due: day, Returned: 1, ReturnedOn: day, Correct: day})
		},
		func() (Letter, error) {
			return w.ReminderLetter(full, Reminder{Period: month, Due: day, DaysLate: 1, Returned: 1, ReturnedOn: day, Findings: faults})
		},
		func() (Letter, error) {
			return w.CoveringLetter(full, Covering{Title: "2023年9月月通报", Number: "示例办〔2023〕9号", Corrected: true})
		},
		func() (Letter, error) {
			return w.CoveringLetter(full, Covering{Title: "整改通知单", Items: 2, Overdue: 1, Due: day})
		},
		func() (Letter, error) {
			return w.CoveringLetter(full, Covering{Title: "整改通知单", Items: 2, Overdue: 2})
		},
		func() (Letter, error) {
			return w.CoveringLetter(full, Covering{Title: "整改通知单", Items: 1, Overdue: 1})
		},
		func() (Letter, error) { return w.CoveringLetter(full, Covering{Title: "内部专报", Internal: true}) },
		func() (Letter, error) {
			return w.CoveringLetter(full, Covering{Title: "2023年度年考核", Request: true})
		},
	}
	for _, word := range words {
		if _, err := word(); err != nil {
			return err
		}
	}
	return nil
}
