package office

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// Ranking makes the ranking of a quarter (公示稿), or answers with the one that
// was issued.
func (o *Office) Ranking(ctx context.Context, q ingest.Quarter, how Making) (*Paper, error) {
	name := q.Chinese() + kindNames[kindRanking]
	if !how.Draft {
		p, _, err := o.issued(ctx, kindRanking, q.String(), name)
		if p != nil || err != nil {
			return p, err
		}
		if err := o.closed(o.scheme.Settings.Calendar.QuarterEnd(q)); err != nil {
			return nil, err
		}
		// Signed by hand, only its draft is the program's to make.
		how.Draft = o.scheme.Settings.Manual && how.approval == nil
		if o.lock == nil {
			return nil, ErrRecords
		}
	}
	if err := o.quarterBegun(q); err != nil {
		return nil, err
	}
	as := ranked{status: output.RankingPublished, approval: how.approval}
	if how.Draft {
		as.status = output.RankingDraft
	}
	return o.makeRanking(ctx, q, as)
}

// ranked is how far a ranking is to come.
type ranked struct {
	status   output.RankingStatus
	approval *Approval        // nil: no number, dated the day of the run
	before   *ledger.Document // the 公示稿 that a 定稿 follows
}

func (o *Office) makeRanking(ctx context.Context, q ingest.Quarter, as ranked) (*Paper, error) {
	if err := o.look(); err != nil {
		return nil, err
	}
	on := o.today()
	if as.before != nil {
		on = ingest.DateOf(as.before.IssuedAt) // what has become overdue since the 公示稿 is the next quarter's
	}
	in, rests, err := o.rankingInput(ctx, q, on)
	if err != nil {
		return nil, err
	}
	name := q.Chinese() + kindNames[kindRanking]
	d := &drawing{
		paper:    &Paper{Kind: kindRanking, Period: q.String(), Name: name},
		folder:   q.String(),
		base:     name,
		status:   ledger.DocumentStatus(as.status),
		manifest: o.manifest(rests),
		year:     q.Year,
	}
	d.manifest.Approved = approved(as.approval)
	serial := 0
	if in.Status = as.status; as.status != output.RankingDraft {
		in.Date = o.today()
	}
	if as.approval != nil {
		in.Date, in.Signer = as.approval.On, as.approval.Signer
	}
	if as.approval != nil && as.approval.Number != "" {
		n, err := o.numberOf(*as.approval)
		if err != nil {
			return nil, err
		}
		in.Number, d.series, d.year, serial = n.text, n.series, n.year, n.serial
	}
	if as.status == output.RankingFinal {
		d.base, d.replaces = name+"（定稿）", as.before.Edition
		if err := o.refusePending(q, in.claims, in.incomplete); err != nil {
			return nil, err
		}
		if err := o.finality(ctx, &in.RankingInput, as.before); err != nil {
			return nil, err
		}
	}
	if d.document, err = output.Ranking(in.RankingInput, o.wording); err != nil {
		return nil, err
	}
	d.shape = func(_, _ string, _ []PaperFile) ([]byte, error) {
		return output.RankingJSON(in.RankingInput)
	}
	if err := o.withRanking(ctx, d, in); err != nil {
		return nil, err
	}
	if as.status == output.RankingDraft {
		return o.leaveDraft(ctx, d)
	}
	if err := o.asSigned(ctx, d, as.approval, issuedAt(as.before)); err != nil {
		return nil, err
	}
	return o.issue(ctx, d, serial)
}

// quarterBegun lets a draft be made as soon as the quarter's first month that
// is reported on has begun.
func (o *Office) quarterBegun(q ingest.Quarter) error {
	end := o.scheme.Settings.Calendar.QuarterEnd(q)
	if end.Before(o.scheme.Settings.FirstMonth) {
		return o.begun(end)
	}
	first := end.Add(-2)
	if first.Before(o.scheme.Settings.FirstMonth) {
		first = o.scheme.Settings.FirstMonth
	}
	return o.begun(first)
}

// rankingInput is everything that a quarter came to.
type rankingInput struct {
	output.RankingInput
	claims     []score.Claim // not settled
	incomplete []score.Incomplete
	twice      []string
}

func (o *Office) rankingInput(ctx context.Context, q ingest.Quarter, on ingest.Date) (*rankingInput, []*ingest.Return, error) {
	period := o.scheme.Settings.Calendar.QuarterEnd(q)
	history := o.history()
	tally, err := o.tally(period, history)
	if err != nil {
		return nil, nil, err
	}
	conduct, err := o.conduct(ctx, period, on)
	if err != nil {
		return nil, nil, err
	}
	earlier, since, err := o.earlierRankings(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	in := &rankingInput{claims: tally.Pending, incomplete: tally.Incomplete, RankingInput: output.RankingInput{Scheme: o.scheme, Quarter: q, Status: output.RankingDraft,
		Figures: tally.Figures, Earlier: earlier, Pending: len(tally.Pending) > 0, Projects: map[string][]facts.Project{}, ScoresAll: !o.madeSince(tellsTerms)}}
	inputs, err := o.inputs(period, history)
	if err != nil {
		return nil, nil, err
	}
	if in.Arrivals, err = o.arrivals(ctx, period); err != nil {
		return nil, nil, err
	}
	if in.Doubles, err = o.doubleClaims(tally, inputs); err != nil {
		return nil, nil, err
	}
	if in.twice, err = o.twiceTold(ctx, tally); err != nil {
		return nil, nil, err
	}
	var previous map[string]int
	if n := len(earlier); n > 0 && earlier[n-1].Quarter == q.Prev() {
		previous = earlier[n-1].Ranks()
	}
	excluded := score.RedLines(o.register, since, o.today())
	if o.madeSince(ranksTargets) {
		for code, reason := range tally.Untargeted(o.scheme) {
			excluded[code] = cmp.Or(excluded[code], reason)
		}
	}
	if in.Ranking, err = tally.Quarter(o.scheme, conduct, excluded, previous); err != nil {
		return nil, nil, err
	}
	in.Lifts = score.Lifts(o.scheme, in.Ranking)
	if in.Months, err = o.quarterMonths(ctx, period); err != nil {
		return nil, nil, err
	}
	if err := o.asTold(ctx, in.Months); err != nil {
		return nil, nil, err
	}
	if in.Items, err = o.itemsOfQuarter(ctx, period); err != nil {
		return nil, nil, err
	}
	if o.madeSince(tellsTerms) {
		in.Ended = endedSince(o.scheme, period.Add(-3), period)
	}
	if in.AsOf, err = o.itemsAsOf(ctx, period.Add(-2)); err != nil {
		return nil, nil, err
	}
	for _, tf := range score.Counted(o.scheme, period) {
		year, err := o.input(tf, period, history)
		if err != nil {
			return nil, nil, err
		}
		in.Projects[tf.Code] = tally.Years[tf.Code].Projects()
		in.Returns = append(in.Returns, posted(year.Returns)...)
	}
	held, err := o.heldReturns(period, history)
	return in, slices.Concat(in.Returns, held), err
}

// endedSince are the ranked task forces whose last month is one of before..now,
// the last not included.
func endedSince(s *scheme.Scheme, before, now ingest.Period) (codes []string) {
	for _, tf := range s.TaskForces {
		if tf.Ranked && tf.Ended(now) && !tf.Ended(before) {
			codes = append(codes, tf.Code)
		}
	}
	return codes
}

// itemsOfQuarter are the supervision items that were raised or closed in the
// quarter of its last month, or are not closed.
func (o *Office) itemsOfQuarter(ctx context.Context, last ingest.Period) ([]supervise.Item, error) {
	items, err := o.itemsUntil(ctx, last)
	first := last.Add(-2)
	return slices.DeleteFunc(items, func(it supervise.Item) bool {
		return it.Status.Over() && it.Raised.Before(first) && it.History[len(it.History)-1].Period.Before(first)
	}), err
}

// conduct is everybody's reporting and supervision as of a quarter's last
// month; on is the day by which an item is overdue.
func (o *Office) conduct(ctx context.Context, period ingest.Period, on ingest.Date) (map[string]score.Conduct, error) {
	quarter, err := o.quarterSoFar(ctx, period)
	if err != nil {
		return nil, err
	}
	items, err := o.itemsUntil(ctx, period)
	if err != nil {
		return nil, err
	}
	conduct := map[string]score.Conduct{}
	for code, list := range quarter {
		c := score.Conduct{Quarter: list}
		for _, it := range items {
			if it.TaskForce != code || it.Status.Over() {
				continue
			}
			c.Open++
			if it.Due.Compare(on) < 0 {
				c.Overdue++
			}
		}
		conduct[code] = c
	}
	return conduct, nil
}

// earlierRankings are the rankings of up to four quarters before q, as issued,
// oldest first, and the day of the last of them (zero when there is none).
func (o *Office) earlierRankings(ctx context.Context, q ingest.Quarter) (list []score.Ranking, last ingest.Date, err error) {
	if o.ledger == nil {
		return nil, last, nil
	}
	for at, n := q.Prev(), 0; n < 4; at, n = at.Prev(), n+1 {
		editions, err := o.ledger.Issued(ctx, kindRanking, at.String(), "")
		if err != nil {
			return nil, last, err
		}
		if len(editions) == 0 {
			break
		}
		edition := editions[len(editions)-1]
		if n == 0 {
			last = ingest.DateOf(edition.IssuedAt)
		}
		r, err := publishedRanking(at, edition.Data)
		if err != nil {
			return nil, last, err
		}
		list = append([]score.Ranking{r}, list...)
	}
	return list, last, nil
}

// publishedRanking reads ranks and scores of an issued ranking.
func publishedRanking(q ingest.Quarter, data json.RawMessage) (score.Ranking, error) {
	var doc struct {
		Rows []struct {
			Rank      int        `json:"rank"`
			TaskForce string     `json:"task_force"`
			Score     *exact.Num `json:"score"`
			Excluded  *string    `json:"excluded"`
		} `json:"rows"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return score.Ranking{}, fmt.Errorf("读取已签发的%s季评比：%w", q.Chinese(), err)
	}
	r := score.Ranking{Quarter: q}
	for _, row := range doc.Rows {
		s := score.Standing{TaskForce: row.TaskForce, Rank: row.Rank}
		if row.Score != nil {
			s.Score = *row.Score
		}
		if row.Excluded != nil {
			s.Excluded = *row.Excluded
		}
		r.Standings = append(r.Standings, s)
	}
	return r, nil
}
