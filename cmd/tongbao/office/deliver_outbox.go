package office

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/crash"
	"tongbao/ingest/ledger"
	"tongbao/output/deliver"
)

// showOutbox lays into the outbox what is not there yet and writes beside each
// message how far it has come.
func (o *Office) showOutbox(ctx context.Context, p *Mailing) error {
	list, err := o.ledger.Unshown(ctx)
	if err != nil {
		return err
	}
	var shown []string
	for _, m := range list {
		if err := o.showMessage(ctx, m, p); err != nil {
			return err
		}
		shown = append(shown, m.ID)
	}
	if len(shown) > 0 {
		crash.Point(crash.MailShown)
	}
	return o.ledger.Shown(ctx, shown)
}

func (o *Office) showMessage(ctx context.Context, m ledger.Outgoing, p *Mailing) error {
	c, err := contentOf(m.Message)
	if err != nil {
		return err
	}
	folder := o.path(filepath.FromSlash(c.Folder))
	if !exists(filepath.Join(folder, deliver.TextFile)) {
		l, err := o.letterOf(ctx, m.Message)
		if err != nil {
			p.Warnings = append(p.Warnings, Explain(err))
			return nil
		}
		if err := deliver.Keep(folder, l); err != nil {
			return err
		}
		p.New++
		if m.Kind == ledger.KindReminder {
			p.Reminded = append(p.Reminded, c.Folder)
		}
		for _, d := range m.To {
			if d.State == ledger.Manual {
				p.ByHand++
				break
			}
		}
	}
	return deliver.Tell(folder, o.stateLines(m, c))
}

// stateLines are 状态.txt.
func (o *Office) stateLines(m ledger.Outgoing, c letterContent) []string {
	lines := []string{"收件：" + c.Who, "主题：" + c.Subject}
	for _, d := range m.To {
		lines = append(lines, "状态："+deliveryText(d))
	}
	var names []string
	for _, f := range c.Files {
		names = append(names, f.Name)
	}
	if len(names) > 0 {
		lines = append(lines, "附件："+strings.Join(names, "；"))
	}
	return append(lines, "编号："+m.ID[:16])
}

// deliveryText says how a message stands with one address.
func deliveryText(d ledger.Delivery) string {
	to := d.Address
	if to != "" {
		to = "　" + to
	}
	if d.Reason == notNeeded {
		return "不再发送" + to + "　" + d.Reason
	}
	switch d.State {
	case ledger.Delivered:
		return "已发送" + to + "　" + minute(d.EndedAt)
	case ledger.Queued:
		if d.Attempts == 0 {
			return "待发送" + to
		}
		return fmt.Sprintf("待重试%s　已试%d次，%s以后再试　%s", to, d.Attempts, minute(d.NextAt), d.Reason)
	case ledger.Refused:
		return "未能发送" + to + "　" + d.Reason
	}
	return "待人工转发" + to + "　" + d.Reason
}

func minute(t time.Time) string { return t.In(ingest.Zone).Format("2006年1月2日15:04") }
