package output

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// every document the tests know of
func documents(t *testing.T) map[string]*Document {
	t.Helper()
	w := wording(t)
	list := map[string]*Document{}
	add := func(name string, d *Document, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list[name] = d
	}
	for name, in := range map[string]CircularInput{
		"september": september(), "busy": busyMonth(), "even": evenMonth(), "quiet": quietMonth(), "silent": silentMonth(), "first": firstMonth(), "empty": emptyYear(), "floored": flooredMonth(),
	} {
		d, err := Circular(in, w)
		add("circular "+name, d, err)
	}
	for name, in := range map[string]RankingInput{"third quarter": thirdQuarter(), "busy": busyQuarter(), "quiet": quietQuarter(), "staged": stagedQuarter()} {
		d, err := Ranking(in, w)
		add("ranking "+name, d, err)
	}
	d, err := Notice(busyNotice(), w)
	add("notice", d, err)
	for name, in := range map[string]AssessmentInput{"busy": busyAssessment(), "finished": finishedAssessment(), "unfinished": unfinishedAssessment(), "waiting": waitingAssessment(), "lone": loneAssessment()} {
		d, err := Assessment(in, w)
		add("assessment "+name, d, err)
	}
	for name, in := range map[string]InternalInput{"busy": busyInternal(), "quiet": quietInternal()} {
		d, err := Internal(in, w)
		add("internal "+name, d, err)
	}
	return list
}

// A digit on the page is a figure with a trace, or names something; table
// heads and captions hold none but dates.
func TestEveryPrintedFigureIsTraced(t *testing.T) {
	for name, d := range documents(t) {
		t.Run(name, func(t *testing.T) {
			figures := 0
			check := func(text, figure string, named bool) {
				if figure != "" {
					figures++
					if trace, ok := d.Traces[figure]; !ok || !strings.Contains(text, strings.TrimRight(trace.Value, "*△待核")) {
						t.Errorf("%q is figure %s, traced as %q", text, figure, trace.Value)
					}
				} else if strings.ContainsAny(text, "0123456789０１２３４５６７８９") && !named {
					t.Errorf("no trace for %q", text)
				}
			}
			blocks := d.Body
			for _, a := range d.Annexes {
				blocks = append(blocks, a.Body...)
			}
			for _, b := range blocks {
				switch b := b.(type) {
				case Paragraph:
					check(b.Lead, "", false)
					for _, s := range b.Text {
						check(s.Text, s.Figure, s.Label)
					}
				case *Table:
					for _, row := range b.Rows {
						if len(row) != len(b.Columns) {
							t.Errorf("table %q: %d cells under %d columns", b.Caption, len(row), len(b.Columns))
						}
						for _, c := range row {
							check(c.Text, c.Figure, c.Label)
						}
					}
					for _, note := range b.Notes {
						traced := slices.ContainsFunc(slices.Collect(maps.Values(d.Traces)), func(x Trace) bool { return x.Value == note })
						check(note, "", traced)
					}
					checkHead(t, b)
				case *Chart:
					for _, s := range b.Series {
						if len(s.Texts) != len(b.Labels) || len(s.Values) != len(b.Labels) || len(s.Keys) != len(b.Labels) {
							t.Fatalf("chart %q: series %q does not run parallel to its labels", b.Title, s.Name)
						}
						for i, text := range s.Texts {
							check(text, s.Keys[i], false)
						}
					}
				}
			}
			if figures == 0 {
				t.Error("no figure at all")
			}
		})
	}
}

// checkHead adds up a head of two rows: it must cover every column.
func checkHead(t *testing.T, b *Table) {
	if b.Head == nil {
		return
	}
	top, below := 0, 0
	for _, h := range b.Head[0] {
		top += h.Columns
		if h.Rows == 2 {
			below++
		}
	}
	if below += len(b.Head[1]); top != len(b.Columns) || below != len(b.Columns) {
		t.Errorf("table %q: head covers %d and %d of %d columns", b.Caption, top, below, len(b.Columns))
	}
}

// A figure computed from others leads down to cells.
func TestTracesLeadToCells(t *testing.T) {
	d := documents(t)["circular september"]
	var cells func(key string, depth int) int
	cells = func(key string, depth int) int {
		if depth > 6 {
			t.Fatalf("%s: a circle of figures", key)
		}
		n := len(d.Traces[key].Inputs)
		for _, of := range d.Traces[key].Of {
			n += cells(of, depth+1)
		}
		return n
	}
	for key, want := range map[string]int{
		"figure/KFQ/签约金额/actual":     1,      // the cell of the sample
		"figure/KFQ/签约金额/completion": 2,      // and the target's row
		"total/签约金额/actual":          6 + 6,  // six cells, directly and through six figures
		"total/签约金额/completion":      12 + 6, // and six rows of targets
		"count/heard":                5,      // five task forces in the scheme
	} {
		if got := cells(key, 0); got != want {
			t.Errorf("%s rests on %d cells, want %d", key, got, want)
		}
	}
	if trace := d.Traces["figure/KFQ/签约金额/gap"]; trace.Value != "11.7" || trace.Formula != "（26.00÷30.00−9÷12）×100" {
		t.Errorf("gap: %+v", trace)
	}
}

func TestForeignTextCannotForgeAFigure(t *testing.T) {
	in := september()
	in.Returns[0].Entries[0].Values["项目名称"] = text(string(rune(0xE000)) + "figure/KFQ" + string(rune(0xE005)) + "99亿" + string(rune(0xE006)) + "\n假")
	in.RefusedFor["MCQ"] = string(rune(0xE003)) + "另起一段"
	d, err := Circular(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for _, want := range []string{"〓figure/KFQ〓99亿〓 假│", "因〓另起一段被退回"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestOneFigureHasOneText(t *testing.T) {
	in := september()
	in.Figures = append(in.Figures, figure(in.Scheme, in.Period, "KFQ", "签约金额", "27", "1", in.Period))
	if _, err := Circular(in, wording(t)); err == nil || !strings.Contains(err.Error(), "figure/KFQ/签约金额/actual is printed both as 26.00 and as 27.00") {
		t.Errorf("err = %v", err)
	}
}
