package output

import (
	"fmt"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// Letter is what goes out to people beside a file: ready to be pasted into a
// chat, and the text of a mail. Lines end with \n.
type Letter struct {
	Subject string
	Text    string
}

// Envelope is what all letters tell.
type Envelope struct {
	Who     string // the task force or office it is for
	Office  string // 发文机关
	Contact string // post; "" for none
	Phone   string
	Date    ingest.Date
	Files   []string // names of the attachments
}

// letterData is what templates/wording/letter.tmpl speaks about; only the part
// of its own kind is filled in.
type letterData struct {
	Who, Office, Contact, Phone, Date string
	Files                             []marked

	Month, File, Received, Verdict, Counts, Next string
	Version                                      int

	Due, Correct       string
	DaysLeft, DaysLate int
	Returned, Errors   int
	ReturnedOn         string
	Gaps               []string
	Earlier            []marked

	Title, Number                string
	Internal, Request, Corrected bool
	Items, Overdue               int
}

func (e Envelope) data() letterData {
	d := letterData{Who: e.Who, Office: e.Office, Contact: e.Contact, Phone: e.Phone, Date: e.Date.Chinese()}
	for _, f := range e.Files {
		d.Files = append(d.Files, marked(f))
	}
	return d
}

// ReceiptLetter tells a sender in a few lines what its receipt says in full.
func (w *Wording) ReceiptLetter(e Envelope, r Receipt) (Letter, error) {
	d := e.data()
	if r.Period != (ingest.Period{}) && r.Version > 0 {
		d.Month = r.Period.Chinese()
	}
	d.File, d.Version, d.Verdict, d.Counts, d.Next = oneLine(r.File), r.Version, r.Verdict(), r.Counts(), r.Next()
	if r.Repeat == 0 {
		d.Gaps = gaps(r.Findings, "回执")
	}
	d.Received = r.Received.In(ingest.Zone).Format("1月2日15:04")
	return w.letter("回执", d)
}

// Reminder is what a task force is told whose return is not there (催报).
type Reminder struct {
	Period     ingest.Period
	Due        ingest.Date
	DaysLeft   int // working days until 截止, 0 on the day itself
	DaysLate   int // working days since; 0 before and on the day
	Returned   int // which version was sent back and not corrected; 0 when nothing came
	ReturnedOn ingest.Date
	Correct    ingest.Date     // last day to correct it and still be on time; zero for none
	Findings   finding.List    // of that version
	Earlier    []ingest.Period // other months that are missing
}

// gapsShown is how many faults a letter tells; the file beside it has all.
const gapsShown = 5

// gaps lists errors, the first few of them.
func gaps(list finding.List, rest string) (lines []string) {
	n := list.Count(finding.Error)
	for _, f := range list {
		switch {
		case f.Level != finding.Error:
		case len(lines) == gapsShown:
			return append(lines, fmt.Sprintf("其余%d处见%s。", n-gapsShown, rest))
		default:
			lines = append(lines, fmt.Sprintf("%d. %s　%s", len(lines)+1, placeText(f.Place), oneLine(f.Message)))
		}
	}
	return lines
}

// ReminderLetter words a reminder.
func (w *Wording) ReminderLetter(e Envelope, r Reminder) (Letter, error) {
	d := e.data()
	d.Month, d.Due, d.DaysLeft, d.DaysLate, d.Returned = r.Period.Chinese(), r.Due.Chinese(), r.DaysLeft, r.DaysLate, r.Returned
	if r.Returned > 0 {
		d.ReturnedOn = r.ReturnedOn.Chinese()
		d.Errors = r.Findings.Count(finding.Error)
	}
	if r.Correct != (ingest.Date{}) {
		d.Correct = r.Correct.Chinese()
	}
	d.Gaps = gaps(r.Findings, "附件")
	for _, p := range r.Earlier {
		d.Earlier = append(d.Earlier, marked(p.Chinese()))
	}
	return w.letter("催报", d)
}

// Covering is what goes with an issued document.
type Covering struct {
	Title     string // 2023年9月月通报
	Number    string // "" for a document without one
	Internal  bool   // for the office alone
	Request   bool   // a 请示, for the office to put before those who decide
	Corrected bool
	Items     int         // of a 整改通知单; 0 for another document
	Overdue   int         // of them
	Due       ingest.Date // the first of the others; zero for none
}

// CoveringLetter words what goes with an issued document.
func (w *Wording) CoveringLetter(e Envelope, c Covering) (Letter, error) {
	d := e.data()
	d.Title, d.Number, d.Internal, d.Request, d.Corrected, d.Items = c.Title, c.Number, c.Internal, c.Request, c.Corrected, c.Items
	d.Overdue = c.Overdue
	if c.Due != (ingest.Date{}) {
		d.Due = c.Due.Chinese()
	}
	return w.letter("文件", d)
}

const letterFile = "letter.tmpl"

func (w *Wording) letter(name string, d letterData) (Letter, error) {
	subject, err := w.say(letterFile, name+"主题", d)
	if err != nil {
		return Letter{}, err
	}
	text, err := w.say(letterFile, name, d)
	return Letter{Subject: strings.Join(strings.Fields(subject), ""), Text: tidyLines(text)}, err
}

// tidyLines drops blanks at the ends of lines and all but one of several empty
// lines.
func tidyLines(text string) string {
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		line = strings.TrimRight(line, " \t\r　")
		if line == "" && len(lines) > 0 && lines[len(lines)-1] == "" {
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n") + "\n"
}
