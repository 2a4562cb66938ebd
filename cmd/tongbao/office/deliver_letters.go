package office

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/scheme"
)

// Who gets what: a receipt goes to the task force that sent the file, a
// 整改通知单 to the task force it names, the other documents to the readers
// that 设置 lists; to the office itself goes the internal sheet, what nobody
// could identify, and the year's assessment: proposals about persons, which the
// office puts before those who decide and nobody else reads until they have.

// delivered are the kinds of documents that somebody is to get.
var delivered = map[string]bool{kindCircular: true, kindRanking: true, kindAssessment: true, kindNotice: true, kindInternal: true}

// forOffice reports whether a kind of document goes to the office alone.
func forOffice(kind string) bool { return kind == kindInternal || kind == kindAssessment }

// addresses of a message, and what to say where there is none.
func (o *Office) addresses(m ledger.Message) (list []string, none string) {
	s := &o.scheme.Settings
	switch {
	case m.TaskForce != "":
		if tf := o.scheme.TaskForce(m.TaskForce); tf != nil && tf.Mail != "" {
			return []string{tf.Mail}, ""
		}
		return nil, "方案“专班”表没有填写邮箱"
	case forOffice(m.Kind) || m.Kind == ledger.KindReceipt:
		return s.MailAddresses(scheme.MailOfficeSetting), "方案没有设置“" + scheme.MailOfficeSetting + "”"
	}
	return s.MailAddresses(scheme.MailReadersSetting), "方案没有设置“" + scheme.MailReadersSetting + "”"
}

// who a message is for, in words.
func (o *Office) who(m ledger.Message) string {
	switch {
	case m.TaskForce != "":
		if tf := o.scheme.TaskForce(m.TaskForce); tf != nil {
			return tf.Name
		}
		return m.TaskForce
	case m.Kind == ledger.KindReceipt:
		return "报送人"
	case forOffice(m.Kind):
		return o.scheme.Settings.Office
	}
	return "各位领导"
}

// compose puts together a message that is owed for an arrival or a document.
func (o *Office) compose(ctx context.Context, m ledger.Message) (ledger.Outgoing, error) {
	if m.Document != 0 {
		return o.composeDocument(ctx, m)
	}
	return o.composeReceipt(ctx, m)
}

// composeReceipt goes by what the ledger recorded of the arrival, and by the
// files of its answer.
func (o *Office) composeReceipt(ctx context.Context, m ledger.Message) (ledger.Outgoing, error) {
	posted, err := o.ledger.PostedAs(ctx, m.Arrival)
	if err != nil {
		return ledger.Outgoing{}, err
	}
	v := o.verdict(posted)
	name := o.returnName(v, posted.ID)
	answer, marked := path.Join(returnedDir, "回执", name+".txt"), path.Join(returnedDir, "退回", name+".xlsx")
	if !exists(o.path(filepath.FromSlash(answer))) { // somebody tidied up
		if _, err := o.answer(posted); err != nil {
			return ledger.Outgoing{}, err
		}
	}
	r, err := o.receipt(v)
	if err != nil {
		return ledger.Outgoing{}, err
	}
	files := []letterFile{{Name: "回执.txt", Path: answer}}
	if exists(o.path(filepath.FromSlash(marked))) {
		r.Annotated = path.Base(marked)
		files = append(files, letterFile{Name: r.Annotated, Path: marked})
	}
	return o.outgoing(m, "回执_"+strings.ReplaceAll(name, "/", "_"), files, func(e output.Envelope) (output.Letter, error) {
		return o.wording.ReceiptLetter(e, r)
	})
}

// composeDocument covers an issued document. The office's own editable text
// stays at home.
func (o *Office) composeDocument(ctx context.Context, m ledger.Message) (ledger.Outgoing, error) {
	d, err := o.ledger.DocumentOf(ctx, m.Document)
	if err != nil {
		return ledger.Outgoing{}, err
	}
	name := attachedName(d)
	c := output.Covering{Title: name, Number: d.Number, Internal: d.Kind == kindInternal, Request: d.Kind == kindAssessment, Corrected: d.Status == ledger.Reissued}
	if d.Kind == kindNotice {
		if month, err := ingest.ParsePeriod(d.Period); err == nil {
			c.Title = month.Chinese() + kindNames[d.Kind]
		}
		c.Items, c.Overdue, c.Due = noticeTold(d)
	}
	var files []letterFile
	for _, f := range d.Files {
		if ext := path.Ext(f.Path); ext == ".pdf" || ext == ".xlsx" {
			files = append(files, letterFile{Name: path.Base(f.Path), Path: f.Path, SHA256: f.SHA256})
		}
	}
	label := cleanName(name)
	if d.Kind == kindNotice { // its file names no month, and a run that makes up for months issues several at once
		label += "_" + d.Period
	}
	return o.outgoing(m, label, files, func(e output.Envelope) (output.Letter, error) {
		return o.wording.CoveringLetter(e, c)
	})
}

// noticeTold is how many items a 整改通知单 told, how many of them were overdue
// when it was issued, and the first day that another is due.
func noticeTold(d ledger.Document) (n, overdue int, first ingest.Date) {
	var told noticeData
	if json.Unmarshal(d.Data, &told) != nil {
		return 0, 0, first
	}
	issued := ingest.DateOf(d.IssuedAt)
	for _, it := range told.Items {
		switch {
		case it.Due == (ingest.Date{}):
		case it.Due.Compare(issued) < 0:
			overdue++
		case first == (ingest.Date{}) || it.Due.Compare(first) < 0:
			first = it.Due
		}
	}
	return len(told.Items), overdue, first
}

// outgoing is a message with its words, its attachments and its way, in a
// folder named for when and what it is.
func (o *Office) outgoing(m ledger.Message, label string, files []letterFile, word func(output.Envelope) (output.Letter, error)) (ledger.Outgoing, error) {
	at := m.At.In(ingest.Zone)
	c := letterContent{Folder: path.Join(outboxDir, at.Format("2006-01"), at.Format("0102_1504_")+label), Who: o.who(m), Files: files}
	of := o.scheme.Settings.Other
	e := output.Envelope{Who: c.Who, Office: o.scheme.Settings.Office, Contact: of[scheme.ContactSetting], Phone: of[scheme.PhoneSetting], Date: ingest.DateOf(at)}
	for i := range files {
		e.Files = append(e.Files, files[i].Name)
		if files[i].SHA256 != "" {
			continue
		}
		content, err := os.ReadFile(o.path(filepath.FromSlash(files[i].Path)))
		if err != nil {
			return ledger.Outgoing{}, err
		}
		files[i].SHA256 = hash(content)
	}
	l, err := word(e)
	if err != nil {
		return ledger.Outgoing{}, err
	}
	c.Subject, c.Text = l.Subject, l.Text
	if m.Content, err = json.Marshal(c); err != nil {
		return ledger.Outgoing{}, fmt.Errorf("发件%.8s：%w", m.ID, err)
	}
	addresses, none := o.addresses(m)
	return ledger.Outgoing{Message: m, To: o.route(addresses, none)}, nil
}
