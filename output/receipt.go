package output

import (
	"fmt"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// Receipt is what a task force is told about one file it sent (回执). It is
// plain text, so that Notepad on any office PC opens it.
type Receipt struct {
	Office    string // 发文机关, which answers questions
	TaskForce string // name; "" when it could not be told
	Period    ingest.Period
	Version   int       // the how-manieth file of this task force and month; 0 when none was recorded
	Received  time.Time // zero for a check, which records nothing
	File      string    // as it arrived
	SHA256    string
	Repeat    int         // the version that the same bytes came as before; 0 when new
	Again     string      // why bytes that were refused before were judged anew; "" for what was sent now
	Corrects  bool        // the month's circular is out: counts as 更正 from the next document
	PastYear  bool        // … of a month of an earlier reporting year than the last
	Due       ingest.Date // last day to correct it and still count as on time; zero for none
	Annotated string      // file name of the annotated workbook; "" when there is none
	Unmarked  bool        // it could not be made: the workbook is built in a way that nothing can be added to it
	Findings  finding.List
	Repairs   []ingest.Repair
	Changes   []ingest.Change // against the version before
}

// Verdict is 通过, 通过（有提示） or 退回.
func (r Receipt) Verdict() string {
	switch {
	case r.Findings.Worst() == finding.Error:
		return "退回"
	case len(r.Findings) > 0:
		return "通过（有提示）"
	}
	return "通过"
}

// Counts is “错误2条，警告1条，提示3条”; levels without a finding are left out,
// and “没有审核意见” when there is none.
func (r Receipt) Counts() string {
	var list []string
	for _, l := range levels {
		if n := r.Findings.Count(l); n > 0 {
			list = append(list, fmt.Sprintf("%s%d条", l.Chinese(), n))
		}
	}
	if len(list) == 0 {
		return "没有审核意见"
	}
	return strings.Join(list, "，")
}

var levels = []finding.Level{finding.Error, finding.Warning, finding.Notice}

// Text is the receipt as a file: UTF-8 with BOM and CRLF, by which Notepad
// knows it.
func (r Receipt) Text() []byte {
	var w receiptWriter
	w.line("月报表回执")
	w.line(rule)
	w.facts(r)
	if r.Again != "" {
		w.linef("说　　明：内容与上一次报送相同，%s。", r.Again)
	}
	w.line("")
	w.linef("结　　论：%s　　%s", r.Verdict(), r.Counts())
	w.linef("下 一 步：%s", r.Next())
	parts := 0
	part := func(title string) {
		w.line("")
		w.linef("%c、%s", []rune("一二三四五六")[parts], title)
		parts++
	}
	for _, l := range levels {
		if n := r.Findings.Count(l); n > 0 {
			part(headings[l] + fmt.Sprintf("（%d条）", n))
			w.findings(r.Findings, l)
		}
	}
	if len(r.Repairs) > 0 {
		part(fmt.Sprintf("已自动修正，请核对（%d处）", len(r.Repairs)))
		w.repairs(r.Repairs)
	}
	if len(r.Changes) > 0 {
		part(fmt.Sprintf("与上一次报送相比的改动（%d处）", len(r.Changes)))
		w.changes(r.Changes)
	}
	w.line("")
	w.line(rule)
	if r.Office != "" {
		w.line(r.Office)
	}
	if !r.Received.IsZero() {
		w.line(ingest.DateOf(r.Received).Chinese())
	}
	return []byte(w.String())
}

var rule = strings.Repeat("—", 30)

var headings = map[finding.Level]string{
	finding.Error:   "必须改正",
	finding.Warning: "请说明或改正",
	finding.Notice:  "提示",
}

// Next says what the sender is to do now.
func (r Receipt) Next() string {
	if r.Repeat > 0 {
		return fmt.Sprintf("与第%d次报送内容相同，结果不变，不必再报。", r.Repeat)
	}
	switch r.Verdict() {
	case "退回":
		return r.nextReturned()
	case "通过":
		return r.counted("已计入，不必再报。")
	}
	if r.Findings.Count(finding.Warning) > 0 {
		return r.counted("已计入。警告事项请在下次报送时一并说明，或改正后重新报送。")
	}
	return r.counted("已计入。请核对下列提示，如有不符改正后重新报送。")
}

func (r Receipt) nextReturned() string {
	s := "未计入。请"
	if r.Annotated != "" {
		s += "打开《" + r.Annotated + "》，"
	}
	if r.Unmarked {
		s = "未计入。来件内部结构特殊，无法在其中批注，请对照下列位置在原表中修改，或将内容抄入下发的空白月报表；请"
	}
	s += "按下列意见改正后重新报送"
	if r.Due != (ingest.Date{}) {
		s += "；" + r.Due.Chinese() + "（含）前改正的，仍按原报送时间认定"
	}
	return s + "。"
}

func (r Receipt) counted(s string) string {
	if r.Received.IsZero() {
		return "本次只作检查，没有记录；正式报送请发送办公室。"
	}
	if r.Corrects {
		if r.PastYear {
			return "该月通报已经印发，且属更早的年度，以后各期不再列入；需要更正印发的，由办公室重新印发该月通报。"
		}
		return "本月通报已经印发，本次报送按更正处理，在下一期列出更正说明。"
	}
	return s
}

// receiptWriter writes lines as Notepad wants them.
type receiptWriter struct{ strings.Builder }

func (w *receiptWriter) line(s string) {
	if w.Len() == 0 {
		w.WriteString("\ufeff")
	}
	w.WriteString(oneLine(s) + "\r\n")
}

func (w *receiptWriter) linef(format string, args ...any) { w.line(fmt.Sprintf(format, args...)) }

// oneLine keeps what a sender typed from starting a line of its own, or from
// turning the reading direction of the receipt.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return '⏎'
		case r < ' ' || r == 0x7F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069:
			return '〓'
		}
		return r
	}, strings.ToValidUTF8(s, "〓"))
}

func (w *receiptWriter) facts(r Receipt) {
	force, month := r.TaskForce, "无法识别"
	if force == "" {
		force = "无法识别"
	}
	if r.Period != (ingest.Period{}) {
		month = r.Period.Chinese()
	}
	w.linef("报送单位：%s", force)
	w.linef("报告月份：%s", month)
	if r.Received.IsZero() {
		w.line("收到时间：（检查，未记录）")
	} else {
		w.linef("收到时间：%s", r.Received.In(ingest.Zone).Format("2006年1月2日 15:04:05"))
	}
	if r.Version > 0 {
		w.linef("报送版次：第%d次报送", r.Version)
	}
	w.linef("文 件 名：%s", r.File)
	w.linef("SHA-256 ：%s", r.SHA256)
}

func (w *receiptWriter) findings(list finding.List, level finding.Level) {
	n := 0
	for _, f := range list {
		if f.Level != level {
			continue
		}
		n++
		w.linef("%3d. %s　%s", n, placeText(f.Place), f.Code)
		w.linef("     %s", f.Message)
		if f.Hint != "" {
			w.linef("     改法：%s", f.Hint)
		}
		if f.Basis != "" {
			w.linef("     依据：%s", f.Basis)
		}
	}
}

func placeText(p ingest.Place) string {
	if p.Sheet == "" {
		return "（整个文件）"
	}
	return p.String()
}

func (w *receiptWriter) repairs(list []ingest.Repair) {
	for i, r := range list {
		reason := ""
		if r.Reason != "" {
			reason = "（" + r.Reason + "）"
		}
		w.linef("%3d. %s　%s按%s读取%s", i+1, placeText(r.Place), finding.Quote(r.From), finding.Quote(r.To), reason)
	}
}

func (w *receiptWriter) changes(list []ingest.Change) {
	for i, c := range list {
		w.linef("%3d. %s　%s", i+1, placeText(c.Place), changeText(c))
	}
}

func changeText(c ingest.Change) string {
	switch c.Kind {
	case ingest.RowAdded:
		return "增加一行：" + c.Is
	case ingest.RowRemoved:
		return "去掉一行：" + c.Was
	case ingest.NilChanged:
		return "零报告" + changedValue(c)
	}
	return c.Field + changedValue(c)
}

func changedValue(c ingest.Change) string {
	return "由" + quoteOrBlank(c.Was) + "改为" + quoteOrBlank(c.Is)
}

func quoteOrBlank(s string) string {
	if s == "" {
		return "（空）"
	}
	return finding.Quote(s)
}
