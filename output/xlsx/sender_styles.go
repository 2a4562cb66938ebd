package xlsx

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest/finding"
)

// markColours are the fills of problem cells. They are unusual on purpose: by
// them the marks of an earlier round are known again.
var markColours = map[finding.Level]string{
	finding.Error:   "FFF8B4B5",
	finding.Warning: "FFFFE08B",
	finding.Notice:  "FFCFE2FE",
}

// styleSheet is the workbook's styles part, to which styles are added.
type styleSheet struct {
	data   []byte
	prefix string
	parts  map[string]*styleList // by the name of the list
	marks  map[markKey]int
	fills  map[markKey]int

	completed bool // lists were put in
}

// styleList is one list of the part: its tags and its items as written.
type styleList struct {
	from, opened int // start tag
	to           int // end of the end tag
	tag          string
	items        []string
}

type markKey struct {
	from  int
	level finding.Level
}

const emptyStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"></styleSheet>`

const stylesType = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

func (s *sender) readStyles() error {
	rels, err := s.relations(s.book)
	if err != nil {
		return err
	}
	data := []byte(emptyStyles)
	if r, found := rels.kind("styles"); found {
		data = s.parts[s.resolve(s.book, r.Target)]
	}
	s.styles = &styleSheet{data: data, parts: map[string]*styleList{}, marks: map[markKey]int{}, fills: map[markKey]int{}}
	return s.styles.read()
}

// styleLists are the lists that are added to, in the order Excel wants.
var styleLists = []string{"fonts", "fills", "borders", "cellStyleXfs", "cellXfs"}

// least is what a list must hold to be one.
func (t *styleSheet) least(list string) string {
	pattern := func(kind string) string {
		return t.el("fill", "", t.el("patternFill", `patternType="`+kind+`"`, ""))
	}
	return map[string]string{
		"fonts":        t.el("font", "", t.el("sz", `val="11"`, "")+t.el("name", `val="`+bodyFont+`"`, "")),
		"fills":        pattern("none") + pattern("gray125"),
		"borders":      t.el("border", "", ""),
		"cellStyleXfs": t.el("xf", "", ""),
		"cellXfs":      t.el("xf", `xfId="0"`, ""),
	}[list]
}

func (t *styleSheet) read() error {
	if err := t.readLists(); err != nil {
		return err
	}
	if slices.ContainsFunc(styleLists, func(l string) bool { return t.parts[l] == nil }) {
		return t.complete()
	}
	return nil
}

// complete puts missing lists in, in the order Excel wants, and reads again. A
// part that is still incomplete then is none.
func (t *styleSheet) complete() error {
	if t.completed {
		return errors.New("xlsx: styles part cannot be read")
	}
	t.completed = true
	at, root := 0, edit{}
	err := walk(t.data, func(e element) {
		switch {
		case e.in("styleSheet") && !e.end:
			at = e.to
		case e.in("styleSheet", "numFmts") && e.end:
			at = e.to
		case e.in("styleSheet"):
			root = before(t.data, e.from, e.to, prefixed(t.prefix, "styleSheet"), "")
		}
	})
	if err != nil || root.to == 0 {
		return errors.Join(err, errors.New("xlsx: no styles part"))
	}
	var edits []edit
	for _, l := range styleLists {
		if have := t.parts[l]; have != nil {
			at = have.to
			continue
		}
		if root.from < at { // the root closed itself, and is opened
			root.with = strings.TrimSuffix(root.with, "</"+prefixed(t.prefix, "styleSheet")+">") + t.el(l, "", t.least(l)) + "</" + prefixed(t.prefix, "styleSheet") + ">"
			continue
		}
		edits = append(edits, edit{at, at, t.el(l, "", t.least(l))})
	}
	if root.from < at {
		edits = []edit{root}
	}
	t.data, t.parts = apply(t.data, edits), map[string]*styleList{}
	return t.read()
}

func (t *styleSheet) readLists() error {
	item := 0
	err := walk(t.data, func(e element) {
		if e.in("styleSheet") && !e.end {
			t.prefix = e.prefix
		}
		if len(e.path) < 2 || e.path[0] != "styleSheet" || !slices.Contains(styleLists, e.path[1]) {
			return
		}
		list := t.parts[e.path[1]]
		switch {
		case len(e.path) == 2 && !e.end:
			t.parts[e.path[1]] = &styleList{from: e.from, opened: e.to, to: e.to, tag: string(t.data[e.from:e.to])}
		case len(e.path) == 2:
			list.to = e.to
		case len(e.path) == 3 && !e.end:
			item = e.from
		case len(e.path) == 3:
			list.items = append(list.items, string(t.data[item:e.to]))
		}
	})
	return err
}

func (t *styleSheet) add(list, item string) int {
	l := t.parts[list]
	if at := slices.Index(l.items, item); at >= 0 {
		return at
	}
	l.items = append(l.items, item)
	return len(l.items) - 1
}

// bytes is the part with what was added.
func (t *styleSheet) bytes() []byte {
	var edits []edit
	for name, l := range t.parts {
		text := withAttr(opened(l.tag), "count", itoa(len(l.items))) + strings.Join(l.items, "") + "</" + prefixed(t.prefix, name) + ">"
		edits = append(edits, edit{l.from, l.to, text})
	}
	return apply(t.data, edits)
}

func (s *sender) writeStyles() error {
	rels, err := s.relations(s.book)
	if err != nil {
		return err
	}
	if r, found := rels.kind("styles"); found {
		s.parts[s.resolve(s.book, r.Target)] = s.styles.bytes()
		return nil
	}
	part := s.free("xl/styles", ".xml")
	s.parts[part] = s.styles.bytes()
	if _, err := s.relate(s.book, "styles", part); err != nil {
		return err
	}
	return s.register(part, stylesType)
}

// el makes an element of the part's own namespace.
func (t *styleSheet) el(name, attrs, inner string) string {
	n := prefixed(t.prefix, name)
	if attrs != "" {
		attrs = " " + attrs
	}
	if inner == "" {
		return "<" + n + attrs + "/>"
	}
	return "<" + n + attrs + ">" + inner + "</" + n + ">"
}

// mark returns a style like the given one but for its fill.
func (t *styleSheet) mark(style int, level finding.Level) int {
	if len(t.parts["cellXfs"].items) == 0 {
		t.add("cellXfs", t.el("xf", ` numFmtId="0" fontId="0" fillId="0" borderId="0"`, ""))
	}
	xfs := t.parts["cellXfs"].items
	if style < 0 || style >= len(xfs) {
		style = 0
	}
	key := markKey{style, level}
	if id, made := t.marks[key]; made {
		return id
	}
	tag, rest := splitTag(xfs[style])
	fill, _ := atoi(attrOf(tag, "fillId"))
	tag = withAttr(withAttr(tag, "fillId", itoa(t.markFill(fill, level))), "applyFill", "1")
	id := t.add("cellXfs", tag+rest)
	t.marks[key] = id
	return id
}

// markFill is a solid fill in the level's colour. A solid fill's background
// colour is never shown; it keeps the colour that was there before.
func (t *styleSheet) markFill(old int, level finding.Level) int {
	key := markKey{old, level}
	if id, made := t.fills[key]; made {
		return id
	}
	before := `indexed="64"`
	if fills := t.parts["fills"].items; old < len(fills) && strings.Contains(fills[old], `"solid"`) {
		if attrs := colourAttrs(fills[old], "fgColor"); attrs != "" {
			before = attrs
		}
	}
	id := t.add("fills", t.solid(`rgb="`+markColours[level]+`"`, before))
	t.fills[key] = id
	return id
}

func (t *styleSheet) solid(front, back string) string {
	return t.el("fill", "", t.el("patternFill", `patternType="solid"`, t.el("fgColor", front, "")+t.el("bgColor", back, "")))
}

// unmark gives cells marked in an earlier round their old fill back. Programs
// that rewrite background colours (trusted false) leave no old colour to give.
func (t *styleSheet) unmark(trusted bool) {
	for i, fill := range t.parts["fills"].items {
		if !isMark(fill) {
			continue
		}
		old := colourAttrs(fill, "bgColor")
		if !trusted || old == "" || strings.Contains(old, "indexed") || strings.Contains(old, "auto") {
			t.parts["fills"].items[i] = t.el("fill", "", t.el("patternFill", `patternType="none"`, ""))
			continue
		}
		t.parts["fills"].items[i] = t.solid(old, `indexed="64"`)
	}
}

func isMark(fill string) bool {
	front := strings.ToUpper(colourAttrs(fill, "fgColor"))
	for _, c := range markColours {
		if strings.Contains(front, `RGB="`+c+`"`) {
			return true
		}
	}
	return false
}

// colourAttrs is the attributes of a fill's colour element, as written.
func colourAttrs(fill, element string) string {
	m := regexp.MustCompile(`<(?:\w+:)?` + element + `\s+([^>]*?)\s*/?>`).FindStringSubmatch(fill)
	if m == nil {
		return ""
	}
	return m[1]
}

func attrOf(tag, name string) string {
	m := regexp.MustCompile(`\s` + name + `\s*=\s*["']([^"']*)["']`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return m[1]
}

// splitTag cuts an element after its start tag.
func splitTag(element string) (tag, rest string) {
	end := strings.Index(element, ">") + 1
	return element[:end], element[end:]
}
