package office

import (
	"context"
	"encoding/json"
	"strings"

	"tongbao/ingest"
	"tongbao/rules/score"
)

// Traced is what a figure rests on (`trace`).
type Traced struct {
	Value   *string      `json:"value"`
	Formula string       `json:"formula"`
	Inputs  []TracedCell `json:"inputs"`
	Unit    string       `json:"-"`
}

// Shown is the value with its unit.
func (t *Traced) Shown() string {
	if t.Value == nil {
		return "（未报送）"
	}
	return *t.Value + t.Unit
}

// TracedCell is one cell of a return, with what stands in it.
type TracedCell struct {
	Value     string        `json:"value"`
	TaskForce string        `json:"task_force"`
	Period    ingest.Period `json:"period"`
	Version   int           `json:"version"`
	SHA256    string        `json:"sha256"`
	File      string        `json:"file"`
	Sheet     string        `json:"sheet"`
	Cell      string        `json:"cell"`
}

// MarshalJSON says null for what a cell of an office workbook, or a figure taken
// over from a document issued before, does not have.
func (c TracedCell) MarshalJSON() ([]byte, error) {
	type cell TracedCell
	if c.SHA256 != "" {
		return json.Marshal(cell(c))
	}
	return json.Marshal(struct {
		cell
		TaskForce *string `json:"task_force"`
		Period    *string `json:"period"`
		Version   *int    `json:"version"`
		SHA256    *string `json:"sha256"`
	}{cell: cell(c)})
}

// Trace tells what one indicator of one task force rests on, as of a month.
func (o *Office) Trace(ctx context.Context, period ingest.Period, unit, indicator string) (*Traced, error) {
	tf, ind := o.scheme.TaskForce(unit), o.scheme.Indicator(indicator)
	if unit == "" || indicator == "" {
		return nil, usage("请用 -t 写明专班代码、用 -i 写明指标代码，如 -t %s -i %s；或写“校验值!工作表!单元格”反查。", o.unitCodes()[0], o.indicatorCodes()[0])
	}
	if tf == nil {
		return nil, usage("没有代码为“%s”的专班。可用的有：%s。", unit, strings.Join(o.unitCodes(), "、"))
	}
	if ind == nil {
		return nil, usage("没有代码为“%s”的指标。可用的有：%s。", indicator, strings.Join(o.indicatorCodes(), "、"))
	}
	in, err := o.input(tf, period, o.history())
	if err != nil {
		return nil, err
	}
	tally, err := o.tally(period, o.history())
	if err != nil {
		return nil, err
	}
	if f := tally.Of(tf.Code, ind.Code); f != nil {
		return o.traced(*f, ind.Formula, ind.Unit, in.Returns), nil
	}
	return nil, usage("指标“%s”不适用于%s。", indicator, tf.Name)
}

func (o *Office) traced(f score.Figure, formula, unit string, returns []*ingest.Return) *Traced {
	t := &Traced{Formula: formula, Unit: unit, Inputs: []TracedCell{}}
	if f.Actual == nil {
		return t
	}
	value := f.Actual.Num.String()
	t.Value = &value
	for _, s := range f.Actual.From {
		t.Inputs = append(t.Inputs, o.tracedCell(s, returns))
	}
	return t
}

func (o *Office) tracedCell(s ingest.Source, returns []*ingest.Return) TracedCell {
	c := TracedCell{Sheet: s.Place.Sheet, Cell: s.Place.Cell}
	if s.Version == nil {
		c.File = s.Office
		if s.Office == officeBook {
			c.Value = o.registerValue(s.Place)
		}
		return c
	}
	c.TaskForce, c.Period, c.Version, c.SHA256, c.File = s.Version.TaskForce, s.Version.Period, s.Version.Number, s.Version.SHA256, s.Version.File
	for _, r := range returns {
		if r.SHA256 == c.SHA256 {
			c.Value = valueAt(r, s.Place)
		}
	}
	return c
}

// valueAt is what a return says at a place of its workbook.
func valueAt(r *ingest.Return, at ingest.Place) string {
	for _, e := range r.Entries {
		if r.Tabs[e.Sheet].Name != at.Sheet {
			continue
		}
		for _, v := range e.Values {
			if v.Cell == at.Cell {
				return v.String()
			}
		}
	}
	return ""
}

func (o *Office) unitCodes() (codes []string) {
	for _, tf := range o.scheme.TaskForces {
		codes = append(codes, tf.Code)
	}
	return codes
}

func (o *Office) indicatorCodes() (codes []string) {
	for _, i := range o.scheme.Indicators {
		codes = append(codes, i.Code)
	}
	return codes
}
