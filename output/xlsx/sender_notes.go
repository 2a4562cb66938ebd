package xlsx

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest/form"
)

const (
	commentsType = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
	vmlType      = "application/vnd.openxmlformats-officedocument.vmlDrawing"
	emptyNotes   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>`
	noteType = `<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`
)

// newVML is a part for comment boxes. Excel wants shape ids unique over the
// workbook, and gives every such part a block of 1024.
func newVML(block int) []byte {
	return []byte(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
		`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="` + itoa(block) + `"/></o:shapelayout></xml>`)
}

// freeBlock is a block that no part of the workbook uses.
func (s *sender) freeBlock() int {
	highest := 0
	for name, data := range s.parts {
		if !strings.HasSuffix(strings.ToLower(name), ".vml") {
			continue
		}
		for _, m := range boxID.FindAllSubmatch(data, -1) {
			n, _ := atoi(string(m[1]))
			highest = max(highest, n/1024)
		}
		for _, m := range boxBlock.FindAllSubmatch(data, -1) {
			n, _ := atoi(string(m[1]))
			highest = max(highest, n)
		}
	}
	return highest + 1
}

// noteParts are the two parts that hold a sheet's comments: the words, and the
// boxes they are drawn in. Either is "" when the sheet has none.
type noteParts struct {
	comments, vml string
	fresh         bool // vml was made now and has no box yet
}

func (s *sender) noteParts(sheet string) (noteParts, error) {
	var n noteParts
	rels, err := s.relations(sheet)
	if err != nil {
		return n, err
	}
	if r, found := rels.kind("comments"); found {
		n.comments = s.resolve(sheet, r.Target)
	}
	drawing := ""
	err = walk(s.parts[sheet], func(e element) {
		if e.in("worksheet", "legacyDrawing") && !e.end {
			drawing = e.get("id")
		}
	})
	for _, r := range rels.List {
		if drawing != "" && r.ID == drawing {
			n.vml = s.resolve(sheet, r.Target)
		}
	}
	return n, err
}

// clearNotes takes our comments of an earlier round out of a sheet.
func (s *sender) clearNotes(sheet string) error {
	n, err := s.noteParts(sheet)
	if err != nil || n.comments == "" {
		return err
	}
	gone, err := s.clearComments(n.comments)
	if err == nil && n.vml != "" && len(gone) > 0 {
		s.clearBoxes(n.vml, gone)
	}
	return err
}

// clearComments removes comments that are all ours, and our words from those
// that are not; it returns the cells of the former.
func (s *sender) clearComments(part string) (map[place]bool, error) {
	data := s.parts[part]
	gone := map[place]bool{}
	var edits []edit
	comment, run := 0, 0
	ref := ""
	err := walk(data, func(e element) {
		switch {
		case e.in("comments", "commentList", "comment") && !e.end:
			comment, ref = e.from, e.get("ref")
		case e.in("comments", "commentList", "comment"):
			if at, ok := placeOf(ref); ok && strings.HasPrefix(plainText(data[comment:e.to]), form.NoteHead) {
				gone[at] = true
				edits = slices.DeleteFunc(edits, func(x edit) bool { return x.from >= comment })
				edits = append(edits, edit{comment, e.to, ""})
			}
		case e.in("comments", "commentList", "comment", "text", "r") && !e.end:
			run = e.from
		case e.in("comments", "commentList", "comment", "text", "r"):
			if strings.HasPrefix(plainText(data[run:e.to]), "\n"+form.NoteHead) {
				edits = append(edits, edit{run, e.to, ""})
			}
		}
	})
	s.parts[part] = apply(data, edits)
	return gone, err
}

// plainText is the text of a piece of a part, tags taken out.
func plainText(piece []byte) string {
	s := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(string(piece), "")
	return strings.NewReplacer("&#xA;", "\n", "&#10;", "\n", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

var (
	boxes    = regexp.MustCompile(`(?s)<v:shape[ >].*?</v:shape>`)
	boxRow   = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
	boxCol   = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
	boxID    = regexp.MustCompile(`_x0000_s(\d+)`)
	boxBlock = regexp.MustCompile(`<o:idmap [^>]*data="(\d+)`)
	boxEnd   = regexp.MustCompile(`</xml>\s*$`)
	boxType  = regexp.MustCompile(`<v:shapetype[^>]*\bid="_x0000_t202"`)
)

// clearBoxes removes the boxes of comments that are gone. VML need not be well
// formed, so it is edited as text.
func (s *sender) clearBoxes(part string, gone map[place]bool) {
	s.parts[part] = boxes.ReplaceAllFunc(s.parts[part], func(box []byte) []byte {
		row, col := boxRow.FindSubmatch(box), boxCol.FindSubmatch(box)
		if row == nil || col == nil || !strings.Contains(string(box), `"Note"`) {
			return box
		}
		r, _ := atoi(string(row[1]))
		c, _ := atoi(string(col[1]))
		if gone[place{r + 1, c + 1}] {
			return nil
		}
		return box
	})
}

// annotate puts comments on cells of a sheet. Where a person's comment stands
// already, ours is added to it; a threaded one is left alone.
func (s *sender) annotate(sheet string, notes map[place]string) error {
	n, err := s.needNoteParts(sheet)
	if err != nil {
		return err
	}
	unboxed, err := s.addComments(n.comments, notes)
	if err == nil && n.fresh {
		unboxed, err = s.commented(n.comments)
	}
	if err == nil {
		s.addBoxes(n.vml, unboxed, notes)
	}
	return err
}

// commented lists the cells that have a comment.
func (s *sender) commented(part string) (list []place, err error) {
	err = walk(s.parts[part], func(e element) {
		if at, ok := placeOf(e.get("ref")); ok && !e.end && e.in("comments", "commentList", "comment") {
			list = append(list, at)
		}
	})
	slices.SortFunc(list, comparePlaces)
	return slices.Compact(list), err
}

// needNoteParts makes the parts that are missing.
func (s *sender) needNoteParts(sheet string) (noteParts, error) {
	n, err := s.noteParts(sheet)
	if err != nil {
		return n, err
	}
	if n.comments == "" || s.parts[n.comments] == nil {
		n.comments = s.free("xl/comments", ".xml")
		s.parts[n.comments] = []byte(emptyNotes)
		if _, err = s.relate(sheet, "comments", n.comments); err == nil {
			err = s.register(n.comments, commentsType)
		}
	}
	if err != nil || n.vml != "" && boxEnd.Match(s.parts[n.vml]) {
		return n, err
	}
	there := n.vml != "" // and cannot be read: it is drawn anew
	if !there {
		n.vml = s.free("xl/drawings/vmlDrawing", ".vml")
	}
	n.fresh, s.parts[n.vml] = true, newVML(s.freeBlock())
	if err := s.registerExtension("vml", vmlType); err != nil || there {
		return n, err
	}
	id, err := s.relate(sheet, "vmlDrawing", n.vml)
	if err != nil {
		return n, err
	}
	return n, s.insertDrawing(sheet, id)
}

// afterDrawing are the elements that may follow <legacyDrawing>; Excel refuses
// a sheet whose elements are out of order.
var afterDrawing = []string{"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent"}

func (s *sender) insertDrawing(sheet, id string) error {
	data := s.parts[sheet]
	at, prefix, past := -1, "", false
	var edits []edit
	err := walk(data, func(e element) {
		switch {
		case e.in("worksheet", "legacyDrawing"): // it points at nothing that can be read
			if len(edits) == 0 {
				edits = append(edits, edit{e.from, e.to, ""})
			}
			edits[0].to = e.to
		case e.in("worksheet") && !e.end:
			prefix = e.prefix
		case e.in("worksheet", "sheetData") && e.end:
			past = true
		case at < 0 && past && !e.end && len(e.path) == 2 && slices.Contains(afterDrawing, e.name()):
			at = e.from
		case at < 0 && e.in("worksheet"):
			at = e.from
		}
	})
	if err != nil {
		return err
	}
	if at < 0 {
		return fmt.Errorf("xlsx: %s is no worksheet", sheet)
	}
	tag := "<" + prefixed(prefix, "legacyDrawing") + ` xmlns:r="` + relBase + `" r:id="` + id + `"/>`
	s.parts[sheet] = apply(data, append(edits, edit{at, at, tag}))
	return nil
}

// addComments writes the words; it returns the cells that had no comment.
func (s *sender) addComments(part string, notes map[place]string) ([]place, error) {
	data := s.parts[part]
	w := &noteWriter{data: data, notes: notes, left: maps.Clone(notes), author: -1}
	if err := walk(data, w.visit); err != nil {
		return nil, err
	}
	if w.authorsTo == 0 || w.listTo == 0 {
		return nil, fmt.Errorf("xlsx: %s holds no comments", part)
	}
	fresh := slices.SortedFunc(maps.Keys(w.left), comparePlaces)
	w.finish(fresh)
	s.parts[part] = apply(data, w.edits)
	return fresh, nil
}

const noteAuthor = "审核意见"

type noteWriter struct {
	data   []byte
	notes  map[place]string
	left   map[place]string // without a comment so far
	edits  []edit
	prefix string
	names  []string // authors
	author int
	from   int // of an author's text, of a text's direct <t>
	at     place
	skip   bool // the comment is not to be touched

	authorsFrom, authorsTo, listFrom, listTo int // end tags
}

func (w *noteWriter) visit(e element) {
	switch {
	case e.in("comments") && !e.end:
		w.prefix = e.prefix
	case e.in("comments", "authors") && e.end:
		w.authorsFrom, w.authorsTo = e.from, e.to
	case e.in("comments", "authors", "author") && !e.end:
		w.from = e.to
	case e.in("comments", "authors", "author"):
		w.names = append(w.names, plainText(w.data[min(w.from, e.from):e.from]))
	case e.in("comments", "commentList") && e.end:
		w.listFrom, w.listTo = e.from, e.to
	case e.in("comments", "commentList", "comment") && !e.end:
		w.comment(e)
	case e.in("comments", "commentList", "comment", "text", "t"):
		w.bareText(e)
	case e.in("comments", "commentList", "comment", "text") && e.end:
		if note, ours := w.notes[w.at]; ours && !w.skip {
			w.edits = append(w.edits, before(w.data, e.from, e.to, prefixed(w.prefix, "text"), w.run("\n"+note, false)))
		}
	}
}

func (w *noteWriter) comment(e element) {
	w.at, _ = placeOf(e.get("ref"))
	id, _ := atoi(e.get("authorId"))
	w.skip = id < len(w.names) && strings.HasPrefix(w.names[id], "tc=")
	delete(w.left, w.at)
}

// bareText makes a run of text that stands in none, so that ours can follow.
func (w *noteWriter) bareText(e element) {
	if _, ours := w.notes[w.at]; !ours || w.skip {
		return
	}
	n := prefixed(w.prefix, "r")
	if e.end {
		w.edits = append(w.edits, edit{e.to, e.to, "</" + n + ">"})
	} else {
		w.edits = append(w.edits, edit{e.from, e.from, "<" + n + ">"})
	}
}

func (w *noteWriter) el(name, attrs, inner string) string {
	n := prefixed(w.prefix, name)
	if attrs != "" {
		attrs = " " + attrs
	}
	return "<" + n + attrs + ">" + inner + "</" + n + ">"
}

func (w *noteWriter) run(text string, bold bool) string {
	font := ""
	if bold {
		font = w.el("b", "", "")
	}
	font += w.el("sz", `val="10"`, "") + w.el("rFont", `val="`+bodyFont+`"`, "") + w.el("charset", `val="134"`, "")
	return w.el("r", "", w.el("rPr", "", font)+w.el("t", `xml:space="preserve"`, escaped(text)))
}

// finish adds the comments on cells that had none.
func (w *noteWriter) finish(fresh []place) {
	author := slices.Index(w.names, noteAuthor)
	if author < 0 {
		author = len(w.names)
		w.end(w.authorsFrom, w.authorsTo, "authors", w.el("author", "", noteAuthor))
	}
	var text strings.Builder
	for _, p := range fresh {
		head, body, _ := strings.Cut(w.left[p], "\n")
		text.WriteString(w.el("comment", `ref="`+p.ref()+`" authorId="`+itoa(author)+`"`, w.el("text", "", w.run(head, true)+w.run("\n"+body, false))))
	}
	w.end(w.listFrom, w.listTo, "commentList", text.String())
}

func (w *noteWriter) end(from, to int, name, text string) {
	w.edits = append(w.edits, before(w.data, from, to, prefixed(w.prefix, name), text))
}

// addBoxes draws the boxes of new comments, hidden until the cell is pointed
// at.
func (s *sender) addBoxes(part string, fresh []place, notes map[place]string) {
	vml := string(s.parts[part])
	next := 1024
	if m := boxBlock.FindStringSubmatch(vml); m != nil {
		block, _ := atoi(m[1])
		next = block * 1024
	}
	for _, m := range boxID.FindAllStringSubmatch(vml, -1) {
		if n, ok := atoi(m[1]); ok {
			next = max(next, n)
		}
	}
	var b strings.Builder
	if !boxType.MatchString(vml) {
		b.WriteString(noteType)
	}
	for _, p := range fresh {
		next++
		b.WriteString(box(p, next, linesIn(notes[p], 44)))
	}
	if end := boxEnd.FindStringIndex(vml); end != nil {
		s.parts[part] = []byte(vml[:end[0]] + b.String() + vml[end[0]:])
	}
}

func box(p place, id, lines int) string {
	rows := max(4, lines+1)
	top := max(0, p.row-2)
	anchor := strings.Join([]string{itoa(p.col), "15", itoa(top), "4", itoa(p.col + 3), "30", itoa(top + rows), "4"}, ", ")
	return `<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"` +
		` id="_x0000_s` + itoa(id) + `" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:2pt;width:240pt;height:` + itoa(rows*15) + `pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">` +
		`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>` +
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>` + anchor + `</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>` + itoa(p.row-1) + `</x:Row><x:Column>` + itoa(p.col-1) + `</x:Column></x:ClientData></v:shape>`
}
