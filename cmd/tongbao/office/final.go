package office

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Approval is what the registry gave a document: who issues by hand says it on
// the command line, or writes it into 发文.
type Approval struct {
	Number string      // 文号, or the bare number of the series; "" takes 发文
	Signer string      // post; "" takes 发文
	On     ingest.Date // 成文日期; zero takes 发文, else the day of the run
	Draft  int         // 第n稿 that was signed; 0 takes 发文, else the last
	// AsKnownNow issues the figures known now, though the signed draft had others.
	AsKnownNow bool
	// OtherCode lets a number be of another organ's series.
	OtherCode bool
	File      string // the office's own final file of a circular, .docx; "" for none
	Replace   string // why File takes the place of one that was kept before; "" refuses that

	from ingest.Date // of a document that is made again: the day that its terms counted from
}

// IssueCircular makes the 送审稿 of a month final, under the registry's number.
// Reissue issues a correction of one that was issued.
// A file of the office's own is kept with it, also of one that was issued
// before.
func (o *Office) IssueCircular(ctx context.Context, period ingest.Period, a Approval, reissue bool) (p *Paper, err error) {
	var edited *editedFile
	if a.File != "" {
		if edited, err = readEdited(a.File); err != nil {
			return nil, err
		}
		if p, _, err = o.issued(ctx, kindCircular, period.String(), period.Chinese()+kindNames[kindCircular]); err != nil {
			return nil, err
		}
		if p != nil && !reissue {
			if err := o.answersTo(p, &a); err != nil {
				return nil, err
			}
			return o.attach(ctx, p, edited, a.Replace)
		}
	}
	if a, err = o.approval(scheme.TaskCircular, period.String(), a); err != nil {
		return nil, err
	}
	if last := period.Add(1).First().AddDays(-1); a.On.Compare(last) <= 0 {
		return nil, usage("成文日期%s不晚于%s最后一天，不能签发该月的通报。请核对日期。", a.On.Chinese(), period.Chinese())
	}
	if a.Number == "" && o.scheme.Settings.Manual {
		return nil, usage("签发方式为人工，没有文号不能签发。请用 --number 写明文号，或在台账“发文”表中登记。")
	}
	p, err = o.Circular(ctx, period, Making{Reissue: reissue, approval: &a, edited: edited})
	if err != nil || edited == nil {
		return p, err
	}
	return o.attach(ctx, p, edited, a.Replace)
}

// IssueRanking makes the 公示稿 of a quarter final: worked out again with what
// is known now, saying what changed. Signed by hand, it first makes the 送审稿
// the 公示稿.
func (o *Office) IssueRanking(ctx context.Context, q ingest.Quarter, a Approval) (*Paper, error) {
	name := q.Chinese() + kindNames[kindRanking]
	a, err := o.approval(scheme.TaskRanking, q.String(), a)
	if err != nil {
		return nil, err
	}
	p, last, err := o.issued(ctx, kindRanking, q.String(), name)
	switch {
	case err != nil:
		return nil, err
	case p == nil && o.scheme.Settings.Manual:
		return o.Ranking(ctx, q, Making{approval: &a})
	case p == nil:
		return nil, usage("%s尚未公示，不能定稿。请先用 tongbao ranking -q %s 公示。", name, q)
	case last.Status == ledger.Final:
		return p, nil
	}
	if err := o.mayFinish(q, last); err != nil {
		return nil, err
	}
	if o.lock == nil {
		return nil, ErrRecords
	}
	return o.makeRanking(ctx, q, ranked{status: output.RankingFinal, approval: &a, before: last})
}

// answersTo refuses to sign again, under another number, what was issued.
func (o *Office) answersTo(p *Paper, a *Approval) error {
	if a == nil || a.Number == "" {
		return nil
	}
	if n, err := o.numberOf(*a); err != nil || n.text != p.Number {
		return usage("%s已于此前签发，文号%s。更正后重新印发请加 --reissue。", p.Name, p.Number)
	}
	return nil
}

// mayFinish refuses a 定稿 before 公示 is over, or while somebody waits for an
// answer. What rests on unsettled claims is refused once it is worked out.
func (o *Office) mayFinish(q ingest.Quarter, published *ledger.Document) error {
	name := q.Chinese() + kindNames[kindRanking]
	shown := ingest.DateOf(published.IssuedAt)
	last := o.scheme.AddWorkingDays(shown, o.setting("异议期", 0))
	if o.today().Compare(last) <= 0 {
		return usage("%s%s起公示，异议期%d个工作日，至%s止；公示期未满，不能定稿。", name, shown.Chinese(), o.setting("异议期", 0), last.Chinese())
	}
	var waiting []string
	for _, x := range o.objections(q) {
		if x.On.Compare(last) > 0 {
			continue // 逾期未提出的，按公示结果定稿
		}
		if x.Answer == "" || x.AnsweredOn == (ingest.Date{}) {
			waiting = append(waiting, fmt.Sprintf("%s%s提出的异议（台账“异议”第%d行）", o.scheme.TaskForce(x.TaskForce).Short, x.On.Chinese(), x.Row))
		}
	}
	if len(waiting) > 0 {
		return usage("%s有异议尚未答复，不能定稿：%s。请在台账中填写答复和答复日期。", name, strings.Join(waiting, "、"))
	}
	return nil
}

// objections are the register's against a quarter's ranking.
func (o *Office) objections(q ingest.Quarter) (list []scheme.Objection) {
	for _, x := range o.register.Objections {
		if x.Document == scheme.TaskRanking && x.Period == q.String() {
			list = append(list, x)
		}
	}
	return list
}

// refusePending refuses a 定稿 that rests on double claims nobody settled.
func (o *Office) refusePending(q ingest.Quarter, claims []score.Claim, incomplete []score.Incomplete) error {
	if len(claims) == 0 {
		return nil
	}
	var list []string
	for _, c := range claims {
		var sides []string
		for _, h := range c.Holders {
			sides = append(sides, h.TaskForce+":"+h.Project)
		}
		text := c.Name + "（" + strings.Join(sides, "，") + "）"
		for i := range incomplete {
			if s := &incomplete[i].Claim; s.Names(&c) {
				text += "，台账“" + s.Source.Place.String() + "”" + o.whyIncomplete(incomplete, s)
			}
		}
		list = append(list, text)
	}
	return usage("%s%s涉及尚未认定的重复项目，不能定稿：%s。请在台账“重复认定”中认定。", q.Chinese(), kindNames[kindRanking], strings.Join(list, "、"))
}

// approval fills in what 发文 says of a document.
func (o *Office) approval(document, period string, a Approval) (Approval, error) {
	for _, row := range o.register.Dispatches {
		if row.Document != document || row.Period != period || o.aboutAnother(row, a) {
			continue
		}
		if a.Number == "" {
			a.Number = row.Number
		}
		if a.Signer == "" {
			a.Signer = row.Signer
		}
		if a.On == (ingest.Date{}) {
			a.On = row.On
		}
		if a.Draft == 0 {
			var err error
			if a.Draft, err = draftNamed(row.Draft, row.Row); err != nil {
				return a, err
			}
		}
	}
	if a.On == (ingest.Date{}) {
		a.On = o.today()
	}
	if o.today().Compare(a.On) < 0 {
		return a, usage("签发日期%s还没有到，不能签发。", a.On.Chinese())
	}
	return a, o.ownNumber(a)
}

// ownNumber refuses a number of another organ's series, unless the office says
// that the document goes out under it. The number of the document that all
// rests on is nobody's to give again.
func (o *Office) ownNumber(a Approval) error {
	if a.Number == "" {
		return nil
	}
	n, err := o.numberOf(a)
	switch {
	case err != nil || n.series != "":
		return err
	case strings.Contains(o.scheme.Settings.NoticeTitle, n.text):
		return usage("文号%s是依据文件%s的文号，不能用于本文。请核对文号。", n.text, o.scheme.Settings.NoticeTitle)
	case !a.OtherCode:
		return usage("文号%s的机关代字不是本机关的“%s”。请核对文号；确以其他机关的文号印发的，加 --other-code。", n.text, o.scheme.Settings.DocumentCode)
	}
	return nil
}

// aboutAnother reports whether a row of 发文 is about another edition than the
// one that a number was given for.
func (o *Office) aboutAnother(row scheme.Dispatch, a Approval) bool {
	if a.Number == "" || row.Number == "" {
		return false
	}
	if a.On == (ingest.Date{}) {
		a.On = o.today()
	}
	given, err := o.numberOf(a)
	written, err2 := o.numberOf(Approval{Number: row.Number, On: a.On})
	return err == nil && err2 == nil && given.text != written.text
}

// numbered is a document's number: its text, and where it is one of the
// office's own series, the year and serial in it.
type numbered struct {
	text         string
	series       string
	year, serial int
}

var numberText = regexp.MustCompile(`^(.+)〔(\d{4})〕(\d+)号$`)

// numberOf reads the number that the registry gave: 9, or 示招办〔2023〕9号.
func (o *Office) numberOf(a Approval) (numbered, error) {
	text := strings.TrimSpace(a.Number)
	series := o.scheme.Settings.DocumentCode
	if n, err := strconv.Atoi(width.Narrow.String(text)); err == nil {
		if n < 1 {
			return numbered{}, usage("文号“%s”不对，序号从1起。", text)
		}
		return numbered{fmt.Sprintf("%s〔%d〕%d号", series, a.On.Year, n), series, a.On.Year, n}, nil
	}
	m := numberText.FindStringSubmatch(text)
	if m == nil {
		return numbered{}, usage("文号“%s”不合式样。请写序号，如 9，或写全，如 %s〔%d〕9号。", text, series, a.On.Year)
	}
	if strings.HasPrefix(m[3], "0") { // GB/T 9704: the serial is not padded
		return numbered{}, usage("文号“%s”不对，序号不编虚位，从1起。", text)
	}
	year, _ := strconv.Atoi(m[2])
	if a.On != (ingest.Date{}) && year != a.On.Year {
		return numbered{}, usage("文号“%s”的年份不是成文日期%s的年份。请核对文号和日期。", text, a.On.Chinese())
	}
	if m[1] != series {
		return numbered{text: text}, nil
	}
	serial, err := strconv.Atoi(m[3])
	if err != nil || serial < 1 {
		return numbered{}, usage("文号“%s”不对，序号从1起。", text)
	}
	return numbered{text, series, year, serial}, nil
}

// finality says what a 定稿 changes against its 公示稿, and what became of the
// objections.
func (o *Office) finality(ctx context.Context, in *output.RankingInput, published *ledger.Document) error {
	why, err := o.whyChanged(ctx, published, o.scheme.Settings.Calendar.QuarterEnd(in.Quarter))
	if err != nil {
		return err
	}
	last := o.scheme.Settings.Calendar.QuarterEnd(in.Quarter)
	if why.lapsed, err = o.lapsedSince(ctx, published, last.Add(-2), last); err != nil {
		return err
	}
	var was shownRanking
	if err := json.Unmarshal(published.Data, &was); err != nil {
		return fmt.Errorf("读取已公示的%s季评比：%w", in.Quarter.Chinese(), err)
	}
	in.Shown = ingest.DateOf(published.IssuedAt)
	for _, x := range o.objections(in.Quarter) {
		if x.Answer == "" {
			continue // came too late (mayFinish)
		}
		ind := ""
		if i := o.scheme.Indicator(x.Indicator); i != nil {
			ind = i.Name
		}
		in.Objections = append(in.Objections, output.Objection{TaskForce: x.TaskForce, Indicator: ind, Text: x.Text, On: x.On, Answer: x.Answer, Effect: x.Effect})
	}
	others := "其他专班得分变化"
	if o.madeSince(tellsTerms) && left(in.Ranking.Standings, was) {
		others = "参加排名的专班变化"
	}
	for _, st := range in.Ranking.Standings {
		in.Changes = append(in.Changes, o.rankChanges(in, st, was.row(st.TaskForce), why, others)...)
	}
	return o.corrected(in)
}

// corrected refuses a 定稿 that promises a correction and makes none.
func (o *Office) corrected(in *output.RankingInput) error {
	for _, x := range in.Objections {
		changed := slices.ContainsFunc(in.Changes, func(c output.Restated) bool { return c.TaskForce == x.TaskForce })
		if x.Effect == scheme.ObjectionUpheld && !changed {
			return usage("异议的处理结果为“%s”，但%s各项数据与公示稿一致。请在台账“核定”等表中登记更正的数，或改为“维持”。", x.Effect, o.scheme.TaskForce(x.TaskForce).Short)
		}
	}
	return nil
}

// shownRanking is what a 公示稿 printed, as its JSON says it.
type shownRanking struct {
	Rows []shownRow `json:"rows"`
}

type shownRow struct {
	TaskForce string  `json:"task_force"`
	Rank      *int    `json:"rank"`
	Score     *string `json:"score"`
	Excluded  *string `json:"excluded"`
	Items     []struct {
		Indicator string  `json:"indicator"`
		Actual    *string `json:"actual"`
		Expected  string  `json:"expected"`
		Cap       string  `json:"cap"`
		Weight    string  `json:"weight"`
		Judged    bool    `json:"judged"`
	} `json:"items"`
	Deductions []struct {
		Item   string `json:"item"`
		Count  int    `json:"count"`
		Points string `json:"points"`
	} `json:"deductions"`
}

func (r shownRanking) row(taskForce string) shownRow {
	for _, row := range r.Rows {
		if row.TaskForce == taskForce {
			return row
		}
	}
	return shownRow{}
}

// left reports whether others are ranked than in the 公示稿.
func left(standings []score.Standing, was shownRanking) bool {
	return slices.ContainsFunc(standings, func(st score.Standing) bool {
		return (was.row(st.TaskForce).Excluded == nil) != (st.Excluded == "")
	})
}

// rankChanges lists what is other about one task force: figures, what was
// expected of it and what that weighs, deductions, score and rank. A rank that
// changes by itself follows from what the others have.
func (o *Office) rankChanges(in *output.RankingInput, st score.Standing, was shownRow, why *whyChanged, others string) (list []output.Restated) {
	change := func(what, before, now, because string) {
		if before != now {
			list = append(list, output.Restated{TaskForce: st.TaskForce, What: what, Was: before, Is: now, Why: because})
		}
	}
	for _, l := range st.Lines {
		ind := o.scheme.Indicator(l.Indicator)
		now, before := "—", "—"
		if !l.Missing {
			now = score.Text(ind, l.Actual) + ind.Unit
		}
		for _, x := range was.Items {
			if x.Indicator == l.Indicator && x.Actual != nil {
				before = *x.Actual + ind.Unit
			}
		}
		f := score.Figure{TaskForce: st.TaskForce, Indicator: l.Indicator}
		for i := range in.Figures {
			if in.Figures[i].TaskForce == st.TaskForce && in.Figures[i].Indicator == l.Indicator {
				f = in.Figures[i]
			}
		}
		change(ind.Name, before, now, why.of(&f))
		if !o.madeSince(tellsTerms) {
			continue
		}
		for _, x := range was.Items {
			if x.Indicator == l.Indicator { // nobody but the scheme says these
				change(ind.Name+"应达", x.Expected+ind.Unit, score.Text(ind, l.Expected)+ind.Unit, byScheme)
				change(ind.Name+"权重", weightSaid(x.Weight, x.Judged), weightSaid(score.WeightText(l.Weight), l.Judged), byScheme)
				change(ind.Name+"封顶倍数", x.Cap, l.Cap.AtLeast(2, 4), byScheme)
			}
		}
	}
	of := append(why.ofReturns(st.TaskForce), why.rows[st.TaskForce]...)
	if given := why.ofLeave(st.TaskForce); len(given) > 0 {
		of = append(of, given...)
	} else {
		of = append(of, why.lapsed[st.TaskForce]...)
	}
	if len(of) == 0 && why.scheme && o.madeSince(tellsTerms) {
		of = []string{byScheme}
	}
	change("扣分", shownDeductions(was), deductions(st), strings.Join(of, "；"))
	moved := "上列变化"
	if len(list) == 0 {
		moved = others
	}
	points := "—"
	if !in.Unscored(st) {
		points = st.Score.Fixed(2)
	}
	change("得分", orDash(was.Score, ""), points, moved)
	if o.madeSince(tellsTerms) && (was.Excluded == nil) != (st.Excluded == "") {
		if moved = "恢复参加排名"; st.Excluded != "" {
			moved = "不再参加排名"
		}
	}
	change("名次", rankText(was.Rank, was.Excluded), rankText(&st.Rank, excludedOf(st)), moved)
	return list
}

func weightSaid(text string, judged bool) string {
	if !judged {
		return "不计分"
	}
	return text
}

func excludedOf(st score.Standing) *string {
	if st.Excluded == "" {
		return nil
	}
	return &st.Excluded
}

func rankText(rank *int, excluded *string) string {
	switch {
	case excluded != nil:
		return "不排名（" + *excluded + "）"
	case rank == nil || *rank == 0:
		return "—"
	}
	return fmt.Sprintf("第%d名", *rank)
}

func shownDeductions(row shownRow) string {
	var list []string
	for _, d := range row.Deductions {
		list = append(list, fmt.Sprintf("%s%d次%s分", d.Item, d.Count, d.Points))
	}
	return orNone(list)
}

func deductions(st score.Standing) string {
	var list []string
	for _, d := range st.Deductions {
		list = append(list, fmt.Sprintf("%s%d次%s分", d.Item, d.Count, d.Points.Fixed(2)))
	}
	return orNone(list)
}

func orNone(list []string) string {
	if len(list) == 0 {
		return "无"
	}
	return strings.Join(list, "，")
}
