package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/ingest/ledger"
	"tongbao/output/deliver"
	"tongbao/rules/scheme"
)

// MailState is how delivery stands (`status`): what waits and what could not
// be sent of late, a line each. An address that was put right is told no more.
type MailState struct {
	Waiting int        `json:"waiting"`
	Failed  int        `json:"failed"`
	Letters []MailItem `json:"letters"`
}

// MailItem is a message that did not reach an address yet.
type MailItem struct {
	Subject string     `json:"subject"`
	Who     string     `json:"who"`
	Address string     `json:"address"`
	Folder  string     `json:"folder"`
	State   string     `json:"state"` // waiting, failed
	Next    *time.Time `json:"next"`
	Reason  string     `json:"reason"`
}

// mailState is nil where no mail was ever to be sent.
func (o *Office) mailState(ctx context.Context) (*MailState, error) {
	if o.ledger == nil || o.scheme.Settings.Other[scheme.MailServerSetting] == "" {
		return nil, nil
	}
	days := time.Duration(max(1, o.setting(scheme.MailDaysSetting, 7))) * 24 * time.Hour
	unsent, err := o.ledger.Unsent(ctx, o.Now.Add(-days))
	if err != nil {
		return nil, err
	}
	s := &MailState{Letters: []MailItem{}}
	for _, m := range unsent {
		c, err := contentOf(m.Message)
		if err != nil {
			return nil, err
		}
		for _, d := range m.To {
			item := MailItem{Subject: c.Subject, Who: c.Who, Address: d.Address, Folder: c.Folder, State: string(d.State), Reason: d.Reason}
			switch d.State {
			case ledger.Queued:
				s.Waiting++
				item.Next = &d.NextAt
			case ledger.Refused:
				if o.putRight(m, d.Address) {
					continue
				}
				s.Failed++
			default:
				continue
			}
			s.Letters = append(s.Letters, item)
		}
	}
	return s, nil
}

// putRight reports whether an address that refused a message is none of its reader's
// any more, who got it, or gets it, by another: nothing is left to be done.
func (o *Office) putRight(m ledger.Outgoing, refused string) bool {
	now, _ := o.addresses(m.Message)
	same := func(address string) bool { return strings.EqualFold(address, refused) }
	return !slices.ContainsFunc(now, same) && slices.ContainsFunc(m.To, func(d ledger.Delivery) bool {
		return slices.Contains(now, d.Address) && (d.State == ledger.Delivered || d.State == ledger.Queued)
	})
}

// mail is what doctor looks at: settings, the password, addresses, what waits,
// and whether the server lets the program in. It sends nothing.
func (d *doctor) mail(ctx context.Context, o *Office) {
	if o.scheme.Settings.Other[scheme.MailServerSetting] == "" {
		d.add("邮件", well, "没有设置邮件服务器，各件在 "+outboxDir+" 文件夹中待人工转发", "")
		return
	}
	if missing := o.withoutAddress(); len(missing) > 0 {
		d.add("邮箱", unwell, strings.Join(missing, "、")+"没有邮箱", "请在方案“专班”“设置”中填写；没有邮箱的，到 "+outboxDir+" 文件夹人工转发。")
	}
	if only := o.scheme.Settings.MailAddresses(scheme.MailOnlySetting); len(only) > 0 {
		d.add("邮件白名单", unwell, fmt.Sprintf("演练中，只向%d个地址发邮件", len(only)), "演练结束后，请清空方案“邮件白名单”。")
	}
	state, err := o.mailState(ctx)
	if err == nil && state != nil && state.Waiting+state.Failed > 0 {
		last := state.Letters[len(state.Letters)-1]
		d.add("发件", unwell, fmt.Sprintf("待重试%d封，未能发送%d封；最近一封：%s　%s", state.Waiting, state.Failed, last.Who, last.Reason), "待重试的会自动再发，用 tongbao deliver 立即再试；未能发送的，到 "+outboxDir+" 文件夹人工转发。")
	}
	server, err := o.mailServer()
	if err == nil {
		server.Timeout = 10 * time.Second
		var session *deliver.Session
		if session, err = server.Connect(ctx); err == nil {
			session.Quit()
			d.add("邮件", well, "可以连接并登录"+server.Where(), "")
			return
		}
	}
	var fault *deliver.Fault
	if errors.As(err, &fault) {
		what, advice, _ := strings.Cut(fault.Text, "。")
		d.add("邮件", unwell, what, advice)
	}
}

// withoutAddress names the task forces and readers that mail cannot reach.
func (o *Office) withoutAddress() (names []string) {
	for _, tf := range o.scheme.Reporting(o.today().Period()) {
		if tf.Mail == "" {
			names = append(names, tf.Short)
		}
	}
	for _, name := range []string{scheme.MailReadersSetting, scheme.MailOfficeSetting} {
		if len(o.scheme.Settings.MailAddresses(name)) == 0 {
			names = append(names, "“"+name+"”")
		}
	}
	return names
}

// ProblemOutbox is a message whose copy in the outbox is not what it was.
const ProblemOutbox = "outbox_changed"

// ProblemOutboxMissing is a month of the outbox of which something is gone.
const ProblemOutboxMissing = "outbox_missing"

// Problems of receipts and marked workbooks, which go out as attachments of a
// message: its record knows their hashes.
const (
	ProblemAnswerMissing = "answer_missing" // one is not in returned/ any more
	ProblemAnswerChanged = "answer_changed" // … or its bytes are others
)

// messages compares what lies in the outbox with what was recorded, and the
// answers to senders in returned/.
func (v *verifying) messages(ctx context.Context) error {
	list, err := v.office.ledger.Messages(ctx, time.Time{}, v.office.Now)
	if err != nil {
		return err
	}
	answers := map[string]letterFile{} // as they were last written
	defer func() { v.answers(answers) }()
	gone := map[string]int{} // messages, by the month's folder
	for _, m := range list {
		if m.Content == nil {
			continue
		}
		c, err := contentOf(m.Message)
		if err != nil {
			return err
		}
		missing := !exists(v.office.path(filepath.FromSlash(c.Folder), deliver.TextFile))
		for _, f := range c.Files {
			if m.Kind == ledger.KindReceipt {
				answers[f.Path] = f
			}
			name := c.Folder + "/" + f.Name
			sum, err := hashFile(v.office.path(filepath.FromSlash(name)))
			missing = missing || errors.Is(err, fs.ErrNotExist)
			if err == nil && sum != f.SHA256 {
				v.problem(ProblemOutbox, "%s 与发件时不同，已被改动。请勿转发，原件见 %s。", name, f.Path)
			}
		}
		if shown := !slices.ContainsFunc(m.To, func(d ledger.Delivery) bool { return !d.Shown }); missing && shown {
			gone[path.Dir(c.Folder)]++
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(gone)) {
		v.problem(ProblemOutboxMissing, "%s 中有%d件发件不见了或不全。运行 tongbao deliver 即可按账本放回，不会重发邮件。", folder, gone[folder])
	}
	return nil
}

// answers looks for the receipts and marked workbooks where they were put.
func (v *verifying) answers(answers map[string]letterFile) {
	const back = "运行 tongbao deliver 即可按账本放回。"
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		switch sum, err := hashFile(v.office.path(filepath.FromSlash(name))); {
		case errors.Is(err, fs.ErrNotExist):
			v.problem(ProblemAnswerMissing, "%s 不在原处。"+back, name)
		case err == nil && sum != answers[name].SHA256:
			v.problem(ProblemAnswerChanged, "%s 与发给报送人时不同，已被改动。将它移走后，"+back, name)
		}
	}
}

// putBack lays again what the ledger says was laid out and is gone: receipts,
// marked workbooks, messages with their state. It mails nothing. A run looks at
// what republish looks at; all of it is looked at when somebody asks.
func (o *Office) putBack(ctx context.Context, p *Mailing, all bool) error {
	var since time.Time
	if !all {
		since = o.Now.AddDate(0, 0, -republishDays)
	}
	list, err := o.ledger.Messages(ctx, since, o.Now)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Content == nil || slices.ContainsFunc(m.To, func(d ledger.Delivery) bool { return !d.Shown }) {
			continue // showOutbox lays it out, now or at the next run
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		back, lost, err := o.putBackOne(ctx, m)
		if err != nil {
			return err
		}
		if lost != nil && all {
			p.Warnings = append(p.Warnings, "有附件未能放回："+Explain(lost))
		}
		if back {
			p.PutBack++
		}
	}
	return nil
}

// putBackRemark is for whoever passes messages on by hand and clears away what is
// done: nobody but that person knows whether this one was passed on.
func putBackRemark(at time.Time) string {
	return "此件曾被移走或删去，" + minute(at) + "按账本放回。转发以前请核对，已经转发过的不要再发；文件夹不必清理，留在原处即可。"
}

// putBackOne puts back what is gone of one message. An attachment that is
// nowhere any more (a blank form of a reminder) keeps back none of the rest; lost
// names it.
func (o *Office) putBackOne(ctx context.Context, m ledger.Outgoing) (back bool, lost error, err error) {
	c, err := contentOf(m.Message)
	if err != nil {
		return false, nil, err
	}
	folder := o.path(filepath.FromSlash(c.Folder))
	for _, f := range c.Files {
		laid, answer := filepath.Join(folder, f.Name), o.path(filepath.FromSlash(f.Path))
		isAnswer := m.Kind == ledger.KindReceipt
		if exists(laid) && (!isAnswer || exists(answer)) {
			continue
		}
		content, err := o.attached(ctx, c, f)
		if err != nil && isAnswer {
			content, err = o.answerThen(ctx, m.Arrival, f)
		}
		if err != nil {
			lost = errors.Join(lost, err)
			continue
		}
		for _, file := range []string{laid, answer} {
			if exists(file) || file == answer && !isAnswer {
				continue
			}
			if err := put(file, content); err != nil {
				return back, lost, err
			}
			back = true
		}
	}
	if exists(filepath.Join(folder, deliver.TextFile)) {
		return back, lost, nil
	}
	if err := deliver.Keep(folder, deliver.Letter{Text: c.Text}); err != nil {
		return back, lost, err
	}
	lines := o.stateLines(m, c)
	if slices.ContainsFunc(m.To, func(d ledger.Delivery) bool { return d.State == ledger.Manual && d.Reason != notNeeded }) {
		lines = append(lines, "说明："+putBackRemark(o.Now))
	}
	return true, lost, deliver.Tell(folder, lines)
}

// answerThen makes an answer again as it was: from what the ledger recorded of
// the arrival, by the scheme that it was judged under. One that would come out
// otherwise is none.
func (o *Office) answerThen(ctx context.Context, arrival int64, f letterFile) ([]byte, error) {
	posted, err := o.ledger.PostedAs(ctx, arrival)
	if err != nil {
		return nil, err
	}
	then := *o
	if posted.Version != nil && posted.Version.Scheme != o.scheme.Digest {
		tables, err := o.schemeTables(ctx, posted.Version.Scheme)
		if err != nil {
			return nil, err
		}
		if then.scheme, err = scheme.Load(tables); err != nil {
			return nil, err
		}
	}
	if then.dir, err = os.MkdirTemp("", "tongbao-answer-"); err != nil {
		return nil, err
	}
	defer os.RemoveAll(then.dir)
	if posted.Version != nil {
		kept, err := o.archived(posted.SHA256)
		if err == nil {
			err = put(then.path(archiveDir, posted.SHA256), kept)
		}
		if err != nil {
			return nil, err
		}
	}
	if _, err := then.answer(posted); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(then.path(filepath.FromSlash(f.Path)))
	if err != nil || hash(content) != f.SHA256 {
		return nil, fmt.Errorf("%s 按现在的程序重写与原件不同，没有放回，请从备份放回", f.Path)
	}
	return content, nil
}
