package output

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/score"
)

// tracer makes the printed figures of one document and keeps what each rests
// on. Every figure of a document is made by it, so every figure has a trace.
// The first contradiction sticks in err.
type tracer struct {
	traces map[string]Trace
	cells  map[string]Cell
	err    error
}

func newTracer() *tracer {
	return &tracer{traces: map[string]Trace{}, cells: map[string]Cell{}}
}

// figure registers a figure under a key such as figure/AAA/金额/actual
// and returns its text marked for a sentence. Of names the figures it was
// computed from. The same key always prints the same text.
func (t *tracer) figure(key, text, formula string, inputs []ingest.Source, of ...string) marked {
	if old, ok := t.traces[key]; ok && old.Value != text {
		t.fail(fmt.Errorf("output: figure %s is printed both as %s and as %s", key, old.Value, text))
	}
	t.traces[key] = Trace{Value: text, Formula: formula, Inputs: inputs, Of: of}
	t.cells[key] = Cell{Text: text, Figure: key}
	return marked(openFigure + key + midMark + text + endMark)
}

// number is figure for an exact number printed with the given decimals.
func (t *tracer) number(key string, n exact.Num, decimals int, formula string, inputs []ingest.Source, of ...string) marked {
	text := score.Minus(n.Fixed(decimals))
	m := t.figure(key, text, formula, inputs, of...)
	t.cells[key] = Cell{Text: text, Num: &n, Decimals: decimals, Figure: key}
	return m
}

// count is a number of things, each named by a key.
func (t *tracer) count(key string, what string, of ...string) marked {
	return t.number(key, exact.Int(int64(len(of))), 0, what, nil, of...)
}

// restOn says anew what a figure was computed from.
func (t *tracer) restOn(key, formula string, of []string) {
	if trace, ok := t.traces[key]; ok {
		trace.Formula, trace.Inputs, trace.Of = formula, nil, of
		t.traces[key] = trace
	}
}

// published is the source of a figure that is taken over from a document that
// was issued before, by its name: 2023年第二季度季评比.
func published(document string) []ingest.Source { return []ingest.Source{{Office: document}} }

// alike are the figures of a task force in this document that print the number
// of a text: 26.00亿元, 第2名. What a table of changes says rests on them.
func (t *tracer) alike(taskForce, text string) (keys []string) {
	text = strings.TrimFunc(text, func(c rune) bool { return c < '0' || c > '9' })
	for k, trace := range t.traces {
		parts := strings.Split(k, "/")
		if trace.Value == text && slices.Contains(parts, taskForce) && parts[0] != "restated" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// restated is a line of a table of changes: what was printed before, and what
// this document prints instead.
func (t *tracer) restated(k, before string, x Restated) (was, is Cell) {
	of := t.alike(x.TaskForce, x.Is)
	return t.cell(t.figure(key(k, "was"), clean(x.Was), before+"所印", published(before))),
		t.cell(t.figure(key(k, "is"), clean(x.Is), "按现有资料重新计算", nil, of...))
}

// cell is the table cell of a figure made before.
func (t *tracer) cell(m marked) Cell {
	list := spans(string(m))
	if len(list) == 1 && list[0].Figure != "" {
		return t.cells[list[0].Figure]
	}
	return Cell{Text: Join(list), Label: len(list) > 0}
}

func (t *tracer) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// finish checks that every figure named by another exists, and hands the
// traces over.
func (t *tracer) finish() (map[string]Trace, error) {
	for key, trace := range t.traces {
		for _, of := range trace.Of {
			if _, ok := t.traces[of]; !ok {
				t.fail(fmt.Errorf("output: figure %s rests on %s, which is not in the document", key, of))
			}
		}
	}
	return t.traces, t.err
}

// key joins the parts of a figure's name.
func key(parts ...string) string { return strings.Join(parts, "/") }
