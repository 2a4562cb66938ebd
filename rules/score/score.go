// Package score turns accepted returns into figures: indicators, progress
// against plan, score lines, ranks (DESIGN 9). Every number that enters a
// printed formula enters it exactly as printed.
//
// Start at Assemble, which makes a Tally of everybody's figures as of a month;
// Tally.Quarter ranks by it, Tally.Assess judges a year by it, Lifts says what
// would raise whom. Deadline.Judge says what became of a return. What only the
// office knows (核定, 重复认定) comes in as Office.
//
// A return that is missing is missing, never zero: its figures stand at the
// last accepted month (Figure.AsOf) and totals name it (Total.Stale). Decisions
// are taken on unrounded numbers; printed.go says how they are printed.
// Nothing here knows a clock, a disk or a page.
package score

import (
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Colour of a figure against its plan; "" where nothing was expected yet.
type Colour string

const (
	Green  Colour = "green"
	Yellow Colour = "yellow"
	Red    Colour = "red"
)

// Figure is one indicator of one task force as of one month.
type Figure struct {
	TaskForce  string
	Indicator  string
	Actual     *formula.Num  // what documents print: verified where there is one; nil is missing
	Reported   *formula.Num  // as reported
	Month      *formula.Num  // the month alone; nil when the month's return is missing
	AsOf       ingest.Period // last month with an accepted return; zero when none this year
	Ended      bool          // the task force ended (启用止) before the month: the figure stands, its progress is not judged
	Target     *scheme.Target
	Completion *exact.Num // actual ÷ target low, unrounded; nil without target or actual
	Expected   *exact.Num // as printed: rounded, counts floored; nil without target
	Gap        *exact.Num // percentage points, rounded to 2 decimals; nil where Expected is 0
	Colour     Colour
	Goal       *exact.Num // the number that has to be reached: Target.Low, or High by 计算口径
	Share      *exact.Num // what the plan asks for by now ÷ Goal, unrounded: 3/4 at the end of September
	Binding    bool       // the target must be reached; false for a 争取区间 that is no hard requirement
	Pending    bool       // rests on a double claim that is not settled: 待核
	Verified   []Verified // rows of 核定 that Actual rests on
}

// Total is one indicator over the task forces counted in the county's total.
type Total struct {
	Indicator string
	Actual    formula.Num
	Month     formula.Num
	Low       exact.Num
	High      *exact.Num // nil when no task force has a range
	Expected  exact.Num  // sum of the task forces' expected numbers as printed
	// Completion, Share and Gap are of the sums, as in Figure; nil without a target.
	Completion, Share, Gap *exact.Num
	Pending                bool
	// Stale lists task forces whose figure stands at an earlier month.
	Stale []string
}

// State is what became of one task force's return for one month.
type State string

const (
	OnTime   State = "on_time"
	Late     State = "late"
	Missing  State = "missing"
	Returned State = "returned" // sent, refused, not corrected
)

// Reporting is one task force's row of the reporting table.
type Reporting struct {
	TaskForce  string    `json:"task_force"`
	Status     State     `json:"status"`
	ReceivedAt time.Time `json:"received_at,omitzero"` // of the version that counts: the last accepted, else the last refused
	Version    int       `json:"version,omitempty"`
	Refused    int       `json:"-"` // versions sent back before it
	Corrected  bool      `json:"-"` // first version on time but refused, corrected inside 订正期
	FirstAt    time.Time `json:"-"` // of the first accepted version, which decides between on time and late
	Open       bool      `json:"-"` // nothing accepted yet, but neither is the time up
	Waiting    bool      `json:"-"` // Open, and so neither missing nor returned to 扣分 and 督查
	Told       State     `json:"-"` // of a late return: Missing or Returned where the month's circular had told it so
}

// Line is one score line with its arithmetic.
type Line struct {
	Indicator string
	Actual    exact.Num // as printed
	Expected  exact.Num // as printed
	Cap       exact.Num
	Weight    exact.Num // as printed, after rescaling
	Points    exact.Num // rounded half up to 2 decimals
	Formula   string    // min(26.00÷22.50,1.20)×25=28.89
	Judged    bool      // false: expected 0 or no target, dropped, its weight shared out
	Missing   bool      // nothing was reported this year: Actual means nothing, no points
}

// DeductionLine is a deduction that was made.
type DeductionLine struct {
	Item   string
	Count  int
	Points exact.Num // positive
}

// Standing is one ranked task force.
type Standing struct {
	TaskForce    string
	Rank         int // 0 when Excluded
	PreviousRank int // 0 when there was none
	Tied         bool
	Score        exact.Num
	Lines        []Line
	Deductions   []DeductionLine
	Spared       []DeductionLine // what a 豁免 took off Deductions
	Excluded     string          // why it is not ranked: red line, no target, no return; "" when it is
	Formula      string          // 24.00+18.00+18.00+28.89+25.00−0=113.89
}

// Moved is how many places it rose against the quarter before (negative: fell);
// ok is false when one of the two rankings does not have it.
func (s Standing) Moved() (places int, ok bool) {
	if s.Rank == 0 || s.PreviousRank == 0 {
		return 0, false
	}
	return s.PreviousRank - s.Rank, true
}

// Ranking is a quarter's standings, best first.
type Ranking struct {
	Quarter   ingest.Quarter
	Standings []Standing
}
