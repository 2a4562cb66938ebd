package office

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
)

// What a signature stands for. Where documents are signed by hand, each 送审稿
// is kept as it was put before the signer, 第1稿, 第2稿 …; what is issued under
// the signature has to say what that draft said.

// keepDraft records a 送审稿 and gives it its number. One that says what the
// last one said is that one, unless it sets terms from another day. A workspace
// opened to read keeps none.
func (o *Office) keepDraft(ctx context.Context, d *drawing) error {
	if o.lock == nil {
		return nil
	}
	data, err := d.shape("draft", "", nil)
	if err != nil {
		return err
	}
	drafts, err := o.ledger.Drafts(ctx, d.paper.Kind, d.paper.Period)
	if err != nil {
		return err
	}
	number := len(drafts)
	if number == 0 || !bytes.Equal(drafts[number-1].Data, data) || len(d.terms) > 0 && ingest.DateOf(drafts[number-1].At) != o.today() {
		manifest := d.manifest
		manifest.Renderer = rendererVersion
		if number, err = o.ledger.KeepDraft(ctx, ledger.Draft{Kind: d.paper.Kind, Period: d.paper.Period, At: o.Now, Manifest: manifest, Data: data}); err != nil {
			return err
		}
	}
	d.paper.Drafted = number
	d.document.DraftMark += fmt.Sprintf("（第%d稿）", number)
	return nil
}

// asSigned refuses to issue under a signature what its 送审稿 did not say, unless
// the office knows and wants it. Drafts from before the edition that this one
// follows are not looked at; after is its time.
func (o *Office) asSigned(ctx context.Context, d *drawing, a *Approval, after time.Time) error {
	if a == nil {
		return nil
	}
	draft, err := o.signedDraft(ctx, d.paper, a, after)
	if draft == nil || err != nil {
		return err
	}
	d.manifest.Approved.Draft, d.manifest.Approved.AsKnownNow = draft.Number, a.AsKnownNow
	if d.from != o.today() {
		d.manifest.Approved.From = d.from
	}
	if a.AsKnownNow {
		return nil
	}
	now, err := d.shape("draft", "", nil)
	if err != nil {
		return err
	}
	changes, err := o.printedChanges(draft.Data, now)
	if err == nil && len(changes) == 0 {
		return o.inTerm(d, draft)
	}
	if err != nil {
		return err
	}
	return usage("%s送审稿（第%d稿，%s）之后数据有变化，未签发：\n%s请重新出送审稿送签；经签发人同意按现在的数据签发的，加 --as-known-now。",
		d.paper.Name, draft.Number, clockText(draft.At), o.changeTable(changes))
}

// term is a day that a document sets, and for what.
type term struct {
	what string
	due  ingest.Date
}

// termsFrom is the day that the terms of a document count from: under a
// signature they are those that were signed, as the draft printed them.
func (o *Office) termsFrom(ctx context.Context, p *Paper, a *Approval, after time.Time) (ingest.Date, error) {
	switch {
	case a == nil || a.AsKnownNow && a.from == (ingest.Date{}):
		return o.today(), nil
	case a.from != (ingest.Date{}):
		return a.from, nil
	}
	draft, err := o.signedDraft(ctx, p, a, after)
	if draft == nil || err != nil {
		return o.today(), err
	}
	return ingest.DateOf(draft.At), nil
}

// inTerm refuses to issue a document whose terms, as signed, are over, and says
// of the others whose they are.
func (o *Office) inTerm(d *drawing, draft *ledger.Draft) error {
	if len(d.terms) == 0 || d.from == o.today() {
		return nil
	}
	first := d.terms[0].due
	var over []string
	for _, t := range d.terms {
		if t.due.Compare(o.today()) <= 0 {
			over = append(over, fmt.Sprintf("  %s　期限%s", t.what, t.due.Chinese()))
		}
		if t.due.Compare(first) < 0 {
			first = t.due
		}
	}
	if len(over) > 0 {
		return usage("%s送审稿（第%d稿，%s）所定期限已到，未签发：\n%s\n请重新出送审稿送签；经签发人同意期限从签发之日重新起算的，加 --as-known-now。",
			d.paper.Name, draft.Number, clockText(draft.At), strings.Join(over, "\n"))
	}
	d.paper.Notes = append(d.paper.Notes, fmt.Sprintf("各项期限按所签送审稿（第%d稿，%s）所定，最早%s。需从签发之日重新起算的，请重新出送审稿送签。", draft.Number, d.from.Chinese(), first.Chinese()))
	return nil
}

// signedDraft is the 送审稿 that was signed: the one that 发文 names, else the
// last; nil where none was kept.
func (o *Office) signedDraft(ctx context.Context, p *Paper, a *Approval, after time.Time) (*ledger.Draft, error) {
	drafts, err := o.ledger.Drafts(ctx, p.Kind, p.Period)
	if err != nil {
		return nil, err
	}
	var last *ledger.Draft
	for i := range drafts {
		if x := &drafts[i]; !x.At.Before(after) && !x.At.After(o.Now) && (a.Draft == 0 || x.Number == a.Draft) {
			last = x
		}
	}
	if last == nil && a.Draft > 0 {
		return nil, usage("%s没有第%d稿送审稿，请核对台账“发文”的定稿版本。", p.Name, a.Draft)
	}
	return last, nil
}

// changeTable lists changes for the terminal, one a line.
func (o *Office) changeTable(changes []output.Restated) string {
	var text strings.Builder
	for _, c := range changes {
		who := "全县"
		if c.TaskForce != "" {
			who = o.shortName(c.TaskForce)
		}
		fmt.Fprintf(&text, "  %s　%s　送审稿%s，现为%s\n", who, c.What, c.Was, c.Is)
	}
	return text.String()
}

var draftNumber = regexp.MustCompile(`^(?:送审稿)?(?:第)?([1-9][0-9]{0,3})(?:稿|次|次送审稿)?$`)

// draftNamed reads 定稿版本 of 发文: 2, 第2稿, 第2次送审稿. "" is none.
func draftNamed(written string, row int) (int, error) {
	written = strings.TrimSpace(written)
	if written == "" {
		return 0, nil
	}
	m := draftNumber.FindStringSubmatch(written)
	if m == nil {
		return 0, usage("台账“发文”第%d行的定稿版本“%s”不能识别，请写明由第几稿定稿，如 第2稿。", row, written)
	}
	return strconv.Atoi(m[1])
}

// issuedAt is when the edition was issued that another follows; zero for none.
func issuedAt(before *ledger.Document) time.Time {
	if before == nil {
		return time.Time{}
	}
	return before.IssuedAt
}
