package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/ingest/ledger"
	"tongbao/output/deliver"
	"tongbao/rules/scheme"
)

// MailState is how delivery stands (`status`): what waits and what could not
// be sent of late, a line each.
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
				s.Failed++
			default:
				continue
			}
			s.Letters = append(s.Letters, item)
		}
	}
	return s, nil
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

// Problems of receipts and marked workbooks, which go out as attachments of a
// message: its record knows their hashes.
const (
	ProblemAnswerMissing = "answer_missing" // one is not in returned/ any more
	ProblemAnswerChanged = "answer_changed" // … or its bytes are others
)

// messages compares what lies in the outbox with what was recorded, and the
// answers to senders in returned/. A folder of the outbox that somebody cleared
// away is none of verify's business.
func (v *verifying) messages(ctx context.Context) error {
	list, err := v.office.ledger.Messages(ctx, time.Time{}, v.office.Now)
	if err != nil {
		return err
	}
	answers := map[string]letterFile{} // as they were last written
	defer func() { v.answers(answers) }()
	for _, m := range list {
		if m.Content == nil {
			continue
		}
		c, err := contentOf(m.Message)
		if err != nil {
			return err
		}
		for _, f := range c.Files {
			if m.Kind == ledger.KindReceipt {
				answers[f.Path] = f
			}
			name := c.Folder + "/" + f.Name
			if sum, err := hashFile(v.office.path(name)); err == nil && sum != f.SHA256 {
				v.problem(ProblemOutbox, "%s 与发件时不同，已被改动。请勿转发，原件见 %s。", name, f.Path)
			}
		}
	}
	return nil
}

// answers looks for the receipts and marked workbooks where they were put.
func (v *verifying) answers(answers map[string]letterFile) {
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		switch sum, err := hashFile(v.office.path(filepath.FromSlash(name))); {
		case errors.Is(err, fs.ErrNotExist):
			v.problem(ProblemAnswerMissing, "%s 不在原处。outbox 中的同名附件是同一份，可从那里或备份放回。", name)
		case err == nil && sum != answers[name].SHA256:
			v.problem(ProblemAnswerChanged, "%s 与发给报送人时不同，已被改动。outbox 中的同名附件是同一份，可从那里或备份放回。", name)
		}
	}
}
