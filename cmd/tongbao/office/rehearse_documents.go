package office

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/supervise"
)

// FigureChange is a figure of a past month that would have been another one.
// TaskForce is "" for the total. Was or Is is nil where there was or would be
// none.
type FigureChange struct {
	Period    string      `json:"period"`
	TaskForce string      `json:"task_force"`
	Indicator string      `json:"indicator"`
	Was       *PastFigure `json:"was"`
	Is        *PastFigure `json:"is"`
}

// PastFigure is a figure as circulars print it in JSON.
type PastFigure struct {
	Actual     *string     `json:"actual"`
	Reported   *string     `json:"reported"`
	Target     *PastTarget `json:"target"`
	Completion *string     `json:"completion"`
	Expected   *string     `json:"expected"`
	Gap        *string     `json:"gap"`
	Colour     *string     `json:"colour"`
}

// PastTarget is a target as circulars print it in JSON.
type PastTarget struct {
	Kind string  `json:"kind"`
	Low  string  `json:"low"`
	High *string `json:"high"`
}

// ItemChange says how many supervision items of a kind a month's circular
// raised for a task force, and how many it would have.
type ItemChange struct {
	Period    string `json:"period"`
	TaskForce string `json:"task_force"`
	Code      string `json:"code"`
	Was       int    `json:"was"`
	Is        int    `json:"is"`
}

// RankingChange is a task force's place in a past ranking that would have been
// another one, or come about otherwise.
type RankingChange struct {
	Period    string     `json:"period"`
	Status    string     `json:"status"` // of the ranking: published, final
	TaskForce string     `json:"task_force"`
	Was       *PastRank  `json:"was"`
	Is        *PastRank  `json:"is"`
	Lines     []PastLine `json:"lines"` // those that differ
}

// PastRank is a line of a ranking. Rank is nil when it was not ranked.
type PastRank struct {
	Rank     *int    `json:"rank"`
	Score    string  `json:"score"`
	Excluded *string `json:"excluded"`
}

// PastLine is a score line or a deduction as printed; "" where there is none.
type PastLine struct {
	What string `json:"what"`
	Was  string `json:"was"`
	Is   string `json:"is"`
}

// playDocuments makes every circular, ranking and assessment again in the order in which
// they went out, since items that one raises weigh in those that follow, and
// compares the editions in force.
func (r *rehearsal) playDocuments(ctx context.Context, documents []ledger.Document, done, total int) error {
	inForce := map[string]int64{}
	for _, d := range documents {
		inForce[d.Kind+d.Period] = d.ID
		if d.Kind == kindInternal {
			r.internal[d.Period] = d.Data
		}
	}
	items, same := &past{told: map[ingest.Period][]supervise.Item{}, by: map[ingest.Period]string{}}, true
	for i, d := range documents {
		r.office.progress.tell(done+i, total, "试算通报、评比和考核")
		if err := ctx.Err(); err != nil {
			return err
		}
		same = same && d.Manifest.Scheme == r.next.Digest
		before := r.differences()
		if err := r.playDocument(ctx, d, items, inForce[d.Kind+d.Period] == d.ID); err != nil {
			return fmt.Errorf("%s%s：%w", d.Period, kindNames[d.Kind], err)
		}
		if same && r.differences() > before {
			r.note(fmt.Sprintf("%s%s签发时所用的就是这个方案，其差异不是方案造成的。", d.Period, kindNames[d.Kind]))
		}
	}
	r.office.progress.tell(total, total, "试算通报、评比和考核")
	return nil
}

func (r *rehearsal) differences() int { return r.result.changes() }

func (r *rehearsal) playDocument(ctx context.Context, d ledger.Document, items *past, counts bool) error {
	if d.Kind != kindCircular && d.Kind != kindRanking && d.Kind != kindAssessment {
		return nil
	}
	o, err := r.under(ctx, r.next, d.Manifest.Register)
	if err != nil {
		return err
	}
	rests := map[string]bool{}
	for _, v := range d.Manifest.Returns {
		rests[versionKey(v)] = true
	}
	items.accepted = r.asOf(ctx, r.next, func(v *ledger.Version) bool { return rests[versionKey(v.Version)] })
	then := *o
	then.Now, then.past, then.madeBy = d.IssuedAt, items, cmp.Or(d.Manifest.Renderer, "0")
	switch d.Kind {
	case kindCircular:
		return r.playCircular(ctx, &then, d, counts)
	case kindAssessment:
		return r.playAssessment(ctx, &then, d, counts)
	}
	return r.playRanking(ctx, &then, d, counts)
}

func (r *rehearsal) playCircular(ctx context.Context, then *Office, d ledger.Document, counts bool) error {
	period, err := ingest.ParsePeriod(d.Period)
	if err != nil {
		return err
	}
	var before *ledger.Document
	if d.Edition > 1 {
		before = &d
	}
	from := then.today()
	if a := approvalOf(d); a != nil {
		from = a.from
	}
	in, err := then.circularInput(ctx, period, before, from)
	if err != nil {
		return err
	}
	then.past.keep(period, then.madeBy, in.Items, in.left)
	if !counts {
		return nil
	}
	r.result.Looked.Circulars++
	data, err := output.CircularJSON(in.CircularInput, nil)
	if err != nil {
		return err
	}
	was, is := circularData{}, circularData{}
	if err := decodeBoth(d.Data, &was, data, &is); err != nil {
		return err
	}
	r.compareFigures(d.Period, was.figures(), is.figures())
	r.compareItems(d, was.raised(d), is.raised(d))
	return r.compareProposals(d.Period, in.proposals)
}

func decodeBoth(was []byte, intoWas any, is []byte, intoIs any) error {
	if err := json.Unmarshal(was, intoWas); err != nil {
		return err
	}
	return json.Unmarshal(is, intoIs)
}

// circularData is what a rehearsal looks at of a circular's JSON.
type circularData struct {
	Figures []figureData `json:"figures"`
	Totals  []figureData `json:"totals"`
	Items   []struct {
		TaskForce string            `json:"task_force"`
		Code      string            `json:"code"`
		Raised    string            `json:"raised"`
		History   []supervise.Event `json:"history"`
	} `json:"supervision"`
}

type figureData struct {
	TaskForce string `json:"task_force"`
	Indicator string `json:"indicator"`
	PastFigure
}

// figures are those of task forces, then the totals.
func (c circularData) figures() []figureData { return slices.Concat(c.Figures, c.Totals) }

// raised counts the items that a circular raised, by task force and code.
func (c circularData) raised(d ledger.Document) map[[2]string]int {
	n := map[[2]string]int{}
	for _, it := range c.Items {
		if len(it.History) > 0 && it.History[0].Period.String() == d.Period && it.History[0].Kind == supervise.WasRaised {
			n[[2]string{it.TaskForce, it.Code}]++
		}
	}
	return n
}

func (r *rehearsal) compareFigures(period string, was, is []figureData) {
	find := func(list []figureData, like figureData) *PastFigure {
		for i := range list {
			if list[i].TaskForce == like.TaskForce && list[i].Indicator == like.Indicator {
				return &list[i].PastFigure
			}
		}
		return nil
	}
	add := func(f figureData, a, b *PastFigure) {
		if !equal(a, b) {
			r.result.Figures = append(r.result.Figures, FigureChange{period, f.TaskForce, f.Indicator, a, b})
		}
	}
	for _, f := range is {
		add(f, find(was, f), &f.PastFigure)
	}
	for _, f := range was {
		if find(is, f) == nil {
			add(f, &f.PastFigure, nil)
		}
	}
}

// equal compares what would be printed.
func equal(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func (r *rehearsal) compareItems(d ledger.Document, was, is map[[2]string]int) {
	var keys [][2]string
	for _, m := range []map[[2]string]int{was, is} {
		for k := range m {
			if was[k] != is[k] && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, k := range keys {
		r.result.Items = append(r.result.Items, ItemChange{d.Period, k[0], k[1], was[k], is[k]})
	}
}

func (r *rehearsal) playRanking(ctx context.Context, then *Office, d ledger.Document, counts bool) error {
	if !counts {
		return nil
	}
	r.result.Looked.Rankings++
	quarter, err := ingest.ParseQuarter(d.Period)
	if err != nil {
		return err
	}
	in, _, err := then.rankingInput(ctx, quarter, then.today())
	if err != nil {
		return err
	}
	data, err := output.RankingJSON(in.RankingInput)
	if err != nil {
		return err
	}
	var was, is rankingData
	if err := decodeBoth(d.Data, &was, data, &is); err != nil {
		return err
	}
	r.compareRanking(d, was, is)
	return nil
}

// rankingData is what a rehearsal looks at of a ranking's JSON.
type rankingData struct {
	Rows []rankData `json:"rows"`
}

type rankData struct {
	TaskForce string `json:"task_force"`
	PastRank
	Items []struct {
		Indicator string `json:"indicator"`
		Formula   string `json:"formula"`
		Judged    bool   `json:"judged"`
	} `json:"items"`
	Deductions []struct {
		Item   string `json:"item"`
		Count  int    `json:"count"`
		Points string `json:"points"`
	} `json:"deductions"`
}

// lines are what a score is made of, as printed, in order.
func (d rankData) lines() (list []PastLine) {
	for _, l := range d.Items {
		text := l.Formula
		if !l.Judged {
			text = "不计分"
		}
		list = append(list, PastLine{What: l.Indicator, Is: text})
	}
	for _, x := range d.Deductions {
		list = append(list, PastLine{What: x.Item, Is: fmt.Sprintf("%d次，扣%s分", x.Count, x.Points)})
	}
	return list
}

func (d rankingData) of(taskForce string) *rankData {
	for i := range d.Rows {
		if d.Rows[i].TaskForce == taskForce {
			return &d.Rows[i]
		}
	}
	return nil
}

func (r *rehearsal) compareRanking(d ledger.Document, was, is rankingData) {
	for _, row := range is.Rows {
		old := was.of(row.TaskForce)
		c := RankingChange{Period: d.Period, Status: string(d.Status), TaskForce: row.TaskForce, Is: &row.PastRank, Lines: []PastLine{}}
		var lines []PastLine
		if old != nil {
			c.Was, lines = &old.PastRank, old.lines()
		}
		c.Lines = append(c.Lines, changedLines(lines, row.lines())...)
		if len(c.Lines) > 0 || !equal(c.Was, c.Is) {
			r.result.Rankings = append(r.result.Rankings, c)
		}
	}
	for _, row := range was.Rows {
		if is.of(row.TaskForce) == nil {
			r.result.Rankings = append(r.result.Rankings, RankingChange{d.Period, string(d.Status), row.TaskForce, &row.PastRank, nil, []PastLine{}})
		}
	}
}

func changedLines(was, is []PastLine) (list []PastLine) {
	at := func(lines []PastLine, what string) string {
		for _, l := range lines {
			if l.What == what {
				return l.Is
			}
		}
		return ""
	}
	for _, l := range is {
		if old := at(was, l.What); old != l.Is {
			list = append(list, PastLine{l.What, old, l.Is})
		}
	}
	for _, l := range was {
		if at(is, l.What) == "" {
			list = append(list, PastLine{l.What, l.Is, ""})
		}
	}
	return list
}
