package output

import (
	"encoding/json"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// The JSON of `circular --json` and `ranking --json` (DESIGN 12): numbers that
// matter are strings in plain decimal, what is missing is null, enums are
// lower-case English, a list without members is [].

// File is a document as issued.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

type targetJSON struct {
	Kind string  `json:"kind"` // at_least, sum, range
	Low  string  `json:"low"`
	High *string `json:"high"`
}

type figureJSON struct {
	TaskForce  string      `json:"task_force"`
	Indicator  string      `json:"indicator"`
	Actual     *string     `json:"actual"`
	Reported   *string     `json:"reported"`
	AsOf       *string     `json:"as_of"` // 2023-08
	Target     *targetJSON `json:"target"`
	Completion *string     `json:"completion"` // ratio, 4 decimals
	Expected   *string     `json:"expected"`
	Gap        *string     `json:"gap"` // percentage points, 2 decimals
	Colour     *string     `json:"colour"`
	Pending    bool        `json:"pending,omitempty"`  // rests on a double claim that is not settled
	Evidence   []string    `json:"evidence,omitempty"` // of the verified figure
}

type totalJSON struct {
	Indicator string      `json:"indicator"`
	Actual    string      `json:"actual"`
	Target    *targetJSON `json:"target"`
}

type reportingJSON struct {
	TaskForce  string      `json:"task_force"`
	Status     score.State `json:"status"`
	ReceivedAt *string     `json:"received_at"` // RFC 3339
	Version    *int        `json:"version"`
}

type itemJSON struct {
	ID        string            `json:"id"`
	TaskForce string            `json:"task_force"`
	Code      string            `json:"code"`
	Raised    string            `json:"raised"`
	Due       string            `json:"due"`
	Status    supervise.Status  `json:"status"`
	History   []supervise.Event `json:"history"`
}

type correctionJSON struct {
	TaskForce string `json:"task_force"`
	Indicator string `json:"indicator"`
	Period    string `json:"period"`
	Was       string `json:"was"`
	Is        string `json:"is"`
	Why       string `json:"why"`
}

// sumJSON is a county total that is another than a circular printed.
type sumJSON struct {
	Indicator string `json:"indicator"`
	Period    string `json:"period"`
	Was       string `json:"was"`
	Is        string `json:"is"`
	Why       string `json:"why"`
}

// doubleJSON is a double claim; settled is null while it is open.
type doubleJSON struct {
	Name    string     `json:"name"`
	Same    string     `json:"same"`
	Settled *string    `json:"settled"`
	Sides   []sideJSON `json:"sides"`
}

type sideJSON struct {
	TaskForce string `json:"task_force"`
	Project   string `json:"project"`
	Period    string `json:"period"`
	Place     string `json:"place"`
}

func doubleOf(d DoubleClaim) doubleJSON {
	x := doubleJSON{Name: d.Name, Same: d.Same, Settled: given(d.Settled)}
	for _, s := range d.Sides {
		x.Sides = append(x.Sides, sideJSON{s.TaskForce, s.Project, s.Period.String(), s.From.Place.String()})
	}
	return x
}

// CircularJSON is the result of `circular --json`.
func CircularJSON(in CircularInput, files []File) ([]byte, error) {
	out := struct {
		Period      string           `json:"period"`
		Number      *string          `json:"number"`
		Status      Status           `json:"status"`
		Figures     []figureJSON     `json:"figures"`
		Totals      []totalJSON      `json:"totals"`
		Reporting   []reportingJSON  `json:"reporting"`
		Supervision []itemJSON       `json:"supervision"`
		Corrections []correctionJSON `json:"corrections"`
		Sums        []sumJSON        `json:"corrected_totals,omitempty"`
		Doubles     []doubleJSON     `json:"double_claims,omitempty"`
		Restated    []Restated       `json:"restated,omitempty"` // of a reissue
		Replaces    string           `json:"replaces,omitempty"` // number of the edition that a reissue takes the place of
		Signer      string           `json:"signer,omitempty"`
		Files       []File           `json:"files"`
	}{
		Period: in.Period.String(), Number: given(in.Number), Status: in.Status,
		Figures: []figureJSON{}, Totals: []totalJSON{}, Reporting: ReportingJSON(in.Reporting),
		Supervision: []itemJSON{}, Corrections: []correctionJSON{}, Files: append([]File{}, files...),
	}
	out.Restated, out.Replaces, out.Signer = in.Restated, in.Replaces, in.Signer
	for _, d := range in.Doubles {
		out.Doubles = append(out.Doubles, doubleOf(d))
	}
	j := jsonWriter{indicators(in.Scheme)}
	for _, f := range in.Figures {
		out.Figures = append(out.Figures, j.figure(f))
	}
	for _, t := range in.Totals {
		x := totalJSON{Indicator: t.Indicator, Actual: j.text(t.Indicator, t.Actual.Num)}
		if !t.Low.IsZero() {
			x.Target = j.target(t.Indicator, totalKind(in.Figures, t), t.Low, t.High)
		}
		out.Totals = append(out.Totals, x)
	}
	for _, it := range in.Items {
		out.Supervision = append(out.Supervision, itemJSON{it.ID, it.TaskForce, it.Code, it.RaisedOn.String(), it.Due.String(), it.Status, append([]supervise.Event{}, it.History...)})
	}
	for _, c := range in.Corrections {
		out.Corrections = append(out.Corrections, correctionJSON{c.TaskForce, c.Indicator, c.Period.String(), j.text(c.Indicator, c.Was.Num), j.text(c.Indicator, c.Is.Num), c.Why})
	}
	for _, c := range in.Sums {
		out.Sums = append(out.Sums, sumJSON{c.Indicator, c.Period.String(), j.text(c.Indicator, c.Was.Num), j.text(c.Indicator, c.Is.Num), c.Why})
	}
	return json.Marshal(out)
}

// ReportingJSON is the reporting table of circular and status; an empty list
// is [].
func ReportingJSON(list []score.Reporting) []reportingJSON {
	out := []reportingJSON{}
	for _, r := range list {
		x := reportingJSON{TaskForce: r.TaskForce, Status: r.Status}
		if !r.ReceivedAt.IsZero() {
			x.ReceivedAt, x.Version = given(r.ReceivedAt.In(ingest.Zone).Format(time.RFC3339)), &r.Version
		}
		out = append(out, x)
	}
	return out
}

type itemLineJSON struct {
	Indicator string  `json:"indicator"`
	Actual    *string `json:"actual"`
	Expected  string  `json:"expected"`
	Cap       string  `json:"cap"`
	Weight    string  `json:"weight"`
	Points    string  `json:"points"`
	Formula   string  `json:"formula"`
	Judged    bool    `json:"judged"`
}

type deductionJSON struct {
	Item   string `json:"item"`
	Count  int    `json:"count"`
	Points string `json:"points"` // positive
}

type rowJSON struct {
	Rank         *int            `json:"rank"`
	TaskForce    string          `json:"task_force"`
	Name         string          `json:"name"`
	Score        *string         `json:"score"` // null where nothing was asked
	PreviousRank *int            `json:"previous_rank"`
	Items        []itemLineJSON  `json:"items"`
	Deductions   []deductionJSON `json:"deductions"`
	Excluded     *string         `json:"excluded"`
}

type liftJSON struct {
	TaskForce string `json:"task_force"`
	Indicator string `json:"indicator"`
	Need      string `json:"need"`
	ToRank    int    `json:"to_rank"`
}

// RankingJSON is the result of `ranking --json`.
func RankingJSON(in RankingInput) ([]byte, error) {
	out := struct {
		Period     string        `json:"period"`
		Status     RankingStatus `json:"status"`
		Rows       []rowJSON     `json:"rows"`
		Lift       []liftJSON    `json:"lift"`
		Number     *string       `json:"number,omitempty"`
		Changes    []Restated    `json:"changes,omitempty"`    // of a final one, against the published
		Objections []Objection   `json:"objections,omitempty"` // of a final one
		Signer     string        `json:"signer,omitempty"`
	}{in.Quarter.String(), in.Status, []rowJSON{}, []liftJSON{}, given(in.Number), in.Changes, in.Objections, in.Signer}
	j := jsonWriter{indicators(in.Scheme)}
	for _, st := range in.Ranking.Standings {
		row := j.row(st)
		if !in.Unscored(st) {
			points := st.Score.Fixed(2)
			row.Score = &points
		}
		for _, t := range in.Scheme.TaskForces {
			if t.Code == st.TaskForce {
				row.Name = t.Name
			}
		}
		out.Rows = append(out.Rows, row)
	}
	for _, l := range in.Lifts {
		out.Lift = append(out.Lift, liftJSON{l.TaskForce, l.Indicator, j.text(l.Indicator, l.Need), l.ToRank})
	}
	return json.Marshal(out)
}

// jsonWriter prints numbers as documents do, so that JSON and paper agree.
type jsonWriter struct{ inds map[string]*scheme.Indicator }

func indicators(s *scheme.Scheme) map[string]*scheme.Indicator {
	m := map[string]*scheme.Indicator{}
	for i := range s.Indicators {
		m[s.Indicators[i].Code] = &s.Indicators[i]
	}
	return m
}

func (j jsonWriter) text(ind string, n exact.Num) string {
	if i := j.inds[ind]; i != nil {
		return score.Text(i, n)
	}
	return n.String()
}

func (j jsonWriter) figure(f score.Figure) figureJSON {
	x := figureJSON{TaskForce: f.TaskForce, Indicator: f.Indicator, AsOf: given(f.AsOf.String()), Colour: given(string(f.Colour))}
	x.Pending = f.Pending
	for _, v := range f.Verified {
		x.Evidence = append(x.Evidence, v.Evidence)
	}
	if f.Actual != nil {
		x.Actual = given(j.text(f.Indicator, f.Actual.Num))
	}
	if f.Reported != nil {
		x.Reported = given(j.text(f.Indicator, f.Reported.Num))
	}
	if f.Target != nil {
		x.Target = j.target(f.Indicator, f.Target.Kind, f.Target.Low, f.Target.High)
	}
	if f.Completion != nil {
		x.Completion = given(f.Completion.Fixed(4))
	}
	if f.Expected != nil {
		x.Expected = given(j.text(f.Indicator, *f.Expected))
	}
	if f.Gap != nil {
		x.Gap = given(f.Gap.Fixed(2))
	}
	return x
}

func (j jsonWriter) target(ind string, kind scheme.TargetKind, low exact.Num, high *exact.Num) *targetJSON {
	t := &targetJSON{Kind: targetKinds[kind], Low: j.text(ind, low)}
	if high != nil {
		t.High = given(j.text(ind, *high))
	}
	return t
}

var targetKinds = map[scheme.TargetKind]string{scheme.AtLeast: "at_least", scheme.Sum: "sum", scheme.Range: "range"}

// totalKind is the kind of the targets that a total adds up.
func totalKind(figures []score.Figure, t score.Total) scheme.TargetKind {
	for _, f := range figures {
		if f.Indicator == t.Indicator && f.Target != nil {
			return f.Target.Kind
		}
	}
	return scheme.AtLeast
}

func (j jsonWriter) row(st score.Standing) rowJSON {
	row := rowJSON{TaskForce: st.TaskForce, Items: []itemLineJSON{}, Deductions: []deductionJSON{}, Excluded: given(st.Excluded)}
	if st.Rank > 0 {
		row.Rank = &st.Rank
	}
	if st.PreviousRank > 0 {
		row.PreviousRank = &st.PreviousRank
	}
	for _, l := range st.Lines {
		x := itemLineJSON{
			Indicator: l.Indicator, Expected: j.text(l.Indicator, l.Expected), Cap: l.Cap.AtLeast(2, 4),
			Weight: score.WeightText(l.Weight), Points: l.Points.Fixed(2), Formula: l.Formula, Judged: l.Judged,
		}
		if !l.Missing {
			x.Actual = given(j.text(l.Indicator, l.Actual))
		}
		row.Items = append(row.Items, x)
	}
	for _, d := range st.Deductions {
		row.Deductions = append(row.Deductions, deductionJSON{d.Item, d.Count, d.Points.Fixed(2)})
	}
	return row
}

// given is nil for "".
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
