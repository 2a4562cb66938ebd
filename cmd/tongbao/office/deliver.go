package office

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/crash"
	"tongbao/ingest/ledger"
	"tongbao/output/deliver"
	"tongbao/rules/scheme"
)

// What goes out to people lies in the outbox, a folder a message, and is
// mailed where 设置 names a server. The ledger owes a message from the
// transaction of its cause on (deliver_letters.go says what it is then); here
// it is laid out, sent, tried again, and its state shown.
//
// The way of a message is decided once, when it is put together: one that was
// to be passed on by hand is never mailed later, when a server is set or a
// rehearsal is over. A letter is sent at least once: a run that dies between a
// server's answer and its record sends it again, under the same Message-ID.

// outboxDir is where messages lie.
const outboxDir = "outbox"

// deliveryBudget bounds the time that a run spends on mail, the workspace
// being locked meanwhile. What is left is sent by the next run.
const deliveryBudget = 90 * time.Second

// backoff is how long a letter waits after so many attempts; the last stands
// for all further ones.
var backoff = []time.Duration{5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour}

// Mailing is what Deliver did. Nothing that goes wrong with a mail server ever
// fails a run: it stands in Warnings, in the outbox, and in `status` until it is
// well. A disk that takes nothing does: see Failed.
type Mailing struct {
	New      int      `json:"new"`      // messages laid into the outbox
	ByHand   int      `json:"by_hand"`  // of those, to be passed on by hand
	Sent     int      `json:"sent"`     // letters that a server took
	Waiting  int      `json:"waiting"`  // letters to be tried again
	Reminded []string `json:"reminded"` // folders of the reminders among the new ones
	PutBack  int      `json:"put_back"` // messages and answers that were gone and lie there again
	Warnings []string `json:"warnings"`

	err error // of the disk: what is owed could not be laid down
}

// Deliver lays what is owed into the outbox and mails what is due. At once
// tries what waits for its next time too.
func (o *Office) Deliver(ctx context.Context, atOnce bool) *Mailing {
	p := &Mailing{Reminded: []string{}, Warnings: []string{}}
	err := guarded(func() error {
		ctx, cancel := context.WithTimeout(ctx, deliveryBudget)
		defer cancel()
		if err := o.holdCopies(ctx); err != nil {
			return err
		}
		if o.held > 0 {
			p.Warnings = append(p.Warnings, fmt.Sprintf("工作区经恢复、复制或移动，待发的%d封邮件可能已经发过，没有自动发送，请到 %s 文件夹核对后人工转发。", o.held, outboxDir))
			o.held = 0
		}
		return errors.Join(o.prepareOwed(ctx, p), o.mail(ctx, p, atOnce), o.showOutbox(ctx, p), o.putBack(ctx, p, atOnce))
	})
	if err != nil && ctx.Err() == nil {
		p.err = errors.Join(p.err, err)
		p.Warnings = append(p.Warnings, "发件未能完成："+Explain(err))
	}
	return p
}

// Failed is why what is owed could not be laid into the outbox or recorded, nil
// where it was. What a mail server does is no failure of the run.
func (p *Mailing) Failed() error {
	if p == nil || p.err == nil {
		return nil
	}
	return fmt.Errorf("发件：%w", p.err)
}

// prepareBatch is how many messages are recorded in one transaction.
const prepareBatch = 100

// prepareOwed puts together what is owed. One that cannot be is left for the
// next run and holds no other.
func (o *Office) prepareOwed(ctx context.Context, p *Mailing) error {
	owed, err := o.ledger.Owed(ctx)
	if err != nil || len(owed) == 0 {
		return err
	}
	if err := o.look(); err != nil {
		return err
	}
	for batch := range slices.Chunk(owed, prepareBatch) {
		var ready []ledger.Outgoing
		for _, m := range batch {
			out, err := o.compose(ctx, m)
			if err != nil {
				p.err = err
				p.Warnings = append(p.Warnings, fmt.Sprintf("有一件未能放入outbox：%s", Explain(err)))
				continue
			}
			ready = append(ready, out)
		}
		if err := o.ledger.Prepare(ctx, ready); err != nil {
			return err
		}
		crash.Point(crash.MailPrepared)
	}
	return nil
}

// route is where a message goes, decided for good: to each address by mail, or
// by hand and why.
func (o *Office) route(addresses []string, none string) (to []ledger.Delivery) {
	byHand := func(address, why string) ledger.Delivery {
		return ledger.Delivery{Address: address, State: ledger.Manual, EndedAt: o.Now, Reason: why}
	}
	if o.scheme.Settings.Other[scheme.MailServerSetting] == "" {
		return []ledger.Delivery{byHand("", "方案没有设置邮件服务器，请人工转发")}
	}
	if len(addresses) == 0 {
		return []ledger.Delivery{byHand("", none+"，请人工转发")}
	}
	only := o.scheme.Settings.MailAddresses(scheme.MailOnlySetting)
	for _, a := range addresses {
		switch {
		case slices.ContainsFunc(to, func(d ledger.Delivery) bool { return strings.EqualFold(d.Address, a) }):
		case len(only) > 0 && !slices.ContainsFunc(only, func(b string) bool { return strings.EqualFold(a, b) }):
			to = append(to, byHand(a, "演练期间不在邮件白名单内，没有发送"))
		default:
			to = append(to, ledger.Delivery{Address: a, State: ledger.Queued, NextAt: o.Now})
		}
	}
	return to
}

// mail sends what is due, each letter recorded by itself.
func (o *Office) mail(ctx context.Context, p *Mailing, atOnce bool) error {
	days := time.Duration(max(1, o.setting(scheme.MailDaysSetting, 7))) * 24 * time.Hour
	unsent, err := o.ledger.Unsent(ctx, o.Now.Add(-days))
	if err != nil || len(unsent) == 0 {
		return err
	}
	if err := o.readdress(ctx, unsent); err != nil {
		return err
	}
	if err := o.giveUp(ctx, unsent, days); err != nil {
		return err
	}
	if err := o.withdraw(ctx, unsent); err != nil {
		return err
	}
	due, resting := o.dueLetters(unsent, atOnce)
	if len(due) > 0 && !resting {
		err = o.send(ctx, due, p)
	}
	for _, m := range unsent {
		for _, d := range m.To {
			if d.State == ledger.Queued {
				p.Waiting++
			}
		}
	}
	return err
}

// holdCopies keeps a restored or copied workspace from sending what the
// original may have sent since. Call it before anything new comes to wait.
func (o *Office) holdCopies(ctx context.Context) error {
	if o.scheme.Settings.Other[scheme.MailServerSetting] == "" {
		return nil
	}
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	sign, err := o.senderSign()
	if err != nil {
		return err
	}
	here := dir + "#" + sign
	last, err := o.ledger.SentFrom(ctx)
	if err != nil {
		return err
	}
	// The same folder under another name (a link, a drive letter, a share) is
	// no copy.
	if there, same := strings.CutSuffix(last, "#"+sign); same && sameFolder(there, dir) {
		here = last
	}
	held, err := o.ledger.SendFrom(ctx, here, "工作区经恢复、复制或移动，此件可能已经发过，没有自动发送，请核对后人工转发", o.Now)
	o.held += held
	return err
}

func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// senderFile holds a sign of this very folder. It goes into no backup, so that
// one restored to the same place is told from it.
const senderFile = lockFile + ".sender"

func (o *Office) senderSign() (string, error) {
	content, err := os.ReadFile(o.path(senderFile))
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return string(content), err
	}
	sign := rand.Text()
	return sign, put(o.path(senderFile), []byte(sign))
}

// letter is a message on its way to one address.
type letter struct {
	message *ledger.Outgoing
	to      *ledger.Delivery
}

// dueLetters are those whose time has come. Resting is true while the server
// is left alone: it failed for all alike, and its time has not come.
func (o *Office) dueLetters(unsent []ledger.Outgoing, atOnce bool) (due []letter, resting bool) {
	for i := range unsent {
		for j := range unsent[i].To {
			d := &unsent[i].To[j]
			if d.State != ledger.Queued {
				continue
			}
			later := d.NextAt.After(o.Now) && !atOnce
			resting = resting || later && d.ServerWide
			if !later {
				due = append(due, letter{&unsent[i], d})
			}
		}
	}
	return due, resting
}

// giveUp ends letters that could not be sent for days.
func (o *Office) giveUp(ctx context.Context, unsent []ledger.Outgoing, days time.Duration) error {
	var ended []ledger.Outgoing
	for _, m := range unsent {
		for j := range m.To {
			d := &m.To[j]
			if d.State == ledger.Queued && o.Now.Sub(m.At) > days {
				d.State, d.NextAt, d.EndedAt = ledger.Refused, time.Time{}, o.Now
				d.Reason = fmt.Sprintf("%d天内没有发出，不再重试，请人工转发。最后一次：%s", days/(24*time.Hour), d.Reason)
				ended = append(ended, ledger.Outgoing{Message: m.Message, To: []ledger.Delivery{*d}})
			}
		}
	}
	if len(ended) == 0 {
		return nil
	}
	return o.ledger.Settle(ctx, ended, o.Now)
}

// notNeeded is why a reminder that had to wait is not sent any more.
const notNeeded = "已经报送，不再催报"

// withdraw ends reminders that could not be sent before the return came that
// they ask for.
func (o *Office) withdraw(ctx context.Context, unsent []ledger.Outgoing) error {
	reported := map[string]bool{} // month and task force
	looked := map[string]bool{}
	var ended []ledger.Outgoing
	for _, m := range unsent {
		waits := slices.ContainsFunc(m.To, func(d ledger.Delivery) bool { return d.State == ledger.Queued })
		if m.Kind != ledger.KindReminder || !waits {
			continue
		}
		if !looked[m.Period] {
			looked[m.Period] = true
			month, err := ingest.ParsePeriod(m.Period)
			if err != nil {
				return err
			}
			list, err := o.reporting(ctx, month)
			if err != nil {
				return err
			}
			for _, r := range list {
				reported[m.Period+r.TaskForce] = !r.FirstAt.IsZero()
			}
		}
		if !reported[m.Period+m.TaskForce] {
			continue
		}
		for j := range m.To {
			if d := &m.To[j]; d.State == ledger.Queued {
				d.State, d.NextAt, d.EndedAt, d.Reason = ledger.Manual, time.Time{}, o.Now, notNeeded
				ended = append(ended, ledger.Outgoing{Message: m.Message, To: []ledger.Delivery{*d}})
			}
		}
	}
	if len(ended) == 0 {
		return nil
	}
	return o.ledger.Settle(ctx, ended, o.Now)
}

// readdress queues what an address refused for the one that the scheme names
// now in its stead.
func (o *Office) readdress(ctx context.Context, unsent []ledger.Outgoing) error {
	for i := range unsent {
		m := &unsent[i]
		refused := slices.ContainsFunc(m.To, func(d ledger.Delivery) bool { return d.State == ledger.Refused })
		if !refused {
			continue
		}
		addresses, none := o.addresses(m.Message)
		for _, d := range o.route(addresses, none) {
			known := slices.ContainsFunc(m.To, func(x ledger.Delivery) bool { return x.Address == d.Address })
			if known || d.State != ledger.Queued {
				continue
			}
			if err := o.ledger.Settle(ctx, []ledger.Outgoing{{Message: m.Message, To: []ledger.Delivery{d}}}, o.Now); err != nil {
				return err
			}
			m.To = append(m.To, d)
		}
	}
	return nil
}

// send sends letters over one connection, anew where it was cut. What fails
// for all alike ends it: the server is left alone for a while.
func (o *Office) send(ctx context.Context, due []letter, p *Mailing) error {
	server, err := o.mailServer()
	if err != nil {
		return o.failed(ctx, due, err, p)
	}
	var session *deliver.Session
	defer func() {
		if session != nil {
			session.Quit()
		}
	}()
	for i, l := range due {
		o.progress.tell(i, len(due), "发件")
		content, err := o.letterOf(ctx, l.message.Message)
		if err != nil { // an attachment that is not what it was
			err = &deliver.Fault{Final: true, Text: Explain(err) + "。请从outbox人工转发。"}
		}
		if err == nil && session == nil {
			session, err = server.Connect(ctx)
		}
		if err == nil {
			err = session.Send(ctx, content, l.to.Address)
		}
		if err != nil && ctx.Err() != nil {
			return nil // stopped, or out of time: nothing was tried
		}
		var fault *deliver.Fault
		if errors.As(err, &fault) && fault.Server {
			return o.failed(ctx, due[i:], err, p)
		}
		if errors.As(err, &fault) && fault.Cut && session != nil {
			session.Close()
			session = nil
		}
		if err != nil {
			if err := o.failed(ctx, []letter{l}, err, p); err != nil {
				return err
			}
			continue
		}
		crash.Point(crash.MailTaken)
		if err := o.sent(ctx, l, p); err != nil {
			return err
		}
	}
	o.progress.tell(len(due), len(due), "发件")
	return nil
}

func (o *Office) sent(ctx context.Context, l letter, p *Mailing) error {
	d := l.to
	d.State, d.Attempts, d.NextAt, d.EndedAt, d.ServerWide, d.Reason = ledger.Delivered, d.Attempts+1, time.Time{}, o.Now, false, ""
	p.Sent++
	// The server has it: a stop between its answer and this would send it twice.
	return o.ledger.Settle(context.WithoutCancel(ctx), []ledger.Outgoing{{Message: l.message.Message, To: []ledger.Delivery{*d}}}, o.Now)
}

// failed records why letters were not sent and when they are tried again.
func (o *Office) failed(ctx context.Context, list []letter, why error, p *Mailing) error {
	var fault *deliver.Fault
	if !errors.As(why, &fault) {
		fault = &deliver.Fault{Server: true, Text: Explain(why)}
	}
	var settled []ledger.Outgoing
	for _, l := range list {
		d := l.to
		d.Attempts, d.ServerWide, d.Reason = d.Attempts+1, fault.Server, fault.Text
		if fault.Final {
			d.State, d.NextAt, d.EndedAt = ledger.Refused, time.Time{}, o.Now
		} else {
			d.NextAt = o.Now.Add(backoff[min(d.Attempts, len(backoff))-1])
		}
		settled = append(settled, ledger.Outgoing{Message: l.message.Message, To: []ledger.Delivery{*d}})
	}
	p.Warnings = append(p.Warnings, fmt.Sprintf("邮件%d封没有发出：%s", len(list), fault.Text))
	return o.ledger.Settle(ctx, settled, o.Now)
}

// mailServer is the server of 设置. The password comes from the environment
// and is kept nowhere.
func (o *Office) mailServer() (deliver.Server, error) {
	of := o.scheme.Settings.Other
	s := deliver.Server{
		Name: of[scheme.MailServerSetting], Port: o.setting(scheme.MailPortSetting, 0), User: of[scheme.MailAccountSetting],
		Password: os.Getenv(deliver.PasswordVariable), From: of[scheme.MailFromSetting], FromName: o.scheme.Settings.Office,
		Security: map[string]deliver.Security{scheme.MailTLS: deliver.TLS, scheme.MailPlain: deliver.Plain}[of[scheme.MailSecuritySetting]],
	}
	switch {
	case s.Name == "":
		return s, &deliver.Fault{Server: true, Text: "方案没有设置邮件服务器。"}
	case s.User != "" && s.Password == "":
		return s, &deliver.Fault{Server: true, Text: "没有邮件口令，未连接邮件服务器" + s.Where() + "。请在运行程序的环境中设置环境变量" + deliver.PasswordVariable + "；口令不写在方案里。"}
	}
	file := of[scheme.MailRootsSetting]
	if file == "" {
		return s, nil
	}
	pem, err := os.ReadFile(o.path(filepath.FromSlash(file)))
	s.Roots = x509.NewCertPool()
	if err != nil || !s.Roots.AppendCertsFromPEM(pem) {
		return s, &deliver.Fault{Server: true, Text: "工作区中没有证书文件" + file + "，或其中没有PEM格式的证书，未连接邮件服务器。请核对方案“邮件根证书”。"}
	}
	return s, nil
}

// letterContent is what a message says, as the ledger keeps it.
type letterContent struct {
	Folder  string       `json:"folder"` // under the workspace, with slashes
	Who     string       `json:"who"`
	Subject string       `json:"subject"`
	Text    string       `json:"text"`
	Files   []letterFile `json:"files"`
}

// letterFile is an attachment: its name, and where its bytes come from.
type letterFile struct {
	Name   string `json:"name"`
	Path   string `json:"path"` // under the workspace, with slashes
	SHA256 string `json:"sha256"`
}

func contentOf(m ledger.Message) (c letterContent, err error) {
	if err = json.Unmarshal(m.Content, &c); err != nil {
		err = fmt.Errorf("读取发件%.8s：%w", m.ID, err)
	}
	return c, err
}

// letterOf is a message with the bytes of its attachments.
func (o *Office) letterOf(ctx context.Context, m ledger.Message) (deliver.Letter, error) {
	c, err := contentOf(m)
	l := deliver.Letter{ID: m.ID, At: m.At, Subject: c.Subject, Text: c.Text}
	if head, unread := o.ledger.Head(ctx); unread == nil {
		l.Ledger = headCode(head)
	}
	for _, f := range c.Files {
		if err != nil {
			break
		}
		var content []byte
		content, err = o.attached(ctx, c, f)
		l.Files = append(l.Files, deliver.File{Name: f.Name, Content: content})
	}
	return l, err
}

// attached finds the bytes of an attachment as they were when the message came
// to be: in the outbox, where they came from, or in the ledger.
func (o *Office) attached(ctx context.Context, c letterContent, f letterFile) ([]byte, error) {
	for _, name := range []string{c.Folder + "/" + f.Name, f.Path} {
		if content, err := os.ReadFile(o.path(filepath.FromSlash(name))); err == nil && hash(content) == f.SHA256 {
			return content, nil
		}
	}
	if content, err := o.ledger.Bytes(ctx, f.SHA256); err == nil {
		return content, nil
	}
	return nil, fmt.Errorf("附件《%s》已被改动或删除，没有发送", f.Name)
}
