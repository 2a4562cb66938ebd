package office

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/scheme"
)

// A figure of an issued document, followed back to its cells. What was printed
// and what it rests on is the ledger's, as kept on the day of issue; what it
// would be today is worked out anew and set beside it.

// Question asks for figures of an issued document. What is "" or 0 narrows
// nothing down.
type Question struct {
	Kind    string // circular, ranking, assessment, notice, internal
	Period  string // 2023-09, 2023Q3, 2023
	For     string // task force that a notice is for
	Edition int    // 0: the last

	TaskForce string // code; 合计 for the county
	Indicator string
	Part      string // 完成率, 得分, 名次 …: a part of the figure's name
	Word      string // the number as printed, a cell of the workbook, a key, or words of its name
}

// CountyTotal is what a Question calls the county among task forces.
const CountyTotal = "合计"

// PrintedTrace is the figures of an issued document that a Question meant
// (`trace -m 2023-09 …`).
type PrintedTrace struct {
	Kind      string          `json:"kind"`
	Period    string          `json:"period"`
	TaskForce string          `json:"task_force,omitempty"` // whom the document is for
	Edition   int             `json:"edition"`
	Status    string          `json:"status"`
	Number    string          `json:"number,omitempty"`
	Figures   []PrintedFigure `json:"figures"`
	Document  string          `json:"-"` // its name
}

// PrintedFigure is one figure as it was printed.
type PrintedFigure struct {
	Figure  UsedFigure   `json:"figure"`
	Name    string       `json:"name"`
	Value   string       `json:"value"`
	Formula string       `json:"formula"`
	Worked  string       `json:"worked"` // the formula with its values put in; "" where the formula says all
	Now     *string      `json:"now"`    // what it would be as known now; null where that has no such figure
	Why     string       `json:"why"`    // what came since and changed it; "" where Now is the same
	Places  []string     `json:"places"` // in the document's workbook
	Where   []string     `json:"where"`  // the same as a reader calls them
	Pages   []int        `json:"pages"`  // of the print, from 1
	Of      []FigureRef  `json:"of"`     // figures of the same document that it was computed from
	Inputs  []TracedCell `json:"inputs"` // every cell under it, through those too
	Notes   []string     `json:"notes"`  // 核定, 终止, 更正 … that bear on it

	Under []PrintedFigure `json:"-"` // Of, each with its own
	Own   []TracedCell    `json:"-"` // the cells that enter it itself
}

// FigureRef is a figure that another rests on.
type FigureRef struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

// TracePrinted finds the figures of an issued document. One that is not there
// is a *UsageError which lists what is.
func (o *Office) TracePrinted(ctx context.Context, q Question) (*PrintedTrace, error) {
	if err := o.knownUnit(q); err != nil {
		return nil, err
	}
	d, err := o.documentAsked(ctx, q)
	if err != nil {
		return nil, err
	}
	figures, err := o.figuresOf(ctx, *d)
	if err != nil {
		return nil, err
	}
	t := &tracing{Office: o, document: *d, figures: map[string]ledger.Figure{}, returns: map[string]*ingest.Return{}, known: map[string]PrintedFigure{}}
	for _, f := range figures {
		t.figures[f.Key] = f
	}
	meant, err := t.meant(figures, q)
	if err != nil {
		return nil, err
	}
	now, err := o.tracesNow(ctx, *d)
	if err != nil {
		return nil, err
	}
	p := &PrintedTrace{Kind: d.Kind, Period: d.Period, TaskForce: d.TaskForce, Edition: d.Edition, Status: string(d.Status), Number: d.Number, Document: titleOf(*d)}
	for _, f := range meant {
		x, err := t.printed(ctx, f)
		if err != nil {
			return nil, err
		}
		if known, ok := now[f.Key]; ok {
			x.Now = &known.Value
		}
		if x.Now != nil && *x.Now != x.Value {
			if x.Why, err = t.why(ctx, f.Key, now); err != nil {
				return nil, err
			}
		}
		if x.Notes, err = t.notes(ctx, f); err != nil {
			return nil, err
		}
		p.Figures = append(p.Figures, x)
	}
	return p, nil
}

// knownUnit refuses a task force or an indicator that the scheme does not have.
func (o *Office) knownUnit(q Question) error {
	if q.TaskForce != "" && q.TaskForce != CountyTotal && o.scheme.TaskForce(q.TaskForce) == nil {
		return usage("没有代码为“%s”的专班。可用的有：%s；问全县的数写%s。", cleanName(q.TaskForce), strings.Join(o.unitCodes(), "、"), CountyTotal)
	}
	if q.Indicator != "" && o.scheme.Indicator(q.Indicator) == nil {
		return usage("没有代码为“%s”的指标。可用的有：%s。", cleanName(q.Indicator), strings.Join(o.indicatorCodes(), "、"))
	}
	return nil
}

// documentAsked is the edition meant of the document meant, or says which there
// are.
func (o *Office) documentAsked(ctx context.Context, q Question) (*ledger.Document, error) {
	if o.ledger == nil {
		return nil, usage("本工作区还没有签发过文件，没有可追溯的数字。")
	}
	editions, err := o.ledger.Issued(ctx, q.Kind, q.Period, q.For)
	if err != nil {
		return nil, err
	}
	for i := range editions {
		if q.Edition == editions[i].Edition || q.Edition == 0 && i == len(editions)-1 {
			return &editions[i], nil
		}
	}
	if len(editions) > 0 {
		return nil, usage("%s只有%d版，没有第%d版。", titleOf(editions[0]), len(editions), q.Edition)
	}
	all, err := o.ledger.Documents(ctx)
	if err != nil {
		return nil, err
	}
	var there []string
	for _, d := range all {
		name := d.Period
		if d.TaskForce != "" {
			name += "（" + d.TaskForce + "）"
		}
		if d.Kind == q.Kind && !slices.Contains(there, name) {
			there = append(there, name)
		}
	}
	if len(there) == 0 {
		return nil, usage("还没有签发过%s。", kindNames[q.Kind])
	}
	return nil, usage("没有签发过%s的%s。已签发的有：%s。", strings.TrimSpace(q.Period+" "+q.For), kindNames[q.Kind], strings.Join(there, "、"))
}

// titleOf is what an issued document is called: 2023年9月月通报（更正）.
func titleOf(d ledger.Document) string {
	if d.Kind == kindNotice {
		return periodWords(d.Period) + attachedName(d)
	}
	return attachedName(d)
}

// figuresOf are the figures of an issued document; those of one that was issued
// before they were kept are had by making it again.
func (o *Office) figuresOf(ctx context.Context, d ledger.Document) (figures []ledger.Figure, err error) {
	figures, err = o.ledger.Figures(ctx, d.ID, "")
	if !errors.Is(err, fs.ErrNotExist) {
		return figures, err
	}
	all, err := o.ledger.Documents(ctx)
	if err != nil {
		return nil, err
	}
	err = o.remakeFigures(ctx, all, []int64{d.ID}, func(x ledger.Document, list []ledger.Figure) error {
		if x.ID == d.ID {
			figures = list
		}
		return nil
	})
	if err == nil && figures == nil {
		err = usage("%s签发时没有记录各数的来源，现在也不能重制，无法追溯。", titleOf(d))
	}
	return figures, err
}

// tracesNow are the figures that a document would print as known now, by key;
// nil where that cannot be told: of what goes out with another document, and
// under a scheme that no longer makes it.
func (o *Office) tracesNow(ctx context.Context, d ledger.Document) (map[string]output.Trace, error) {
	if err := o.look(); err != nil {
		return nil, err
	}
	made, err := o.composed(ctx, d)
	var cannot *UsageError
	if errors.As(err, &cannot) || made == nil {
		return nil, nil
	}
	return made.Traces, err
}

// composed is an issued document as its period looks now; nothing is drawn or
// recorded.
func (o *Office) composed(ctx context.Context, d ledger.Document) (*output.Document, error) {
	switch d.Kind {
	case kindCircular:
		p, err := ingest.ParsePeriod(d.Period)
		if err != nil {
			return nil, err
		}
		in, err := o.circularInput(ctx, p, &d, ingest.DateOf(d.IssuedAt))
		if err != nil {
			return nil, err
		}
		return output.Circular(in.CircularInput, o.wording)
	case kindRanking:
		q, err := ingest.ParseQuarter(d.Period)
		if err != nil {
			return nil, err
		}
		in, _, err := o.rankingInput(ctx, q, ingest.DateOf(d.IssuedAt))
		if err != nil {
			return nil, err
		}
		return output.Ranking(in.RankingInput, o.wording)
	case kindAssessment:
		year, err := strconv.Atoi(d.Period)
		if err != nil {
			return nil, err
		}
		in, err := o.assessmentInput(ctx, year)
		if err != nil {
			return nil, err
		}
		return output.Assessment(*in, o.wording)
	}
	return nil, nil
}

// tracing is one document being asked about.
type tracing struct {
	*Office
	document ledger.Document
	figures  map[string]ledger.Figure
	returns  map[string]*ingest.Return // by SHA-256
	known    map[string]PrintedFigure  // followed down before, by key
	changed  *whyChanged               // since the issue; nil until asked for
	told     []toldOf                  // what circulars said of figures; nil until asked for
	then     map[string][]scheme.Table // scheme and register as of its issue
}

func (t *tracing) name(f ledger.Figure) string {
	return t.Words(CellUse{Figure: t.figureNamed(f.Key), Formula: f.Formula})
}

// printed follows one figure down.
func (t *tracing) printed(ctx context.Context, f ledger.Figure) (PrintedFigure, error) {
	if x, known := t.known[f.Key]; known {
		return x, nil
	}
	x := PrintedFigure{Figure: t.figureNamed(f.Key), Name: t.name(f), Value: f.Value, Formula: f.Formula, Of: []FigureRef{}, Inputs: []TracedCell{}, Notes: []string{}}
	x.Places, x.Where = placesOf(f)
	x.Pages = append([]int{}, f.Pages...)
	for _, k := range f.Of {
		of := t.figures[k]
		x.Of = append(x.Of, FigureRef{k, t.name(of), of.Value})
		under, err := t.printed(ctx, of)
		if err != nil {
			return x, err
		}
		x.Under = append(x.Under, under)
		x.Inputs = addCells(x.Inputs, under.Inputs)
	}
	for _, s := range f.Inputs {
		c, err := t.cell(ctx, s)
		if err != nil {
			return x, err
		}
		x.Own = append(x.Own, c)
	}
	if idleMonth := x.Figure.Part == "month" && !t.anyOf(x.Own); len(f.Of) == 0 && (len(f.Inputs) == 0 || idleMonth) {
		if err := t.nothingIn(ctx, &x); err != nil {
			return x, err
		}
	}
	x.Inputs = addCells(x.Inputs, x.Own)
	x.Worked = worked(x)
	t.known[f.Key] = x
	return x, nil
}

func addCells(list, more []TracedCell) []TracedCell {
	for _, c := range more {
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// cell is a cell as it was when the document was issued.
func (t *tracing) cell(ctx context.Context, s ingest.Source) (TracedCell, error) {
	if s.Version == nil {
		c := TracedCell{File: s.Office, Sheet: s.Place.Sheet, Cell: s.Place.Cell}
		tables, err := t.tablesThen(ctx, s.Office)
		if tables != nil && c.Cell != "" {
			c.Value, _ = textIn(tables, &CellTrace{Sheet: c.Sheet, Cell: c.Cell})
		}
		return c, err
	}
	r, known := t.returns[s.Version.SHA256]
	if !known {
		versions, err := t.ledger.VersionsOf(ctx, s.Version.SHA256)
		if err != nil {
			return TracedCell{}, err
		}
		if len(versions) > 0 {
			r = versions[len(versions)-1].Return
		}
		t.returns[s.Version.SHA256] = r
	}
	if r == nil {
		return t.tracedCell(s, nil), nil
	}
	return t.tracedCell(s, []*ingest.Return{r}), nil
}

// anyOf reports whether one of the cells is of the document's own month.
func (t *tracing) anyOf(cells []TracedCell) bool {
	last, err := t.lastMonth()
	return err != nil || slices.ContainsFunc(cells, func(c TracedCell) bool { return c.SHA256 == "" || c.Period == last })
}

// nothingIn gives a figure of 0 that no cell entered the returns that had
// nothing for it: of its month, or of the year so far.
func (t *tracing) nothingIn(ctx context.Context, x *PrintedFigure) error {
	last, err := t.lastMonth()
	if err != nil || x.Figure.TaskForce == "" || x.Figure.Indicator == "" || !sameNumber(x.Value, "0") {
		return nil
	}
	cal := t.scheme.Settings.Calendar
	for _, v := range t.document.Manifest.Returns {
		inYear := cal.YearOf(v.Period) == cal.YearOf(last) && !last.Before(v.Period)
		if v.TaskForce != x.Figure.TaskForce || !inYear || x.Figure.Part == "month" && v.Period != last {
			continue
		}
		c, err := t.cell(ctx, ingest.Source{Version: &v})
		if err != nil {
			return err
		}
		if r := t.returns[v.SHA256]; r != nil && len(r.Nil) > 0 {
			c.Value = "本月无：" + strings.Join(r.Nil, "、")
		}
		x.Own = append(x.Own, c)
	}
	return nil
}

// tablesThen are the scheme or the register as the document used it; nil for
// another source, as a document issued before.
func (t *tracing) tablesThen(ctx context.Context, book string) ([]scheme.Table, error) {
	kind, digest := "register", t.document.Manifest.Register
	switch book {
	case officeBook:
	case "方案":
		kind, digest = "scheme", t.document.Manifest.Scheme
	default:
		return nil, nil
	}
	if tables, ok := t.then[kind]; ok {
		return tables, nil
	}
	tables, err := t.snapshotOf(ctx, kind, digest)
	if t.then == nil {
		t.then = map[string][]scheme.Table{}
	}
	t.then[kind] = tables
	return tables, err
}

func periodWords(s string) string {
	if p, err := ingest.ParsePeriod(s); err == nil {
		return p.Chinese()
	}
	return s
}
