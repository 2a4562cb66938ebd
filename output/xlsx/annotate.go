package xlsx

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/output"
)

// Annotate gives a sender its own workbook back: problem cells coloured by
// level with a comment, and a first sheet (form.ResultSheet) that lists what
// was found, with links. Everything else stays as it was: looks, formulas,
// widths, validation, protection, and parts that this program does not know.
// Marks, comments and the sheet of an earlier round are taken out first.
//
// The original must have passed preflight. Places of findings are in the
// sender's own tab names; one that is not in the workbook is listed without a
// link.
//
// A part that passed preflight and is still not what its kind says gives an
// error, whatever this program trips over in it: the receipt tells all the same.
func Annotate(original []byte, r output.Receipt) (content []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			content, err = nil, fmt.Errorf("xlsx: annotating: %v", x)
		}
	}()
	s, err := openSender(original)
	if err != nil {
		return nil, err
	}
	if err := s.clear(); err != nil {
		return nil, err
	}
	for _, t := range s.tabs {
		if !t.cells {
			continue
		}
		if err := s.mark(t, r.Findings); err != nil {
			return nil, fmt.Errorf("%w (sheet %q)", err, t.name)
		}
	}
	if err := s.addResult(r); err != nil {
		return nil, err
	}
	if err := s.writeStyles(); err != nil {
		return nil, err
	}
	return s.pack()
}

// clear takes out what an earlier round left.
func (s *sender) clear() error {
	if err := s.dropResult(); err != nil {
		return err
	}
	// LibreOffice rewrites the colour that remembers what a mark covered.
	s.styles.unmark(!strings.Contains(string(s.parts["docProps/app.xml"]), "LibreOffice"))
	for _, t := range s.tabs {
		if !t.cells {
			continue
		}
		if err := s.clearNotes(t.part); err != nil {
			return err
		}
	}
	return nil
}

// mark colours the cells of one sheet and comments on them.
func (s *sender) mark(t tab, findings finding.List) error {
	levels, notes := map[place]finding.Level{}, map[place]string{}
	for _, f := range findings {
		if !strings.EqualFold(f.Sheet, t.name) {
			continue
		}
		for _, p := range places(f.Cell) {
			levels[p] = worse(levels[p], f.Level)
			notes[p] = join(notes[p], note(f, notes[p] == ""))
		}
	}
	if len(levels) == 0 {
		return nil
	}
	if err := s.colour(t.part, levels); err != nil || s.strict {
		return err
	}
	return s.annotate(t.part, notes)
}

func worse(a, b finding.Level) finding.Level {
	if a == "" {
		return b
	}
	return finding.List{{Level: a}, {Level: b}}.Worst()
}

// note is what the comment on a cell says.
func note(f finding.Finding, first bool) string {
	head := f.Level.Chinese() + " " + f.Code
	if first {
		head = form.NoteHead + head
	}
	text := head + "\n" + f.Message
	if f.Hint != "" {
		text += "\n改法：" + f.Hint
	}
	return clip(text, 2000)
}

var oneCell = regexp.MustCompile(`^\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}$`)

// maxMarked bounds how many cells one finding colours.
const maxMarked = 200

// places lists the cells that a finding points at: one, or a range like F7:F9.
func places(cell string) []place {
	from, to, isRange := strings.Cut(cell, ":")
	if !isRange {
		to = from
	}
	if !oneCell.MatchString(from) || !oneCell.MatchString(to) {
		return nil
	}
	a, okA := placeOf(from)
	b, okB := placeOf(to)
	if !okA || !okB {
		return nil
	}
	var list []place
	for row := a.row; row <= b.row; row++ {
		for col := a.col; col <= b.col && len(list) < maxMarked; col++ {
			list = append(list, place{row, col})
		}
		if len(list) == maxMarked {
			break
		}
	}
	return list
}

// inTabOrder groups findings by the workbook's own order of sheets: the file
// first, then its tabs, then what is not in it.
func (s *sender) inTabOrder(list finding.List) finding.List {
	at := func(f finding.Finding) int {
		if f.Sheet == "" {
			return -1
		}
		if i := slices.IndexFunc(s.tabs, func(t tab) bool { return strings.EqualFold(t.name, f.Sheet) }); i >= 0 {
			return i
		}
		return len(s.tabs)
	}
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b finding.Finding) int { return at(a) - at(b) })
	return sorted
}
