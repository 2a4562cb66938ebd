package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/score"
)

// What was done to a traced figure, and what circulars have said of it since.

// notes tell what the office or a later return did to a figure: a verified
// figure in place of the reported one, projects given up, corrections printed
// since.
func (t *tracing) notes(ctx context.Context, f ledger.Figure) ([]string, error) {
	list, u := []string{}, t.figureNamed(f.Key)
	area, _, _ := strings.Cut(f.Key, "/")
	if u.Indicator == "" || area == "correction" || area == "setting" {
		return list, nil
	}
	if reported, ok := t.figures["figure/"+u.TaskForce+"/"+u.Indicator+"/reported"]; ok {
		list = append(list, fmt.Sprintf("上报数为%s，本文件按台账核定、认定后的数计。", reported.Value))
	}
	for _, s := range f.Inputs {
		if s.Office == officeBook {
			list = append(list, fmt.Sprintf("取自台账“%s”%s。", s.Place.Sheet, s.Place.Cell))
		}
	}
	if t.told == nil {
		if err := t.gatherTold(ctx); err != nil {
			return nil, err
		}
	}
	for _, x := range t.told {
		if x.indicator == u.Indicator && (u.TaskForce == "" || x.taskForce == u.TaskForce) && !slices.Contains(list, x.text) {
			list = append(list, x.text)
		}
	}
	return list, nil
}

// toldOf is what a circular said that bears on a figure.
type toldOf struct{ taskForce, indicator, text string }

// gatherTold reads what the year's circulars said: up to the document, of
// projects given up; after it, of corrections.
func (t *tracing) gatherTold(ctx context.Context) error {
	t.told = []toldOf{}
	all, err := t.ledger.Documents(ctx)
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.Kind != kindCircular || !t.sameYear(d) {
			continue
		}
		told := t.terminatedIn
		if d.ID > t.document.ID {
			told = t.correctedIn
		}
		lines, err := told(ctx, d)
		if err != nil {
			return err
		}
		t.told = append(t.told, lines...)
	}
	return nil
}

// why is what came since a figure was printed and changed it: the reasons of
// every figure under it that is another today.
func (t *tracing) why(ctx context.Context, k string, now map[string]output.Trace) (string, error) {
	if t.changed == nil {
		month, err := t.lastMonth()
		if err == nil {
			t.changed, err = t.whyChanged(ctx, &t.document, month)
		}
		if err != nil {
			return "", err
		}
	}
	var reasons []string
	seen := map[string]bool{}
	var walk func(k string)
	walk = func(k string) {
		f := t.figures[k]
		if is, ok := now[k]; seen[k] || !ok || is.Value == f.Value {
			return
		}
		seen[k] = true
		if u := t.figureNamed(k); u.TaskForce != "" && u.Indicator != "" && u.Part == "actual" {
			if text := t.changed.of(&score.Figure{TaskForce: u.TaskForce, Indicator: u.Indicator}); text != "" {
				reasons = append(reasons, t.whose(u.TaskForce)+text)
			}
		}
		for _, of := range f.Of {
			walk(of)
		}
	}
	walk(k)
	return strings.Join(reasons, "；"), nil
}

// lastMonth is the month that the document's figures stand at.
func (t *tracing) lastMonth() (ingest.Period, error) {
	cal := t.scheme.Settings.Calendar
	switch t.document.Kind {
	case kindRanking:
		q, err := ingest.ParseQuarter(t.document.Period)
		return cal.QuarterEnd(q), err
	case kindAssessment:
		year, err := strconv.Atoi(t.document.Period)
		return cal.LastMonth(year), err
	}
	return ingest.ParsePeriod(t.document.Period)
}

// sameYear reports whether a circular is of the reporting year that the
// document is about.
func (t *tracing) sameYear(d ledger.Document) bool {
	p, err := ingest.ParsePeriod(d.Period)
	own, err2 := t.lastMonth()
	cal := t.scheme.Settings.Calendar
	return err == nil && err2 == nil && cal.YearOf(p) == cal.YearOf(own)
}

// terminatedIn are the projects that a circular took out of the figures.
func (t *tracing) terminatedIn(ctx context.Context, d ledger.Document) (list []toldOf, err error) {
	figures, err := t.ledger.Figures(ctx, d.ID, "terminated/")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var indicators []string // that lost something
	for _, f := range figures {
		if parts := strings.Split(f.Key, "/"); parts[0] == "terminated" && len(parts) == 2 {
			indicators = append(indicators, parts[1])
		}
	}
	for _, f := range figures {
		parts := strings.Split(f.Key, "/")
		if parts[0] != "terminated" || len(parts) != 3 {
			continue
		}
		for _, s := range f.Inputs {
			text := fmt.Sprintf("项目%s（%s）终止，自%s起不再计入（%s）。", parts[2], f.Value, periodWords(d.Period), s.Place)
			for _, ind := range indicators {
				list = append(list, toldOf{parts[1], ind, text})
			}
		}
	}
	return list, err
}

// correctedIn are the corrections of the document's month that a later
// circular printed, or an edition of the same month.
func (t *tracing) correctedIn(_ context.Context, d ledger.Document) (list []toldOf, err error) {
	type correction struct {
		TaskForce string `json:"task_force"` // "" for a total
		Indicator string `json:"indicator"`
		Period    string `json:"period"`
		Was       string `json:"was"`
		Is        string `json:"is"`
		Why       string `json:"why"`
	}
	var said struct {
		Corrections []correction `json:"corrections"`
		Sums        []correction `json:"corrected_totals"`
	}
	if err := json.Unmarshal(d.Data, &said); err != nil {
		return nil, fmt.Errorf("读取已签发的通报：%w", err)
	}
	own, err := t.lastMonth()
	for _, c := range append(said.Corrections, said.Sums...) {
		if c.Period == own.String() {
			list = append(list, toldOf{c.TaskForce, c.Indicator, fmt.Sprintf("%s已作更正说明：%s截至%s由%s更正为%s，原因：%s。", titleOf(d), t.whose(c.TaskForce), periodWords(c.Period), c.Was, c.Is, c.Why)})
		}
	}
	return list, err
}

// whose is how a note calls a task force, which the scheme may no longer have.
func (t *tracing) whose(code string) string {
	switch {
	case code == "":
		return CountyTotal
	case t.scheme.TaskForce(code) == nil:
		return code
	}
	return t.shortName(code)
}
