package output

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// RankingStatus is how far a ranking has come.
type RankingStatus string

const (
	RankingDraft     RankingStatus = "draft"     // 送审稿
	RankingPublished RankingStatus = "published" // 公示稿
	RankingFinal     RankingStatus = "final"     // 定稿
)

// RankingInput is everything a ranking (季评比) is made of, judged already.
type RankingInput struct {
	Scheme   *scheme.Scheme
	Quarter  ingest.Quarter
	Status   RankingStatus
	Number   string      // 发文字号; "" where it has none
	Date     ingest.Date // zero in a draft
	Signer   string      // as in CircularInput
	Ranking  score.Ranking
	Figures  []score.Figure             // of the quarter's last month
	Earlier  []score.Ranking            // earlier quarters of the year, oldest first
	Months   []MonthReporting           // the quarter's months, in order
	Projects map[string][]facts.Project // by task force, of the year
	Items    []supervise.Item           // raised or closed in the quarter, or not closed
	AsOf     ingest.Date                // of Items: day of the last circular; zero does not say
	Returns  []*ingest.Return           // accepted returns of the year that figures rest on
	Arrivals Arrivals                   // of these
	Lifts    []score.Lift               // for JSON and the internal sheet; not printed here
	Ended    []string                   // task forces that ended (启用止) since the last quarter's, and are ranked no more
	Doubles  []DoubleClaim              // open ones, and those settled in the quarter's last month
	// Of a 定稿: the day its 公示稿 was shown, what changed against it, and what
	// became of the objections.
	Shown      ingest.Date
	Changes    []Restated
	Objections []Objection
	Pending    bool // rests on double claims that are not settled
	Objection  int  // working days for objections; 0 takes 设置 异议期, and without one says 及时
	// ScoresAll: points taken off nothing are a score. So it was once.
	ScoresAll bool
}

// Unscored reports whether a standing is not ranked for want of a target: what it
// lost points for is told, but points taken off nothing are no score.
func (in *RankingInput) Unscored(st score.Standing) bool {
	return st.Excluded != "" && !in.ScoresAll && in.untargeted(st)
}

// untargeted reports whether a standing asks nothing of its task force.
func (in *RankingInput) untargeted(st score.Standing) bool {
	return !slices.ContainsFunc(in.Figures, func(f score.Figure) bool {
		return f.TaskForce == st.TaskForce && f.Target != nil &&
			slices.ContainsFunc(st.Lines, func(l score.Line) bool { return l.Indicator == f.Indicator })
	})
}

// Objection is one raised against a 公示稿, with its answer.
type Objection struct {
	TaskForce string      `json:"task_force"`
	Indicator string      `json:"indicator,omitempty"` // its name; "" for none in particular
	Text      string      `json:"text"`
	On        ingest.Date `json:"on"`
	Answer    string      `json:"answer"`
	Effect    string      `json:"effect"`
}

// MonthReporting is what became of the returns of one month.
type MonthReporting struct {
	Period    ingest.Period
	Reporting []score.Reporting
}

const rankingFile = "ranking.tmpl"

// ranking is a RankingInput being written up.
type ranking struct {
	*writer
	in       RankingInput
	readings map[string]map[string]reading
	doc      *Document
}

// place is one task force in the ranking, as wording speaks of it.
type place struct {
	Standing              score.Standing
	Who, Rank, Score      marked
	Tied, New, Up, Down   bool
	Moved, Excluded, Lost marked
	Head                  reading
	Lines, Reached        marked
	Short, Others         []marked // below what was due: all, all but Head
	HeadShort, NoTarget   bool
	Slips                 []slip // what points were lost for
	SeveralSlips          bool
	Reports               []report
	Projects, Items       bool
}

type slip struct{ Item, Count marked }

type report struct{ Period, State marked }

// Ranking writes the quarter's ranking. A final one that rests on unsettled
// double claims is refused by whoever issues it, not here.
func Ranking(in RankingInput, w *Wording) (*Document, error) {
	r := &ranking{
		writer:   &writer{newReader(in.Scheme, in.Scheme.Settings.Calendar.QuarterEnd(in.Quarter)), w, rankingFile},
		in:       in,
		readings: map[string]map[string]reading{},
	}
	for _, f := range in.Figures {
		if r.readings[f.TaskForce] == nil {
			r.readings[f.TaskForce] = map[string]reading{}
		}
		r.readings[f.TaskForce][f.Indicator] = r.read(f)
	}
	r.head()
	places := r.places()
	r.front(places)
	r.result(places)
	r.finality()
	r.charts(places)
	r.arithmetic()
	r.method()
	r.pages(places)
	r.sources()
	traces, err := r.finish()
	if err != nil {
		return nil, err
	}
	r.doc.Traces = traces
	return r.doc, nil
}

type rankingFace struct {
	Quarter, Scope, Basis, Objection marked
	Status                           string
}

func (r *ranking) face() rankingFace {
	s := r.scheme.Settings
	return rankingFace{
		Quarter: label(r.in.Quarter.Chinese()), Scope: label(s.Scope), Basis: label(s.NoticeTitle), Status: string(r.in.Status),
		Objection: r.objection(r.in.Objection),
	}
}

func (r *ranking) head() {
	s := r.scheme.Settings
	r.doc = &Document{Kind: "季评比", Number: r.in.Number, Title: titleParts(r.line("标题", r.face())), Signature: s.Office, Author: s.Office}
	r.doc.Subject = strings.Join(r.doc.Title, "")
	switch r.in.Status {
	case RankingDraft:
		r.doc.DraftMark, r.doc.Number = "送审稿", ""
	case RankingPublished:
		r.doc.DraftMark = "公示稿"
	}
	if r.in.Date != (ingest.Date{}) {
		r.doc.Date = r.in.Date.Chinese()
	}
	r.doc.Body = append(r.doc.Body, r.say("引言", r.face())...)
}

// places registers ranks, scores and points and reads each standing.
func (r *ranking) places() []place {
	var list []place
	for _, st := range r.in.Ranking.Standings {
		p := place{Standing: st, Who: r.short(st.TaskForce), Tied: st.Tied, Excluded: label(st.Excluded)}
		p.Score = r.score(st)
		if st.Rank > 0 {
			p.Rank = r.number(key("rank", st.TaskForce, "rank"), exact.Int(int64(st.Rank)), 0, "按得分从高到低排列，得分相同名次并列", nil, key("rank", st.TaskForce, "score"))
		}
		if moved, ok := st.Moved(); !ok {
			p.New = true
		} else if moved != 0 {
			p.Up, p.Down = moved > 0, moved < 0
			p.Moved = r.number(key("rank", st.TaskForce, "moved"), abs(exact.Int(int64(moved))), 0, "上季度第"+itoa(st.PreviousRank)+"名，本季度第"+itoa(st.Rank)+"名", nil, key("rank", st.TaskForce, "rank"))
		}
		r.why(&p)
		for _, m := range r.in.Months {
			for _, x := range m.Reporting {
				if x.TaskForce == st.TaskForce {
					p.Reports = append(p.Reports, report{label(r.monthName(m.Period)), marked(stateWords[lastState(x)])})
				}
			}
		}
		p.Projects, p.Items = len(r.in.Projects[st.TaskForce]) > 0, len(r.itemsOf(st.TaskForce)) > 0
		list = append(list, p)
	}
	return list
}

// score registers a standing's score and everything it adds up; "" where there is
// none to speak of.
func (r *ranking) score(st score.Standing) marked {
	var of []string
	lines := st.Lines
	if r.in.Unscored(st) {
		lines = nil
	}
	for _, l := range lines {
		k := key("score", st.TaskForce, l.Indicator)
		var from []string
		for _, what := range []string{"actual", "expected"} {
			if f := key("figure", st.TaskForce, l.Indicator, what); r.has(f) {
				from = append(from, f)
			}
		}
		r.number(k+"/weight", l.Weight, weightPlaces(l.Weight), "方案计分权重，不计分的指标的权重按比例分给其余指标", []ingest.Source{r.scheme.SourceOf("计分", "权重", "指标", l.Indicator)})
		r.number(k+"/points", l.Points, 2, l.Formula, nil, append(from, k+"/weight")...)
		r.figure(k+"/formula", l.Formula, l.Formula, nil, append(slices.Clone(from), k+"/weight")...)
		if l.Judged {
			of = append(of, k+"/points")
		}
	}
	for i, d := range st.Deductions {
		k := key("deduction", st.TaskForce, itoa(i+1))
		r.number(k, d.Points, weightPlaces(d.Points), clean(d.Item)+itoa(d.Count)+"次", []ingest.Source{r.scheme.SourceOf("扣分", "每次扣分", "事项", d.Item)})
		of = append(of, k)
	}
	if r.in.Unscored(st) {
		return ""
	}
	r.figure(key("rank", st.TaskForce, "sum"), st.Formula, st.Formula, nil, of...)
	return r.number(key("rank", st.TaskForce, "score"), st.Score, 2, st.Formula, nil, of...)
}

func (t *tracer) has(k string) bool { _, ok := t.traces[k]; return ok }

func weightPlaces(n exact.Num) int {
	if n.Places() == 0 {
		return 0
	}
	return 2
}

// why gathers what one line can say about a standing.
func (r *ranking) why(p *place) {
	code := p.Standing.TaskForce
	head := r.headline(p.Standing)
	var judged, reached []string
	for _, l := range p.Standing.Lines {
		x, ok := r.readings[code][l.Indicator]
		if !ok || !l.Judged {
			continue
		}
		k := key("score", code, l.Indicator, "points")
		judged = append(judged, k)
		if !l.Missing && l.Actual.Cmp(l.Expected) >= 0 {
			reached = append(reached, k)
		} else {
			p.Short = append(p.Short, label(x.Indicator.Name))
			if l.Indicator == head {
				p.HeadShort = true
			} else {
				p.Others = append(p.Others, label(x.Indicator.Name))
			}
		}
	}
	p.Head = r.readings[code][head]
	p.NoTarget = r.in.untargeted(p.Standing)
	if len(judged) > 0 {
		p.Lines = r.count(key("rank", code, "lines"), "计分的指标数", judged...)
	}
	if len(reached) > 0 {
		p.Reached = r.count(key("rank", code, "reached"), "累计数不低于应达数的指标数", reached...)
	}
	lost, of := exact.Num{}, []string(nil)
	for i, d := range p.Standing.Deductions {
		lost = lost.Add(d.Points)
		of = append(of, key("deduction", code, itoa(i+1)))
		if d.Points.Sign() > 0 {
			p.Slips = append(p.Slips, slip{label(d.Item), r.slips(code, i, d)})
		}
	}
	p.SeveralSlips = len(p.Slips) > 1
	if lost.Sign() > 0 {
		p.Lost = r.number(key("rank", code, "lost"), lost, weightPlaces(lost), "扣分合计", nil, of...)
	}
}

// slips is how often points were lost for the i-th of a standing's deductions.
func (r *ranking) slips(code string, i int, d score.DeductionLine) marked {
	return r.number(key("deduction", code, itoa(i+1), "count"), exact.Int(int64(d.Count)), 0, "本季度发生次数", r.quarterReturns(code))
}

// headline is the indicator the front page speaks of: the first one marked
// 通报重点 that is scored, else the heaviest line.
func (r *ranking) headline(st score.Standing) string {
	best := ""
	weight := exact.Num{}
	for _, l := range st.Lines {
		if ind := r.inds[l.Indicator]; ind != nil && ind.Headline {
			return l.Indicator
		}
		if best == "" || l.Weight.Cmp(weight) > 0 {
			best, weight = l.Indicator, l.Weight
		}
	}
	return best
}

// front is what a leader reads in ten seconds.
func (r *ranking) front(places []place) {
	t := &Table{Columns: []Column{{"名次", 18, Centre}, {r.sender, 28, Left}, {"得分", 15, Right}, {"较上季", 13, Centre}, {"情况", 82, Left}}}
	for _, p := range places {
		code := p.Standing.TaskForce
		rank, moved := Cell{Text: words(r.line("名次", p))}, Cell{Text: words(r.line("升降", p))}
		if p.Rank != "" {
			rank.Figure = key("rank", code, "rank")
		}
		if p.Moved != "" {
			moved.Figure = key("rank", code, "moved")
		}
		t.Rows = append(t.Rows, []Cell{rank, r.nameCell(code), r.orDash(p.Score), moved, r.whyCell(p)})
	}
	r.doc.Body = append(r.doc.Body, t, PageBreak{})
}

// whyCell is one line of why, a figure as a whole: it rests on the score and
// on the figures it names.
func (r *ranking) whyCell(p place) Cell {
	text := r.line("一句话", p)
	var of []string
	for _, s := range spans(string(text)) {
		if s.Figure != "" {
			of = append(of, s.Figure)
		}
	}
	if len(of) == 0 {
		return Cell{Text: words(text), Label: true}
	}
	return r.cell(r.figure(key("rank", p.Standing.TaskForce, "why"), words(text), "", nil, of...))
}

func (r *reader) nameCell(code string) Cell { return Cell{Text: words(r.short(code)), Label: true} }

// apart is who is not ranked for one reason.
type apart struct {
	Names    []marked
	Excluded marked
}

func apartBy(list []apart, p place) []apart {
	for i := range list {
		if words(list[i].Excluded) == words(p.Excluded) {
			list[i].Names = append(list[i].Names, p.Who)
			return list
		}
	}
	return append(list, apart{[]marked{p.Who}, p.Excluded})
}

// result is 一、评比结果: who stands where, and the points of every line.
func (r *ranking) result(places []place) {
	type tie struct {
		Names []marked
		Rank  marked
	}
	type view struct {
		Ranked, Noun, BestScore, LastScore marked
		Best, Last                         crowd
		BestRank, LastRank                 marked // shared, "" for one alone
		Spread, Pending, Silent            bool
		Open, Settled                      []claimView
		Ties, OtherTies                    []tie // the latter without those told with the score
		Excluded                           []place
		Apart                              []apart // the same, those of one reason together
		Ended                              []stale
	}
	v := view{Noun: label(r.sender), Pending: r.in.Pending}
	for _, code := range r.in.Ended {
		v.Ended = append(v.Ended, stale{Who: r.short(code), Ended: label(r.monthName(r.forces[code].To))})
	}
	v.Open, v.Settled = r.doubleClaims(r.in.Doubles)
	if r.noun != "" {
		v.Noun = label(r.noun)
	}
	var keys []string
	ties := map[int]*tie{}
	for _, p := range places {
		if p.Standing.Excluded == score.NobodyReported {
			v.Silent = true
			continue
		}
		if p.Rank == "" {
			v.Excluded = append(v.Excluded, p)
			v.Apart = apartBy(v.Apart, p)
			continue
		}
		keys = append(keys, key("rank", p.Standing.TaskForce, "rank"))
		if v.Best.Names == nil || p.Standing.Rank == 1 {
			v.Best.Names, v.BestScore = append(v.Best.Names, p.Who), p.Score
		}
		if p.Score != v.LastScore && words(p.Score) != words(v.LastScore) {
			v.Last.Names = nil
		}
		v.Last.Names, v.LastScore = append(v.Last.Names, p.Who), p.Score
		if p.Tied {
			if ties[p.Standing.Rank] == nil {
				ties[p.Standing.Rank] = &tie{Rank: p.Rank}
			}
			ties[p.Standing.Rank].Names = append(ties[p.Standing.Rank].Names, p.Who)
		}
	}
	v.Spread = words(v.BestScore) != words(v.LastScore)
	v.Ranked = r.count("count/ranked", "参加排名的"+r.sender+"数", keys...)
	for _, p := range places {
		t := ties[p.Standing.Rank]
		if t == nil {
			continue
		}
		delete(ties, p.Standing.Rank)
		v.Ties = append(v.Ties, *t)
		switch {
		case slices.Equal(t.Names, v.Best.Names):
			v.BestRank = t.Rank
		case slices.Equal(t.Names, v.Last.Names):
			v.LastRank = t.Rank
		default:
			v.OtherTies = append(v.OtherTies, *t)
		}
	}
	r.doc.addSection("评比结果", append(r.say("结果", v), r.pointsTable(places)))
}

func (r *ranking) pointsTable(places []place) *Table {
	t := &Table{Columns: []Column{{"名次", 10, Centre}, {r.sender, 28, Left}}}
	for _, row := range r.scheme.Scores {
		name := row.Indicator
		if ind := r.inds[name]; ind != nil {
			name = ind.Name
		}
		t.Columns = append(t.Columns, Column{name, 16, Right})
	}
	t.Columns = append(t.Columns, Column{"扣分", 12, Right}, Column{"得分", 14, Right}, Column{"上季名次", 12, Centre})
	pending := false
	for _, p := range places {
		code := p.Standing.TaskForce
		row := []Cell{r.orDash(p.Rank), r.nameCell(code)}
		for _, s := range r.scheme.Scores {
			at := slices.IndexFunc(p.Standing.Lines, func(l score.Line) bool { return l.Indicator == s.Indicator })
			if at < 0 || !p.Standing.Lines[at].Judged {
				row = append(row, dash)
				continue
			}
			cell := r.cells[key("score", code, s.Indicator, "points")]
			if r.readings[code][s.Indicator].Pending {
				cell.Text += "待核"
				pending = true
			}
			row = append(row, cell)
		}
		last := dash
		if p.Standing.PreviousRank > 0 {
			last = r.cell(r.number(key("rank", code, "previous"), exact.Int(int64(p.Standing.PreviousRank)), 0, r.in.Quarter.Prev().Chinese()+"季评比所印", published(r.in.Quarter.Prev().Chinese()+"季评比")))
		}
		t.Rows = append(t.Rows, append(row, r.orDash(p.Lost), r.orDash(p.Score), last))
	}
	t.Notes = r.notes("得分表说明", struct {
		Pending bool
		Noun    marked
	}{pending, label(r.sender)})
	return t
}

// arithmetic is 得分计算: every line as a pocket calculator would do it.
func (r *ranking) arithmetic() {
	type view struct{ Rescaled, Draft bool }
	v := view{}
	for _, st := range r.in.Ranking.Standings {
		for _, l := range st.Lines {
			v.Rescaled = v.Rescaled || !l.Judged && !r.in.Unscored(st)
		}
	}
	for _, row := range r.scheme.Scores {
		v.Draft = v.Draft || strings.Contains(row.Note, "建议稿")
	}
	blocks := r.say("得分说明", v)
	for i, st := range r.in.Ranking.Standings {
		blocks = append(blocks, Heading{Level: 2, Text: "（" + numeral(i+1) + "）" + words(r.short(st.TaskForce))})
		if r.in.Unscored(st) {
			blocks = append(blocks, r.say("不作得分计算", label(st.Excluded))...)
		} else {
			blocks = append(blocks, r.arithmeticTable(st))
		}
	}
	r.doc.addSection("得分计算", blocks)
}

func (r *ranking) arithmeticTable(st score.Standing) *Table {
	t := &Table{Columns: []Column{{"计分项", 26, Left}, {"算式", 76, Left}, {"说明", 54, Left}}, Total: true}
	for _, l := range st.Lines {
		x := r.readings[st.TaskForce][l.Indicator]
		name := l.Indicator
		if x.Indicator != nil {
			name = x.Indicator.Name
		}
		k := key("score", st.TaskForce, l.Indicator)
		t.Rows = append(t.Rows, []Cell{{Text: clean(name), Label: true}, r.cells[k+"/formula"], r.explain(st.TaskForce, l.Indicator, x)})
	}
	if len(st.Deductions) == 0 {
		t.Rows = append(t.Rows, []Cell{{Text: "扣分"}, {Text: "无"}, {}})
	}
	for i, d := range st.Deductions {
		k := key("deduction", st.TaskForce, itoa(i+1))
		times := r.slips(st.TaskForce, i, d)
		t.Rows = append(t.Rows, []Cell{{Text: "扣分"}, r.cells[k], r.cell(r.figure(k+"/why", clean(d.Item)+words(times)+"次", "", nil, k+"/count"))})
	}
	t.Rows = append(t.Rows, []Cell{{Text: "得分"}, r.cells[key("rank", st.TaskForce, "sum")], {}})
	return t
}

// quarterReturns are a task force's returns of the quarter: what it did, and
// whether it reported, is counted from them.
func (r *ranking) quarterReturns(code string) (from []ingest.Source) {
	for _, m := range r.in.Months {
		for _, ret := range r.in.Returns {
			if ret.TaskForce == code && ret.Period == m.Period {
				from = append(from, ingest.Source{Version: &ret.Version})
			}
		}
	}
	return append(from, ingest.Source{Office: "账本", Place: ingest.Place{Sheet: "报送登记"}})
}

// explain says where the expected number of a line comes from.
func (r *ranking) explain(code, ind string, x reading) Cell {
	type view struct {
		reading
		Months, Planned marked
		Floored         bool
	}
	if x.Target == "" {
		return Cell{Text: words(r.line("算式说明", view{reading: x}))}
	}
	elapsed := r.scheme.Settings.Calendar.Elapsed(r.period)
	v := view{reading: x, Months: label(itoa(elapsed))}
	for _, f := range r.in.Figures {
		if f.TaskForce == code && f.Indicator == ind && f.Share != nil && f.Goal != nil && f.Expected != nil && x.Indicator.Count {
			planned := f.Share.Mul(*f.Goal)
			v.Floored = planned.Cmp(*f.Expected) != 0
			v.Planned = r.figure(key("figure", code, ind, "planned"), planned.AtLeast(0, 2), words(x.Target)+"×"+itoa(elapsed)+"÷12", nil, key("figure", code, ind, "target"))
		}
	}
	return r.remark(key("score", code, ind, "note"), "算式说明", v, key("figure", code, ind, "target"), key("figure", code, ind, "expected"))
}

// method is 计算口径: how points are given, and what was laid down beside, as
// the scheme has it.
func (r *ranking) method() {
	t := &Table{Columns: []Column{{"事项", 44, Left}, {"取值", 26, Left}, {"说明", 86, Left}}}
	for _, row := range r.scheme.Scores {
		name := row.Indicator
		if ind := r.inds[name]; ind != nil {
			name = ind.Name
		}
		value := "权重" + score.WeightText(row.Weight) + "，封顶" + row.Cap.AtLeast(2, 4) + "倍"
		from := []ingest.Source{r.scheme.SourceOf("计分", "权重", "指标", row.Indicator), r.scheme.SourceOf("计分", "封顶倍数", "指标", row.Indicator)}
		t.Rows = append(t.Rows, []Cell{named("计分：" + name), r.cell(r.figure(key("method", "计分", row.Indicator), value, "方案所定", from)), named(row.Note)})
	}
	inOrder := func(a, b scheme.Choice) int { return cmp.Or(a.Row-b.Row, strings.Compare(a.Item, b.Item)) }
	for _, c := range slices.SortedFunc(maps.Values(r.scheme.Choices), inOrder) {
		text := clean(c.Value)
		n, number := c.Number()
		if number {
			text = strings.Replace(text, "-", "−", 1)
		}
		cell := r.cell(r.figure(key("method", c.Item), text, "方案所定", []ingest.Source{r.scheme.SourceOf("计算口径", "取值", "事项", c.Item)}))
		if number {
			cell.Num, cell.Decimals = &n, n.Places()
		}
		t.Rows = append(t.Rows, []Cell{named(c.Title()), cell, named(c.Note)})
	}
	if len(t.Rows) > 0 {
		r.doc.addSection("计算口径", append(r.say("口径说明", r.face()), t))
	}
}
