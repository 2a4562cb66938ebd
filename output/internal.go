package output

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// InternalInput is what the office alone is told beside a circular or a
// ranking: nothing of it belongs into the public document.
type InternalInput struct {
	Scheme    *scheme.Scheme
	Period    ingest.Period // of the circular, or the quarter's last
	Status    Status
	Date      ingest.Date
	With      string // the document it goes with: 2023年9月月通报
	Signed    *Signature
	Items     []supervise.Item
	AsOf      ingest.Date // of Items: day of the circular before; zero beside a circular
	Proposals []supervise.Proposal
	RedLines  map[string]string   // of a year's assessment: why a task force is left to the leaders
	Decisions []scheme.Inspection // 处理决定 of the register; others are passed over

	Assessments []score.Assessment // beside an assessment alone: what is proposed

	Ranking    *score.Ranking // nil beside other documents
	Lifts      []score.Lift
	Margins    []score.Margin
	Unanswered []Unanswered
	Doubles    []DoubleClaim // those that are settled are passed over
	Twice      []string      // settled projects that the year before holds too: sentences
	Absent     []Absence
	Waived     []supervise.Waived // what the month would have raised but for Waivers
	Waivers    []scheme.Waiver    // 豁免 of the register; those that took nothing away are passed over
}

// Signature is who signed a document and when. GB/T 9704 prints 签发人 on what
// goes up (上行文) alone, so a circular or ranking does not show it; it is kept
// with the document and told here.
type Signature struct {
	Number string      `json:"number,omitempty"`
	Signer string      `json:"signer"` // post
	On     ingest.Date `json:"on"`
}

// Unanswered is an accepted return with warnings that nobody explained.
type Unanswered struct {
	Version  ingest.Version
	Findings finding.List // warnings only
}

// Absence is a month whose return is not there.
type Absence struct {
	TaskForce string
	Period    ingest.Period
	Status    score.State   // Missing or Returned
	AsOf      ingest.Period // the last month that figures know of the task force; zero when it never reported
}

const internalFile = "internal.tmpl"

// internal is an InternalInput being written up.
type internal struct {
	*writer
	in InternalInput
}

// Internal writes the sheet for the office alone (内部专报): proposals, never
// decisions; what would lift whom; what the figures or ranks rest on that may
// still change.
func Internal(in InternalInput, w *Wording) (*Document, error) {
	x := &internal{&writer{newReader(in.Scheme, in.Period), w, internalFile}, in}
	s := in.Scheme.Settings
	with := struct{ With, Basis, Scope marked }{label(in.With), label(s.NoticeTitle), label(s.Scope)}
	d := &Document{Kind: "内部专报", Title: titleParts(x.line("标题", with)), Signature: s.Office, Author: s.Office, DraftMark: "内部"}
	d.Subject = strings.Join(d.Title, "")
	if in.Status == Draft {
		d.DraftMark = "内部　送审稿"
	}
	if in.Date != (ingest.Date{}) {
		d.Date = in.Date.Chinese()
	}
	d.Body = append(x.say("引言", with), x.signed()...)
	d.addSection("考核结果建议及依据", x.outcomes())
	d.addSection("处理建议", x.proposals())
	d.addSection("豁免情况", x.waived())
	heading := "数据中的不确定因素"
	if in.Ranking != nil {
		d.addSection("名次提升分析", x.lifts())
		heading = "名次所依据的不确定因素"
	}
	d.addSection(heading, x.doubts())
	var err error
	d.Traces, err = x.finish()
	return d, err
}

// signed is who signed the document that the sheet goes with.
func (x *internal) signed() []Block {
	s := x.in.Signed
	if s == nil || s.Signer == "" {
		return nil
	}
	return x.say("签发情况", struct{ With, Number, Signer, On marked }{label(x.in.With), label(s.Number), label(s.Signer), label(s.On.Chinese())})
}

// proposals lists overdue items with what they have come to.
func (x *internal) proposals() []Block {
	type view struct {
		Count          marked
		Warned, Ladder []marked // steps taken when an item was raised; steps from there up
		Decided        bool
		AsOf           marked
	}
	v := view{AsOf: asOf(x.in.AsOf)}
	t := &Table{Columns: []Column{
		{"督办编号", 25, Centre}, {"事项", 44, Left}, {"整改期限", 20, Centre}, {"办理经过", 48, Left}, {"处理建议", 18, Centre}, {"已有决定", 20, Left},
	}}
	var keys []string
	for _, p := range x.in.Proposals {
		at := slices.IndexFunc(x.in.Items, func(it supervise.Item) bool { return it.ID == p.Item })
		if at < 0 {
			continue
		}
		it := x.in.Items[at]
		m := x.matter(it)
		keys = append(keys, key("supervision", it.ID))
		decided := x.decided(it)
		v.Decided = v.Decided || decided != ""
		named := func(s string) Cell { return Cell{Text: clean(s), Label: true} }
		last := dash
		if decided != "" {
			last = named(decided)
		}
		t.Rows = append(t.Rows, []Cell{
			named(it.ID), {Text: words(m.Text), Figure: key("supervision", it.ID)}, named(it.Due.String()), named(x.course(it)), named(p.Text), last,
		})
	}
	done, ahead := supervise.Steps(x.scheme)
	v.Warned, v.Ladder = labels(done), labels(ahead)
	if len(keys) == 0 {
		return x.say("处理建议", v)
	}
	v.Count = x.count("internal/count", "逾期未改并提出处理建议的事项数", keys...)
	return append(x.say("处理建议", v), t)
}

// decided is what leaders decided on an item: 约谈（县委分管领导，2023年10月20日）.
func (x *internal) decided(it supervise.Item) string {
	var list []string
	for _, row := range x.in.Decisions {
		if row.Kind == scheme.InspectDecided && it.Named(row.Item, row.TaskForce) {
			list = append(list, row.Measure+"（"+row.DecidedBy+"，"+row.On.Chinese()+"）")
		}
	}
	return strings.Join(list, "；")
}

// waived is what 豁免 took away: items that were not raised, points that were
// not deducted, and the rows of the register that say so.
func (x *internal) waived() []Block {
	type matter struct{ Who, Name, Code, Count, Points marked }
	type waiver struct{ Who, Months, Rule, Reason, By marked }
	var v struct {
		Items, Spared []matter
		Waivers       []waiver
	}
	sources := map[string]string{} // conditions that a waiver decided, by task force
	for _, w := range x.in.Waived {
		v.Items = append(v.Items, matter{Who: x.short(w.TaskForce), Name: label(w.Name), Code: label(w.Code)})
		for _, row := range x.scheme.Supervision {
			if row.Code == w.Code {
				sources[w.TaskForce] += row.Source
			}
		}
	}
	if x.in.Ranking != nil {
		for _, st := range x.in.Ranking.Standings {
			for _, l := range st.Spared {
				k := key("standing", st.TaskForce, "spared", l.Item)
				v.Spared = append(v.Spared, matter{Who: x.short(st.TaskForce), Name: label(l.Item),
					Count: x.number(k+"/count", exact.Int(int64(l.Count)), 0, "因豁免不计的次数", nil), Points: x.number(k+"/points", l.Points, 2, "因豁免不扣的分数", nil)})
				for _, row := range x.scheme.Deductions {
					if row.Item == l.Item {
						sources[st.TaskForce] += row.Source
					}
				}
			}
		}
	}
	first := x.scheme.Settings.Calendar.FirstMonth(x.scheme.Settings.Calendar.YearOf(x.in.Period))
	for _, w := range x.in.Waivers {
		if !strings.Contains(sources[w.TaskForce], `"`+w.Rule+`"`) || w.To.Before(first) || x.in.Period.Before(w.From) {
			continue
		}
		months := w.From.Chinese()
		if w.To != w.From {
			months += "至" + w.To.Chinese()
		}
		v.Waivers = append(v.Waivers, waiver{x.short(w.TaskForce), label(months), label(w.Rule), label(strings.TrimSuffix(w.Reason, "。")), label(w.ApprovedBy)})
	}
	if len(v.Items)+len(v.Spared) == 0 {
		return nil
	}
	return x.say("豁免情况", v)
}

type liftView struct {
	First bool
	Lifts []struct {
		Name, Need, Unit, To marked
		Shared               bool
	}
	Short marked
}

// lifts says for every ranked task force what would raise it.
func (x *internal) lifts() []Block {
	t := &Table{Columns: []Column{{x.sender, 30, Left}, {"名次", 12, Centre}, {"得分", 18, Right}, {"差距（分）", 18, Right}, {"提升途径", 97, Left}}}
	above := -1 // the standing with the next better score
	for i, st := range x.in.Ranking.Standings {
		if st.Rank == 0 {
			continue
		}
		if i > 0 && x.in.Ranking.Standings[i-1].Score.Cmp(st.Score) != 0 {
			above = i - 1
		}
		at := func(what string) string { return key("standing", st.TaskForce, what) }
		rank := x.number(at("rank"), exact.Int(int64(st.Rank)), 0, "季评比名次", published(x.in.Ranking.Quarter.Chinese()+"季评比"))
		points := x.number(at("score"), st.Score, 2, st.Formula, published(x.in.Ranking.Quarter.Chinese()+"季评比"))
		short, v := dash, liftView{First: above < 0}
		of := []string{at("score")}
		if above >= 0 {
			better := x.in.Ranking.Standings[above]
			v.Short = x.number(at("short"), better.Score.Sub(st.Score), 2, better.Score.Fixed(2)+"−"+st.Score.Fixed(2), nil, key("standing", better.TaskForce, "score"), at("score"))
			short = x.cell(v.Short)
			of = append(of, at("short"))
		}
		way := slices.Clone(of)
		for _, l := range x.in.Lifts {
			if ind := x.inds[l.Indicator]; l.TaskForce == st.TaskForce && ind != nil {
				need, unit, places := readable(ind, l.Need)
				v.Lifts = append(v.Lifts, struct {
					Name, Need, Unit, To marked
					Shared               bool
				}{
					label(ind.Name), x.number(at(key("need", l.Indicator)), need, places, "提升到第"+itoa(l.ToRank)+"名所需，其他各项不变", nil, of...), label(unit),
					x.number(at(key("to", l.Indicator)), exact.Int(int64(l.ToRank)), 0, "补足后的名次", nil, of...), l.Shared})
				way = append(way, at(key("need", l.Indicator)), at(key("to", l.Indicator)))
			}
		}
		t.Rows = append(t.Rows, []Cell{x.nameCell(st.TaskForce), x.cell(rank), x.cell(points), short, x.remark(at("lift"), "提升途径", v, way...)})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return append(x.say("名次提升", x.in.With), t)
}

// readable is a number as a sentence says it: a few 万元 are said as such, not
// as 0.0098亿元.
func readable(ind *scheme.Indicator, n exact.Num) (in exact.Num, unit string, places int) {
	if rest, ok := strings.CutPrefix(ind.Unit, "亿"); ok && n.Mul(exact.Int(10)).Cmp(exact.Int(1)) < 0 {
		n = n.Mul(exact.Int(10000))
		return n, "万" + rest, n.Places()
	}
	return n, ind.Unit, decimals(ind, n)
}

// doubts are what may still move figures or ranks.
func (x *internal) doubts() []Block {
	type margin struct {
		Upper, Lower, Ahead, Printed, Exact marked
		Tied, Level, Turned                 bool
	}
	type absence struct {
		Who, Months, AsOf marked
		Returned, Never   bool
		months            []ingest.Period
	}
	type view struct {
		Margins       []margin
		Pending       []claimView
		Twice         []marked
		Absent        []absence
		Unanswered    []unansweredView
		None, Ranking bool
	}
	v := view{Ranking: x.in.Ranking != nil, Unanswered: x.unansweredOf(x.in.Unanswered, "")}
	for i, m := range x.in.Margins {
		ahead := m.Upper
		if m.Exact.Sign() < 0 {
			ahead = m.Lower
		}
		k := key("margin", itoa(i+1))
		v.Margins = append(v.Margins, margin{
			Upper: x.short(m.Upper), Lower: x.short(m.Lower), Ahead: x.short(ahead), Tied: m.Printed.IsZero(), Level: m.Exact.IsZero(), Turned: m.Exact.Sign() < 0,
			Printed: x.number(k+"/printed", m.Printed, 2, "印出的得分之差", nil), Exact: x.number(k+"/exact", abs(m.Exact), max(4, min(8, m.Exact.Places())), "各项得分不作四舍五入时之差", nil),
		})
	}
	v.Pending, _ = x.doubleClaims(x.in.Doubles)
	v.Twice = labels(x.in.Twice)
	for _, a := range x.in.Absent {
		who, returned := x.short(a.TaskForce), a.Status == score.Returned
		at := slices.IndexFunc(v.Absent, func(o absence) bool { return o.Who == who && o.Returned == returned })
		if at < 0 {
			at = len(v.Absent)
			v.Absent = append(v.Absent, absence{Who: who, Returned: returned, Never: a.AsOf == (ingest.Period{})})
		}
		one := &v.Absent[at]
		if one.months = append(one.months, a.Period); !one.Never && a.AsOf.Before(a.Period) {
			one.AsOf = label(x.monthName(a.AsOf))
		}
		one.Months = label(strings.Join(x.monthNames(one.months), "、"))
	}
	v.None = len(v.Margins)+len(v.Pending)+len(v.Twice)+len(v.Absent)+len(v.Unanswered) == 0
	blocks := x.say("不确定因素", v)
	if len(v.Unanswered) > 0 {
		blocks = append(blocks, x.unansweredTable(v.Unanswered))
	}
	return blocks
}

// unansweredTable lists warnings that nobody explained, one a line.
func (x *internal) unansweredTable(list []unansweredView) *Table {
	t := &Table{Columns: []Column{{x.sender, 28, Left}, {"月份", 12, Centre}, {"版次", 12, Centre}, {"警告", 70, Left}, {"编号", 16, Centre}, {"位置", 37, Left}}}
	for _, u := range list {
		for _, f := range u.List {
			t.Rows = append(t.Rows, []Cell{
				named(words(u.Who)), named(words(u.Period)), named("第" + words(u.Version) + "次"), named(words(f.Message)), named(words(f.Code)), named(words(f.Place)),
			})
		}
	}
	return t
}

type unansweredView struct {
	Who, Period, Version marked
	List                 []struct{ Place, Code, Message marked }
}

// unansweredOf reads unexplained warnings for wording, of one task force or,
// with "", of all.
func (r *reader) unansweredOf(all []Unanswered, code string) []unansweredView {
	var list []unansweredView
	for _, u := range all {
		if code != "" && u.Version.TaskForce != code {
			continue
		}
		one := unansweredView{Who: r.short(u.Version.TaskForce), Period: label(r.monthName(u.Version.Period)), Version: label(itoa(u.Version.Number))}
		for _, f := range u.Findings {
			one.List = append(one.List, struct{ Place, Code, Message marked }{label(placeText(f.Place)), label(f.Code), label(strings.TrimSuffix(f.Message, "。"))})
		}
		if len(one.List) > 0 {
			list = append(list, one)
		}
	}
	return list
}
